"""The frame's value: sections, who is signed in."""

from __future__ import annotations

from urllib.parse import urlencode

import reflex as rx
from sqlmodel import Session

from admin.values import AdminShell
from emporium.i18n import N_, _
from emporium.services.auth import Permission
from emporium.ui.desk_values import NavGroup, NavItem
from emporium.web.desk import initials
from emporium.web.page import PageRequest

SECTIONS: tuple[tuple[str, str, str, str, Permission], ...] = (
    ("", N_("Overview"), "chart-line", "/admin", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Orders"), "package", "/admin/orders", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Stores"), "store", "/admin/stores", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Money"), "landmark", "/admin/money", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Offers"), "tag", "/admin/offers", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Holds"), "shield-check", "/admin/holds", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Cases"), "message-circle", "/admin/cases", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Moderation"), "star", "/admin/reviews", Permission.MODERATE),
    (N_("Commerce"), N_("Terms"), "scale", "/admin/terms", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Taxes"), "receipt", "/admin/taxes", Permission.VIEW_PLATFORM),
    (N_("Commerce"), N_("Tax report"), "file-text", "/admin/tax-report", Permission.MANAGE_MONEY),
    (N_("Platform"), N_("Attributes"), "list-checks", "/admin/attributes", Permission.VIEW_PLATFORM),
    (N_("Platform"), N_("Collections"), "layers", "/admin/collections", Permission.VIEW_PLATFORM),
    (N_("Platform"), N_("Search"), "search", "/admin/search", Permission.VIEW_PLATFORM),
    (N_("Platform"), N_("People"), "users-round", "/admin/users", Permission.VIEW_USERS),
    (N_("Platform"), N_("Mail"), "mail", "/admin/outbox", Permission.VIEW_MAIL),
)
ALSO = {"/admin/reviews": ("/admin/questions", "/admin/conversations")}
"""Pages that belong to a section without being it."""

ON_A_PHONE = 5
"""So many fit at the bottom of a phone; the menu has all of them."""


class AdminShellState(rx.State):
    """What stands around every page of the operator."""

    shell: AdminShell = AdminShell()


def load_shell(_session: Session, request: PageRequest) -> AdminShell:
    """Sections that the person may see. No query."""
    actor = request.actor
    items = [
        (_(label), NavItem(_(text), icon, href, current=_at(request.path, href)))
        for label, text, icon, href, needed in SECTIONS
        if actor.can(needed)
    ]
    labels = list(dict.fromkeys(label for label, _item in items))
    return AdminShell(
        groups=[NavGroup(label, [item for group, item in items if group == label]) for label in labels],
        phone=[item for _label, item in items][:ON_A_PHONE],
        person=actor.name,
        person_initials=initials(actor.name),
        search=request.query.get("q", "") if request.path == "/admin/orders" else "",
    )


def _at(path: str, href: str) -> bool:
    """Whether a page belongs to a section; the overview has none below it."""
    below = href != "/admin" and path.startswith(href + "/")
    return path == href or below or any(path.startswith(also) for also in ALSO.get(href, ()))


def no_shell(_session: Session, _request: PageRequest) -> AdminShell:
    """Before signing in there is nothing around the form."""
    return AdminShell()


def link(path: str, **query: str) -> str:
    """An address with what is not empty."""
    kept = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
