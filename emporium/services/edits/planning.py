"""Working a change out: what goes back, what is added at today's terms, and where it goes (F081).

What was sold stays as it was sold: units that are taken out go back with their own part of the price, the discount,
the tax and the commission (P11, vendure#4811). What is added is a sale of its own, quoted by the checkout's rules of
today and linked to the order: an order of another purchase with its own charge, so that every rule about purchases,
payments and books holds for both without exception. It goes in the same parcel and bears no delivery.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.checkout import QuoteView
from emporium.services.checkout.quotes import quote_hash
from emporium.services.drafts.access import Found
from emporium.services.drafts.extending import basket_added
from emporium.services.drafts.making import check_own
from emporium.services.drafts.sending import complete_quote
from emporium.services.edits.addresses import AddressEffect, check_address
from emporium.services.orders.changing import address_of, refuse_while_changing
from emporium.services.refunds import RefundAsk
from emporium.services.refunds.making import PaidOrder, lock_paid, plan_for
from emporium.services.refunds.planning import RefundPlan, step
from models.catalogue import Product, ProductVariant
from models.enums import OrderStatus
from models.orders import Order, OrderLine, Purchase

OPEN = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)
MOST = 999


@dataclass(frozen=True, slots=True)
class EditAsk:
    """What somebody wants changed: how many of each line there shall be, units of other variants, a new address."""

    quantities: Mapping[UUID, int] = field(default_factory=dict)
    add: Mapping[UUID, int] = field(default_factory=dict)
    address: Mapping[str, str] | None = None

    def stored(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {
            "quantities": {str(key): value for key, value in self.quantities.items()},
            "add": {str(key): value for key, value in self.add.items()},
            "address": dict(self.address) if self.address is not None else None,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> EditAsk:
        """As it was kept."""
        return cls(
            {UUID(key): value for key, value in kept["quantities"].items()},
            {UUID(key): value for key, value in kept["add"].items()},
            kept["address"],
        )


@dataclass(frozen=True, slots=True)
class EditPlan:
    """What a change does, to the cent. `content` is what people are shown; equal hashes do the same."""

    order: Order
    paid: PaidOrder
    out: dict[UUID, int]
    """Units of lines that are taken out."""
    refund: RefundPlan | None
    quote: QuoteView | None
    basket: Found | None
    """The basket of what is added; gone again when it was only looked at."""
    address: AddressEffect | None
    content: dict[str, Any]
    hash: str

    @property
    def refund_minor(self) -> int:
        """What goes back."""
        return self.refund.total_minor if self.refund is not None else 0

    @property
    def added_minor(self) -> int:
        """What is to be paid for what is added."""
        return self.quote.total_minor if self.quote is not None else 0


def plan_edit(session: Session, *, actor: Actor, order: Order, ask: EditAsk, keep: bool = False) -> EditPlan:
    """Work a change out for an order that is locked. Nothing is written, but with `keep` the basket of what is added.

    Raises Invalid naming what cannot be, OutOfStock, Conflict for an order that cannot be changed now.
    """
    if order.status not in OPEN:
        raise Conflict(_("Only what is paid and not sent can be changed."))
    refuse_while_changing(session, order_id=order.id)
    purchase = session.get_one(Purchase, order.purchase_id)
    paid = lock_paid(session, order=order)
    out, more = _differences(paid.lines, ask.quantities)
    add = _additions(session, order, paid.lines, more, ask.add)
    refund = _refund(session, paid, out)
    effect = None
    if ask.address is not None:
        effect = check_address(session, order=order, purchase=purchase, lines=paid.lines, address=ask.address)
    if not out and not add and (effect is None or not effect.changed):
        raise Invalid("lines", _("Nothing is changed yet."))
    quote, basket = (None, None) if not add else _quoted(session, actor, order, purchase, effect, add, keep)
    content = _content(order, paid.lines, out, refund, quote, effect)
    return EditPlan(order, paid, out, refund, quote, basket, effect, content, _hash(content))


def _differences(lines: Any, wanted: Mapping[UUID, int]) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Units to take out and units to add, by line."""
    known: dict[UUID, OrderLine] = {line.id: line for line in lines}
    out: dict[UUID, int] = {}
    more: dict[UUID, int] = {}
    for line_id, units in wanted.items():
        line = known.get(line_id)
        if line is None:
            raise NotFound(_("That line is not in this order."))
        now = line.quantity - line.cancelled_quantity
        if isinstance(units, bool) or not isinstance(units, int) or not line.shipped_quantity <= units <= MOST:
            least = (
                _(", at least {shipped_quantity} that left").format(shipped_quantity=line.shipped_quantity)
                if line.shipped_quantity
                else ""
            )
            raise Invalid(
                "quantity",
                _("{name}: give a whole number up to {most}{least}.").format(name=line.name, most=MOST, least=least),
                line=str(line_id),
            )
        if units < now:
            out[line_id] = now - units
        elif units > now:
            more[line_id] = units - now
    left = sum(line.quantity - line.cancelled_quantity - out.get(line.id, 0) for line in known.values())
    if out and not left:
        raise Invalid("lines", _("Something of the order has to stay. To give up all of it, cancel the order."))
    return out, more


