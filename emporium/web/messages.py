"""From conversations to what pages show of them. Shared by the two faces that talk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from emporium.i18n import _, moment, plural
from emporium.services.messages import Thread, ThreadPage
from emporium.ui.messages import Talk, TalkList, TalkRow, TalkSaid
from emporium.web.desk import initials, uuid_or_none
from emporium.web.shown import ago
from models.enums import SenderRole


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
                last=(_("You: {words}").format(words=row.last) if row.last_by is mine else row.last)[:160],
                when=ago(row.last_at),
                unread=row.unread,
            )
            for row in page.rows
        ],
        empty=not page.rows,
        foot=_("{rows} shown").format(rows=plural(len(page.rows), "{n} conversation", "{n} conversations")),
        older=f"{here}{join}{urlencode({'at': more[0].isoformat(), 'before': str(more[1])})}" if more else "",
        newest=here if later else "",
    )


def thread_shown(thread: Thread, *, mine: SenderRole, subject_href: str, back: str) -> Talk:
    """A conversation as one side sees it."""
    who = {SenderRole.SHOPPER: thread.shopper, SenderRole.STORE: thread.store_name, SenderRole.PLATFORM: _("We")}
    return Talk(
        id=str(thread.id),
        heading=thread.store_name if mine is SenderRole.SHOPPER else thread.shopper,
        subject=thread.subject,
        subject_href=subject_href,
        awning=thread.awning,
        said=[
            TalkSaid(
                id=str(said.id),
                who=_("You") if said.sender is mine else who[said.sender],
                initials=thread.initials if said.sender is SenderRole.STORE else initials(who[said.sender]),
                body=said.body,
                when=moment(said.created_at),
                mine=said.sender is mine,
            )
            for said in thread.said
        ],
        fresh=str(len(thread.said)),
        back=back,
    )


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
