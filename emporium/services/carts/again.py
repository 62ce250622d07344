"""Buying again: the lines of a purchase, as far as they can still be had, into the present basket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound, OutOfStock
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.carts.lines import add_line
from models.catalogue import full_name
from models.orders import Order, OrderLine, Purchase


@dataclass(frozen=True, slots=True)
class Missed:
    """A line that could not be put into the basket, and why, in words."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BoughtAgain:
    """Units that lie in the basket now, and lines that do not."""

    units: int
    missed: Sequence[Missed]


def buy_again(session: Session, *, actor: Actor, purchase_id: UUID) -> BoughtAgain:
    """Put a purchase's lines into the actor's basket at today's prices, each as far as it can be had.

    What was said about a thing made for somebody is not repeated: the product asks anew. Raises NotFound for anybody
    else's purchase.
    """
    actor.require(Permission.OWN_ACCOUNT)
    lines = session.exec(
        select(OrderLine)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Purchase.id == purchase_id, Purchase.user_id == actor.user_id)
        .order_by(col(Order.number), col(OrderLine.position))
    ).all()
    if not lines:
        raise NotFound(_("There is no such order among yours."))
    units, missed = 0, []
    for line in lines:
        name = full_name(line.name, line.variant_title)
        added, reason = _add(session, actor, line)
        units += added
        if reason:
            missed.append(Missed(name, reason))
    return BoughtAgain(units, missed)


def _add(session: Session, actor: Actor, line: OrderLine) -> tuple[int, str]:
    if line.variant_id is None:
        return 0, "This is no longer for sale."
    if line.personalisation:
        return 0, "It is made for you: choose again on its page."
    try:
        with session.begin_nested():
            add_line(session, actor=actor, variant_id=line.variant_id, quantity=line.quantity)
    except OutOfStock as short:
        left = short.shortages.get(str(line.variant_id), 0)
        if not left:
            return 0, "It is sold out."
        return _fewer(session, actor, line.variant_id, left, line.quantity)
    except (Invalid, NotFound, Conflict) as wrong:
        return 0, wrong.message
    return line.quantity, ""


def _fewer(session: Session, actor: Actor, variant_id: UUID, left: int, wanted: int) -> tuple[int, str]:
    """As many as there are."""
    try:
        with session.begin_nested():
            add_line(session, actor=actor, variant_id=variant_id, quantity=left)
    except (OutOfStock, Invalid, NotFound, Conflict):
        return 0, "There are no more of it than your basket holds."
    return left, f"{left} of {wanted}: there are no more."
