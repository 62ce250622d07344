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
from emporium.i18n import N_, _, day, number, plural
from emporium.services import analytics, messages, questions, reviews, stores
from emporium.services.analytics import AdminFigures, FeedRow
from emporium.ui.desk_values import Figure, Task
from emporium.ui.values import Link
from emporium.web.desk import DEFAULT_PERIOD, PERIODS, compared, period, sales_chart
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import ago, money

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
        sub=_("{since} to today, compared with the {days} days before").format(since=day(since), days=days),
        periods=[
            Link(_(text), link("/admin", days="" if name == DEFAULT_PERIOD else name), current=str(days) == name)
            for name, text in PERIODS.items()
        ],
        figures=_figures(found, days),
        chart=sales_chart(found.days, longer[:days], found.currency, _("Goods sold per day")),
        ledger_ok=found.ledger_off == 0,
        ledger_text=_("Matches the ledger to the cent")
        if found.ledger_off == 0
        else _("Ledger and orders differ by {ledger_off}").format(
            ledger_off=money(abs(found.ledger_off), found.currency)
        ),
        feed=[_feed_line(row) for row in feed],
        quiet=not feed,
        tasks=tasks,
        all_done=not tasks,
        stores=[store_line(row) for row in largest],
        no_stores=not largest,
    )
    seo = Seo(title=_("Overview – Emporium admin"), noindex=True)
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
        Figure(_("Sales today"), amount(found.sales_today), note=_("since midnight, UTC"), href=orders),
        Figure(_("Sales, {days} days").format(days=days), amount(found.sales), sales, sales_tone, href=orders),
        Figure(_("Our commission"), amount(found.take), take, take_tone, _("{rate} of sales").format(rate=rate)),
        Figure(
            _("Store orders"),
            number(found.orders),
            count,
            count_tone,
            _("in {purchases:,} purchases").format(purchases=found.purchases),
            orders,
        ),
        Figure(_("Average purchase"), amount(found.average_order), note=_("over all stores")),
        Figure(
            _("Open stores"),
            number(found.stores_open),
            note=_("{shoppers:,} people").format(shoppers=found.shoppers),
            href="/admin/stores",
        ),
    ]


def _review_tasks(waiting: Mapping[str, int]) -> list[Task]:
    """Reviews that nobody, or not everybody, sees before somebody has decided (F124)."""
    total = sum(waiting.values())
    if not total:
        return []
    title = _("{total} for a decision").format(total=plural(total, "{n} review waits", "{n} reviews wait"))
    return [
        Task(
            "star", title, _("Held or reported"), number(total), "warning", f"/admin/reviews?tab={next(iter(waiting))}"
        )
    ]


def _talk_tasks(posts: int, talks: int) -> list[Task]:
    """What was reported of questions, answers and conversations (F124)."""
    made = []
    if posts:
        title = _("{posts} for a decision").format(
            posts=plural(posts, "{n} question or answer waits", "{n} questions and answers wait")
        )
        made.append(Task("message-circle", title, _("Reported"), number(posts), "warning", "/admin/questions"))
    if talks:
        title = _("{talks} for a decision").format(
            talks=plural(talks, "{n} conversation waits", "{n} conversations wait")
        )
        made.append(Task("message-circle", title, _("Reported"), number(talks), "warning", "/admin/conversations"))
    return made


def _tasks(found: AdminFigures) -> list[Task]:
    made = []
    if found.late:
        made.append(
            Task(
                "clock",
                _("{late} late").format(late=plural(found.late, "{n} order is", "{n} orders are")),
                _("Past the day the store promised"),
                number(found.late),
                "danger",
                "/admin/orders?tab=paid",
            )
        )
    if found.failed_mail:
        made.append(
            Task(
                "mail",
                _("{failed_mail} could not be sent").format(
                    failed_mail=plural(found.failed_mail, "{n} message", "{n} messages")
                ),
                _("Look at the reason"),
                number(found.failed_mail),
                "danger",
                "/admin/outbox?tab=failed",
            )
        )
    if found.unpaid:
        made.append(
            Task(
                "credit-card",
                _("{unpaid} for payment").format(
                    unpaid=plural(found.unpaid, "{n} purchase waits", "{n} purchases wait")
                ),
                _("Stock is held for them"),
                number(found.unpaid),
                "warning",
                "/admin/orders?tab=awaiting_payment",
            )
        )
    if found.to_send:
        made.append(
            Task(
                "package",
                _("{to_send} to send").format(to_send=plural(found.to_send, "{n} order", "{n} orders")),
                _("With the stores"),
                number(found.to_send),
                "brand",
                "/admin/orders?tab=paid",
            )
        )
    return made


def _feed_line(row: FeedRow) -> FeedLine:
    return FeedLine(
        number=row.number,
        href=link("/admin/orders", q=row.number, open=row.number.rsplit("-", 1)[0]),
        text=_(EVENT.get(row.status, N_("Changed"))),
        store=row.store,
        awning=row.awning,
        initials=row.store[:2],
        total=money(row.total_minor, row.currency),
        when=ago(row.happened_at),
    )
