"""A store's orders: tabs with counts, search, keyset paging, all in the address."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import N_, _, number, plural
from emporium.services import orders
from emporium.services.auth import Permission
from emporium.ui.values import Link
from emporium.web.desk import uuid_or_none
from emporium.web.page import Loaded, PageRequest, Seo
from vendor.state.rows import order_row
from vendor.state.shell import VendorPageState, chosen_store, link
from vendor.values import OrdersPage

PATH = "/vendor/orders"
TABS = (
    ("", N_("All")),
    ("to-send", N_("To send")),
    ("sent", N_("On its way")),
    ("delivered", N_("Delivered")),
    ("cancelled", N_("Cancelled")),
)
EMPTY = {
    "": (N_("No orders yet"), N_("The first one appears here by itself.")),
    "to-send": (N_("Nothing to send"), N_("Every parcel has left. New orders appear here by themselves.")),
    "sent": (N_("Nothing on its way"), N_("Parcels stand here until the carrier says that they arrived.")),
    "delivered": (N_("Nothing delivered yet"), N_("Orders move here when every parcel of them has arrived.")),
    "cancelled": (N_("Nothing cancelled"), N_("May it stay so.")),
}


class VendorOrdersState(VendorPageState, rx.State):
    """State of the order list."""

    view: OrdersPage = OrdersPage()


def load_orders(session: Session, request: PageRequest) -> Loaded:
    """A page of orders. Five queries."""
    actor, query = request.actor, request.query
    keep, text = query.get("store", ""), query.get("q", "").strip()[:80]
    tab = query.get("tab", "") if query.get("tab", "") in dict(TABS) else ""
    store = chosen_store(session, actor=actor, slug=keep)
    counts = orders.order_counts(session, actor=actor, store_id=store.id)
    before = uuid_or_none(query.get("before", ""))
    page = orders.store_orders(session, actor=actor, store_id=store.id, tab=tab or "all", query=text, before=before)
    title, hint = EMPTY[tab]
    title = _(title)
    hint = _(hint)
    view = OrdersPage(
        sub=_("{counts} to send").format(counts=plural(counts["to-send"], "{n} order", "{n} orders"))
        if counts["to-send"]
        else _("Nothing to send"),
        tabs=[
            Link(_(name), link(PATH, keep, tab=key, q=text), key == tab, number(counts[key or 'all']))
            for key, name in TABS
        ],
        drafts_href=link("/vendor/drafts", keep) if actor.can(Permission.TAKE_ORDERS, store=store.id) else "",
        tab=tab,
        store=keep,
        query=text,
        rows=[order_row(row, store=keep) for row in page.rows],
        empty=not page.rows,
        empty_title=_("Nothing for “{text}”").format(text=text) if text else title,
        empty_text=_("Look for an order number, a name or an e-mail address.") if text else hint,
        foot=_("{rows} shown").format(rows=plural(len(page.rows), "{n} order", "{n} orders"))
        + (" " + _("of {counts:,}").format(counts=counts[tab or "all"]) if not text else ""),
        older=link(PATH, keep, tab=tab, q=text, before=str(page.next_before)) if page.next_before else "",
        newest=link(PATH, keep, tab=tab, q=text) if before else "",
    )
    return Loaded(
        view, Seo(title=_("Orders – {name}").format(name=store.name), noindex=True), topics=[f"store:{store.id}:orders"]
    )
