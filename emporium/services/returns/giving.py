"""The money of what comes back: its own, and that of the thing it was exchanged for (F068, F080)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from emporium.errors import Conflict
from emporium.i18n import _
from emporium.services import refunds
from emporium.services.auth import Actor
from emporium.services.refunds import LinePart, PaidOrder, RefundAsk, RefundPlan
from emporium.services.returns.swaps import sold_as
from models.orders import Order, OrderLine, Return, ReturnLine

Pair = tuple[ReturnLine, OrderLine]
Planned = tuple[PaidOrder, RefundPlan]


@dataclass(frozen=True, slots=True)
class ReturnMoney:
    """What a return gives back: of the order it is of, and of the line that was exchanged for it before."""

    own: Planned
    before: Planned | None

    @property
    def total_minor(self) -> int:
        """What the shopper gets."""
        return self.own[1].total_minor + (self.before[1].total_minor if self.before else 0)

    @property
    def parts(self) -> Sequence[LinePart]:
        """By line."""
        return [*self.own[1].parts, *(self.before[1].parts if self.before else ())]

    @property
    def shipping_minor(self) -> int:
        """Of the delivery."""
        return self.own[1].shipping_minor


def lines_of(session: Session, row: Return) -> list[Pair]:
    """What comes back, locked, with the lines it is of."""
    return list(
        session.exec(
            select(ReturnLine, OrderLine)
            .join(OrderLine, col(OrderLine.id) == col(ReturnLine.order_line_id))
            .where(ReturnLine.return_id == row.id)
            .order_by(col(OrderLine.position))
            .with_for_update(of=ReturnLine)
        ).all()
    )


def money_of(
    session: Session, *, row: Return, order: Order, shipping_minor: int, units: int | None = None
) -> ReturnMoney:
    """Work out what a locked return gives back. Units whose money was given back before are not paid twice.

    `units` are those of the one line of an exchange for which money is given after all; None is everything.
    """
    paid = refunds.lock_paid(session, order=order)
    fresh = {line.id: line for line in paid.lines}
    counts = {
        part.order_line_id: min(
            part.quantity if units is None else units,
            fresh[part.order_line_id].quantity - fresh[part.order_line_id].refunded_quantity,
        )
        for part, _ in lines_of(session, row)
    }
    own = refunds.plan_for(session, paid=paid, ask=RefundAsk(counts, shipping_minor=shipping_minor))
    return ReturnMoney((paid, own), _before(session, order, sum(counts.values())))


def _before(session: Session, order: Order, units: int) -> Planned | None:
    """What was paid for the thing in whose place this was sold: it came back already and bore most of the price."""
    wanted = sold_as(session, order=order)
    if wanted is None or not units:
        return None
    line = session.get_one(OrderLine, wanted.order_line_id)
    first = session.exec(
        select(Order).where(Order.id == line.order_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    paid = refunds.lock_paid(session, order=first)
    now = next(one for one in paid.lines if one.id == line.id)
    counts = {now.id: min(units, now.quantity - now.refunded_quantity)}
    return paid, refunds.plan_for(session, paid=paid, ask=RefundAsk(counts))


def refund_units(
    session: Session,
    *,
    actor: Actor,
    row: Return,
    order: Order,
    shipping_minor: int = 0,
    expect_minor: int | None = None,
    units: int | None = None,
    step: str = "",
) -> int:
    """Give the money of a locked return's units back, once for each `step`; returns it in minor units.

    Raises Conflict when it is another sum than expected, or was given before; Invalid.
    """
    money = money_of(session, row=row, order=order, shipping_minor=shipping_minor, units=units)
    if expect_minor is not None and money.total_minor != expect_minor:
        raise Conflict(_("The order changed meanwhile. Look at the new sum before you give it back."))
    for planned, part in ((money.own, ""), (money.before, ":before")):
        if planned is None:
            continue
        refunds.give_back(
            session, paid=planned[0], made=planned[1], key=f"return:{row.id}{step}{part}", reason=row.reason,
            made_by=actor.user_id,
        )  # fmt: skip
        refunds.settle_status(session, paid=planned[0])
    return money.total_minor

