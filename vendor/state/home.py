"""A store's first page: figures, what needs somebody, orders as they come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import reflex as rx
from sqlmodel import Session

from emporium.services import analytics, inventory, messages, orders
from emporium.services.analytics import StoreFigures
from emporium.services.auth import Permission
from emporium.services.catalogue import image_refs
from emporium.services.catalogue.pictures import NO_IMAGE
from emporium.services.inventory import StockRow
from emporium.services.orders import Health
from emporium.ui.desk_values import Figure, Sum, Task
from emporium.ui.values import Link
from emporium.web.desk import DEFAULT_PERIOD, PERIODS, compared, period, sales_chart
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import image, money, plural
from vendor.state.rows import order_row
from vendor.state.shell import VendorPageState, chosen_store, link
from vendor.values import HomePage, LowRow

FEED = 6
SHOWN_LOW = 5


class VendorHomeState(VendorPageState, rx.State):
    """State of a store's first page."""

    view: HomePage = HomePage()


def load_home(session: Session, request: PageRequest) -> Loaded:
    """Everything on the page. About a dozen queries."""
    actor = request.actor
    store = chosen_store(session, actor=actor, slug=request.query.get("store", ""))
    keep = request.query.get("store", "")
    days = period(request)
    found = analytics.store_figures(session, actor=actor, store_id=store.id, days=days)
    longer = analytics.store_figures(session, actor=actor, store_id=store.id, days=2 * days).days
    newest = orders.store_orders(session, actor=actor, store_id=store.id, limit=FEED).rows
    low = inventory.running_low(session, actor=actor, store_id=store.id, limit=SHOWN_LOW)
    health = orders.store_health(session, actor=actor, store_id=store.id)
    asked = messages.unread_of_store(session, actor=actor, store_id=store.id)
    tasks = [*_tasks(found, keep), *_talk_tasks(asked, keep)]
    view = HomePage(
        title=f"{_greeting()}, {actor.name.split()[0]}" if actor.name else _greeting(),
        sub=_sub(found),
        periods=[
            Link(text, link("/vendor", keep, days="" if name == DEFAULT_PERIOD else name), current=str(days) == name)
            for name, text in PERIODS.items()
        ],
        figures=_figures(found, health, days, keep),
        chart=sales_chart(found.days, longer[:days], found.currency, "Sales per day"),
        feed=[order_row(row, store=keep, brief=True) for row in newest],
        quiet=not newest,
        tasks=tasks,
        all_done=not tasks,
        low=_low(session, low),
        plenty=not low,
        money=_money(found),
        orders_href=link("/vendor/orders", keep),
        stock_href=link("/vendor/stock", keep),
    )
    return Loaded(
        view, Seo(title=f"Home – {store.name}", noindex=True),
        topics=[f"store:{store.id}:orders", f"store:{store.id}:stock"] if actor.can(Permission.VIEW_ORDERS) else [],
    )  # fmt: skip


def _greeting() -> str:
    hour = datetime.now(UTC).hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


def _sub(found: StoreFigures) -> str:
    today = datetime.now(UTC)
    said = f"{today:%A} {today.day} {today:%B}. "
    if not found.to_send:
        return said + "Nothing to send."
    return (
        said + f"{plural(found.to_send, 'order', 'orders')} to send" + (f", {found.late} late." if found.late else ".")
    )


def _figures(found: StoreFigures, health: Health, days: int, keep: str) -> list[Figure]:
    sales, tone = compared(found.sales, found.sales_before)
    count, count_tone = compared(found.orders, found.orders_before)
    orders_href = link("/vendor/orders", keep)
    return [
        Figure("Sales today", money(found.sales_today, found.currency), note="since midnight, UTC", href=orders_href),
        Figure(f"Sales, {days} days", money(found.sales, found.currency), sales, tone, "on the days before"),
        Figure(f"Orders, {days} days", f"{found.orders:,}", count, count_tone, "on the days before", orders_href),
        Figure(
            "Sent late, 90 days", f"{health.late_bp / 100:.1f} %",
            note=f"{health.late:,} of {health.orders:,} orders · buyers' cases {health.case_bp / 100:.1f} %",
            href=link("/vendor/orders", keep, tab="to-send"),
        ),
    ]  # fmt: skip


def _talk_tasks(asked: int, keep: str) -> list[Task]:
    """Shoppers who wait for a word."""
    if not asked:
        return []
    title = f"{plural(asked, 'shopper waits', 'shoppers wait')} for an answer"
    return [Task("message-circle", title, "Read and answer", str(asked), "brand", link("/vendor/messages", keep))]


def _tasks(found: StoreFigures, keep: str) -> list[Task]:
    to_send = link("/vendor/orders", keep, tab="to-send")
    stock = link("/vendor/stock", keep)
    made = []
    if found.late:
        made.append(
            Task("clock", f"{plural(found.late, 'order', 'orders')} past the promised day", "Send these first",
                 str(found.late), "danger", to_send)
        )  # fmt: skip
    if found.to_send:
        made.append(
            Task("package", f"Send {plural(found.to_send, 'order', 'orders')}", "Pack, then add the tracking number",
                 str(found.to_send), "brand", to_send)
        )  # fmt: skip
    if found.sold_out:
        made.append(
            Task("circle-slash", f"{plural(found.sold_out, 'variant is', 'variants are')} sold out",
                 "Shoppers see them struck through", str(found.sold_out), "warning", stock)
        )  # fmt: skip
    if found.low_stock:
        made.append(
            Task("boxes", f"{plural(found.low_stock, 'variant is', 'variants are')} running low", "Five or fewer left",
                 str(found.low_stock), "info", stock)
        )  # fmt: skip
    return made


def _low(session: Session, rows: Sequence[StockRow]) -> list[LowRow]:
    pictures = image_refs(session, media_ids=[row.image_id for row in rows])
    return [
        LowRow(
            name=row.product_name,
            variant=row.variant_title or row.sku,
            picture=image(pictures.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE),
            left=f"{row.available} left" if row.available else "Sold out",
            tone="low" if row.available else "out",
            note=f"{row.reserved} promised" if row.reserved else "none promised",
        )
        for row in rows
    ]


def _money(found: StoreFigures) -> list[Sum]:
    average = found.sales // found.orders if found.orders else 0
    return [
        Sum("Orders to send", f"{found.to_send:,}"),
        Sum("Average order", money(average, found.currency)),
        Sum("Earned, not paid out yet", money(found.pending_minor, found.currency), total=True),
    ]
