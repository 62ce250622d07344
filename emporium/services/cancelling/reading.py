"""Wishes to cancel as pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from models.aftersale import CancelRequest, CancelRequestLine
from models.enums import CancelStatus


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish to cancel. `refunded_minor` is in the order's currency."""

    id: UUID
    status: CancelStatus
    reason: str
    answer: str
    refunded_minor: int
    created_at: datetime
    units: Mapping[UUID, int]


def wishes_of_orders(session: Session, *, order_ids: Sequence[UUID]) -> dict[UUID, list[WishView]]:
    """Wishes about some orders, newest first. Two queries. The caller has checked who may see the orders."""
    rows = session.exec(
        select(CancelRequest).where(col(CancelRequest.order_id).in_(order_ids)).order_by(col(CancelRequest.id).desc())
    ).all()
    units: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for part in session.exec(
        select(CancelRequestLine).where(col(CancelRequestLine.request_id).in_([row.id for row in rows]))
    ).all():
        units[part.request_id][part.order_line_id] = part.quantity
    found: dict[UUID, list[WishView]] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(
            WishView(
                row.id, CancelStatus(row.status), row.reason, row.answer, row.refunded_minor, row.created_at,
                units[row.id],
            )
        )  # fmt: skip
    return found
