"""The store's answer, and what happens without one (F073)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.cases.opening import expect_open, say, tell
from models.cases import BuyerCase
from models.enums import CaseStatus, CaseVoice
from models.orders import Order


def answer_case(session: Session, *, actor: Actor, store_id: UUID, case_id: UUID, words: str) -> BuyerCase:
    """The store says its part; then the platform looks at both. Raises NotFound, Conflict when it is over, Invalid."""
    actor.require(Permission.REFUND_ORDERS, store=store_id)
    found = session.exec(
        select(BuyerCase, Order)
        .join(Order, col(Order.id) == col(BuyerCase.order_id))
        .where(BuyerCase.id == case_id, Order.store_id == store_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such case in this store."))
    case, order = found
    expect_open(case)
    if len(words.strip()) < 10:
        raise Invalid("words", _("Say in a sentence or two what you know about it."))
    say(session, case, CaseVoice.STORE, words)
    first = case.answered_at is None
    case.answered_at, case.status = case.answered_at or datetime.now(UTC), CaseStatus.WITH_PLATFORM
    session.add(case)
    tell(session, case, order, step="answered" if first else "said")
    return case


def escalate_overdue(session: Session, *, now: datetime | None = None, limit: int = 200) -> int:
    """Stores that did not answer in time have had their chance: the platform decides. Returns how many.

    Busy rows are left for the next run, so two runs at once pass nothing on twice.
    """
    rows = session.exec(
        select(BuyerCase, Order)
        .join(Order, col(Order.id) == col(BuyerCase.order_id))
        .where(BuyerCase.status == CaseStatus.OPEN, col(BuyerCase.answer_by) <= (now or datetime.now(UTC)))
        .order_by(col(BuyerCase.answer_by), col(BuyerCase.id))
        .limit(limit)
        .with_for_update(of=BuyerCase, skip_locked=True)
    ).all()
    for case, order in rows:
        case.status = CaseStatus.WITH_PLATFORM
        session.add(case)
        tell(session, case, order)
    return len(rows)
