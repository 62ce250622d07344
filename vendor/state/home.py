"""A store's first page: figures, what needs somebody, orders as they come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _, number, plural
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
from emporium.web.shown import image, money
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
            Link(_(text), link("/vendor", keep, days="" if name == DEFAULT_PERIOD else name), current=str(days) == name)
            for name, text in PERIODS.items()
        ],
        figures=_figures(found, health, days, keep),
        chart=sales_chart(found.days, longer[:days], found.currency, _("Sales per day")),
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
        view, Seo(title=_("Home – {name}").format(name=store.name), noindex=True),
        topics=[f"store:{store.id}:orders", f"store:{store.id}:stock"] if actor.can(Permission.VIEW_ORDERS) else [],
    )  # fmt: skip


def _greeting() -> str:
    hour = datetime.now(UTC).hour
    return _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")


def _sub(found: StoreFigures) -> str:
    today = datetime.now(UTC)
    said = f"{today:%A} {today.day} {today:%B}. "
    if not found.to_send:
        return said + _("Nothing to send.")
    return (
        said
        + _("{to_send} to send").format(to_send=plural(found.to_send, "{n} order", "{n} orders"))
        + (_(", {late} late.").format(late=found.late) if found.late else ".")
    )


def _figures(found: StoreFigures, health: Health, days: int, keep: str) -> list[Figure]:
    sales, tone = compared(found.sales, found.sales_before)
    count, count_tone = compared(found.orders, found.orders_before)
    orders_href = link("/vendor/orders", keep)
    return [
        Figure(
            _("Sales today"), money(found.sales_today, found.currency), note=_("since midnight, UTC"), href=orders_href
        ),
        Figure(
            _("Sales, {days} days").format(days=days),
            money(found.sales, found.currency),
            sales,
            tone,
            _("on the days before"),
        ),
        Figure(
            _("Orders, {days} days").format(days=days),
            number(found.orders),
            count,
            count_tone,
            _("on the days before"),
            orders_href,
        ),
        Figure(
            _("Sent late, 90 days"),
            f"{health.late_bp / 100:.1f} %",
            note=_("{late:,} of {orders:,} orders · buyers' cases {value:.1f} %").format(
                late=health.late, orders=health.orders, value=health.case_bp / 100
            ),
            href=link("/vendor/orders", keep, tab="to-send"),
        ),
    ]


def _talk_tasks(asked: int, keep: str) -> list[Task]:
    """Shoppers who wait for a word."""
    if not asked:
        return []
    title = _("{asked} for an answer").format(asked=plural(asked, "{n} shopper waits", "{n} shoppers wait"))
    return [Task("message-circle", title, _("Read and answer"), str(asked), "brand", link("/vendor/messages", keep))]


def _tasks(found: StoreFigures, keep: str) -> list[Task]:
    to_send = link("/vendor/orders", keep, tab="to-send")
    stock = link("/vendor/stock", keep)
    made = []
    if found.late:
        made.append(
            Task(
                "clock",
                _("{late} past the promised day").format(late=plural(found.late, "{n} order", "{n} orders")),
                _("Send these first"),
                str(found.late),
                "danger",
                to_send,
            )
        )
    if found.to_send:
        made.append(
            Task(
                "package",
                _("Send {to_send}").format(to_send=plural(found.to_send, "{n} order", "{n} orders")),
                _("Pack, then add the tracking number"),
                str(found.to_send),
                "brand",
                to_send,
            )
        )
    if found.sold_out:
        made.append(
            Task(
                "circle-slash",
                _("{sold_out} sold out").format(sold_out=plural(found.sold_out, "{n} variant is", "{n} variants are")),
                _("Shoppers see them struck through"),
                str(found.sold_out),
                "warning",
                stock,
            )
        )
    if found.low_stock:
        made.append(
            Task(
                "boxes",
                _("{low_stock} running low").format(
                    low_stock=plural(found.low_stock, "{n} variant is", "{n} variants are")
                ),
                _("Five or fewer left"),
                str(found.low_stock),
                "info",
                stock,
            )
        )
    return made


def _low(session: Session, rows: Sequence[StockRow]) -> list[LowRow]:
    pictures = image_refs(session, media_ids=[row.image_id for row in rows])
    return [
        LowRow(
            name=row.product_name,
            variant=row.variant_title or row.sku,
            picture=image(pictures.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE),
            left=_("{available} left").format(available=row.available) if row.available else _("Sold out"),
            tone="low" if row.available else "out",
            note=_("{reserved} promised").format(reserved=row.reserved) if row.reserved else _("none promised"),
        )
        for row in rows
    ]


def _money(found: StoreFigures) -> list[Sum]:
    average = found.sales // found.orders if found.orders else 0
    return [
        Sum(_("Orders to send"), number(found.to_send)),
        Sum(_("Average order"), money(average, found.currency)),
        Sum(_("Earned, not paid out yet"), money(found.pending_minor, found.currency), total=True),
    ]
