"""What waits for a look, and who owes: holds and debts, with what an operator can do about each (F100, F126)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.rule_values import DebtLine, HoldLine, HoldsPage
from admin.state.shell import link
from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import N_, _, day, moment, plural
from emporium.services import debts, risk
from emporium.services.auth import Actor, Permission
from emporium.services.debts import DebtRow
from emporium.services.risk import HoldRow
from emporium.ui.desk_typed import amount_minor, text_of
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import DebtStage, RiskSubject

PATH = "/admin/holds"
STAGE = {
    DebtStage.NETTING: (N_("Taken off later sales"), "info", "clock"),
    DebtStage.ASKED: (N_("Asked to pay"), "warning", "mail"),
    DebtStage.RESTRICTED: (N_("Cannot sell"), "danger", "circle-slash"),
}


class AdminHoldsState(PageState, rx.State):
    """State of the page of holds and debts."""

    view: HoldsPage = HoldsPage()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def let_go(self, form: dict[str, Any]) -> None:
        """Somebody looked: it goes on."""
        await self._act(_release, form, "holds", _("It goes on."))

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def stop(self, form: dict[str, Any]) -> None:
        """Hold an order by hand."""
        try:
            await run(_hold, actor=current_actor(), form=form)
        except (Invalid, NotFound, Conflict) as wrong:
            field = wrong.field if isinstance(wrong, Invalid) else "number"
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field or "number")
            return
        await toast(self, _("It is held until somebody lets it go on."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def paid(self, form: dict[str, Any]) -> None:
        """A store paid some of what it owes."""
        await self._act(_paid, form, "debts", _("Booked."))

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def forgive(self, form: dict[str, Any]) -> None:
        """The platform bears it."""
        await self._act(_forgive, form, "debts", _("Forgiven, as a loss of the platform."))

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def more_time(self, form: dict[str, Any]) -> None:
        """The time to pay begins anew."""
        await self._act(_more_time, form, "debts", _("The store has time again, and can sell."))

    async def _act(self, act: Any, form: dict[str, Any], rows: str, said: str) -> None:
        """Do it; what is wrong stands in the row it is about."""
        ident = str(form.get("id", ""))
        try:
            await run(act, actor=current_actor(), form=form)
        except Invalid as wrong:
            marked = [
                dataclasses.replace(row, error=wrong.message if row.id == ident else "", wrong=wrong.field or "")
                for row in getattr(self.view, rows)
            ]
            self.view = dataclasses.replace(self.view, **{rows: marked})
            return
        await toast(self, said, tone="success")
        await self._reload()


def _release(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> None:
    hold = known_id(text_of(form, "id", 40))
    risk.release_hold(session, actor=actor, hold_id=hold, note=text_of(form, "note", 300))


def _hold(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> None:
    number = text_of(form, "number", 40).upper()
    if not number:
        raise Invalid("number", _("Give the order's number, like E10482-1."))
    risk.hold_by_hand(session, actor=actor, note=text_of(form, "note", 300), order_number=number)


def _paid(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> None:
    debts.receive_payment(session, actor=actor, **_amount(form))


def _forgive(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> None:
    debts.forgive_debt(session, actor=actor, **_amount(form))


def _amount(form: Mapping[str, Any]) -> dict[str, Any]:
    currency = text_of(form, "currency", 3)
    return {
        "debt_id": known_id(text_of(form, "id", 40)),
        "amount_minor": amount_minor(text_of(form, "amount", 20), currency or "EUR", "amount"),
        "note": text_of(form, "note", 200),
        "key": text_of(form, "key", 60),
    }


def _more_time(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> None:
    debt = known_id(text_of(form, "id", 40))
    debts.extend_debt(session, actor=actor, debt_id=debt, note=text_of(form, "note", 200))


def load_holds(session: Session, request: PageRequest) -> Loaded:
    """Both lists. Two queries."""
    actor = request.actor
    after = uuid_or_none(request.query.get("after", ""))
    holds, more = risk.open_holds(session, actor=actor, after=after)
    owing = debts.debts(session, actor=actor)
    view = HoldsPage(
        sub=_("{holds} to look at, {owing} that owe").format(
            holds=plural(len(holds), "{n} thing", "{n} things"), owing=plural(len(owing), "{n} store", "{n} stores")
        ),
        holds=[_hold_line(row) for row in holds],
        quiet=not holds,
        foot=_("{holds} shown").format(holds=plural(len(holds), "{n} hold", "{n} holds")),
        older=link(PATH, after=str(more)) if more else "",
        newest=link(PATH) if after else "",
        debts=[_debt_line(row) for row in owing],
        nobody=not owing,
        can_edit=actor.can(Permission.MANAGE_MONEY),
    )
    return Loaded(view, Seo(title=_("Holds – Emporium admin"), noindex=True), topics=["admin:holds", "admin:money"])


def _hold_line(row: HoldRow) -> HoldLine:
    order = row.subject == RiskSubject.ORDER
    return HoldLine(
        id=str(row.id),
        title=_("Order {order_number}").format(order_number=row.order_number)
        if order
        else _("Payouts of {store}").format(store=row.store),
        sub=f"{row.store}, {money(row.total_minor, row.currency)}" if order else _("Nothing is paid out to it"),
        reasons=row.reasons,
        since=moment(row.since),
    )


def _debt_line(row: DebtRow) -> DebtLine:
    word, tone, icon = STAGE[row.stage]
    word = _(word)
    return DebtLine(
        id=str(row.id),
        store=row.store,
        owed=money(row.owed_minor, row.currency),
        currency=row.currency,
        since=_("Since {since}").format(since=day(row.since)),
        status=word,
        tone=tone,
        icon=icon,
        next_step=_("Next step on {next_step}").format(next_step=day(row.next_step)) if row.next_step else "",
        key=f"{row.id}:{row.owed_minor}",
    )
