"""The operator's first page: six figures, a trend, what happens now, what wants somebody."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.state.shell import link
from admin.state.stores import store_line
from admin.state.words import EVENT
from admin.values import FeedLine, OverviewPage
from emporium.i18n import day
from emporium.services import analytics, messages, questions, reviews, stores
from emporium.services.analytics import AdminFigures, FeedRow
from emporium.ui.desk_values import Figure, Task
from emporium.ui.values import Link
from emporium.web.desk import DEFAULT_PERIOD, PERIODS, compared, period, sales_chart
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import ago, money, plural

TOPIC = "admin:figures"
SHOWN_STORES = 6


class AdminOverviewState(PageState, rx.State):
    """State of the overview."""

    view: OverviewPage = OverviewPage()

    async def _reload(self) -> Any:
        """Read again and mark what is new since the last reading."""
        known = {(line.number, line.text) for line in self.view.feed}
        result = await PageState._reload(self)
        if known:
            feed = [dataclasses.replace(line, fresh=(line.number, line.text) not in known) for line in self.view.feed]
            self.view = dataclasses.replace(self.view, feed=feed)
        return result


def load_overview(session: Session, request: PageRequest) -> Loaded:
    """Everything on the page. Sixteen queries."""
    actor, days = request.actor, period(request)
    found = analytics.admin_figures(session, actor=actor, days=days)
    longer = analytics.admin_figures(session, actor=actor, days=2 * days).days
    feed = analytics.recent_orders(session, actor=actor, limit=6)
    largest = stores.largest_stores(session, actor=actor, limit=SHOWN_STORES)
    tasks = [
        *_tasks(found),
        *_review_tasks(reviews.waiting_reviews(session, actor=actor)),
        *_talk_tasks(questions.waiting_posts(session, actor=actor), messages.waiting_talks(session, actor=actor)),
    ]
    since = datetime.now(UTC).date() - timedelta(days=days - 1)
    view = OverviewPage(
        sub=f"{day(since)} to today, compared with the {days} days before",
        periods=[
            Link(text, link("/admin", days="" if name == DEFAULT_PERIOD else name), current=str(days) == name)
            for name, text in PERIODS.items()
        ],
        figures=_figures(found, days),
        chart=sales_chart(found.days, longer[:days], found.currency, "Goods sold per day"),
        ledger_ok=found.ledger_off == 0,
        ledger_text="Matches the ledger to the cent"
        if found.ledger_off == 0
        else f"Ledger and orders differ by {money(abs(found.ledger_off), found.currency)}",
        feed=[_feed_line(row) for row in feed],
        quiet=not feed,
        tasks=tasks,
        all_done=not tasks,
        stores=[store_line(row) for row in largest],
        no_stores=not largest,
    )
    seo = Seo(title="Overview – Emporium admin", noindex=True)
    return Loaded(view, seo, topics=[TOPIC, reviews.QUEUE, questions.QUEUE, messages.QUEUE])


def _figures(found: AdminFigures, days: int) -> list[Figure]:
    def amount(minor: int) -> str:
        return money(minor, found.currency)

    sales, sales_tone = compared(found.sales, found.sales_before)
    take, take_tone = compared(found.take, found.take_before)
    count, count_tone = compared(found.orders, found.orders_before)
    rate = f"{found.take / found.sales * 100:.1f}%" if found.sales else "–"
    orders = "/admin/orders"
    return [
        Figure("Sales today", amount(found.sales_today), note="since midnight, UTC", href=orders),
        Figure(f"Sales, {days} days", amount(found.sales), sales, sales_tone, href=orders),
        Figure("Our commission", amount(found.take), take, take_tone, f"{rate} of sales"),
        Figure("Store orders", f"{found.orders:,}", count, count_tone, f"in {found.purchases:,} purchases", orders),
        Figure("Average purchase", amount(found.average_order), note="over all stores"),
        Figure("Open stores", f"{found.stores_open:,}", note=f"{found.shoppers:,} people", href="/admin/stores"),
    ]


def _review_tasks(waiting: Mapping[str, int]) -> list[Task]:
    """Reviews that nobody, or not everybody, sees before somebody has decided (F124)."""
    total = sum(waiting.values())
    if not total:
        return []
    title = f"{plural(total, 'review waits', 'reviews wait')} for a decision"
    return [
        Task("star", title, "Held or reported", f"{total:,}", "warning", f"/admin/reviews?tab={next(iter(waiting))}")
    ]


def _talk_tasks(posts: int, talks: int) -> list[Task]:
    """What was reported of questions, answers and conversations (F124)."""
    made = []
    if posts:
        title = f"{plural(posts, 'question or answer waits', 'questions and answers wait')} for a decision"
        made.append(Task("message-circle", title, "Reported", f"{posts:,}", "warning", "/admin/questions"))
    if talks:
        title = f"{plural(talks, 'conversation waits', 'conversations wait')} for a decision"
        made.append(Task("message-circle", title, "Reported", f"{talks:,}", "warning", "/admin/conversations"))
    return made


def _tasks(found: AdminFigures) -> list[Task]:
    made = []
    if found.late:
        made.append(
            Task("clock", f"{plural(found.late, 'order is', 'orders are')} late", "Past the day the store promised",
                 f"{found.late:,}", "danger", "/admin/orders?tab=paid")
        )  # fmt: skip
    if found.failed_mail:
        made.append(
            Task("mail", f"{plural(found.failed_mail, 'message', 'messages')} could not be sent", "Look at the reason",
                 f"{found.failed_mail:,}", "danger", "/admin/outbox?tab=failed")
        )  # fmt: skip
    if found.unpaid:
        made.append(
            Task("credit-card", f"{plural(found.unpaid, 'purchase waits', 'purchases wait')} for payment",
                 "Stock is held for them", f"{found.unpaid:,}", "warning", "/admin/orders?tab=awaiting_payment")
        )  # fmt: skip
    if found.to_send:
        made.append(
            Task("package", f"{plural(found.to_send, 'order', 'orders')} to send", "With the stores",
                 f"{found.to_send:,}", "brand", "/admin/orders?tab=paid")
        )  # fmt: skip
    return made


def _feed_line(row: FeedRow) -> FeedLine:
    return FeedLine(
        number=row.number,
        href=link("/admin/orders", q=row.number, open=row.number.rsplit("-", 1)[0]),
        text=EVENT.get(row.status, "Changed"),
        store=row.store,
        awning=row.awning,
        initials=row.store[:2],
        total=money(row.total_minor, row.currency),
        when=ago(row.happened_at),
    )
