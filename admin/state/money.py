"""The platform's money: who sees it, and what those who manage it can do (F096, F099, F068 to F072)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.money_values import BrokenRule, MoneyPage, PaidLine
from admin.state.money_tabs import DISPUTES, PATH, PAYOUTS, REFUNDS, SURPLUS, TABS, WEBHOOKS
from admin.state.shell import link
from emporium.db import transaction
from emporium.errors import Invalid
from emporium.i18n import _, number, plural
from emporium.services import books, payouts, refunds
from emporium.services.auth import Actor, Permission
from emporium.services.books import Violation
from emporium.services.payments import queues
from emporium.services.payouts import BankFile, Outcome, lists
from emporium.ui.desk_typed import text_of
from emporium.ui.values import Link
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from emporium.web.threads import in_thread, run
from emporium.web.toasts import toast
from models.enums import WebhookStatus


class AdminMoneyState(PageState, rx.State):
    """State of the money page."""

    view: MoneyPage = MoneyPage()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def pay(self) -> None:
        """Make a payout of everything that is due, and say what came of it for every store."""
        actor = current_actor()
        outcomes = await in_thread(payouts.run_payouts, transaction, actor=actor)
        lines = await run(_paid_lines, actor=actor, outcomes=outcomes)
        await self._reload()
        made = sum(line.paid for line in lines)
        said = (
            _("{made} made").format(made=plural(made, "{n} payout", "{n} payouts")) if lines else _("Nothing was due")
        )
        self.view = dataclasses.replace(self.view, ran=True, ran_text=said, outcomes=lines)

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def bank_csv(self, currency: str) -> Any:
        """Open payouts of a currency as a file for the bank; they are with the bank from then on."""
        return await self._hand_out(await run(_bank_csv, actor=current_actor(), currency=currency))

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def bank_xml(self) -> Any:
        """Open euro payouts as a credit transfer; they are with the bank from then on."""
        return await self._hand_out(await run(_bank_xml, actor=current_actor()))

    async def _hand_out(self, made: BankFile) -> Any:
        said = _("{count} in the file. Tell us here when the bank has paid them.")
        await toast(self, said.format(count=plural(len(made.numbers), "{n} payout", "{n} payouts")), tone="success")
        await self._reload()
        return rx.download(data=made.content.decode(), filename=made.name, mime_type=made.content_type)

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def settle(self, payout_id: str) -> None:
        """The bank has paid it."""
        number = await run(_settle, actor=current_actor(), payout_id=payout_id)
        await toast(self, _("{number} is paid.").format(number=number), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def came_back(self, form: dict[str, Any]) -> None:
        """The bank has sent it back; the reason stands in the store's list too."""
        payout_id = str(form.get("payout", ""))
        try:
            number = await run(_came_back, actor=current_actor(), payout_id=payout_id, form=form)
        except Invalid as wrong:
            rows = [
                dataclasses.replace(row, error=wrong.message if row.id == payout_id else "")
                for row in self.view.payouts
            ]
            self.view = dataclasses.replace(self.view, payouts=rows)
            return
        await toast(self, _("{number} came back. The store has it coming anew.").format(number=number), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def send_back(self, attempt_id: str) -> None:
        """Send a surplus payment back now."""
        wanted = known_id(attempt_id)
        await in_thread(queues.send_surplus_back, transaction, actor=current_actor(), attempt_id=wanted)
        await toast(self, _("The provider has sent it back."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def retry(self, refund_id: str) -> None:
        """Let a refund that failed be sent once more."""
        await run(_retry, actor=current_actor(), refund_id=refund_id)
        await toast(self, _("The provider is asked again."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def decide(self, dispute_id: str, won: bool) -> None:
        """Write down what the bank decided."""
        await run(_decide, actor=current_actor(), dispute_id=dispute_id, won=won is True)
        said = _("Won: the store's share is free again.") if won is True else _("Lost: it is taken off the store.")
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def replay(self, webhook_id: str) -> None:
        """Apply an event of a provider once more."""
        wanted = known_id(webhook_id)
        status = await in_thread(queues.replay_webhook, transaction, actor=current_actor(), webhook_id=wanted)
        if status == WebhookStatus.DONE:
            await toast(self, _("The event is applied."), tone="success")
        else:
            await toast(self, _("It failed again; the reason stands beside it."), tone="danger")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def check(self) -> None:
        """Ask every rule of the books."""
        found = await run(_check, actor=current_actor())
        self.view = dataclasses.replace(
            self.view,
            checked=True,
            right=not found,
            checked_text=_("{violations} found. Explain them before anything is paid.").format(
                violations=plural(len(found), "{n} violation", "{n} violations")
            )
            if found
            else _("The books are right. Every rule holds."),
            broken=[BrokenRule(row.code, row.says, row.subject, row.detail) for row in found],
        )

    async def _reload(self) -> Any:
        """Read again; what a run or a check said stays while the tab is the same."""
        known = self.view
        result = await PageState._reload(self)
        if known.tab == self.view.tab:
            self.view = dataclasses.replace(
                self.view,
                ran=known.ran,
                ran_text=known.ran_text,
                outcomes=known.outcomes,
                checked=known.checked,
                checked_text=known.checked_text,
                right=known.right,
                broken=known.broken,
            )
        return result


def _paid_lines(session: Session, *, actor: Actor, outcomes: Sequence[Outcome]) -> list[PaidLine]:
    names = lists.store_names(session, actor=actor, store_ids=[outcome.store_id for outcome in outcomes])
    return [
        PaidLine(
            store=names.get(outcome.store_id, "A store"),
            due=money(outcome.due_minor, outcome.currency),
            said=_("Payout {number}").format(number=outcome.number)
            if outcome.number
            else _("Not paid: {reason}").format(reason=outcome.reason),
            paid=bool(outcome.number),
        )
        for outcome in outcomes
    ]


def _bank_csv(session: Session, *, actor: Actor, currency: str) -> BankFile:
    return payouts.bank_csv(session, actor=actor, currency=currency)


def _bank_xml(session: Session, *, actor: Actor) -> BankFile:
    actor.require(Permission.MANAGE_MONEY)
    return payouts.bank_xml(session, actor=actor)


def _settle(session: Session, *, actor: Actor, payout_id: str) -> str:
    return payouts.settled(session, actor=actor, payout_id=known_id(payout_id)).number


def _came_back(session: Session, *, actor: Actor, payout_id: str, form: Mapping[str, Any]) -> str:
    reason = text_of(form, "reason", 300)
    if len(reason) < 4:
        raise Invalid("reason", _("Say what the bank said, in a few words."))
    return payouts.returned(session, actor=actor, payout_id=known_id(payout_id), reason=reason).number


def _retry(session: Session, *, actor: Actor, refund_id: str) -> None:
    refunds.try_again(session, actor=actor, refund_id=known_id(refund_id))


def _decide(session: Session, *, actor: Actor, dispute_id: str, won: bool) -> None:
    queues.decide_dispute(session, actor=actor, dispute_id=known_id(dispute_id), won=won)


def _check(session: Session, *, actor: Actor) -> list[Violation]:
    actor.require(Permission.MANAGE_MONEY)
    return books.check_books(session)


def load_money(session: Session, request: PageRequest) -> Loaded:
    """One tab, with how much waits in the others. Four queries at most."""
    actor, query = request.actor, request.query
    actor.require(Permission.VIEW_PLATFORM)
    tab = query.get("tab", "") if query.get("tab", "") in TABS else ""
    waiting = lists.waiting_counts(session, actor=actor)
    queue = queues.queue_counts(session, actor=actor)
    counts = {
        PAYOUTS: waiting.payouts,
        SURPLUS: queue.surplus,
        REFUNDS: queue.refunds,
        DISPUTES: waiting.disputes,
        WEBHOOKS: queue.webhooks,
    }
    view = MoneyPage(
        sub=_("What is due to stores, what is on its way, and what wants somebody"),
        tabs=[
            Link(_(name), link(PATH, tab=code), code == tab, number(counts[code]) if counts.get(code) else "")
            for code, (name, _read) in TABS.items()
        ],
        tab=tab,
        can_act=actor.can(Permission.MANAGE_MONEY),
        **TABS[tab][1](session, actor, query),
    )
    return Loaded(view, Seo(title=_("Money – Emporium admin"), noindex=True), topics=["admin:money", "admin:figures"])
