"""Offers from the database, and the discounts of a basket. Shop, placement and simulator all ask here (F062)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, text
from sqlmodel import Session, col, select

from emporium.errors import Invalid
from emporium.services.promotions.basket import Basket
from emporium.services.promotions.engine import clean_codes, evaluate
from emporium.services.promotions.offers import Code, Offer
from emporium.services.promotions.results import Applied
from emporium.services.promotions.rules import Rule
from models.enums import PromotionClass, PromotionFunder, PromotionKind, PurchaseStatus, UseStatus
from models.orders import Purchase
from models.promotions import Coupon, Promotion, PromotionUse
from models.stores import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counted:
    """Uses that a quote must know: the customer's own, and those that the checkout itself holds already."""

    customer: dict[UUID, int]
    held: dict[UUID, int]
    held_codes: dict[UUID, int]


def quote_discounts(
    session: Session,
    *,
    basket: Basket,
    codes: Sequence[str],
    customer: str | None,
    checkout_id: UUID | None = None,
    now: datetime | None = None,
) -> Applied:
    """The discounts of a basket today. Four queries, whatever its size.

    `customer` is a key of `customer_key`. Lines need only their own category; those above are found here. Uses held
    by the unpaid purchase of `checkout_id` count as free: it gives them back before another purchase takes them.
    """
    moment = now or datetime.now(UTC)
    whole_basket = replace(_with_categories_above(session, basket), customer=customer)
    offers = load_offers(
        session,
        store_ids=[UUID(part.store_id) for part in basket.stores],
        codes=codes,
        customer=customer,
        checkout_id=checkout_id,
        now=moment,
    )
    return evaluate(whole_basket, offers, codes, moment)


def load_offers(
    session: Session,
    *,
    store_ids: Collection[UUID],
    codes: Iterable[str],
    customer: str | None,
    checkout_id: UUID | None = None,
    now: datetime | None = None,
) -> tuple[Offer, ...]:
    """Automatic offers of the platform and of these stores that are not over, and every offer behind a code.

    Three queries. A promotion whose rule cannot be read is left out and logged: it must not stop the shop.
    """
    moment = now or datetime.now(UTC)
    coupons: dict[UUID, list[Coupon]] = {}
    typed = [code for code in clean_codes(codes) if len(code) <= 40 and code.isprintable()]
    for coupon in session.exec(select(Coupon).where(col(Coupon.code).in_(typed))).all():
        coupons.setdefault(coupon.promotion_id, []).append(coupon)
    automatic = and_(
        or_(col(Promotion.checkout_id).is_(None), col(Promotion.checkout_id) == checkout_id),
        col(Promotion.active),
        col(Promotion.needs_code).is_(False),
        or_(col(Promotion.store_id).is_(None), col(Promotion.store_id).in_(list(store_ids))),
        or_(col(Promotion.ends_at).is_(None), col(Promotion.ends_at) > moment),
    )
    rows = session.exec(
        select(Promotion, Store.name)
        .outerjoin(Store, col(Store.id) == col(Promotion.store_id))
        .where(or_(automatic, col(Promotion.id).in_(list(coupons))))
        .order_by(col(Promotion.id))
    ).all()
    counted = _count_uses(session, [row.id for row, _ in rows], customer, checkout_id)
    offers = (_offer(row, store_name, coupons.get(row.id, []), counted) for row, store_name in rows)
    return tuple(offer for offer in offers if offer is not None)


def _count_uses(
    session: Session, promotion_ids: Sequence[UUID], customer: str | None, checkout_id: UUID | None
) -> Counted:
    held: ColumnElement[bool] = false()
    if checkout_id is not None:
        unpaid = col(Purchase.status) == PurchaseStatus.AWAITING_PAYMENT
        held = func.coalesce(and_(col(Purchase.checkout_id) == checkout_id, unpaid), false())
    rows = session.exec(
        select(
            PromotionUse.promotion_id,
            PromotionUse.coupon_id,
            func.count().filter(held),
            func.count().filter(not_(held)),
        )
        .join(Purchase, col(Purchase.id) == col(PromotionUse.purchase_id))
        .where(
            col(PromotionUse.promotion_id).in_(promotion_ids),
            col(PromotionUse.status) == UseStatus.TAKEN,
            or_(col(PromotionUse.customer) == customer, held),
        )
        .group_by(col(PromotionUse.promotion_id), col(PromotionUse.coupon_id))
    ).all()
    counted = Counted({}, {}, {})
    for promotion_id, coupon_id, mine, others in rows:
        counted.held[promotion_id] = counted.held.get(promotion_id, 0) + mine
        counted.customer[promotion_id] = counted.customer.get(promotion_id, 0) + others
        if coupon_id is not None:
            counted.held_codes[coupon_id] = mine
    return counted


def _offer(row: Promotion, store_name: str | None, coupons: Sequence[Coupon], counted: Counted) -> Offer | None:
    try:
        return Offer(
            id=str(row.id),
            name=row.name,
            kind=PromotionKind(row.kind),
            klass=PromotionClass(row.klass),
            store_id=str(row.store_id) if row.store_id else None,
            store_name=store_name or "",
            funder=PromotionFunder(row.funder),
            platform_share_bp=row.platform_share_bp,
            percent_bp=row.percent_bp,
            amounts=row.amounts,
            thresholds=row.thresholds,
            rule=Rule.read(row.rule),
            priority=row.priority,
            exclusive=row.exclusive,
            needs_code=row.needs_code,
            usage_limit=row.usage_limit,
            per_customer_limit=row.per_customer_limit,
            used=row.used - counted.held.get(row.id, 0),
            customer_used=counted.customer.get(row.id, 0),
            active=row.active,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            codes=tuple(
                Code(
                    code=coupon.code,
                    id=str(coupon.id),
                    usage_limit=coupon.usage_limit,
                    used=coupon.used - counted.held_codes.get(coupon.id, 0),
                )
                for coupon in coupons
            ),
        )
    except Invalid as error:
        log.error("promotion %s is left out: %s (%s)", row.id, error.message, error.field)
        return None


def _with_categories_above(session: Session, basket: Basket) -> Basket:
    """The basket whose lines know every category above their own: an offer for a category is for all below it."""
    own = sorted({category for line in basket.lines for category in line.category_ids})
    rows = session.execute(
        text(
            """
            WITH RECURSIVE above AS (
                SELECT id AS start, id, parent_id FROM category WHERE id = ANY(CAST(:own AS uuid[]))
                UNION
                SELECT above.start, category.id, category.parent_id
                FROM above JOIN category ON category.id = above.parent_id
            )
            SELECT start, id FROM above
            """
        ),
        {"own": own},
    ).all()
    above: dict[str, set[str]] = {}
    for start, category in rows:
        above.setdefault(str(start), set()).add(str(category))
    return replace(
        basket,
        stores=tuple(
            replace(
                part,
                lines=tuple(
                    replace(
                        line,
                        category_ids=line.category_ids.union(*(above.get(own, ()) for own in line.category_ids)),
                    )
                    for line in part.lines
                ),
            )
            for part in basket.stores
        ),
    )
