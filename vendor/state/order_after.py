"""Beside an order: a shopper's wish to cancel with its answer, and the order's returns (F079, F080)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import N_, _, moment
from emporium.services import cancelling, cases, returns
from emporium.services.auth import Actor, Permission
from emporium.services.orders import OrderView
from emporium.services.returns import ReturnRow
from emporium.ui.cases import CaseTalk
from emporium.ui.desk_typed import text_of
from emporium.web.cases import case_shown
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import CancelStatus, CaseStatus
from vendor.after_values import OrderAfter
from vendor.state.returns import back_row
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

ENDED = {
    CancelStatus.ACCEPTED: N_("Cancelled"),
    CancelStatus.REFUSED: N_("You said no"),
    CancelStatus.CLOSED: N_("Ended by itself"),
}


class AnswersWishes(VendorPageState, rx.State, mixin=True):
    """The store's answer to a wish to cancel."""

    @rx.event
    @guarded(Permission.CANCEL_ORDERS)
    async def agree(self) -> None:
        """Cancel what the shopper asked for."""
        given = await run(_decide, actor=current_actor(), slug=store_slug(self), number=self._number(), agree=True)
        await toast(self, _("Cancelled. {amount} goes back to the shopper.").format(amount=given), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.CANCEL_ORDERS)
    async def disagree(self, form: dict[str, Any]) -> None:
        """Say no, in words."""
        try:
            await run(
                _decide, actor=current_actor(), slug=store_slug(self), number=self._number(), agree=False,
                note=text_of(form, "note", 300),
            )  # fmt: skip
        except Invalid as wrong:
            view: Any = getattr(self, "view")  # noqa: B009 - the page's own state declares it
            after = dataclasses.replace(view.after, error=wrong.message)
            setattr(self, "view", dataclasses.replace(view, after=after))  # noqa: B010
            return
        await toast(self, _("The shopper reads why."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def answer_case(self, form: dict[str, Any]) -> None:
        """The store's words in a shopper's case."""
        try:
            await run(_answer_case, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            view: Any = getattr(self, "view")  # noqa: B009
            after = dataclasses.replace(view.after, case_error=wrong.message)
            setattr(self, "view", dataclasses.replace(view, after=after))  # noqa: B010
            return
        await toast(self, _("Said. We look at both sides now."), tone="success")
        await self._reload()

    def _number(self) -> str:
        """The order this page shows."""
        return str(getattr(self, "view").number)  # noqa: B009


def _decide(session: Session, *, actor: Actor, slug: str, number: str, agree: bool, note: str = "") -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    wish = cancelling.decide_cancel(session, actor=actor, store_id=store.id, number=number, agree=agree, note=note)
    return money(wish.refunded_minor, store.currency)


def _answer_case(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    cases.answer_case(
        session, actor=actor, store_id=store.id, case_id=known_id(text_of(form, "id", 40)),
        words=text_of(form, "words", 2000),
    )  # fmt: skip


def order_after(
    session: Session, *, found: OrderView, actor: Actor, keep: str, query: Mapping[str, str] | None = None
) -> OrderAfter:
    """Wishes and returns of an order. Three queries, five when something came back."""
    wishes = cancelling.wishes_of_orders(session, order_ids=[found.id])[found.id]
    names = {line.id: line.name for line in found.lines}
    waiting = next((wish for wish in wishes if wish.status == CancelStatus.OPEN), None)
    rows = [
        back_row(
            ReturnRow(
                view.id, view.order_number, view.buyer, view.status, view.reason,
                sum(line.quantity for line in view.lines), view.created_at,
            ),
            keep,
        )
        for view in returns.returns_of_order(session, order_id=found.id)
    ]  # fmt: skip
    known = cases.cases_of_orders(session, order_ids=[found.id])[found.id]
    return OrderAfter(
        case=case_shown(known[0], query=query) if known else CaseTalk(),
        case_back=link(f"/vendor/orders/{found.number}", keep),
        can_say=bool(known)
        and known[0].status in (CaseStatus.OPEN, CaseStatus.WITH_PLATFORM)
        and actor.can(Permission.REFUND_ORDERS, store=found.store_id),
        wish=(waiting.reason or _("No reason given.")) if waiting else "",
        wish_lines=[f"{count} × {names.get(line, '')}" for line, count in waiting.units.items()] if waiting else [],
        can_answer=actor.can(Permission.CANCEL_ORDERS, store=found.store_id),
        past=[
            _("{when}: the shopper asked to cancel. {outcome}.").format(
                when=moment(wish.created_at), outcome=_(ENDED[wish.status])
            )
            + (f" {wish.answer}" if wish.answer else "")
            for wish in wishes
            if wish.status != CancelStatus.OPEN
        ],
        rows=rows,
        has_returns=bool(rows),
    )
