"""What an operator makes of a hold: let it go on, or place one by hand. Both say why (F126)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit, ledger, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.risk.looking import WATCHED, OrderHeld, place
from emporium.services.risk.signals import saw_words
from models.enums import DisputeStatus, RiskStatus, RiskSubject
from models.orders import Order
from models.payments import Dispute
from models.risk import RiskHold
from models.stores import Store

UNDECIDED = (DisputeStatus.OPEN, DisputeStatus.EVIDENCE_SENT)
LEAST_NOTE = 4


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold as the queue shows it."""

    id: UUID
    subject: RiskSubject
    store: str
    order_number: str
    total_minor: int
    currency: str
    reasons: list[str]
    since: datetime


def open_holds(
    session: Session, *, actor: Actor, after: UUID | None = None, limit: int = 50
) -> tuple[Sequence[HoldRow], UUID | None]:
    """What waits for a look, oldest first, keyset paging. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    statement = (
        select(RiskHold, Store.name, Order)
        .join(Store, col(Store.id) == col(RiskHold.store_id))
        .outerjoin(Order, col(Order.id) == col(RiskHold.order_id))
        .where(RiskHold.status == RiskStatus.OPEN)
        .order_by(col(RiskHold.id))
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(col(RiskHold.id) > after)
    rows = session.exec(statement).all()
    shown = [
        HoldRow(
            hold.id, RiskSubject(hold.subject), store, order.number if order else "", order.total_minor if order else 0,
            order.currency if order else "",
            [hold.note] if hold.note else [saw_words(saw) for _code, saw in hold.signals],
            hold.created_at,
        )
        for hold, store, order in rows[:limit]
    ]  # fmt: skip
    return shown, shown[-1].id if len(rows) > limit else None


def release_hold(session: Session, *, actor: Actor, hold_id: UUID, note: str) -> RiskHold:
    """Somebody looked: it goes on. What a dispute froze stays frozen. Raises NotFound, Conflict, Invalid."""
    actor.require(Permission.MANAGE_MONEY)
    _say_why(note)
    hold = session.exec(select(RiskHold).where(RiskHold.id == hold_id).with_for_update()).first()
    if hold is None:
        raise NotFound(_("There is no such hold."))
    if hold.status != RiskStatus.OPEN:
        raise Conflict(_("Somebody decided this already."))
    hold.status, hold.decided_by, hold.decided_at = RiskStatus.RELEASED, actor.user_id, datetime.now(UTC)
    session.add(hold)
    if hold.order_id is not None:
        order = session.exec(select(Order).where(Order.id == hold.order_id).with_for_update()).one()
        disputed = session.exec(
            select(Dispute.id).where(Dispute.order_id == order.id, col(Dispute.status).in_(UNDECIDED)).limit(1)
        ).first()
        if disputed is None:
            ledger.release(session, order_id=order.id)
        outbox.record(session, OrderHeld(order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id))
    _audit(session, actor, hold, "risk.released", note)
    return hold


def hold_by_hand(
    session: Session, *, actor: Actor, note: str, order_number: str = "", store_id: UUID | None = None
) -> UUID:
    """Stop an order, or a store's payouts, for a reason. Raises NotFound, Conflict when it is held, Invalid."""
    actor.require(Permission.MANAGE_MONEY)
    _say_why(note)
    if order_number:
        order = session.exec(select(Order).where(Order.number == order_number).with_for_update()).first()
        if order is None:
            raise NotFound(_("There is no such order."))
        if order.status not in WATCHED:
            raise Conflict(_("Only an order that is paid and not sent entirely can be held."))
        made = place(session, order=order, seen=[], note=note.strip()[:300])
        if made is None:
            raise Conflict(_("This order was held before. Look at its first hold."))
        hold = session.get_one(RiskHold, made)
    else:
        store = session.get(Store, store_id) if store_id else None
        if store is None:
            raise NotFound(_("There is no such store."))
        known = session.exec(
            select(RiskHold.id).where(
                RiskHold.store_id == store.id, RiskHold.subject == RiskSubject.PAYOUT,
                RiskHold.status == RiskStatus.OPEN,
            )
        ).first()  # fmt: skip
        if known is not None:
            raise Conflict(_("This store's payouts are held already."))
        hold = RiskHold(subject=RiskSubject.PAYOUT, store_id=store.id, note=note.strip()[:300])
        session.add(hold)
        session.flush()
    _audit(session, actor, hold, "risk.held", note)
    return hold.id


def _say_why(note: str) -> None:
    if len(note.strip()) < LEAST_NOTE:
        raise Invalid("note", _("Say in a few words why."))


def _audit(session: Session, actor: Actor, hold: RiskHold, action: str, note: str) -> None:
    audit.note(
        session, actor=actor, action=action, subject_kind="risk_hold", subject_id=hold.id, store_id=hold.store_id,
        after={"note": note.strip()[:300]},
    )  # fmt: skip
