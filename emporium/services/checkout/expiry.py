"""What nobody paid for is given up: stock, purchases, checkouts, carts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select, update

from emporium.services import payments
from models.carts import Cart, Checkout
from models.enums import CartStatus, CheckoutStatus, PurchaseStatus
from models.orders import Purchase

ABANDONED = timedelta(hours=1)
CART_LIFE = timedelta(days=180)


def expire_unpaid(session: Session, *, limit: int = 200) -> int:
    """Cancel purchases whose hold ended an hour ago with no payment under way; close old checkouts and carts."""
    now = datetime.now(UTC)
    due = session.exec(
        select(Purchase)
        .where(Purchase.status == PurchaseStatus.AWAITING_PAYMENT, col(Purchase.hold_until) < now - ABANDONED)
        .order_by(col(Purchase.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for purchase in due:
        payments.cancel_unpaid(session, purchase=purchase)
    session.exec(
        update(Checkout)
        .where(col(Checkout.status) == CheckoutStatus.OPEN, col(Checkout.expires_at) < now)
        .values(status=CheckoutStatus.EXPIRED)
    )
    session.exec(
        update(Cart)
        .where(col(Cart.status) == CartStatus.OPEN, col(Cart.updated_at) < now - CART_LIFE)
        .values(status=CartStatus.EXPIRED)
    )
    return len(due)
