"""The lists of promotions that operators and stores look through."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from emporium.services.auth import Actor, Permission
from models.promotions import Coupon, Promotion
from models.stores import Store


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """One line of the list: the promotion, whose it is, how many codes it has, and one of them."""

    promotion: Promotion
    store_name: str
    codes: int
    example: str


def list_promotions(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> list[PromotionRow]:
    """A store's promotions, or everybody's for an operator; newest first, those before a known one. Two queries."""
    if store_id is None:
        actor.require(Permission.VIEW_PLATFORM)
    else:
        actor.require(Permission.VIEW_STORE, store=store_id)
    statement = (
        select(Promotion, Store.name)
        .outerjoin(Store, col(Store.id) == col(Promotion.store_id))
        .where(col(Promotion.checkout_id).is_(None))  # what is taken off one prepared order is no offer
        .order_by(col(Promotion.id).desc())
        .limit(limit)
    )
    if store_id is not None:
        statement = statement.where(Promotion.store_id == store_id)
    if before is not None:
        statement = statement.where(col(Promotion.id) < before)
    rows = session.exec(statement).all()
    counts = {
        promotion_id: (count, example)
        for promotion_id, count, example in session.exec(
            select(Coupon.promotion_id, func.count(), func.min(Coupon.code))
            .where(col(Coupon.promotion_id).in_([promotion.id for promotion, _ in rows]))
            .group_by(col(Coupon.promotion_id))
        ).all()
    }
    return [PromotionRow(row, store_name or "", *counts.get(row.id, (0, ""))) for row, store_name in rows]
