"""PayPal's Settlement Report as lines to compare the books with (F072).

Source: developer.paypal.com/docs/reports/sftp-reports/settlement-report (records, columns, unsigned amounts in the
smallest unit with a debit or credit beside them) and developer.paypal.com/reports/reference (event codes). Each record
begins with its type: RH report, FH file, SH section, CH the columns, SB a transaction, then footers and counts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import exponent
from emporium.providers.payments.paypal_amounts import WHOLE
from emporium.services.books.lines import BalanceLine
from models.enums import BalanceKind

COLUMNS, TRANSACTION = "CH", "SB"
STARTS = ("RH", "FH")
PAYOUT = "T0001"
"""Mass payments: money to stores."""
REFUND = "T1107"
TAKEN_BACK = ("T1106", "T1201")
"""A reversal that PayPal made, and a charge-back: named by the charge they are about."""
FEES = "T01"


def is_settlement(content: bytes) -> bool:
    """Whether a file is such a report."""
    return _text(content).lstrip().lstrip('"')[:2] in STARTS


def read_settlement(content: bytes) -> list[BalanceLine]:
    """The movements of a Settlement Report: charges, refunds, payouts, what was taken back, and fees.

    Holds, conversions and transfers between PayPal and the platform's own bank change nothing that the books know and
    are left out. A dispute is named by the charge it is about until `take_report` knows better. Raises Invalid naming
    the line that cannot be read; then nothing is taken.
    """
    lines: list[BalanceLine] = []
    columns: list[str] = []
    for number, cells in enumerate(csv.reader(io.StringIO(_text(content))), start=1):
        kind = cells[0].strip() if cells else ""
        if kind == COLUMNS:
            columns = [cell.strip() for cell in cells[1:]]
        if kind != TRANSACTION:
            continue
        try:
            lines += _lines(dict(zip(columns, cells[1:], strict=False)))
        except (KeyError, ValueError) as error:
            raise Invalid(
                "report", _("Line {number} of the report cannot be read: {error}.").format(number=number, error=error)
            ) from error
    return lines


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig")


def _lines(row: Mapping[str, str]) -> Iterator[BalanceLine]:
    ident, code = row["Transaction ID"].strip(), row["Transaction Event Code"].strip()
    moment = datetime.strptime(row["Transaction Completion Date"].strip(), "%Y/%m/%d %H:%M:%S %z")
    currency = row["Gross Transaction Currency"].strip().upper()
    gross = _minor(row["Gross Transaction Amount"], currency, row["Transaction Debit or Credit"])
    known = _kind(code, gross)
    if known is not None and gross:
        named = row["PayPal Reference ID"].strip() if known is BalanceKind.DISPUTE else ident
        yield BalanceLine(known, named or ident, gross, currency, moment)
    fee_currency = row["Fee Currency"].strip().upper() or currency
    fee = _minor(row["Fee Amount"] or "0", fee_currency, row["Fee Debit or Credit"])
    if fee:
        yield BalanceLine(BalanceKind.FEE, ident, fee, fee_currency, moment)


def _kind(code: str, gross: int) -> BalanceKind | None:
    """What a movement is, by its event code; None for what the books do not know."""
    if code == PAYOUT:
        return BalanceKind.PAYOUT
    if code.startswith(FEES):
        return BalanceKind.FEE
    if code.startswith("T00") and gross > 0:
        return BalanceKind.CHARGE
    if code == REFUND:
        return BalanceKind.REFUND
    return BalanceKind.DISPUTE if code in TAKEN_BACK else None


def _minor(amount: str, currency: str, side: str) -> int:
    """Our minor units of an unsigned amount; some currencies have no decimals at PayPal that have some elsewhere."""
    text, way = amount.strip(), side.strip().upper()
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{text!r} is no amount")
    if int(text) and way not in ("CR", "DR"):
        raise ValueError(f"{way!r} is neither debit nor credit")
    places = 0 if currency in WHOLE else 2
    minor: int = int(text) * 10 ** max(exponent(currency) - places, 0)
    return -minor if way == "DR" else minor
