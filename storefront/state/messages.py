"""A shopper's conversations with stores (F111)."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid, TooMany
from emporium.i18n import _
from emporium.services import messages
from emporium.services.auth import Actor, Permission
from emporium.settings import get_settings
from emporium.ui.messages import Talk, TalkList
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.loading import load_live
from emporium.web.messages import answer_time, cursor_of, list_shown, thread_shown
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import SenderRole

PATH = "/account/messages"
ASK = "/account/ask"


class MessagesState(PageState, rx.State):
    """State of the list of conversations."""

    view: TalkList = TalkList()


class MessageState(PageState, rx.State):
    """State of one conversation. Whoever sees it has read it."""

    view: Talk = Talk()

    @rx.event
    async def load(self) -> Any:
        """Read it, and say so."""
        return await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def send(self, form: dict[str, Any]) -> None:
        """Say more."""
        body = str(form.get("body") or "")[: messages.BODY_MAX + 1]
        try:
            await run(
                messages.write_as_shopper, actor=current_actor(), body=body,
                conversation_id=known_id(self.view.id),
            )  # fmt: skip
        except (Conflict, Invalid, TooMany) as wrong:
            self.view = dataclasses.replace(self.view, body=body, error=wrong.message, wrong=wrong.field or "")
            return
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def report(self, form: dict[str, Any]) -> None:
        """Ask the operator for a look."""
        try:
            new = await run(
                messages.report_talk, actor=current_actor(), conversation_id=known_id(self.view.id),
                message_id=uuid_or_none(str(form.get("about") or "")), reason=str(form.get("reason") or "")[:40],
                details=str(form.get("details") or "")[:1000],
            )  # fmt: skip
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "")
            return
        self.view = dataclasses.replace(self.view, error="", wrong="")
        said = _("Thank you. We look at it within three days.") if new else _("You have reported this already.")
        await toast(self, said, tone="success")

    async def _reload(self) -> Any:
        result = await load_live(self)
        if self.view.id:
            await run(messages.mark_read, actor=current_actor(), conversation_id=known_id(self.view.id))
        return result


class AskState(PageState, rx.State):
    """State of the page that begins a conversation."""

    view: Talk = Talk()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def send(self, form: dict[str, Any]) -> Any:
        """The first question."""
        body, query = str(form.get("body") or "")[: messages.BODY_MAX + 1], dict(parse_qsl(self.router.url.query))
        about = {name: query.get(name, "")[:200] for name in messages.SUBJECTS}
        try:
            made = await run(messages.ask_store, actor=current_actor(), body=body, **about)
        except (Conflict, Invalid, TooMany) as wrong:
            self.view = dataclasses.replace(self.view, body=body, error=wrong.message, wrong=wrong.field or "")
            return None
        return rx.redirect(f"{PATH}/{made}", replace=True)


def load_messages(session: Session, request: PageRequest) -> Loaded:
    """One's conversations. Three queries."""
    before = cursor_of(request.query)
    page = messages.shopper_threads(session, actor=request.actor, before=before)
    view = list_shown(
        page, mine=SenderRole.SHOPPER, href=lambda ident: f"{PATH}/{ident}", here=PATH, later=before is not None
    )
    return Loaded(view, _seo(_("Your messages")), topics=_topics(request.actor))


def load_message(session: Session, request: PageRequest) -> Loaded:
    """One conversation. Raises NotFound for somebody else's. Five queries."""
    ident = known_id(request.params["id"])
    thread = messages.shopper_thread(session, actor=request.actor, conversation_id=ident)
    product, store = thread.product_slug, thread.store_slug
    href = f"/p/{product}" if product else f"/s/{store}" if store else ""
    view = thread_shown(
        thread, mine=SenderRole.SHOPPER, subject_href=href, back=PATH, here=request.path, query=request.query
    )
    hint = answer_time(messages.response_minutes(session, store_id=thread.store_id))
    view = dataclasses.replace(view, hint=hint)
    return Loaded(view, _seo(thread.store_name), topics=_topics(request.actor))


def load_ask(session: Session, request: PageRequest) -> Loaded:
    """The beginning of a conversation, or the way to the one that there is. Raises NotFound, Refused."""
    about = {name: request.query.get(name, "")[:200] for name in messages.SUBJECTS}
    found = messages.subject_of(session, actor=request.actor, **about)
    if found.conversation_id is not None:
        return Loaded(redirect=f"{PATH}/{found.conversation_id}", status=303)
    hint = answer_time(messages.response_minutes(session, store_id=found.store_id))
    view = Talk(
        heading=_("Ask {store}").format(store=found.store_name), subject=found.words, awning=found.awning, hint=hint,
        back=PATH, action="/messages/ask", here=request.address, error=request.query.get("wrong", "")[:200],
        wrong="photos" if request.query.get("photos") else request.query.get("field", "")[:20],
    )  # fmt: skip
    return Loaded(view, _seo(view.heading))


def ask_href(**about: str) -> str:
    """Where a store is asked about a product, an order or itself."""
    return f"{ASK}?{urlencode(about)}"


def _topics(actor: Actor) -> list[str]:
    return [f"user:{actor.user_id}:messages"]


def _seo(title: str) -> Seo:
    return Seo(title=f"{title} – {get_settings().name}", noindex=True)
