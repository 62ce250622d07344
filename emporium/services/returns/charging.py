"""A dearer replacement: what it costs more is asked of the shopper by a link, and it is sold when that is paid (F080).

The replacement is an order of its own that adds to the first, so that every rule of purchases, payments and books
holds for it. What comes back is taken off it by an offer of the draft: its total is the difference, to the cent. The
first line stays sold until what was sold instead comes back itself: then both give their money back (`giving.py`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import N_, _
from emporium.money import share
from emporium.services import payments
from emporium.services.auth import SYSTEM, Actor
from emporium.services.checkout import QuoteView
from emporium.services.drafts.access import Found, close_link, purchase_of, refuse_while_paid
from emporium.services.drafts.extending import acting, basket_added
from emporium.services.drafts.making import take_off
from emporium.services.drafts.sending import complete_quote, sent
from emporium.services.opening import OpenTransaction
from emporium.services.orders.changing import address_of
from emporium.services.refunds import cancel_lines
from emporium.services.returns.asking import tell
from emporium.services.returns.giving import refund_units
from emporium.services.returns.swaps import cancelled_units, exchange_of, note_dropped, sold_order
from emporium.services.shipping.methods import add_working_days
from models.aftersale import Exchange
from models.carts import Checkout
from models.enums import ExchangeStatus, OrderStatus, PurchaseStatus, ReturnStatus
from models.orders import Order, OrderLine, Purchase, Return
from models.stores import Store

TRIES = 4


def ask_difference(session: Session, *, actor: Actor, order: Order, wanted: Exchange, more_minor: int) -> None:
    """Hold the replacement and open the link by which its difference is paid.

    `more_minor` is what the shopper was told; less is asked when the replacement has become cheaper than that. The
    order is locked. Raises OutOfStock naming what is short, Invalid when it cannot be delivered any more.
    """
    purchase = session.get_one(Purchase, order.purchase_id)
    try:
        with session.begin_nested():
            found = basket_added(
                session, actor=actor, order=order, purchase=purchase, address=address_of(order, purchase),
                add={wanted.variant_id: wanted.quantity},
            )  # fmt: skip
            _take_off_all_but(session, found, complete_quote(session, found), more_minor)
            made = sent(session, found)
    except Invalid as wrong:
        raise Invalid(
            "waive", _("The difference cannot be charged: {message} Waive it, or refuse.").format(message=wrong.message)
        ) from wrong
    wanted.status, wanted.checkout_id = ExchangeStatus.TO_PAY, found.checkout.id
    wanted.charged_minor = made.total_minor
    session.add(wanted)
    session.flush()
    if made.total_minor == 0:
        payments.mark_paid(session, purchase=made, attempt=None)


def _take_off_all_but(session: Session, found: Found, quote: QuoteView, more_minor: int) -> None:
    """An offer of the draft that leaves the difference to pay, or a rounded cent less where tax comes on top."""
    off = 0
    for _rest in range(TRIES):
        over = quote.total_minor - more_minor
        if over <= 0:
            return
        net = sum(parcel.goods_minor - parcel.discount_minor for parcel in quote.parcels)
        off += max(share(over, net, quote.total_minor), 1)
        take_off(session, found, reason=N_("Instead of what comes back"), amount_minor=off)
        quote = complete_quote(session, found)


def lock_link(session: Session, *, return_id: UUID) -> None:
    """Before a return is locked: a payment locks the checkout of its link first, and the order after it."""
    session.exec(
        select(Checkout.id)
        .join(Exchange, col(Exchange.checkout_id) == col(Checkout.id))
        .where(Exchange.return_id == return_id)
        .with_for_update(of=Checkout)
    ).first()


def difference_paid(session: Session, *, purchase: Purchase) -> None:
    """The difference is paid: the replacement is sold. It is not due before the other one is back.

    Part of the payment's own transaction.
    """
    wanted = session.exec(
        select(Exchange)
        .where(Exchange.checkout_id == purchase.checkout_id, Exchange.status == ExchangeStatus.TO_PAY)
        .with_for_update()
    ).first()
    if wanted is None:
        return
    wanted.status, wanted.charged_minor = ExchangeStatus.SOLD, purchase.total_minor
    session.add(wanted)
    row = session.get_one(Return, wanted.return_id)
    order = session.get_one(Order, row.order_id)
    sold = session.exec(select(Order).where(Order.purchase_id == purchase.id)).one()
    if row.status == ReturnStatus.APPROVED:
        sold.dispatch_by = None
        session.add(sold)
    tell(session, row, order, step="difference_paid")


def set_due(session: Session, *, row: Return, today: date) -> None:
    """What comes back is here: the replacement that was sold is due after the store's days of handling."""
    wanted = exchange_of(session, row=row)
    if wanted is None or wanted.status != ExchangeStatus.SOLD:
        return
    sold = sold_order(session, wanted)
    if sold is not None and sold.dispatch_by is None:
        handling = session.exec(select(Store.handling_days).where(Store.id == sold.store_id)).one()
        sold.dispatch_by = add_working_days(today, handling)
        session.add(sold)


