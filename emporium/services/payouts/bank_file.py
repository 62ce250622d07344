"""Payouts as files for a bank: ISO 20022 pain.001 for euro accounts, CSV for anything (F099)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from schwifty import IBAN
from sepaxml import SepaTransfer  # type: ignore[attr-defined]
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.money import Money
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.payouts.accounts import BANK_FILE, iban_of
from emporium.settings import get_settings
from models.enums import PayoutStatus
from models.payouts import Payout, PayoutAccount

SCHEMA = "pain.001.001.03"
TEXT_MAX = 140


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file for the bank, and the payouts in it."""

    name: str
    content_type: str
    content: bytes
    numbers: list[str]


def bank_csv(session: Session, *, actor: Actor, currency: str) -> BankFile:
    """Open payouts in a currency as CSV: number, holder, IBAN, BIC, amount, currency, reference. Marks them as sent.

    Raises Conflict when there is nothing to send.
    """
    rows = _open(session, actor, currency)
    buffer = io.StringIO()
    table = csv.writer(buffer)
    table.writerow(["payout", "holder", "iban", "bic", "amount", "currency", "reference"])
    for payout, account in rows:
        amount = Money(payout.amount_minor, payout.currency).decimal()
        table.writerow(
            [payout.number, _safe(account.details["holder"]), iban_of(account), account.details["bic"], f"{amount:f}",
             payout.currency, _reference(payout)]
        )  # fmt: skip
    name = _sent(session, actor, rows, "csv")
    return BankFile(name, "text/csv", buffer.getvalue().encode(), [payout.number for payout, _ in rows])


def _safe(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text


def bank_xml(session: Session, *, actor: Actor) -> BankFile:
    """Open euro payouts as a credit transfer initiation, checked against the schema. Marks them as sent.

    Raises Invalid when the platform's own account is not set up, Conflict when there is nothing to send.
    """
    settings = get_settings()
    if settings.bank_iban is None or not settings.bank_holder:
        raise Invalid("bank_iban", _("Set EMPORIUM_BANK_HOLDER, EMPORIUM_BANK_IBAN and EMPORIUM_BANK_BIC first."))
    own = IBAN(settings.bank_iban.get_secret_value())
    rows = _open(session, actor, "EUR")
    transfer = SepaTransfer(  # type: ignore[no-untyped-call]
        {
            "name": settings.bank_holder[:70],
            "IBAN": str(own),
            "BIC": settings.bank_bic or str(own.bic or ""),
            "batch": True,
            "currency": "EUR",
        },
        schema=SCHEMA,
        clean=True,
    )
    for payout, account in rows:
        payment = {
            "name": account.details["holder"],
            "IBAN": iban_of(account),
            "amount": payout.amount_minor,
            "execution_date": datetime.now(UTC).date(),
            "description": _reference(payout),
            "endtoend_id": payout.number,
        }
        if account.details["bic"]:
            payment["BIC"] = account.details["bic"]
        transfer.add_payment(payment)  # type: ignore[no-untyped-call]
    content: bytes = transfer.export(validate=True)  # type: ignore[no-untyped-call]
    name = _sent(session, actor, rows, "xml")
    return BankFile(name, "application/xml", content, [payout.number for payout, _rest in rows])


def _reference(payout: Payout) -> str:
    return f"{get_settings().name} payout {payout.number}"[:TEXT_MAX]


def _open(session: Session, actor: Actor, currency: str) -> Sequence[tuple[Payout, PayoutAccount]]:
    actor.require(Permission.MANAGE_MONEY)
    rows = session.exec(
        select(Payout, PayoutAccount)
        .join(PayoutAccount, col(PayoutAccount.id) == col(Payout.account_id))
        .where(Payout.status == PayoutStatus.OPEN, Payout.provider == BANK_FILE, Payout.currency == currency)
        .order_by(col(Payout.number))
        .with_for_update(of=Payout)
    ).all()
    if not rows:
        raise Conflict(_("There are no open payouts to send."))
    return list(rows)


def _sent(session: Session, actor: Actor, rows: Sequence[tuple[Payout, PayoutAccount]], ending: str) -> str:
    now = datetime.now(UTC)
    name = f"payouts-{now:%Y%m%d-%H%M%S}-{rows[0][0].number}.{ending}"
    for payout, _ in rows:
        payout.status, payout.sent_at, payout.reference = PayoutStatus.SENT, now, name
        session.add(payout)
    audit.note(
        session, actor=actor, action="payouts.exported", subject_kind="bank_file", subject_id=name,
        after={"payouts": [payout.number for payout, _ in rows]},
    )  # fmt: skip
    return name


def open_payouts(session: Session, *, actor: Actor) -> Sequence[UUID]:
    """Payouts that were claimed and not sent yet, oldest first."""
    actor.require(Permission.MANAGE_MONEY)
    return session.exec(select(Payout.id).where(Payout.status == PayoutStatus.OPEN).order_by(col(Payout.number))).all()


def payouts_of_store(session: Session, *, actor: Actor, store_id: UUID, limit: int = 50) -> Sequence[Payout]:
    """A store's payouts, newest first."""
    actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    return session.exec(
        select(Payout).where(Payout.store_id == store_id).order_by(col(Payout.id).desc()).limit(limit)
    ).all()
