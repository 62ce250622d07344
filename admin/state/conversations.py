"""Conversations that one side has reported, and the operator's decision (F111, F124)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from admin.state.kinds import TALKS, kinds
from admin.state.shell import link
from admin.talk_values import TalksView, TalkView
from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import N_, _, moment, number, plural
from emporium.services import messages
from emporium.services.auth import Actor, Permission
from emporium.services.messages import DECIDED, QUEUES, REPORTED, ModeratedTalk
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option
from emporium.ui.messages import TalkList, TalkRow
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.messages import thread_shown
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import ago, told_reports
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import SenderRole

PATH = TALKS
TABS = {REPORTED: N_("Reported"), DECIDED: N_("Decided")}


class AdminTalksState(PageState, rx.State):
    """State of the queue of reported conversations."""

    view: TalksView = TalksView()


class AdminTalkState(PageState, rx.State):
    """State of one reported conversation."""

    view: TalkView = TalkView()

    @rx.event
    @guarded(Permission.MODERATE)
    async def keep(self) -> None:
        """Nothing is wrong with it."""
        await self._decide(messages.keep_talk, _("It stands. Who reported it hears of that."))

    @rx.event
    @guarded(Permission.MODERATE)
    async def hide(self, form: dict[str, Any]) -> None:
        """Neither side reads a message any more."""
        await self._decide(_hide, _("Hidden. Both sides read why."), step="hide", form=form)

    @rx.event
    @guarded(Permission.MODERATE)
    async def show(self, form: dict[str, Any]) -> None:
        """Take that back."""
        await self._decide(_show, _("Both sides can read it again."), step="show", form=form)

    @rx.event
    @guarded(Permission.MODERATE)
    async def warn(self, form: dict[str, Any]) -> None:
        """Tell one side which rule it has broken."""
        await self._decide(_warn, _("Warned. The other side does not see it."), step="warn", form=form)

    @rx.event
    @guarded(Permission.MODERATE)
    async def close(self, form: dict[str, Any]) -> None:
        """Nobody writes in it any more."""
        await self._decide(_close, _("Closed. Both sides read why."), step="close", form=form)

    @rx.event
    @guarded(Permission.MODERATE)
    async def reopen(self) -> None:
        """Take closing back."""
        await self._decide(messages.reopen_talk, _("Both sides can write again."))

    async def _decide(
        self, act: Callable[..., None], done: str, *, step: str = "", form: dict[str, Any] | None = None
    ) -> None:  # fmt: skip
        more = {"form": form} if form is not None else {}
        try:
            await run(act, actor=current_actor(), conversation_id=known_id(self.view.id), **more)
        except (Invalid, Conflict) as wrong:
            self.view = dataclasses.replace(
                self.view, error=wrong.message, wrong=wrong.field or ("reason" if step else ""), step=step
            )
            return
        await toast(self, done, tone="success")
        await self._reload()


def _hide(session: Session, *, actor: Actor, conversation_id: UUID, form: Mapping[str, Any]) -> None:
    messages.hide_message(
        session, actor=actor, conversation_id=conversation_id, message_id=_message_of(form),
        reason=text_of(form, "reason", 40),
    )  # fmt: skip


def _show(session: Session, *, actor: Actor, conversation_id: UUID, form: Mapping[str, Any]) -> None:
    messages.show_message(session, actor=actor, conversation_id=conversation_id, message_id=_message_of(form))


def _message_of(form: Mapping[str, Any]) -> UUID:
    found = uuid_or_none(text_of(form, "message", 40))
    if found is None:
        raise Invalid("message", _("Choose a message."))
    return found


def _warn(session: Session, *, actor: Actor, conversation_id: UUID, form: Mapping[str, Any]) -> None:
    messages.warn(
        session, actor=actor, conversation_id=conversation_id, side=text_of(form, "side", 20),
        reason=text_of(form, "reason", 40),
    )  # fmt: skip


def _close(session: Session, *, actor: Actor, conversation_id: UUID, form: Mapping[str, Any]) -> None:
    messages.close_talk(
        session, actor=actor, conversation_id=conversation_id, reason=text_of(form, "reason", 40)
    )  # fmt: skip


def load_conversations(session: Session, request: PageRequest) -> Loaded:
    """A queue of reported conversations: those that wait, oldest first, or those that were decided. Eight queries."""
    actor, query = request.actor, request.query
    tab = query.get("tab", "")
    tab = tab if tab in QUEUES else REPORTED
    after = uuid_or_none(query.get("after", ""))
    found = messages.moderation_queue(session, actor=actor, queue=tab, after=after)
    waits = plural(found.counts[REPORTED], "{n} conversation waits", "{n} conversations wait")
    view = TalksView(
        sub=_("{waits} for a decision").format(waits=waits),
        kinds=kinds(session, actor=actor, here=PATH),
        tabs=[Link(_(TABS[name]), link(PATH, tab=name), name == tab, number(found.counts[name])) for name in QUEUES],
        talks=TalkList(
            rows=[
                TalkRow(
                    href=f"{PATH}/{row.id}",
                    who=_("{shopper} and {store}").format(shopper=row.shopper, store=row.store_name),
                    initials=row.initials,
                    awning=row.awning,
                    subject=row.subject,
                    last=(row.last or plural(row.photos, "{n} picture", "{n} pictures"))[:160],
                    when=ago(row.last_at),
                    closed=row.closed,
                )
                for row in found.rows
            ],
            empty=not found.rows,
            foot=_("{rows} shown").format(rows=plural(len(found.rows), "{n} conversation", "{n} conversations")),
            older=link(PATH, tab=tab, after=str(found.next_after)) if found.next_after else "",
            newest=link(PATH, tab=tab) if after else "",
        ),
    )
    return Loaded(view, Seo(title=_("Conversations – Emporium admin"), noindex=True), topics=[messages.QUEUE])


def load_conversation(session: Session, request: PageRequest) -> Loaded:
    """One reported conversation. Raises NotFound for one that nobody has reported. Seven queries."""
    ident = uuid_or_none(request.params["id"])
    if ident is None:
        raise NotFound(_("There is no such conversation."))
    found = messages.reported_talk(session, actor=request.actor, conversation_id=ident)
    view = _view(found)
    return Loaded(
        view,
        Seo(title=_("{heading} – Emporium admin").format(heading=view.heading), noindex=True),
        topics=[messages.QUEUE],
    )


def _view(found: ModeratedTalk) -> TalkView:
    thread = found.thread
    href = f"/p/{thread.product_slug}" if thread.product_slug else ""
    talk = thread_shown(thread, mine=SenderRole.PLATFORM, subject_href=href, back=PATH)
    said = [
        dataclasses.replace(shown, why=told_reports(found.of_messages.get(row.id, [])))
        for shown, row in zip(talk.said, thread.said, strict=True)
    ]
    names = {SenderRole.SHOPPER: thread.shopper, SenderRole.STORE: thread.store_name}
    choices = [(row, Option(str(row.id), _choice(row, names))) for row in thread.said if row.sender in names]
    hidden = [option for row, option in choices if row.hidden]
    return TalkView(
        id=str(thread.id),
        heading=_("{shopper} and {store}").format(shopper=thread.shopper, store=thread.store_name),
        sub=_("A report waits for a decision") if found.waits else _("Every report is decided"),
        talk=dataclasses.replace(talk, said=said),
        why=told_reports(found.reports),
        waits=found.waits,
        closed=_(messages.rule_words(thread.closed)) if thread.closed else "",
        to_hide=[Option("", _("Choose")), *(option for row, option in choices if not row.hidden)],
        to_show=[Option("", _("Choose")), *hidden],
        can_show=bool(hidden),
        sides=[Option("", _("Choose")), *(Option(side.value, name) for side, name in names.items())],
        reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in messages.RULES.items())],
    )


def _choice(row: messages.Said, names: Mapping[SenderRole, str]) -> str:
    words = " ".join(row.body.split()) or plural(len(row.photos), "{n} picture", "{n} pictures")
    return f"{names[row.sender]}, {moment(row.created_at)}: {words if len(words) <= 50 else words[:49] + '…'}"
