"""A store's prepared orders: the list (F084)."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _, day, moment, plural
from emporium.services import drafts
from emporium.services.auth import Actor, Permission
from emporium.services.drafts import DraftRow, DraftState
from emporium.ui.values import Link
from emporium.web.desk import uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from vendor.draft_values import DraftLineRow, DraftsPage
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

PATH = "/vendor/drafts"
WORDS: dict[DraftState, tuple[str, str, str]] = {
    DraftState.SAVED: ("Saved", "", "pencil"),
    DraftState.SENT: ("Sent, to be paid", "info", "send"),
    DraftState.ORDERED: ("Ordered, money awaited", "warning", "clock"),
    DraftState.PAID: ("Ordered", "success", "check"),
    DraftState.EXPIRED: ("Expired", "danger", "clock"),
    DraftState.DISCARDED: ("Thrown away", "", "circle-slash"),
}
"""What a state is called, its tone and its icon."""


class VendorDraftsState(VendorPageState, rx.State):
    """State of the list of drafts."""

    view: DraftsPage = DraftsPage()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def make(self) -> Any:
        """A new one, and its page."""
        number = await run(_make, actor=current_actor(), slug=store_slug(self))
        return rx.redirect(link(f"{PATH}/{number}", store_slug(self)))


def _make(session: Session, *, actor: Actor, slug: str) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    return drafts.create_draft(session, actor=actor, store_id=store.id).number


def load_drafts(session: Session, request: PageRequest) -> Loaded:
    """A page of drafts. Three queries."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    before = uuid_or_none(request.query.get("before", ""))
    page = drafts.list_drafts(session, actor=actor, store_id=store.id, before=before)
    view = DraftsPage(
        sub=_("Orders that you make for a customer: on the telephone, by mail, at a fair."),
        tabs=[Link(_("Orders"), link("/vendor/orders", keep)), Link(_("Drafts"), link(PATH, keep), True)],
        rows=[_row(row, keep) for row in page.rows],
        empty=not page.rows,
        foot=plural(len(page.rows), "{n} draft", "{n} drafts") + " shown",
        older=link(PATH, keep, before=str(page.next_before)) if page.next_before else "",
        newest=link(PATH, keep) if before else "",
        can_make=True,
    )
    return Loaded(
        view, Seo(title=_("Drafts – {name}").format(name=store.name), noindex=True), topics=[f"store:{store.id}:drafts"]
    )


def _row(row: DraftRow, keep: str) -> DraftLineRow:
    word, tone, icon = WORDS[row.state]
    return DraftLineRow(
        number=row.number,
        href=link(f"{PATH}/{row.number}", keep),
        who=row.name or row.email or _("Nobody yet"),
        email=row.email if row.name else "",
        total=money(row.total_minor, row.currency) if row.total_minor else "",
        when=moment(row.created_at),
        state=word,
        tone=tone,
        icon=icon,
        until=day(row.expires_at) if row.state in (DraftState.SAVED, DraftState.SENT) else "",
    )
