"""Paying a debt, forgiving it, or giving more time. Everything is booked, and says who did it and why (F100)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.money import Money, format_money
from emporium.services import audit, ledger
from emporium.services.auth import Actor, Permission
from emporium.services.debts.stages import owed_now, restrict_by_debts, step
from models.enums import AccountKind, DebtStage, EarningKind, TransactionKind
from models.ledger import Earning
from models.risk import StoreDebt


def receive_payment(
    session: Session, *, actor: Actor, debt_id: UUID, amount_minor: int, note: str, key: str
) -> StoreDebt:
    """The store paid some or all of it into the platform's account. The same key books once.

    Raises NotFound, Invalid for more than is owed, Conflict for a payment that was booked before.
    """
    return _settle(session, actor, debt_id, amount_minor, note, key, AccountKind.PROVIDER_CLEARING, "debt.paid")


def forgive_debt(session: Session, *, actor: Actor, debt_id: UUID, amount_minor: int, note: str, key: str) -> StoreDebt:
    """The platform bears some or all of it as a loss. Raises as `receive_payment` does."""
    return _settle(session, actor, debt_id, amount_minor, note, key, AccountKind.CHARGEBACK_LOSS, "debt.forgiven")


def extend_debt(session: Session, *, actor: Actor, debt_id: UUID, note: str) -> StoreDebt:
    """Begin the time to pay anew; a store that could not sell can again. Raises NotFound, Invalid."""
    actor.require(Permission.MANAGE_MONEY)
    debt = _locked(session, debt_id)
    before: dict[str, object] = {"stage": debt.stage}
    debt.stage, debt.asked_at, debt.restricted_at = DebtStage.ASKED, datetime.now(UTC), None
    session.add(debt)
    restrict_by_debts(session, debt.store_id)
    _note(session, actor, debt, "debt.extended", note, before)
    return debt


def _locked(session: Session, debt_id: UUID) -> StoreDebt:
    debt = session.exec(
        select(StoreDebt).where(StoreDebt.id == debt_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if debt is None:
        raise NotFound(_("There is no such debt."))
    if debt.stage == DebtStage.SETTLED:
        raise Conflict(_("This debt is settled already."))
    return debt


def _settle(
    session: Session, actor: Actor, debt_id: UUID, amount: int, note: str, key: str, against: AccountKind, action: str
) -> StoreDebt:
    actor.require(Permission.MANAGE_MONEY)
    debt = _locked(session, debt_id)
    owed = owed_now(session, store_id=debt.store_id, currency=debt.currency)
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount <= owed:
        raise Invalid("amount", _("Give an amount up to {owed}.").format(owed=format_money(Money(owed, debt.currency))))
    if len(note.strip()) < 4:
        raise Invalid("note", _("Say in a few words what this is."))
    cause = f"debt:{debt.id}:{key}"
    known = session.exec(
        select(Earning.id).where(Earning.kind == EarningKind.ADJUSTMENT, Earning.cause_id == cause)
    ).first()
    if known is not None:
        raise Conflict(_("This was booked already."))
    now = datetime.now(UTC)
    ledger.post(
        session, kind=TransactionKind.ADJUSTMENT, cause_id=cause, currency=debt.currency, note=note.strip()[:200],
        entries=[(against, None, amount), (AccountKind.STORE_PAYABLE, debt.store_id, -amount)],
    )  # fmt: skip
    session.add(
        Earning(
            store_id=debt.store_id, kind=EarningKind.ADJUSTMENT, cause_id=cause, amount_minor=amount,
            currency=debt.currency, available_at=now,
        )
    )  # fmt: skip
    session.flush()
    _note(session, actor, debt, action, note, {"amount_minor": amount})
    step(session, debt=debt, now=now)
    return debt


def _note(session: Session, actor: Actor, debt: StoreDebt, action: str, note: str, before: dict[str, object]) -> None:
    if len(note.strip()) < 4:
        raise Invalid("note", _("Say in a few words why."))
    audit.note(
        session, actor=actor, action=action, subject_kind="debt", subject_id=debt.id, store_id=debt.store_id,
        before=before, after={"note": note.strip()[:300], "owed_minor": debt.owed_minor},
    )  # fmt: skip