def give_up(session: Session, *, wanted: Exchange) -> None:
    """Close the link of a replacement that was not paid: its units may be sold again.

    The link's checkout, the return and its order are locked. Raises Conflict while it is being paid.
    """
    assert wanted.checkout_id is not None
    purchase = purchase_of(session, checkout_id=wanted.checkout_id, lock=True)
    if purchase is not None:
        refuse_while_paid(session, purchase)
    close_link(session, checkout_id=wanted.checkout_id, purchase=purchase)
    wanted.status = ExchangeStatus.CANCELLED
    session.add(wanted)
    session.flush()


def cancel_sold(session: Session, *, actor: Actor, wanted: Exchange, reason: str) -> None:
    """Cancel the order that a replacement is: its difference goes back, its units may be sold again.

    Raises Conflict when it was sent.
    """
    order = sold_order(session, wanted)
    assert order is not None
    lines = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
    if order.status != OrderStatus.CANCELLED:
        if any(line.shipped_quantity for line in lines):
            raise Conflict(_("The replacement was sent already."))
        cancel_lines(
            session, actor=acting(actor), store_id=order.store_id, number=order.number, reason=reason,
            units={line.id: line.quantity - line.cancelled_quantity for line in lines}, key="exchange",
        )  # fmt: skip


def look_after_exchanges(open_transaction: OpenTransaction, *, limit: int = 100) -> int:
    """Give up replacements whose difference was not paid in time, and give money for those that were cancelled after
    they were paid. Each in a transaction of its own; returns how many.
    """
    with open_transaction() as session:
        unpaid = session.exec(
            select(Exchange.return_id)
            .join(Checkout, col(Checkout.id) == col(Exchange.checkout_id))
            .where(Exchange.status == ExchangeStatus.TO_PAY, col(Checkout.expires_at) < datetime.now(UTC))
            .order_by(col(Checkout.expires_at))
            .limit(limit)
        ).all()
        dropped = session.exec(
            select(Exchange.return_id)
            .join(Return, col(Return.id) == col(Exchange.return_id))
            .join(Purchase, col(Purchase.checkout_id) == col(Exchange.checkout_id))
            .join(Order, col(Order.purchase_id) == col(Purchase.id))
            .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
            .where(Exchange.status == ExchangeStatus.SOLD)
            .where(col(OrderLine.cancelled_quantity) > col(Exchange.dropped_quantity))
            .where((Order.status == OrderStatus.CANCELLED) | (Return.status == ReturnStatus.INSPECTED))
            .limit(limit)
        ).all()
    return sum(expire(open_transaction, return_id=return_id) for return_id in unpaid) + sum(
        settle_dropped(open_transaction, return_id=return_id) for return_id in dropped
    )


def expire(open_transaction: OpenTransaction, *, return_id: UUID) -> bool:
    """Give one of them up; False when it was paid or dropped meanwhile, or is being paid."""
    with open_transaction() as session:
        lock_link(session, return_id=return_id)
        row, order, wanted = _locked(session, return_id)
        if wanted.status != ExchangeStatus.TO_PAY:
            return False
        purchase = session.exec(select(Purchase).where(Purchase.checkout_id == wanted.checkout_id)).one()
        now = datetime.now(UTC)
        if purchase.status == PurchaseStatus.PAID or (purchase.hold_until is not None and purchase.hold_until > now):
            return False
        try:
            give_up(session, wanted=wanted)
        except Conflict:
            return False
        _money_instead(session, row, order, wanted.quantity, "")
        tell(session, row, order, step="difference_unpaid")
        return True


def settle_dropped(open_transaction: OpenTransaction, *, return_id: UUID) -> bool:
    """Give money for units of a replacement that were cancelled after they were paid; False when it was given."""
    with open_transaction() as session:
        row, order, wanted = _locked(session, return_id)
        if wanted.status != ExchangeStatus.SOLD or cancelled_units(session, wanted) <= wanted.dropped_quantity:
            return False
        units = note_dropped(session, row=row)
        _money_instead(session, row, order, units, f":dropped-{wanted.dropped_quantity}")
        tell(session, row, order, step="money_instead")
        return True


def _money_instead(session: Session, row: Return, order: Order, units: int, step: str) -> None:
    """What was inspected already is paid now; what was not, when it is."""
    if row.status == ReturnStatus.INSPECTED:
        row.refunded_minor += refund_units(session, actor=SYSTEM, row=row, order=order, units=units, step=step)
        session.add(row)


def _locked(session: Session, return_id: UUID) -> tuple[Return, Order, Exchange]:
    row, order = session.exec(
        select(Return, Order)
        .join(Order, col(Order.id) == col(Return.order_id))
        .where(Return.id == return_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    wanted = exchange_of(session, row=row)
    assert wanted is not None
    return row, order, wanted
