"""The history of an order's changes, and what was added to it (F081)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.accounts import User
from models.aftersale import Exchange
from models.drafts import Draft, OrderEdit
from models.enums import EditStatus, PurchaseStatus
from models.orders import Order, Purchase


@dataclass(frozen=True, slots=True)
class EditView:
    """One change. Amounts in minor units of the order's currency."""

    id: UUID
    number: int
    status: EditStatus
    reason: str
    by: str
    content: dict[str, Any]
    hash: str
    refund_minor: int
    added_minor: int
    problem: str
    created_at: datetime
    decided_at: datetime | None
    expires_at: datetime | None
    token: str
    """Of the link by which what it adds is paid."""


def edits_of(session: Session, *, order_ids: Collection[UUID]) -> Mapping[UUID, Sequence[EditView]]:
    """Changes of orders that were made, wait or were given up, oldest first. One query."""
    found: dict[UUID, list[EditView]] = defaultdict(list)
    rows = session.exec(
        select(OrderEdit, User.name, Draft.token)
        .outerjoin(User, col(User.id) == col(OrderEdit.made_by))
        .outerjoin(Draft, col(Draft.checkout_id) == col(OrderEdit.checkout_id))
        .where(col(OrderEdit.order_id).in_(list(order_ids)), OrderEdit.status != EditStatus.LOOKED_AT)
        .order_by(col(OrderEdit.number))
    ).all()
    for edit, name, token in rows:
        found[edit.order_id].append(view_of(edit, name or "", token or ""))
    return found


def view_of(edit: OrderEdit, by: str = "", token: str = "") -> EditView:
    """A change as pages show it."""
    return EditView(
        edit.id, edit.number, EditStatus(edit.status), edit.reason, by, dict(edit.content), edit.hash,
        edit.refund_minor, edit.added_minor, edit.problem, edit.created_at, edit.decided_at, edit.expires_at, token,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Root:
    """An order that another adds to, with its page's token; `instead` where that replaces what comes back (F080)."""

    number: str
    token: str
    instead: bool


def extended_by(session: Session, *, order_id: UUID) -> Root | None:
    """The order that an order adds to; None for one that stands for itself. One query."""
    return next(iter(roots_of(session, order_ids=[order_id])), None)


def roots_of(session: Session, *, order_ids: Collection[UUID]) -> Sequence[Root]:
    """The orders that orders add to. One query."""
    adding, own = aliased(Order), aliased(Purchase)
    rows = session.exec(
        select(Order.number, Purchase.token, _replaces(own))
        .join(adding, col(adding.extends_id) == col(Order.id))
        .join(own, col(own.id) == col(adding.purchase_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(col(adding.id).in_(list(order_ids)))
        .order_by(col(Order.number))
    ).all()
    return list(dict.fromkeys(Root(number, token, bool(instead)) for number, token, instead in rows))


def _replaces(purchase: type[Purchase]) -> ColumnElement[bool]:
    """Whether a purchase is a replacement for something that comes back."""
    return select(Exchange.id).where(Exchange.checkout_id == purchase.checkout_id).exists()


@dataclass(frozen=True, slots=True)
class Addition:
    """An order that adds goods to another."""

    number: str
    token: str
    status: str
    total_minor: int
    currency: str
    instead: bool
    """Whether it replaces something that comes back (F080)."""


def additions_to(session: Session, *, order_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Addition]]:
    """What was added to orders and paid, by order. One query."""
    found: dict[UUID, list[Addition]] = defaultdict(list)
    rows = session.exec(
        select(Order, Purchase, _replaces(Purchase))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(col(Order.extends_id).in_(list(order_ids)), Purchase.status == PurchaseStatus.PAID)
        .order_by(col(Order.id))
    ).all()
    for order, purchase, instead in rows:
        assert order.extends_id is not None
        found[order.extends_id].append(
            Addition(order.number, purchase.token, order.status, order.total_minor, order.currency, instead)
        )
    return found
