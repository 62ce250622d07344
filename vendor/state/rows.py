"""Orders as rows of a list or a feed."""

from __future__ import annotations

from datetime import UTC, datetime

from emporium.i18n import _, day, moment, plural
from emporium.services.orders import OrderRow
from emporium.web.shown import ago, money, small_image
from models.enums import OrderStatus
from vendor.state.shell import link
from vendor.values import OrderLineRow

WORDS: dict[str, tuple[str, str, str]] = {
    OrderStatus.AWAITING_PAYMENT: ("Not paid yet", "", "clock"),
    OrderStatus.PAID: ("To send", "warning", "package"),
    OrderStatus.PARTLY_SHIPPED: ("Partly sent", "warning", "package"),
    OrderStatus.SHIPPED: ("On its way", "info", "truck"),
    OrderStatus.DELIVERED: ("Delivered", "success", "check"),
    OrderStatus.CANCELLED: ("Cancelled", "danger", "circle-slash"),
    OrderStatus.REFUNDED: ("Refunded", "danger", "undo-2"),
}
"""What a state is called, its tone and its icon."""
OPEN = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)


def order_row(row: OrderRow, *, store: str, brief: bool = False) -> OrderLineRow:
    """One order."""
    word, tone, icon = WORDS[row.status]
    today = datetime.now(UTC).date()
    waiting = row.status in OPEN
    by = ""
    if waiting and row.dispatch_by is not None:
        by = _("Today") if row.dispatch_by == today else day(row.dispatch_by)
    return OrderLineRow(
        number=row.number,
        href=link(f"/vendor/orders/{row.number}", store),
        buyer=row.buyer,
        place=row.city,
        units=plural(row.units, "{n} item", "{n} items"),
        goods=row.first_line,
        picture=small_image(row.image_key),
        total=money(row.total_minor, row.currency),
        when=ago(row.created_at) if brief else moment(row.created_at),
        status=word,
        tone=tone,
        icon=icon,
        by=by,
        late=waiting and row.dispatch_by is not None and row.dispatch_by <= today,
    )
