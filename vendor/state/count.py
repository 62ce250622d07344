"""Counting by list: rows pasted from a spreadsheet are looked at, then set one by one (F090)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import N_, _, moment, number, plural
from emporium.services import inventory
from emporium.services.auth import Actor, Permission
from emporium.services.inventory import CountLine, CountView
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import CountStatus
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug
from vendor.state.stock_tabs import stock_tabs
from vendor.stock_values import CountPage, CountRow

PATH = "/vendor/stock/count"
SHOWN = 200
STATES = {
    "change": (N_("Changes"), "info", "refresh-cw"),
    "same": (N_("As it is"), "neutral", "check"),
    "wrong": (N_("Left out"), "danger", "circle-alert"),
    "set": (N_("Set"), "success", "check"),
    "stale": (N_("Changed meanwhile"), "warning", "triangle-alert"),
    "refused": (N_("Refused"), "danger", "circle-slash"),
}
FIRST = {state: place for place, state in enumerate(("wrong", "stale", "refused", "change", "set", "same"))}
"""What somebody has to look at stands first."""


class VendorCountState(VendorPageState, rx.State):
    """State of the page of counted lists."""

    view: CountPage = CountPage()

    @rx.event
    @guarded(Permission.VIEW_STORE)
    async def download(self) -> Any:
        """Everything as a list to count with."""
        name, content = await run(_list_file, actor=current_actor(), slug=store_slug(self))
        return rx.download(data=content, filename=name, mime_type="text/csv")

    @rx.event
    @guarded(Permission.EDIT_STOCK)
    async def hand_in(self, form: dict[str, Any]) -> Any:
        """Read a list and show what it would change. Nothing is set."""
        try:
            address = await run(_hand_in, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message)
            return None
        return rx.redirect(address)

    @rx.event
    @guarded(Permission.EDIT_STOCK)
    async def accept(self) -> None:
        """Set what was looked at."""
        said = await run(_accept, actor=current_actor(), slug=store_slug(self), count_id=self.view.id)
        await toast(self, said, tone="success")
        await self._reload()


def _list_file(session: Session, *, actor: Actor, slug: str) -> tuple[str, str]:
    store = chosen_store(session, actor=actor, slug=slug)
    return f"{store.slug}-stock.csv", inventory.counts_csv(session, actor=actor, store_id=store.id)


def _hand_in(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    made = inventory.hand_in_count(session, actor=actor, store_id=store.id, text=str(form.get("list") or ""))
    return link(PATH, slug, list=str(made.id))


def _accept(session: Session, *, actor: Actor, slug: str, count_id: str) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    done = inventory.accept_count(session, actor=actor, store_id=store.id, count_id=known_id(count_id))
    if done.status == CountStatus.WAITING:
        return _("It is a long list. It is being set; this page shows when it is done.")
    return _summary(done)


def load_count(session: Session, request: PageRequest) -> Loaded:
    """The list that is looked at, and the ones before. Three queries. Raises NotFound for another store's list."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    wanted = uuid_or_none(request.query.get("list", ""))
    found = inventory.get_count(session, actor=actor, store_id=store.id, count_id=wanted) if wanted else None
    earlier = inventory.last_counts(session, actor=actor, store_id=store.id)
    view = CountPage(
        sub=_("Count with a spreadsheet: what you type is compared with what was there when you began."),
        tabs=stock_tabs(PATH, keep),
        can_edit=actor.can(Permission.EDIT_STOCK, store=store.id),
        earlier=[
            Link(f"{moment(row.created_at)}: {_summary(row)}", link(PATH, keep, list=str(row.id))) for row in earlier
        ],
        has_earlier=bool(earlier),
    )
    if found is not None:
        view = _looked_at(view, found)
    return Loaded(
        view, Seo(title=_("Count – {name}").format(name=store.name), noindex=True), topics=[f"store:{store.id}:stock"]
    )


def _looked_at(view: CountPage, found: CountView) -> CountPage:
    lines = sorted(found.lines, key=lambda line: (FIRST[line.state], line.row))
    changes = found.number("change")
    draft = found.status == CountStatus.DRAFT
    return dataclasses.replace(
        view,
        shown=True,
        id=str(found.id),
        title=_("Look at it before it is set") if draft else _("What came of it"),
        said=_summary(found),
        rows=[_row(line) for line in lines[:SHOWN]],
        more=_("{rows} more rows are not shown.").format(rows=number(len(lines) - SHOWN)) if len(lines) > SHOWN else "",
        can_set=draft and changes > 0 and view.can_edit,
        set_label=_("Set {count}").format(count=plural(changes, "{n} level", "{n} levels")),
    )


def _summary(found: CountView) -> str:
    if found.status == CountStatus.WAITING:
        return _("Being set")
    if found.status == CountStatus.DRAFT:
        parts = [(found.number("change"), _("to change")), (found.number("same"), _("as they are")),
                 (found.number("wrong"), _("left out"))]  # fmt: skip
    else:
        parts = [(found.number("set"), _("set")), (found.number("stale", "refused"), _("not set")),
                 (found.number("wrong"), _("left out"))]  # fmt: skip
    return ", ".join(f"{number(count)} {words}" for count, words in parts if count) or _("Nothing to change")


def _row(line: CountLine) -> CountRow:
    word, tone, icon = STATES[line.state]
    word = _(word)
    return CountRow(
        key=str(line.row), row=str(line.row), sku=line.sku, place=line.location, seen=number(line.seen),
        counted=number(line.counted), state=word, tone=tone, icon=icon, words=line.words,
    )  # fmt: skip
