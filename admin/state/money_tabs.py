"""The tabs of the money page: what each reads and how it stands there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from admin.money_values import DisputeItem, DueLine, HookItem, PayoutItem, WaitingItem
from admin.state.shell import link
from admin.state.words import DISPUTE, PAYOUT, WEBHOOK
from emporium.i18n import N_, _, day, moment, plural
from emporium.services.auth import Actor, Permission
from emporium.services.payments import queues
from emporium.services.payments.queues import FailedRefundRow, SurplusRow, WebhookRow
from emporium.services.payouts import lists
from emporium.services.payouts.lists import DisputeRow, DueRow, DueTotal, PayoutRow
from emporium.settings import get_settings
from emporium.ui.desk_values import Figure, Option
from emporium.ui.values import Link
from emporium.web.desk import uuid_or_none
from emporium.web.shown import money
from models.enums import PayoutStatus, WebhookStatus

PATH = "/admin/money"
DUE, PAYOUTS, SURPLUS, REFUNDS, DISPUTES, WEBHOOKS, BOOKS = (
    "", "payouts", "surplus", "refunds", "disputes", "webhooks", "books",
)  # fmt: skip
PAYOUT_SHOWN: dict[str, tuple[str, tuple[PayoutStatus, ...]]] = {
    "": (N_("Not confirmed"), (PayoutStatus.OPEN, PayoutStatus.SENT)),
    "paid": (N_("Paid"), (PayoutStatus.PAID,)),
    "back": (N_("Came back"), (PayoutStatus.RETURNED, PayoutStatus.FAILED)),
}
WEBHOOK_SHOWN: dict[str, tuple[str, WebhookStatus | None]] = {
    "": (N_("All"), None),
    "failed": (N_("Failed"), WebhookStatus.FAILED),
    "waiting": (N_("Waiting"), WebhookStatus.RECEIVED),
    "done": (N_("Applied"), WebhookStatus.DONE),
}
Tab = Callable[[Session, Actor, Mapping[str, str]], dict[str, Any]]


def _paging(tab: str, show: str, more: object, after: bool) -> dict[str, Any]:
    return {
        "older": link(PATH, tab=tab, show=show, after=str(more)) if more else "",
        "newest": link(PATH, tab=tab, show=show) if after else "",
    }


def _choices(tab: str, show: str, choices: Mapping[str, str]) -> dict[str, Any]:
    return {
        "narrowed": True,
        "shown": [Link(text, link(PATH, tab=tab, show=code), code == show) for code, text in choices.items()],
    }


def due_tab(session: Session, actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """What stores have coming. Two queries."""
    store, _more, currency = query.get("after", "").partition(".")
    place = uuid_or_none(store)
    rows, more = lists.due_to_stores(session, actor=actor, after=(place, currency[:3]) if place else None)
    totals = lists.due_totals(session, actor=actor) or [DueTotal(get_settings().currency, 0, 0, 0)]
    return {
        "figures": [figure for total in totals for figure in _figures(total)],
        "dues": [_due(row) for row in rows],
        "empty": not rows,
        "empty_title": _("Nothing is due"),
        "empty_text": _("What stores earn stands here from the moment it is paid for."),
        "foot": _("{rows} shown, by store").format(rows=plural(len(rows), "{n} account", "{n} accounts")),
        **_paging(DUE, "", f"{more[0]}.{more[1]}" if more else "", place is not None),
    }


def _figures(total: DueTotal) -> list[Figure]:
    def amount(minor: int) -> str:
        return money(minor, total.currency)

    return [
        Figure(_("Can be paid now"), amount(total.due_minor), note=_("stores that owe are not counted")),
        Figure(_("Pending"), amount(total.pending_minor), note=_("until the clearance days are over")),
        Figure(_("On hold"), amount(total.held_minor), note=_("for open disputes")),
    ]


def _due(row: DueRow) -> DueLine:
    def amount(minor: int) -> str:
        return money(minor, row.currency)

    return DueLine(
        key=f"{row.store_id}{row.currency}",
        store=row.store,
        initials=row.initials,
        awning=row.awning,
        due=amount(row.due_minor),
        owes=row.due_minor < 0,
        pending=amount(row.pending_minor),
        held=amount(row.held_minor),
        account=row.account or _("No account yet"),
        no_account=not row.account,
    )


def payouts_tab(session: Session, actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Payouts by their state, and what a bank file can carry. Two queries."""
    show = query.get("show", "") if query.get("show", "") in PAYOUT_SHOWN else ""
    before = uuid_or_none(query.get("after", ""))
    rows, more = lists.list_payouts(session, actor=actor, statuses=PAYOUT_SHOWN[show][1], before=before)
    to_send = lists.currencies_to_send(session, actor=actor)
    can_act = actor.can(Permission.MANAGE_MONEY)
    return {
        "payouts": [_payout(row, can_act) for row in rows],
        "to_send": [Option(code, _("Bank file (CSV), {code}").format(code=code)) for code in to_send],
        "euro": "EUR" in to_send,
        "empty": not rows,
        "empty_title": _("No payouts here"),
        "empty_text": _("“Pay stores now” makes them out of what is due."),
        "foot": _("{rows} shown, newest first").format(rows=plural(len(rows), "{n} payout", "{n} payouts")),
        **_choices(PAYOUTS, show, {code: _(text) for code, (text, _else) in PAYOUT_SHOWN.items()}),
        **_paging(PAYOUTS, show, more, before is not None),
    }


