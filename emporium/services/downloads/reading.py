"""What a buyer may fetch, as the order's pages show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import EmporiumError, Expired, Refused
from emporium.i18n import _
from models.downloads import Download, ProductFile
from models.enums import OrderStatus
from models.orders import Order, OrderLine

OVER = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)


@dataclass(frozen=True, slots=True)
class DownloadView:
    """One file of an order line: how often it was fetched of how often it may be, until when, and what stops it."""

    id: UUID
    line_id: UUID
    name: str
    size_bytes: int
    version: int
    most: int
    used: int
    until: datetime
    problem: str
    """Why it cannot be fetched, in words; empty when it can."""
    taken_back: bool
    """Its money went back: nothing makes it the buyer's again."""

    @property
    def left(self) -> int:
        """How often it may still be fetched."""
        return self.most - self.used


def downloads_of_orders(session: Session, *, order_ids: Collection[UUID]) -> dict[UUID, list[DownloadView]]:
    """Every file of these orders, by order, in the order of lines and files. One query."""
    rows = session.exec(
        select(Download, ProductFile, OrderLine, Order)
        .join(ProductFile, col(ProductFile.id) == col(Download.file_id))
        .join(OrderLine, col(OrderLine.id) == col(Download.order_line_id))
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .where(col(OrderLine.order_id).in_(order_ids))
        .order_by(col(OrderLine.position), col(ProductFile.position), col(ProductFile.id))
    ).all()
    now = datetime.now(UTC)
    found: dict[UUID, list[DownloadView]] = defaultdict(list)
    for right, file, line, order in rows:
        wrong = what_stops(right, line, order, now)
        found[line.order_id].append(
            DownloadView(
                right.id, line.id, file.name, file.size_bytes, file.version, right.most, right.used, right.until,
                wrong.message if wrong else "",
                taken_back(line, order),
            )
        )  # fmt: skip
    return found


def what_stops(right: Download, line: OrderLine, order: Order, now: datetime) -> EmporiumError | None:
    """Why a file cannot be fetched any more: its money went back, its time is over, it was fetched often enough."""
    if taken_back(line, order):
        return Refused(_("Your money for it went back, so it cannot be downloaded any more."))
    if now > right.until:
        return Expired(_("The time for downloading it is over. The store can give you more."))
    if right.used >= right.most:
        return Refused(_("It was downloaded as often as it may be. The store can give you more."))
    return None


def taken_back(line: OrderLine, order: Order) -> bool:
    """Whether nothing of a line is the buyer's any more: cancelled, refunded, or all of its money given back."""
    gone = max(line.cancelled_quantity, line.refunded_quantity) >= line.quantity
    return gone or order.status in OVER or 0 < line.total_minor <= line.refunded_minor
