"""Every store with its figures."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from admin.state.shell import link
from admin.state.words import STORE
from admin.values import StoreLine, StoresPage
from emporium.i18n import N_, _, number, plural
from emporium.services import stores
from emporium.services.stores import AdminStoreRow
from emporium.ui.values import Link
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from models.enums import StoreStatus

PATH = "/admin/stores"
TABS = (("", N_("All")), (StoreStatus.APPROVED, N_("Open")), (StoreStatus.IN_REVIEW, N_("In review")),
        (StoreStatus.SUSPENDED, N_("Suspended")), (StoreStatus.CLOSED, N_("Closed")))  # fmt: skip


class AdminStoresState(PageState, rx.State):
    """State of the store list."""

    view: StoresPage = StoresPage()


def store_line(row: AdminStoreRow) -> StoreLine:
    """One store."""
    word, tone = STORE[row.status]
    word = _(word)
    return StoreLine(
        name=row.name,
        href=f"/s/{row.slug}",
        initials=row.initials,
        awning=row.awning,
        city=row.city,
        products=number(row.products),
        orders=number(row.orders),
        sales=money(row.sales_minor, row.currency),
        rating=f"{row.rating_tenths / 10:.1f} ({row.rating_count:,})" if row.rating_count else "–",
        status=word,
        tone=tone,
    )


def load_stores(session: Session, request: PageRequest) -> Loaded:
    """A page of stores by name. One query."""
    query = request.query
    text, after = query.get("q", "").strip()[:80], query.get("after", "")[:80]
    tab = query.get("tab", "") if query.get("tab", "") in dict(TABS) else ""
    rows, more = stores.admin_stores(session, actor=request.actor, query=text, status=tab, after=after or None)
    view = StoresPage(
        sub=_("Figures are those of the last 30 days"),
        tabs=[Link(_(name), link(PATH, tab=key, q=text), key == tab) for key, name in TABS],
        tab=tab,
        query=text,
        rows=[store_line(row) for row in rows],
        empty=not rows,
        empty_title=_("Nothing for “{text}”").format(text=text) if text else _("No stores here"),
        empty_text=_("Look for a part of the name.") if text else _("Stores stand here when they reach this state."),
        foot=_("{rows} shown, by name").format(rows=plural(len(rows), "{n} store", "{n} stores")),
        older=link(PATH, tab=tab, q=text, after=more or "") if more else "",
        newest=link(PATH, tab=tab, q=text) if after else "",
    )
    return Loaded(view, Seo(title=_("Stores – Emporium admin"), noindex=True), topics=["admin:figures"])