def _payout(row: PayoutRow, can_act: bool) -> PayoutItem:
    word, tone, icon = PAYOUT[row.status]
    word = _(word)
    note = row.failure or (row.reference if row.status != PayoutStatus.OPEN else "")
    return PayoutItem(
        id=str(row.id),
        number=row.number,
        store=row.store,
        awning=row.awning,
        amount=money(row.amount_minor, row.currency),
        account=row.account or row.provider,
        when=moment(row.closed_at or row.sent_at or row.created_at),
        status=word,
        tone=tone,
        icon=icon,
        note=note,
        can_settle=can_act and row.status in (PayoutStatus.OPEN, PayoutStatus.SENT),
        can_return=can_act and row.status in (PayoutStatus.OPEN, PayoutStatus.SENT, PayoutStatus.PAID),
    )


def surplus_tab(session: Session, actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Payments that nothing was sold for. One query."""
    show = "done" if query.get("show", "") == "done" else ""
    before = uuid_or_none(query.get("after", ""))
    rows, more = queues.surplus_payments(session, actor=actor, settled=show == "done", before=before)
    can_act = actor.can(Permission.MANAGE_MONEY)
    return {
        "waiting": [_surplus(row, can_act) for row in rows],
        "empty": not rows,
        "empty_title": _("No surplus payments") if not show else _("Nothing was sent back yet"),
        "empty_text": _("A payment that comes too late or twice lands here and goes back by itself."),
        "foot": _("{rows} shown, newest first").format(rows=plural(len(rows), "{n} payment", "{n} payments")),
        **_choices(SURPLUS, show, {"": _("To send back"), "done": _("Sent back")}),
        **_paging(SURPLUS, show, more, before is not None),
    }


def _surplus(row: SurplusRow, can_act: bool) -> WaitingItem:
    note = (
        _("Sent back {settled_at}").format(settled_at=moment(row.settled_at))
        if row.settled_at
        else _("The provider was not reached yet")
    )
    return WaitingItem(
        id=str(row.id),
        number=row.number,
        who=row.email,
        provider=row.provider.capitalize(),
        amount=money(row.amount_minor, row.currency),
        reason=_(row.reason).capitalize(),
        note=note,
        when=moment(row.created_at),
        can_act=can_act and row.settled_at is None,
    )


def refunds_tab(session: Session, actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Refunds that a provider refused to the end. One query."""
    before = uuid_or_none(query.get("after", ""))
    rows, more = queues.failed_refunds(session, actor=actor, before=before)
    can_act = actor.can(Permission.MANAGE_MONEY)
    return {
        "waiting": [_refund(row, can_act) for row in rows],
        "empty": not rows,
        "empty_title": _("No refund failed"),
        "empty_text": _("One that a provider refuses eight times waits here for somebody to look at it."),
        "foot": _("{rows} shown, newest first").format(rows=plural(len(rows), "{n} refund", "{n} refunds")),
        **_paging(REFUNDS, "", more, before is not None),
    }


def _refund(row: FailedRefundRow, can_act: bool) -> WaitingItem:
    return WaitingItem(
        id=str(row.id),
        number=row.number,
        who=row.store,
        provider=plural(row.tries, "{n} try", "{n} tries"),
        amount=money(row.amount_minor, row.currency),
        reason=row.failure,
        note=_(row.reason),
        when=moment(row.created_at),
        can_act=can_act,
    )


def disputes_tab(session: Session, actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Disputes, undecided ones by their deadline. Two queries at most."""
    show = "decided" if query.get("show", "") == "decided" else ""
    after = uuid_or_none(query.get("after", ""))
    rows, more = lists.list_disputes(session, actor=actor, decided=show == "decided", after=after)
    can_act = actor.can(Permission.MANAGE_MONEY)
    return {
        "disputes": [_dispute(row, can_act and not show) for row in rows],
        "empty": not rows,
        "empty_title": _("No disputes"),
        "empty_text": _("When a bank takes money back, it stands here, and the store's share is on hold."),
        "foot": _("{rows} shown").format(rows=plural(len(rows), "{n} dispute", "{n} disputes")),
        **_choices(DISPUTES, show, {"": _("Open"), "decided": _("Decided")}),
        **_paging(DISPUTES, show, more, after is not None),
    }


def _dispute(row: DisputeRow, can_act: bool) -> DisputeItem:
    word, tone, icon = DISPUTE[row.status]
    word = _(word)
    due = _("No deadline")
    if row.closed_at is not None:
        due = _("Decided {closed_at}").format(closed_at=day(row.closed_at))
    elif row.due_at is not None:
        over = row.due_at < datetime.now(UTC)
        due = (
            _("Was due {due_at}").format(due_at=day(row.due_at))
            if over
            else _("By {due_at}").format(due_at=day(row.due_at))
        )
        tone = "danger" if over and word == _(DISPUTE["open"][0]) else tone
    return DisputeItem(
        id=str(row.id),
        number=row.number,
        store=row.store,
        awning=row.awning,
        amount=money(row.amount_minor, row.currency),
        reason=row.reason or _("No reason given"),
        reference=f"{row.provider} {row.reference}",
        answer=row.answer,
        due=due,
        status=word,
        tone=tone,
        icon=icon,
        can_decide=can_act,
    )


def webhooks_tab(session: Session, actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """What providers reported. One query."""
    show = query.get("show", "") if query.get("show", "") in WEBHOOK_SHOWN else ""
    before = uuid_or_none(query.get("after", ""))
    rows, more = queues.webhook_inbox(session, actor=actor, status=WEBHOOK_SHOWN[show][1], before=before)
    can_act = actor.can(Permission.MANAGE_MONEY)
    return {
        "hooks": [_hook(row, can_act) for row in rows],
        "empty": not rows,
        "empty_title": _("No events here"),
        "empty_text": _("What payment providers report is kept here as it came."),
        "foot": _("{rows} shown, newest first").format(rows=plural(len(rows), "{n} event", "{n} events")),
        **_choices(WEBHOOKS, show, {code: _(text) for code, (text, _rest) in WEBHOOK_SHOWN.items()}),
        **_paging(WEBHOOKS, show, more, before is not None),
    }


def _hook(row: WebhookRow, can_act: bool) -> HookItem:
    word, tone, icon = WEBHOOK[row.status]
    word = _(word)
    return HookItem(
        id=str(row.id),
        provider=row.provider.capitalize(),
        kind=row.kind,
        event=row.event_id,
        when=moment(row.received_at),
        status=word,
        tone=tone,
        icon=icon,
        error=row.error,
        can_replay=can_act and row.status != WebhookStatus.DONE,
    )


def books_tab(_session: Session, _actor: Actor, _query: Mapping[str, str]) -> dict[str, Any]:
    """Nothing is read before somebody asks."""
    return {}


TABS: dict[str, tuple[str, Tab]] = {
    DUE: (N_("Due to stores"), due_tab),
    PAYOUTS: (N_("Payouts"), payouts_tab),
    SURPLUS: (N_("Surplus"), surplus_tab),
    REFUNDS: (N_("Failed refunds"), refunds_tab),
    DISPUTES: (N_("Disputes"), disputes_tab),
    WEBHOOKS: (N_("Provider events"), webhooks_tab),
    BOOKS: (N_("Books"), books_tab),
}
