"""Uses of promotions: taken inside the placement, given back once. A use is one purchase (C09, F059, I5).

Rows are locked in one order everywhere: purchase, promotions by id, codes by id, uses. So takers and givers of the
same promotions never wait for each other in a circle, and slots of one promotion are handed out one after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select, update

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.services.promotions.reasons import Reason
from emporium.services.promotions.results import Applied, Taken
from models.enums import OrderStatus, PurchaseStatus, UseStatus
from models.orders import Order, Purchase
from models.promotions import Coupon, Promotion, PromotionUse


class UsedUp(Conflict):
    """Somebody took the last use between the quote and the placement; `details["coupon"]` is the code, if any."""

    code = "promotion_used_up"

    def __init__(self, taken: Taken, reason: Reason) -> None:
        what = taken.code or taken.label
        said = "has just been used up" if reason is Reason.USED_UP else "was used on another of your orders meanwhile"
        super().__init__(
            f"{what} {said}. Nothing was charged. Look at the new total and pay again.",
            promotion_id=taken.promotion_id,
            coupon=taken.code,
            label=taken.label,
            reason=reason.value,
        )


def take_uses(session: Session, *, purchase_id: UUID, applied: Applied, customer: str) -> int:
    """Take one use of every promotion and code that took something off; how many were taken.

    Belongs into the transaction that writes the purchase, as late as possible: the promotions stay locked until it
    ends. Repeating it for the same purchase takes nothing. `customer` is a key of `customer_key`. Raises NotFound,
    and UsedUp naming the code; then the placement must not go on.
    """
    _lock_purchase(session, purchase_id)
    held = session.exec(
        select(PromotionUse.promotion_id).where(
            PromotionUse.purchase_id == purchase_id, PromotionUse.status == UseStatus.TAKEN
        )
    ).all()
    wanted = {taken: customer for taken in applied.taken if UUID(taken.promotion_id) not in held}
    return _take(session, purchase_id, wanted)


def take_again(session: Session, *, purchase_id: UUID) -> int:
    """Late money came for a purchase whose uses were given back: take them once more; how many were taken.

    Repeating it takes nothing. Raises NotFound, and UsedUp when somebody else has the last use now: then the purchase
    cannot be had on its terms any more, and what was counted here must be rolled back.
    """
    _lock_purchase(session, purchase_id)
    rows = session.exec(
        select(PromotionUse, Promotion.name, Coupon.code)
        .join(Promotion, col(Promotion.id) == col(PromotionUse.promotion_id))
        .outerjoin(Coupon, col(Coupon.id) == col(PromotionUse.coupon_id))
        .where(PromotionUse.purchase_id == purchase_id, PromotionUse.status == UseStatus.GIVEN_BACK)
        .execution_options(populate_existing=True)
    ).all()
    wanted = {
        Taken(str(use.promotion_id), name, 0, 0, code, str(use.coupon_id) if use.coupon_id else None): use.customer
        for use, name, code in rows
    }
    return _take(session, purchase_id, wanted)


def _lock_purchase(session: Session, purchase_id: UUID) -> None:
    """Calls for one purchase take turns. Raises NotFound."""
    if session.exec(select(Purchase.id).where(Purchase.id == purchase_id).with_for_update()).first() is None:
        raise NotFound(_("There is no such purchase."))


def _take(session: Session, purchase_id: UUID, wanted: Mapping[Taken, str]) -> int:
    """Count and write the uses of a purchase, each for its customer."""
    by_promotion = sorted(wanted, key=lambda taken: taken.promotion_id)
    limits = {taken.promotion_id: _count_promotion(session, taken) for taken in by_promotion}
    for taken in sorted((taken for taken in wanted if taken.coupon_id), key=lambda taken: str(taken.coupon_id)):
        _count_code(session, taken)
    for taken in by_promotion:
        _write_use(session, purchase_id, taken, wanted[taken], limits[taken.promotion_id])
    return len(wanted)


def _count_promotion(session: Session, taken: Taken) -> int | None:
    """Count one use, if there is one left; answers the limit for each customer."""
    row = session.exec(
        update(Promotion)
        .where(
            col(Promotion.id) == UUID(taken.promotion_id),
            col(Promotion.usage_limit).is_(None) | (col(Promotion.used) < col(Promotion.usage_limit)),
        )
        .values(used=col(Promotion.used) + 1)
        .returning(col(Promotion.per_customer_limit))
        .execution_options(synchronize_session=False)
    ).first()
    if row is None:
        raise UsedUp(taken, Reason.USED_UP)
    limit: int | None = row[0]
    return limit


def _count_code(session: Session, taken: Taken) -> None:
    row = session.exec(
        update(Coupon)
        .where(
            col(Coupon.id) == UUID(str(taken.coupon_id)),
            col(Coupon.promotion_id) == UUID(taken.promotion_id),
            col(Coupon.usage_limit).is_(None) | (col(Coupon.used) < col(Coupon.usage_limit)),
        )
        .values(used=col(Coupon.used) + 1)
        .returning(col(Coupon.id))
        .execution_options(synchronize_session=False)
    ).first()
    if row is None:
        raise UsedUp(taken, Reason.USED_UP)


def _write_use(session: Session, purchase_id: UUID, taken: Taken, customer: str, limit: int | None) -> None:
    """The use in the customer's lowest free slot. The promotion's row is locked, so nobody else looks for one."""
    promotion_id = UUID(taken.promotion_id)
    slots = set(
        session.exec(
            select(PromotionUse.slot).where(
                PromotionUse.promotion_id == promotion_id,
                PromotionUse.customer == customer,
                PromotionUse.status == UseStatus.TAKEN,
            )
        ).all()
    )
    if limit is not None and len(slots) >= limit:
        raise UsedUp(taken, Reason.CUSTOMER_USED)
    values: dict[str, Any] = {
        "coupon_id": UUID(taken.coupon_id) if taken.coupon_id else None,
        "customer": customer,
        "slot": next(slot for slot in range(1, len(slots) + 2) if slot not in slots),
        "status": UseStatus.TAKEN,
    }
    session.execute(
        insert(PromotionUse)
        .values(promotion_id=promotion_id, purchase_id=purchase_id, **values)
        .on_conflict_do_update(index_elements=["promotion_id", "purchase_id"], set_=values)
    )


def give_back(session: Session, *, purchase_id: UUID) -> int:
    """Give back the uses of a purchase that is cancelled as a whole; how many were given back now.

    Call it after every cancellation, paid or not: while one of the purchase's orders lives or was sent, nothing
    happens, and a second call gives back nothing more.
    """
    status = session.exec(select(Purchase.status).where(Purchase.id == purchase_id).with_for_update()).first()
    if status is None or not _wholly_cancelled(session, purchase_id, status):
        return 0
    held = (col(PromotionUse.purchase_id) == purchase_id, col(PromotionUse.status) == UseStatus.TAKEN)
    uses = session.exec(select(PromotionUse.promotion_id, PromotionUse.coupon_id).where(*held)).all()
    for promotion_id in sorted({promotion_id for promotion_id, _ in uses}):
        session.exec(
            update(Promotion)
            .where(col(Promotion.id) == promotion_id)
            .values(used=col(Promotion.used) - 1)
            .execution_options(synchronize_session=False)
        )
    for coupon_id in sorted({coupon_id for _, coupon_id in uses if coupon_id is not None}):
        session.exec(
            update(Coupon)
            .where(col(Coupon.id) == coupon_id)
            .values(used=col(Coupon.used) - 1)
            .execution_options(synchronize_session=False)
        )
    session.exec(
        update(PromotionUse)
        .where(*held)
        .values(status=UseStatus.GIVEN_BACK)
        .execution_options(synchronize_session=False)
    )
    return len(uses)


def _wholly_cancelled(session: Session, purchase_id: UUID, status: str) -> bool:
    """Whether nothing of it will be sent: every order is cancelled, or it is cancelled and has none."""
    states: Iterable[str] = session.exec(select(Order.status).where(Order.purchase_id == purchase_id)).all()
    living = [state for state in states if state != OrderStatus.CANCELLED]
    return not living and (bool(states) or status == PurchaseStatus.CANCELLED)


def miscounted(session: Session) -> list[UUID]:
    """Promotions whose counter, or a code's counter, differs from the uses that are taken: always none (I5)."""
    taken = func.count(col(PromotionUse.id)).filter(col(PromotionUse.status) == UseStatus.TAKEN)
    promotions = session.exec(
        select(Promotion.id)
        .outerjoin(PromotionUse, col(PromotionUse.promotion_id) == col(Promotion.id))
        .group_by(col(Promotion.id))
        .having((col(Promotion.used) != taken) | (col(Promotion.used) > col(Promotion.usage_limit)))
    ).all()
    codes = session.exec(
        select(Coupon.promotion_id)
        .outerjoin(PromotionUse, col(PromotionUse.coupon_id) == col(Coupon.id))
        .group_by(col(Coupon.id))
        .having(col(Coupon.used) != taken)
    ).all()
    return sorted({*promotions, *codes})
