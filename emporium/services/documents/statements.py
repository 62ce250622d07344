"""A store's statement of a month as a paper: opening + movements = closing, straight from the ledger (F102)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from babel.dates import format_date
from sqlmodel import Session

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.documents.access import may_see_fees
from emporium.services.documents.commission import GRACE
from emporium.services.documents.fees import Month
from emporium.services.documents.kinds import PLATFORM, DocumentKind
from emporium.services.documents.numbering import known, lock_numbers, write
from emporium.services.documents.parties import platform_party, store_party
from emporium.services.documents.words import fact, speaking, title, words
from emporium.services.payouts.statements import Statement, read_statement
from emporium.settings import get_settings
from models.enums import TransactionKind
from models.orders import Document
from models.stores import Store


def statement_paper(
    session: Session, *, actor: Actor, store_id: UUID, year: int, month: int, currency: str,
    when: datetime | None = None,
) -> Document:  # fmt: skip
    """The statement of a month that is over; the first call writes it, every other one finds it.

    Raises NotFound for a store that is not the actor's, Invalid for a month that is none, Conflict for one that is not
    over.
    """
    store = session.get(Store, store_id)
    if store is None or not may_see_fees(actor, store_id=store_id):
        raise NotFound(_("There is no such store among yours."))
    if not (1 <= month <= 12 and 2000 <= year <= 9000):
        raise Invalid("month", _("Choose a month."))
    period, now = Month(year, month), when or datetime.now(UTC)
    if now < period.until + GRACE:
        raise Conflict(_("This month is not over yet. Its statement can be had as a PDF when it is."))
    lock_numbers(session, issuer=PLATFORM, kind=DocumentKind.STATEMENT)
    refers = {"store_id": str(store_id), "month": period.key, "currency": currency}
    found = known(session, issuer=PLATFORM, kind=DocumentKind.STATEMENT, refers=refers)
    if found is not None:
        return found
    read = read_statement(session, store_id=store_id, currency=currency, since=period.since, until=period.until)
    content = {**_content(store, period, read), "refers": {**refers, "store": store.slug}}
    return write(session, issuer=PLATFORM, kind=DocumentKind.STATEMENT, content=content, when=now)


def _content(store: Store, month: Month, read: Statement) -> dict[str, Any]:
    locale = get_settings().locale
    with speaking(locale):
        columns = [
            (_("Date"), "day"), (_("What"), "text"), (_("About"), "text"), (_("Amount"), "money"),
            (_("Balance"), "money"),
        ]  # fmt: skip
        names = movement_names()
        rows: list[list[Any]] = [
            [month.since.date().isoformat(), _("Opening balance"), "", None, read.opening_minor],
            *[
                [line.when.astimezone(UTC).date().isoformat(), names.get(line.kind, line.kind), line.note,
                 line.amount_minor, line.balance_minor]
                for line in read.lines
            ],
            [None, _("Closing balance"), "", None, read.closing_minor],
        ]  # fmt: skip
        return {
            "title": title(DocumentKind.STATEMENT),
            "locale": locale,
            "currency": read.currency,
            "seller": platform_party(locale=locale),
            "buyer": store_party(store, locale=locale),
            "facts": [
                fact(_("Month"), format_date(month.first, "MMMM yyyy", locale=locale)),
                fact(_("Store"), store.name),
                fact(_("Currency"), read.currency),
            ],
            "tables": [
                {"title": "", "columns": columns, "rows": rows, "currency": read.currency, "total": True}
            ],
            "totals": {"total_minor": read.closing_minor},
            "notes": [_("Days are days of Coordinated Universal Time.")],
            "words": words(),
        }  # fmt: skip


def movement_names() -> dict[str, str]:
    """What moves a store's balance, in words; call it while `speaking`."""
    return {
        TransactionKind.SALE: _("Sale"),
        TransactionKind.REFUND: _("Refund"),
        TransactionKind.CHARGEBACK: _("Dispute"),
        TransactionKind.PAYOUT: _("Payout"),
        TransactionKind.PAYOUT_RETURN: _("Payout came back"),
        TransactionKind.ADJUSTMENT: _("Correction"),
        TransactionKind.CREDIT: _("Credit"),
        TransactionKind.CASH: _("Cash kept by the store"),
        TransactionKind.FX: _("Conversion"),
    }
