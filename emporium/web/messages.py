"""From conversations to what pages show of them. Shared by the two faces that talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from emporium.i18n import _, moment, plural
from emporium.services import messages
from emporium.services.messages import Said, Thread, ThreadPage, ThreadRow
from emporium.ui.desk_values import Option
from emporium.ui.messages import Talk, TalkList, TalkRow, TalkSaid
from emporium.ui.reviews import ReviewPhoto
from emporium.web.desk import initials, uuid_or_none
from emporium.web.shown import ago
from models.enums import SenderRole

CHOICES = 30
"""So many of the other side's messages can be chosen to be reported, the newest."""


def cursor_of(query: dict[str, str]) -> tuple[datetime, UUID] | None:
    """A place in a list of conversations, from the address; nonsense is the beginning."""
    ident = uuid_or_none(query.get("before", ""))
    try:
        when = datetime.fromisoformat(query.get("at", ""))
    except ValueError:
        return None
    return (when, ident) if ident is not None and when.tzinfo is not None else None


def list_shown(
    page: ThreadPage, *, mine: SenderRole, href: Callable[[str], str], here: str, later: bool = False
) -> TalkList:
    """A page of conversations as one side sees it. `here` is the list's address; `later`: it is not the first page."""
    join = "&" if "?" in here else "?"
    more = page.next_before
    return TalkList(
        sub=_("{count} with something new").format(count=page.unread) if page.unread else "",
        rows=[
            TalkRow(
                href=href(str(row.id)),
                who=row.store_name if mine is SenderRole.SHOPPER else row.shopper,
                initials=row.initials if mine is SenderRole.SHOPPER else initials(row.shopper),
                awning=row.awning,
                subject=row.subject,
                last=_last(row, mine)[:160],
                when=ago(row.last_at),
                unread=row.unread,
                closed=row.closed,
            )
            for row in page.rows
        ],
        empty=not page.rows,
        foot=_("{rows} shown").format(rows=plural(len(page.rows), "{n} conversation", "{n} conversations")),
        older=f"{here}{join}{urlencode({'at': more[0].isoformat(), 'before': str(more[1])})}" if more else "",
        newest=here if later else "",
    )


def _last(row: ThreadRow, mine: SenderRole) -> str:
    """What was said last, in a line."""
    words = row.last or (plural(row.photos, "{n} picture", "{n} pictures") if row.photos else _("Hidden by us"))
    return _("You: {words}").format(words=words) if row.last_by is mine else words


def thread_shown(
    thread: Thread,
    *,
    mine: SenderRole,
    subject_href: str,
    back: str,
    here: str = "",
    query: Mapping[str, str] | None = None,
) -> Talk:
    """A conversation as one side sees it, or the operator. `query` is the page's: what was refused is told in it."""
    asked = query or {}
    return Talk(
        id=str(thread.id),
        heading=thread.store_name if mine is SenderRole.SHOPPER else thread.shopper,
        subject=thread.subject,
        subject_href=subject_href,
        awning=thread.awning,
        said=[_said(said, thread, mine) for said in thread.said],
        error=asked.get("wrong", "")[:200],
        wrong=("photos" if asked.get("photos") == str(thread.id) else asked.get("field", "")[:20]),
        fresh=str(sum(said.sender is mine for said in thread.said)),
        back=back,
        action=f"/messages/write/{thread.id}",
        here=here,
        store=str(thread.store_id) if mine is SenderRole.STORE else "",
        closed=_(messages.rule_words(thread.closed)) if thread.closed else "",
        about=[Option("", _("The whole conversation")), *_theirs(thread, mine)],
        reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in messages.REPORTS.items())],
    )


def _said(said: Said, thread: Thread, mine: SenderRole) -> TalkSaid:
    who = {SenderRole.SHOPPER: thread.shopper, SenderRole.STORE: thread.store_name, SenderRole.PLATFORM: _("We")}
    name = _("You") if said.sender is mine and mine is not SenderRole.PLATFORM else who[said.sender]
    if said.only_for is not None and mine is SenderRole.PLATFORM:
        name = _("We, to {name} alone").format(name=who[said.only_for])
    hidden = ""
    if said.hidden:
        hidden = _("We have hidden this message. {reason}").format(reason=messages.rule_words(said.hidden))
    return TalkSaid(
        id=str(said.id),
        who=name,
        initials=thread.initials if said.sender is SenderRole.STORE else initials(who[said.sender]),
        body=said.body,
        when=moment(said.created_at),
        mine=said.sender is mine and mine is not SenderRole.PLATFORM,
        ours=said.sender is SenderRole.PLATFORM,
        photos=[
            ReviewPhoto(
                f"/messages/photo/{photo}?small=1", f"/messages/photo/{photo}",
                _("Picture {number} by {name}").format(number=number, name=who[said.sender]),
            )
            for number, photo in enumerate(said.photos, 1)
        ],
        has_photos=bool(said.photos),
        hidden=hidden,
    )  # fmt: skip


def _theirs(thread: Thread, mine: SenderRole) -> list[Option]:
    """What the other side wrote, newest first, as choices."""
    other = [said for said in reversed(thread.said) if said.sender not in (mine, SenderRole.PLATFORM)]
    return [Option(str(said.id), f"{moment(said.created_at)}: {_short(said)}") for said in other[:CHOICES]]


def _short(said: Said) -> str:
    words = " ".join(said.body.split()) or plural(len(said.photos), "{n} picture", "{n} pictures")
    return words if len(words) <= 60 else words[:59] + "…"


def answer_time(minutes: int | None) -> str:
    """`Usually answers within 3 hours`; nothing when too little is known."""
    if minutes is None:
        return ""
    if minutes <= 60:
        return _("Usually answers within an hour")
    hours = -(-minutes // 60)
    if hours <= 24:
        return _("Usually answers within {time}").format(time=plural(hours, "{n} hour", "{n} hours"))
    return _("Usually answers within {time}").format(time=plural(-(-hours // 24), "{n} day", "{n} days"))
