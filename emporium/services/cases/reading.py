"""Cases as pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select

from emporium.services.auth import Actor, Permission
from emporium.services.cases.opening import OPEN
from models.cases import BuyerCase, CaseMessage, CasePhoto
from models.enums import CaseKind, CaseOutcome, CasePayer, CaseStatus, CaseVoice
from models.orders import Order
from models.stores import Store

PAGE = 25


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what was said and shown. `refunded_minor` is in the order's currency."""

    id: UUID
    order_id: UUID
    order_number: str
    store: str
    total_minor: int
    currency: str
    kind: CaseKind
    status: CaseStatus
    answer_by: datetime
    answered: bool
    outcome: CaseOutcome | None
    payer: CasePayer | None
    refunded_minor: int
    created_at: datetime
    messages: Sequence[tuple[CaseVoice, str, datetime]]
    photos: Sequence[tuple[CaseVoice, UUID]]


def cases_of_orders(session: Session, *, order_ids: Sequence[UUID]) -> dict[UUID, list[CaseView]]:
    """Cases about some orders, newest first. Three queries. The caller has checked who may see the orders."""
    rows = session.exec(
        select(BuyerCase, Order, Store.name)
        .join(Order, col(Order.id) == col(BuyerCase.order_id))
        .join(Store, col(Store.id) == col(Order.store_id))
        .where(col(BuyerCase.order_id).in_(order_ids))
        .order_by(col(BuyerCase.id).desc())
    ).all()
    found: dict[UUID, list[CaseView]] = defaultdict(list)
    for view in _views(session, list(rows)):
        found[view.order_id].append(view)
    return found


def list_cases(
    session: Session, *, actor: Actor, after: tuple[bool, UUID] | None = None, limit: int = PAGE
) -> tuple[list[CaseView], tuple[bool, UUID] | None]:
    """Every case, open ones first, then newest first, by keyset on (over, id). Three queries."""
    actor.require(Permission.VIEW_PLATFORM)
    over = col(BuyerCase.status).not_in(OPEN)
    statement = (
        select(BuyerCase, Order, Store.name)
        .join(Order, col(Order.id) == col(BuyerCase.order_id))
        .join(Store, col(Store.id) == col(Order.store_id))
    )
    if after is not None:
        was_over, last = after
        older = and_(over if was_over else ~over, col(BuyerCase.id) < last)
        statement = statement.where(older if was_over else or_(older, over))
    rows = session.exec(statement.order_by(over, col(BuyerCase.id).desc()).limit(limit + 1)).all()
    shown = _views(session, list(rows[:limit]))
    return shown, (shown[-1].status not in OPEN, shown[-1].id) if len(rows) > limit else None


def _views(session: Session, rows: Sequence[tuple[BuyerCase, Order, str]]) -> list[CaseView]:
    ids = [case.id for case, _, _ in rows]
    said: dict[UUID, list[tuple[CaseVoice, str, datetime]]] = defaultdict(list)
    for message in session.exec(
        select(CaseMessage).where(col(CaseMessage.case_id).in_(ids)).order_by(col(CaseMessage.id))
    ).all():
        said[message.case_id].append((CaseVoice(message.voice), message.body, message.created_at))
    shown: dict[UUID, list[tuple[CaseVoice, UUID]]] = defaultdict(list)
    for photo in session.exec(
        select(CasePhoto).where(col(CasePhoto.case_id).in_(ids)).order_by(col(CasePhoto.id))
    ).all():
        shown[photo.case_id].append((CaseVoice(photo.voice), photo.id))
    return [
        CaseView(
            id=case.id,
            order_id=order.id,
            order_number=order.number,
            store=name,
            total_minor=order.total_minor,
            currency=order.currency,
            kind=CaseKind(case.kind),
            status=CaseStatus(case.status),
            answer_by=case.answer_by,
            answered=case.answered_at is not None,
            outcome=CaseOutcome(case.outcome) if case.outcome else None,
            payer=CasePayer(case.payer) if case.payer else None,
            refunded_minor=case.refunded_minor,
            created_at=case.created_at,
            messages=said[case.id],
            photos=shown[case.id],
        )
        for case, order, name in rows
    ]
