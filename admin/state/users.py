"""Everybody who has an account."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from admin.state.shell import link
from admin.state.words import USER
from admin.values import UserLine, UsersPage
from emporium.i18n import _, day, plural
from emporium.services import users
from emporium.services.users import UserRow
from emporium.web.desk import initials, uuid_or_none
from emporium.web.page import Loaded, PageRequest, PageState, Seo

PATH = "/admin/users"


class AdminUsersState(PageState, rx.State):
    """State of the list of people."""

    view: UsersPage = UsersPage()


def load_users(session: Session, request: PageRequest) -> Loaded:
    """A page of people, newest first. Three queries."""
    query = request.query
    text, before = query.get("q", "").strip()[:80], uuid_or_none(query.get("before", ""))
    page = users.list_users(session, actor=request.actor, query=text, before=before)
    view = UsersPage(
        sub=_("Newest first. Roles of the platform and parts in stores stand beside each name."),
        query=text,
        rows=[_line(row) for row in page.rows],
        empty=not page.rows,
        empty_title=_("Nobody for “{text}”").format(text=text) if text else _("Nobody yet"),
        empty_text=_("Look for a part of the name or the address."),
        foot=_("{rows} shown").format(rows=plural(len(page.rows), "{n} person", "{n} people")),
        older=link(PATH, q=text, before=str(page.next_before)) if page.next_before else "",
        newest=link(PATH, q=text) if before else "",
    )
    return Loaded(view, Seo(title=_("People – Emporium admin"), noindex=True))


def _line(row: UserRow) -> UserLine:
    word, tone, icon = USER[row.status]
    if not row.verified and word == "Active":
        word, tone, icon = _("Address not confirmed"), "warning", "mail"
    parts = [role.capitalize() for role in row.roles] + list(row.stores)
    return UserLine(
        name=row.name or row.email,
        initials=initials(row.name) or row.email[:1].upper(),
        email=row.email,
        parts=", ".join(parts) or _("Shopper"),
        since=day(row.created_at),
        status=word,
        tone=tone,
        icon=icon,
    )
