"""What shoppers ask a store, and its answers (F111)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid, TooMany
from emporium.i18n import _, number
from emporium.services import messages
from emporium.services.auth import Actor, Permission
from emporium.ui.desk_typed import text_of
from emporium.ui.messages import Talk
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.messages import answer_time, cursor_of, list_shown, thread_shown
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import SenderRole
from vendor.message_values import MessagesPage
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

PATH = "/vendor/messages"
NEW = "new"


class VendorMessagesState(VendorPageState, rx.State):
    """State of a store's list of conversations."""

    view: MessagesPage = MessagesPage()


class VendorMessageState(VendorPageState, rx.State):
    """State of one conversation. Whoever of the store sees it has read it."""

    view: Talk = Talk()

    @rx.event
    async def load(self) -> Any:
        """Read it, and say so."""
        return await self._reload()

    @rx.event
    @guarded(Permission.ANSWER_MESSAGES)
    async def send(self, form: dict[str, Any]) -> None:
        """Answer."""
        body = str(form.get("body") or "")[: messages.BODY_MAX + 1]
        try:
            await run(_write, actor=current_actor(), slug=store_slug(self), ident=self.view.id, body=body)
        except (Conflict, Invalid, TooMany) as wrong:
            self.view = dataclasses.replace(self.view, body=body, error=wrong.message, wrong=wrong.field or "")
            return
        await self._reload()

    @rx.event
    @guarded(Permission.ANSWER_MESSAGES)
    async def report(self, form: dict[str, Any]) -> None:
        """Ask the operator for a look."""
        try:
            new = await run(_report, actor=current_actor(), slug=store_slug(self), ident=self.view.id, form=form)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "")
            return
        self.view = dataclasses.replace(self.view, error="", wrong="")
        said = _("We look at it within three days.") if new else _("You have reported this already.")
        await toast(self, said, tone="success")

    async def _reload(self) -> Any:
        result = await VendorPageState._reload(self)
        if self.view.id and await run(_mark, actor=current_actor(), slug=store_slug(self), ident=self.view.id):
            return await VendorPageState._reload(self)  # the menu counts one fewer
        return result


def _write(session: Session, *, actor: Actor, slug: str, ident: str, body: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    messages.write_as_store(
        session, actor=actor, store_id=store.id, conversation_id=known_id(ident), body=body
    )


def _report(session: Session, *, actor: Actor, slug: str, ident: str, form: Mapping[str, Any]) -> bool:
    store = chosen_store(session, actor=actor, slug=slug)
    return messages.report_talk(
        session, actor=actor, store_id=store.id, conversation_id=known_id(ident),
        message_id=uuid_or_none(text_of(form, "about", 40)), reason=text_of(form, "reason", 40),
        details=text_of(form, "details", 1000),
    )  # fmt: skip


def _mark(session: Session, *, actor: Actor, slug: str, ident: str) -> bool:
    store = chosen_store(session, actor=actor, slug=slug)
    return messages.mark_read(
        session, actor=actor, store_id=store.id, conversation_id=known_id(ident)
    )  # fmt: skip


def load_messages(session: Session, request: PageRequest) -> Loaded:
    """A store's conversations, all or those with something new. Five queries."""
    actor, query = request.actor, request.query
    keep = query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    tab = NEW if query.get("tab") == NEW else ""
    before = cursor_of(dict(query))
    page = messages.store_threads(session, actor=actor, store_id=store.id, unread=bool(tab), before=before)
    shown = list_shown(
        page, mine=SenderRole.STORE, href=lambda ident: link(f"{PATH}/{ident}", keep), here=link(PATH, keep, tab=tab),
        later=before is not None,
    )  # fmt: skip
    view = MessagesPage(
        sub=answer_time(messages.response_minutes(session, store_id=store.id)),
        tabs=[
            Link(_("All"), link(PATH, keep), not tab),
            Link(_("New"), link(PATH, keep, tab=NEW), bool(tab), number(page.unread)),
        ],
        talks=shown,
    )
    seo = Seo(title=_("Messages – {name}").format(name=store.name), noindex=True)
    return Loaded(view, seo, topics=[f"store:{store.id}:messages"])


def load_message(session: Session, request: PageRequest) -> Loaded:
    """One conversation. Raises NotFound for another store's. Six queries."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    thread = messages.store_thread(
        session, actor=actor, store_id=store.id, conversation_id=known_id(request.params["id"])
    )
    href = f"/p/{thread.product_slug}" if thread.product_slug else ""
    if thread.order_number:
        href = link(f"/vendor/orders/{thread.order_number}", keep)
    view = thread_shown(
        thread, mine=SenderRole.STORE, subject_href=href, back=link(PATH, keep), here=link(request.path, keep),
        query=request.query,
    )  # fmt: skip
    seo = Seo(title=f"{thread.shopper} – {store.name}", noindex=True)
    return Loaded(view, seo, topics=[f"store:{store.id}:messages"])
