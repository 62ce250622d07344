"""Which other variant a shopper may have instead of money, and keeping it for them (F080)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import share
from emporium.services import inventory
from models.aftersale import Exchange
from models.catalogue import Product, ProductVariant
from models.enums import ExchangeStatus
from models.orders import Order, OrderLine, Purchase, Return

MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Swap:
    """A variant that can be had instead. `dearer_minor` is for one unit, below zero when it is cheaper."""

    line_id: UUID
    variant_id: UUID
    name: str
    dearer_minor: int


def swaps_for(session: Session, *, order: Order) -> Sequence[Swap]:
    """What could be had instead of each line of an order: other variants of its product, in its currency. Two queries.

    Nothing for what was sold in an exchange itself: it comes back for money. The caller has checked who may see
    the order.
    """
    if sold_as(session, order=order) is not None:
        return []
    return [
        Swap(line.id, variant.id, f"{line.name}, {variant.title}", worth(line, variant.price_minor, 1) - paid(line, 1))
        for line, variant in _candidates(session, order)
    ]


def _candidates(session: Session, order: Order) -> Sequence[tuple[OrderLine, ProductVariant]]:
    return session.exec(
        select(OrderLine, ProductVariant)
        .join(ProductVariant, col(ProductVariant.product_id) == col(OrderLine.product_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(OrderLine.order_id == order.id, ProductVariant.id != OrderLine.variant_id)
        .where(ProductVariant.active, ~col(Product.is_digital), ProductVariant.currency == order.currency)
        .order_by(col(OrderLine.position), col(ProductVariant.position))
    ).all()


def paid(line: OrderLine, units: int) -> int:
    """What was paid for units of a line, minor units."""
    return share(line.total_minor, units, line.quantity)


def worth(line: OrderLine, price_minor: int, units: int) -> int:
    """What units of another variant would have cost on the terms of the line: its discount and its tax."""
    if not line.subtotal_minor:
        return 0
    return share(price_minor * units, line.total_minor, line.subtotal_minor)


def attach(session: Session, *, row: Return, order: Order, units: dict[UUID, int], variant_id: UUID) -> Exchange:
    """Note that the shopper wants another variant instead. Raises Invalid for one that cannot be had instead."""
    if sold_as(session, order=order) is not None:
        raise Invalid("swap", _("This came in place of something else. Send it back for your money."))
    found = next(
        (pair for pair in _candidates(session, order) if pair[1].id == variant_id and pair[0].id in units), None
    )
    if found is None or len(units) != 1:
        raise Invalid("swap", _("Choose one item, and another size or colour of that same item."))
    line, variant = found
    if line.personalisation:
        raise Invalid("swap", _("{name} was made for you; there is no other one of it.").format(name=line.name))
    made = Exchange(
        return_id=row.id,
        order_line_id=line.id,
        variant_id=variant.id,
        quantity=units[line.id],
        name=f"{line.name}, {variant.title}" if variant.title else line.name,
        unit_price_minor=variant.price_minor,
    )
    session.add(made)
    session.flush()
    return made


def exchange_of(session: Session, *, row: Return) -> Exchange | None:
    """What is wanted instead, locked. The return is locked already."""
    return session.exec(
        select(Exchange).where(Exchange.return_id == row.id).with_for_update().execution_options(populate_existing=True)
    ).first()


def sold_as(session: Session, *, order: Order) -> Exchange | None:
    """The exchange as whose dearer replacement an order was sold."""
    return session.exec(
        select(Exchange)
        .join(Purchase, col(Purchase.checkout_id) == col(Exchange.checkout_id))
        .where(Purchase.id == order.purchase_id)
    ).first()


def sold_order(session: Session, wanted: Exchange) -> Order | None:
    """The order that a dearer replacement is, once its link was made."""
    return session.exec(
        select(Order)
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Purchase.checkout_id == wanted.checkout_id, col(Purchase.checkout_id).is_not(None))
    ).first()


def cancelled_units(session: Session, wanted: Exchange) -> int:
    """Units of a replacement that was sold which are not sent after all."""
    order = sold_order(session, wanted)
    if order is None:
        return 0
    lines = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
    return sum(line.cancelled_quantity for line in lines)


def units_instead(session: Session, wanted: Exchange | None) -> int:
    """Units of a return for which something else is sent instead of money."""
    if wanted is None or wanted.status in (ExchangeStatus.WANTED, ExchangeStatus.CANCELLED):
        return 0
    if wanted.status == ExchangeStatus.SOLD:
        return wanted.quantity - cancelled_units(session, wanted)
    return wanted.quantity


def note_dropped(session: Session, *, row: Return) -> int:
    """Remember for how many units of a replacement that was sold money is given after all; how many are new."""
    wanted = exchange_of(session, row=row)
    if wanted is None or wanted.status != ExchangeStatus.SOLD:
        return 0
    dropped = cancelled_units(session, wanted)
    new, wanted.dropped_quantity = dropped - wanted.dropped_quantity, dropped
    if dropped == wanted.quantity:
        wanted.status = ExchangeStatus.CANCELLED
    session.add(wanted)
    session.flush()
    return new


def difference(line: OrderLine, wanted: Exchange) -> int:
    """What the replacement is dearer by, all units; below zero when it is cheaper."""
    return worth(line, wanted.unit_price_minor, wanted.quantity) - paid(line, wanted.quantity)


def keep_for(session: Session, *, wanted: Exchange, order: Order) -> None:
    """The store says yes: the replacement's units are promised. Raises OutOfStock naming what is short."""
    inventory.reserve(
        session, purchase_id=order.purchase_id, demand={wanted.variant_id: wanted.quantity},
        until=datetime.now(UTC) + MOMENT,
    )  # fmt: skip
    session.flush()
    inventory.commit_purchase(session, purchase_id=order.purchase_id)
    wanted.status = ExchangeStatus.RESERVED
    session.add(wanted)
    session.flush()


def drop(session: Session, *, row: Return, order: Order) -> bool:
    """The exchange is over before anything was sent: what was kept may be sold again. Whether there was one."""
    wanted = exchange_of(session, row=row)
    if wanted is None or wanted.status not in (ExchangeStatus.WANTED, ExchangeStatus.RESERVED):
        return False
    if wanted.status == ExchangeStatus.RESERVED:
        inventory.uncommit_units(
            session, purchase_id=order.purchase_id, demand={wanted.variant_id: wanted.quantity}
        )  # fmt: skip
    wanted.status = ExchangeStatus.CANCELLED
    session.add(wanted)
    session.flush()
    return True
