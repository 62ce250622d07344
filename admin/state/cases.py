"""Buyers' cases, and the platform's decision (F073)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.case_values import CaseRow, CasesPage
from admin.state.shell import link
from emporium.errors import Conflict, Invalid
from emporium.i18n import _, moment, plural
from emporium.services import cases
from emporium.services.auth import Actor, Permission
from emporium.services.cases import CaseView
from emporium.ui.desk_typed import amount_minor, text_of
from emporium.web.cases import case_shown
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import CaseStatus

PATH = "/admin/cases"


class AdminCasesState(PageState, rx.State):
    """State of the page of cases."""

    view: CasesPage = CasesPage()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def decide(self, form: dict[str, Any]) -> None:
        """Give everything, a part or nothing back; what is wrong stands in the case's own form."""
        ident = str(form.get("id", ""))
        try:
            await run(_decide, actor=current_actor(), form=form)
        except (Invalid, Conflict) as wrong:
            rows = [
                dataclasses.replace(row, error=wrong.message, wrong=wrong.field or "") if row.id == ident else row
                for row in self.view.rows
            ]
            self.view = dataclasses.replace(self.view, rows=rows)
            return
        await toast(self, _("Decided. Both sides hear of it."), tone="success")
        await self._reload()


def _decide(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> int:
    currency = text_of(form, "currency", 3)
    return cases.decide_case(
        session, actor=actor, case_id=known_id(text_of(form, "id", 40)), outcome=text_of(form, "outcome", 20),
        payer=text_of(form, "payer", 20), words=text_of(form, "words", 2000),
        amount_minor=amount_minor(text_of(form, "amount", 20), currency or "EUR", "amount"),
    )  # fmt: skip


def load_cases(session: Session, request: PageRequest) -> Loaded:
    """A page of cases, open ones first. Three queries."""
    actor = request.actor
    known = uuid_or_none(request.query.get("before", ""))
    after = (request.query.get("over") == "1", known) if known else None
    rows, more = cases.list_cases(session, actor=actor, after=after)
    now = datetime.now(UTC)
    waiting = sum(row.status == CaseStatus.WITH_PLATFORM for row in rows)
    view = CasesPage(
        sub=_("{waiting} to decide here").format(waiting=plural(waiting, "{n} case", "{n} cases")),
        rows=[_row(row, now, actor) for row in rows],
        empty=not rows,
        foot=_("{rows} shown").format(rows=plural(len(rows), "{n} case", "{n} cases")),
        older=link(PATH, before=str(more[1]), over="1" if more[0] else "") if more else "",
        newest=link(PATH) if after else "",
    )
    return Loaded(view, Seo(title=_("Cases – Emporium admin"), noindex=True), topics=["admin:cases"])


def _row(view: CaseView, now: datetime, actor: Actor) -> CaseRow:
    waits = view.status == CaseStatus.OPEN and view.answer_by > now
    open_ = view.status in (CaseStatus.OPEN, CaseStatus.WITH_PLATFORM)
    return CaseRow(
        id=str(view.id),
        order=_("Order {order_number}").format(order_number=view.order_number),
        store=view.store,
        total=money(view.total_minor, view.currency),
        currency=view.currency,
        case=case_shown(view),
        can_decide=open_ and not waits and actor.can(Permission.MANAGE_MONEY),
        waits=_("The store has until {answer_by} to answer.").format(answer_by=moment(view.answer_by)) if waits else "",
    )