def _additions(
    session: Session, order: Order, lines: Any, more: Mapping[UUID, int], others: Mapping[UUID, int]
) -> dict[UUID, int]:
    """Units of variants that are added."""
    add: dict[UUID, int] = {}
    for line in lines:
        if units := more.get(line.id, 0):
            if line.variant_id is None:
                raise Invalid("quantity", _("{name} is not sold any more.").format(name=line.name), line=str(line.id))
            add[line.variant_id] = add.get(line.variant_id, 0) + units
    for variant_id, units in others.items():
        if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units <= MOST:
            raise Invalid("add", _("Give a whole number up to {most}.").format(most=MOST))
        check_own(session, order.store_id, variant_id)
        if units:
            add[variant_id] = add.get(variant_id, 0) + units
    _refuse_files(session, add)
    if add and order.extends_id is not None:
        raise Invalid("add", _("This was added to another order itself. Add to that one."))
    return add


def _refuse_files(session: Session, add: Mapping[UUID, int]) -> None:
    """Raises Invalid: whoever buys files agrees to getting them at once, which is asked at the checkout (F026)."""
    name = session.exec(
        select(Product.name)
        .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
        .where(col(ProductVariant.id).in_(list(add)), col(Product.is_digital))
        .limit(1)
    ).first()
    if name is not None:
        raise Invalid("add", _("{name} is sent as files. Its buyer orders it in the shop.").format(name=name))


def _refund(session: Session, paid: PaidOrder, out: Mapping[UUID, int]) -> RefundPlan | None:
    """The money of what is taken out, as cancelling these units gives it back."""
    if not out:
        return None
    lines = {line.id: line for line in paid.lines}
    owed = {
        line_id: min(units, lines[line_id].quantity - lines[line_id].refunded_quantity)
        for line_id, units in out.items()
    }
    asked = RefundAsk(lines={line_id: units for line_id, units in owed.items() if units})
    return plan_for(session, paid=paid, ask=asked)


def _quoted(
    session: Session,
    actor: Actor,
    order: Order,
    purchase: Purchase,
    effect: AddressEffect | None,
    add: Mapping[UUID, int],
    keep: bool,
) -> tuple[QuoteView, Found | None]:
    """What is added, at today's prices, offers, taxes and stock, by the checkout itself."""
    point = session.begin_nested()
    try:
        address = effect.address if effect is not None else address_of(order, purchase)
        basket = basket_added(session, actor=actor, order=order, purchase=purchase, address=address, add=add)
        quote = complete_quote(session, basket)
    except BaseException:
        point.rollback()
        raise
    if keep:
        point.commit()
        return quote, basket
    point.rollback()
    return quote, None


def _content(
    order: Order,
    lines: Any,
    out: Mapping[UUID, int],
    refund: RefundPlan | None,
    quote: QuoteView | None,
    effect: AddressEffect | None,
) -> dict[str, Any]:
    """What is shown, and what it was worked out from."""
    parts = {part.line_id: part for part in refund.parts} if refund is not None else {}
    taken = []
    for line in lines:
        if units := out.get(line.id, 0):
            part = parts.get(line.id)
            taken.append(
                {
                    "line_id": str(line.id),
                    "name": line.name,
                    "title": line.variant_title,
                    "units": units,
                    "left": line.quantity - line.cancelled_quantity - units,
                    "amount_minor": part.amount_minor if part else 0,
                    "tax_minor": part.tax_minor if part else 0,
                    "commission_minor": part.commission_minor if part else 0,
                    "discount_minor": step(
                        line.discount_minor, done=line.refunded_quantity, units=part.quantity, of=line.quantity
                    )
                    if part
                    else 0,
                }
            )
    added: dict[str, Any] | None = None
    if quote is not None:
        parcels = [asdict(parcel) for parcel in quote.parcels]
        for parcel in parcels:
            for row in parcel["lines"]:
                row["key"] = row["variant_id"]
        added = {"currency": quote.currency, "country": quote.country, "parcels": parcels}
    return {
        "currency": order.currency,
        "order": {"status": str(order.status), "shipping_refunded_minor": order.shipping_refunded_minor},
        "lines": [
            {
                "line_id": str(line.id),
                "name": line.name,
                "quantity": line.quantity - line.cancelled_quantity,
                "shipped": line.shipped_quantity,
                "refunded_minor": line.refunded_minor,
            }
            for line in lines
        ],
        "out": taken,
        "refund_minor": refund.total_minor if refund is not None else 0,
        "added": added,
        "added_minor": quote.total_minor if quote is not None else 0,
        "address": dict(effect.address) if effect is not None and effect.changed else None,
    }


def _hash(content: Mapping[str, Any]) -> str:
    """Digest of everything that a change does; days of delivery may move without a new look."""
    figures = {**content, "added": quote_hash(content["added"]) if content["added"] else None}
    return hashlib.sha256(json.dumps(figures, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def open_order(session: Session, *, order_id: UUID) -> Order:
    """An order by its id, locked. For callers who know it from a row of their own."""
    return session.exec(
        select(Order).where(col(Order.id) == order_id).with_for_update().execution_options(populate_existing=True)
    ).one()
