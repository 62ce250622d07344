"""Paying stores what is due: stamping earnings into a payout is the claim, so a second run never pays twice (F096)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from emporium.i18n import _
from emporium.services import audit, ledger, outbox, risk
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from emporium.services.ledger.earnings import OPEN
from emporium.services.opening import OpenTransaction
from emporium.services.payouts.accounts import account_of
from models.enums import AccountKind, DisputeStatus, EarningStatus, PayoutStatus, StoreStatus, TransactionKind
from models.ledger import Earning
from models.payments import Dispute
from models.payouts import Payout, PayoutAccount
from models.stores import Store


@dataclass(frozen=True, slots=True)
class PayoutMade(DomainEvent):
    """A store's earnings were claimed by a payout."""

    payout_id: UUID
    store_id: UUID
    number: str
    amount_minor: int
    currency: str

    def topics(self) -> list[str]:
        """The store's money page and the operator's."""
        return [f"store:{self.store_id}:money", "admin:money"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did for one store and currency: the payout's number, or why there is none."""

    store_id: UUID
    currency: str
    due_minor: int
    number: str = ""
    reason: str = ""


def run_payouts(
    open_transaction: OpenTransaction, *, actor: Actor, now: datetime | None = None, scheduled: bool = False
) -> list[Outcome]:
    """Claim everything that is due, store by store, each in a transaction of its own.

    A `scheduled` run leaves out stores that were paid less than their interval ago.

    Two runs at once, or a run repeated after a crash, find nothing left to claim.
    """
    actor.require(Permission.MANAGE_MONEY)
    moment = now or datetime.now(UTC)
    with open_transaction() as session:
        due = session.exec(
            select(Earning.store_id, Earning.currency)
            .where(col(Earning.status).in_(OPEN), col(Earning.available_at) <= moment)
            .group_by(col(Earning.store_id), col(Earning.currency))
            .order_by(col(Earning.store_id), col(Earning.currency))
        ).all()
    outcomes = []
    for store_id, currency in due:
        with open_transaction() as session:
            outcomes.append(
                claim(session, actor=actor, store_id=store_id, currency=currency, now=moment, scheduled=scheduled)
            )
    return outcomes


def claim(
    session: Session, *, actor: Actor, store_id: UUID, currency: str, now: datetime, scheduled: bool = False
) -> Outcome:
    """One store's payout in one currency, if anything can be paid. Runs for a store take turns."""
    actor.require(Permission.MANAGE_MONEY)
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7))"), {"key": f"payout:{store_id}:{currency}"}
    )
    rows = session.exec(
        select(Earning)
        .where(Earning.store_id == store_id, Earning.currency == currency)
        .where(col(Earning.status).in_(OPEN), col(Earning.available_at) <= now)
        .order_by(col(Earning.available_at), col(Earning.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    due = sum(row.amount_minor for row in rows)
    terms = ledger.schedule_of(session, store_id=store_id, currency=currency)
    account = account_of(session, store_id=store_id, currency=currency)
    why = _why_not(session, store_id, due, max(terms.minimum_minor, 1), account)
    if not why and scheduled and _paid_since(session, store_id, currency, now - timedelta(days=terms.interval_days)):
        why = _("not the day yet")
    chosen = _keep_back(rows, _exposure(session, store_id, currency)) if not why else []
    amount = sum(row.amount_minor for row in chosen)
    if why or account is None or amount < max(terms.minimum_minor, 1):
        return Outcome(store_id, currency, due, reason=why or _("kept back for open disputes"))
    payout = _write(session, account, amount, chosen)
    audit.note(
        session, actor=actor, action="payout.made", subject_kind="payout", subject_id=payout.id, store_id=store_id,
        after={"number": payout.number, "amount_minor": amount, "currency": currency},
    )  # fmt: skip
    return Outcome(store_id, currency, due, number=payout.number)


def _why_not(session: Session, store_id: UUID, due: int, minimum: int, account: PayoutAccount | None) -> str:
    if due <= 0:
        return _("the store owes more than it has coming")
    if due < minimum:
        return _("below the minimum")
    if account is None:
        return _("no account to pay to")
    if session.get_one(Store, store_id).status == StoreStatus.SUSPENDED:
        return _("the store is suspended")
    if held := risk.payouts_held(session, store_id=store_id):
        return _("held for a look: {reason}").format(reason=held)
    return ""


def _paid_since(session: Session, store_id: UUID, currency: str, since: datetime) -> bool:
    return (
        session.exec(
            select(Payout.id).where(
                Payout.store_id == store_id, Payout.currency == currency, col(Payout.created_at) > since
            )
        ).first()
        is not None
    )


def _exposure(session: Session, store_id: UUID, currency: str) -> int:
    """Open disputes over orders that were paid out already: so much stays here until they are decided (F070)."""
    total = session.exec(
        select(func.coalesce(func.sum(Dispute.amount_minor), 0)).where(
            col(Dispute.status).in_((DisputeStatus.OPEN, DisputeStatus.EVIDENCE_SENT)),
            Dispute.currency == currency,
            col(Dispute.order_id).in_(
                select(Earning.order_id).where(
                    Earning.store_id == store_id,
                    col(Earning.status).in_((EarningStatus.CLAIMED, EarningStatus.PAID)),
                    col(Earning.order_id).is_not(None),
                )
            ),
        )
    ).one()
    return int(total)


def _keep_back(rows: Sequence[Earning], exposure: int) -> list[Earning]:
    """Everything but the newest sales that together cover the exposure. Debts are always taken along."""
    kept, left = set(), exposure
    for row in reversed(rows):
        if left <= 0:
            break
        if row.amount_minor > 0:
            kept.add(row.id)
            left -= row.amount_minor
    return [row for row in rows if row.id not in kept]


def _write(session: Session, account: PayoutAccount, amount: int, rows: Sequence[Earning]) -> Payout:
    number = session.execute(text("SELECT nextval('payout_number')")).scalar_one()
    payout = Payout(
        number=f"P{number}",
        store_id=account.store_id,
        account_id=account.id,
        provider=account.provider,
        amount_minor=amount,
        currency=account.currency,
    )
    session.add(payout)
    session.flush()
    for row in rows:
        row.status, row.payout_id = EarningStatus.CLAIMED, payout.id
        session.add(row)
    ledger.post(
        session,
        kind=TransactionKind.PAYOUT,
        cause_id=str(payout.id),
        currency=payout.currency,
        note=payout.number,
        entries=[
            (AccountKind.STORE_PAYABLE, payout.store_id, amount),
            (AccountKind.PAYOUT_CLEARING, None, -amount),
        ],
    )
    outbox.record(
        session,
        PayoutMade(
            payout_id=payout.id, store_id=payout.store_id, number=payout.number, amount_minor=amount,
            currency=payout.currency,
        ),
    )  # fmt: skip
    return payout


def settled(session: Session, *, actor: Actor, payout_id: UUID, reference: str = "") -> Payout:
    """The bank or the provider sent the money. Twice changes nothing. Raises NotFound, Conflict when it came back."""
    from emporium.services.payouts.returns import locked

    actor.require(Permission.MANAGE_MONEY)
    payout = locked(session, payout_id, PayoutStatus.OPEN, PayoutStatus.SENT, PayoutStatus.PAID)
    if payout.status == PayoutStatus.PAID:
        return payout
    payout.status, payout.closed_at = PayoutStatus.PAID, datetime.now(UTC)
    payout.sent_at = payout.sent_at or payout.closed_at
    payout.reference = reference or payout.reference
    session.add(payout)
    for row in session.exec(select(Earning).where(Earning.payout_id == payout.id).with_for_update()).all():
        row.status = EarningStatus.PAID
        session.add(row)
    ledger.post(
        session,
        kind=TransactionKind.PAYOUT,
        cause_id=f"{payout.id}:settled",
        currency=payout.currency,
        note=payout.number,
        entries=[
            (AccountKind.PAYOUT_CLEARING, None, payout.amount_minor),
            (AccountKind.PROVIDER_CLEARING, None, -payout.amount_minor),
        ],
    )
    return payout
