"""What a refund comes to, before and while it is made: preview and result are the same sum (F068, C04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.money import Money, format_money, share
from emporium.services.ledger import Reversal
from emporium.services.ledger.sales import FEE_ACCOUNTS
from models.commissions import FeeLine
from models.enums import AccountKind, FeeComponent
from models.orders import Order, OrderLine


@dataclass(frozen=True, slots=True)
class RefundAsk:
    """What somebody wants to give back: units of lines, delivery, good will. Amounts in minor units."""

    lines: Mapping[UUID, int] = field(default_factory=dict)
    shipping_minor: int = 0
    goodwill_minor: int = 0


@dataclass(frozen=True, slots=True)
class LinePart:
    """Some units of a line, with everything that goes back with them."""

    line_id: UUID
    name: str
    quantity: int
    amount_minor: int
    tax_minor: int
    commission_minor: int
    fee_tax_minor: int
    platform_minor: int


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """A refund worked out. `total_minor` is what the shopper gets; `left_minor` is what could be given at most."""

    parts: Sequence[LinePart]
    shipping_minor: int
    shipping_tax_minor: int
    shipping_platform_minor: int
    goodwill_minor: int
    fees: Mapping[AccountKind, int]
    fees_tax_minor: int
    left_minor: int

    @property
    def total_minor(self) -> int:
        """What the shopper gets back."""
        return sum(part.amount_minor for part in self.parts) + self.shipping_minor + self.goodwill_minor

    def reversal(self) -> Reversal:
        """What the books undo."""
        return Reversal(
            amount_minor=self.total_minor,
            tax_minor=sum(part.tax_minor for part in self.parts) + self.shipping_tax_minor,
            commission_minor=sum(part.commission_minor for part in self.parts),
            fee_tax_minor=sum(part.fee_tax_minor for part in self.parts) + self.fees_tax_minor,
            platform_minor=sum(part.platform_minor for part in self.parts) + self.shipping_platform_minor,
            fees_minor=self.fees,
        )


def step(amount: int, *, done: int, units: int, of: int) -> int:
    """The next `units` of `of` after `done`: the difference of two rounded sums, so that all steps add up (C04)."""
    return share(amount, done + units, of) - share(amount, done, of)


def plan(
    order: Order, lines: Sequence[OrderLine], ask: RefundAsk, *, left_minor: int, fees: Sequence[FeeLine] = ()
) -> RefundPlan:
    """Work a refund out. `left_minor` is what the order's payment still holds; `fees` are given up with it.

    Raises NotFound for a line of another order, Invalid for units, delivery or a sum that cannot be given back.
    """
    known = {line.id: line for line in lines}
    parts = [_part(known, line_id, units) for line_id, units in ask.lines.items() if units]
    if ask.shipping_minor < 0 or ask.goodwill_minor < 0:
        raise Invalid("amount", _("An amount to give back is not below zero."))
    net = order.shipping_minor - order.shipping_discount_minor
    if ask.shipping_minor > net - order.shipping_refunded_minor:
        most = format_money(Money(net - order.shipping_refunded_minor, order.currency))
        raise Invalid("shipping", _("At most {most} of the delivery can be given back.").format(most=most))
    funded = order.platform_discount_minor - sum(line.platform_discount_minor for line in lines)
    done = order.shipping_refunded_minor
    made = RefundPlan(
        parts=parts,
        shipping_minor=ask.shipping_minor,
        shipping_tax_minor=_of_shipping(order.shipping_tax_minor, done, ask.shipping_minor, net),
        shipping_platform_minor=_of_shipping(funded, done, ask.shipping_minor, net),
        goodwill_minor=ask.goodwill_minor,
        fees={FEE_ACCOUNTS[FeeComponent(fee.component)]: fee.amount_minor for fee in fees},
        fees_tax_minor=sum(fee.tax_minor for fee in fees),
        left_minor=left_minor,
    )
    if made.total_minor > left_minor:
        raise Invalid(
            "amount",
            _("At most {left} of this order can be given back.").format(
                left=format_money(Money(left_minor, order.currency))
            ),
        )
    return made


def _of_shipping(amount: int, done: int, units: int, net: int) -> int:
    return step(amount, done=done, units=units, of=net) if net and units else 0


def _part(known: Mapping[UUID, OrderLine], line_id: UUID, units: int) -> LinePart:
    line = known.get(line_id)
    if line is None:
        raise NotFound(_("That line is not in this order."))
    left = line.quantity - line.refunded_quantity
    if isinstance(units, bool) or not isinstance(units, int) or not 0 < units <= left:
        raise Invalid("quantity", _("{name}: {left} can still be given back.").format(name=line.name, left=left))

    def next_part(amount: int) -> int:
        return step(amount, done=line.refunded_quantity, units=units, of=line.quantity)

    return LinePart(
        line_id=line.id,
        name=line.name,
        quantity=units,
        amount_minor=next_part(line.total_minor),
        tax_minor=next_part(line.tax_minor),
        commission_minor=next_part(line.commission_minor),
        fee_tax_minor=next_part(line.fee_tax_minor),
        platform_minor=next_part(line.platform_discount_minor),
    )
