"""The frame's value, which store a page is about, and how new orders announce themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx
from sqlmodel import Session

from emporium.errors import NotFound
from emporium.i18n import N_, _, plural
from emporium.services import messages, orders, questions, stores
from emporium.services.auth import Actor, Permission
from emporium.ui.desk_values import DeskStore, NavGroup, NavItem
from emporium.web.desk import initials
from emporium.web.page import PageRequest, PageState
from emporium.web.shown import money
from emporium.web.toasts import toast
from models.enums import StoreRole
from models.stores import Store
from vendor.values import Arrival, VendorShell

ANNOUNCED = 5
ROLES = {
    StoreRole.OWNER: N_("Owner"),
    StoreRole.MANAGER: N_("Manager"),
    StoreRole.STAFF: N_("Staff"),
    StoreRole.FINANCE: N_("Finance"),
}
ORDERS, MESSAGES, QUESTIONS = "/vendor/orders", "/vendor/messages", "/vendor/questions"
MENU_ONLY = ("file-text", "message-circle", "list-checks", "star")
"""What the bar at the bottom of a phone has no room for; the menu has all of them."""
SEPARATELY = 3
"""So many new orders at once are named; more are counted."""


def link(path: str, store: str, **query: str) -> str:
    """An address of this face that keeps the store."""
    kept = {name: value for name, value in {"store": store, **query}.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def own_stores(session: Session, *, actor: Actor) -> list[Store]:
    """The person's stores, those they own first."""
    mine = stores.my_stores(session, actor=actor)
    return sorted(mine, key=lambda store: (actor.store_roles.get(store.id) != StoreRole.OWNER, store.name))


def chosen_store(session: Session, *, actor: Actor, slug: str) -> Store:
    """The store an address names, else the person's first. Raises NotFound for one that is not theirs."""
    mine = own_stores(session, actor=actor)
    found = next((store for store in mine if not slug or store.slug == slug), None)
    if found is None:
        raise NotFound(_("There is no such store among yours."))
    return found


def store_slug(state: rx.State) -> str:
    """The store named in the address that a tab is at. The service checks whether it is the person's."""
    return dict(parse_qsl(state.router.url.query)).get("store", "")


class VendorShellState(rx.State):
    """What stands around every page of a store."""

    shell: VendorShell = VendorShell()


def load_shell(session: Session, request: PageRequest) -> VendorShell:
    """Store, sections, counts. Seven queries."""
    actor = request.actor
    mine = own_stores(session, actor=actor) if actor.signed_in else []
    if not mine:
        return VendorShell(person=actor.name, person_initials=initials(actor.name))
    wanted = request.query.get("store", "")
    store = next((found for found in mine if found.slug == wanted), mine[0])
    keep = store.slug if store is not mine[0] else ""
    waiting = orders.order_counts(session, actor=actor, store_id=store.id)["to-send"]
    asked = messages.unread_of_store(session, actor=actor, store_id=store.id)
    questioned = questions.waiting_of_store(session, actor=actor, store_id=store.id)
    items = _sections(
        request.path, keep, {ORDERS: waiting, MESSAGES: asked, QUESTIONS: questioned},
        paid=actor.can(Permission.VIEW_PAYOUTS, store=store.id),
        talks=actor.can(Permission.ANSWER_MESSAGES, store=store.id),
    )  # fmt: skip
    return VendorShell(
        store=_desk_store(actor, store, keep),
        others=[_desk_store(actor, other, other.slug) for other in mine if other is not store],
        several=len(mine) > 1,
        groups=[NavGroup("", items)],
        phone=[item for item in items if item.icon not in MENU_ONLY],
        person=actor.name,
        person_initials=initials(actor.name),
        search=request.query.get("q", "") if request.path == "/vendor/orders" else "",
        shop_href=f"/s/{store.slug}",
        orders_href=link("/vendor/orders", keep),
        latest=_latest(session, actor, store, keep),
        store_id=str(store.id),
    )


def _talks() -> list[tuple[str, str, str]]:
    return [(_("Messages"), "message-circle", MESSAGES), (_("Questions"), "list-checks", QUESTIONS)]


def _sections(path: str, keep: str, counts: Mapping[str, int], *, paid: bool, talks: bool) -> list[NavItem]:
    sections = [
        (_("Home"), "house", "/vendor"),
        (_("Orders"), "package", ORDERS),
        (_("Returns"), "undo-2", "/vendor/returns"),
        (_("Stock"), "boxes", "/vendor/stock"),
        (_("Details"), "file-text", "/vendor/details"),
        (_("Prices"), "banknote", "/vendor/prices"),
        (_("Offers"), "tag", "/vendor/offers"),
        *(_talks() if talks else []),
        (_("Reviews"), "star", "/vendor/reviews"),
        *([(_("Money"), "landmark", "/vendor/money")] if paid else []),
    ]
    return [
        NavItem(
            text,
            icon,
            link(href, keep),
            current=path == href
            or (href != "/vendor" and path.startswith(href + "/"))
            or (href == ORDERS and path.startswith("/vendor/drafts")),
            count=str(counts[href]) if counts.get(href) else "",
            hot=True,
        )
        for text, icon, href in sections
    ]


def _desk_store(actor: Actor, store: Store, keep: str) -> DeskStore:
    role = _(ROLES[actor.store_roles[store.id]]) if store.id in actor.store_roles else ""
    return DeskStore(
        slug=keep, name=store.name, initials=store.initials, awning=store.awning, line=f"{role} · {store.city}",
        href=link("/vendor", store.slug),
    )  # fmt: skip


def _latest(session: Session, actor: Actor, store: Store, keep: str) -> list[Arrival]:
    page = orders.store_orders(session, actor=actor, store_id=store.id, limit=ANNOUNCED)
    return [
        Arrival(
            row.number,
            _("New order, {total}. {buyer}, {city} · {units}").format(
                total=money(row.total_minor, row.currency), buyer=row.buyer, city=row.city,
                units=plural(row.units, "{n} item", "{n} items"),
            ),
            link(f"/vendor/orders/{row.number}", keep),
        )
        for row in page.rows
    ]  # fmt: skip


def shell_topics(shell: VendorShell, _actor: Actor) -> Sequence[str]:
    """The store's orders, messages and questions; every page of it counts them."""
    return [f"store:{shell.store_id}:{what}" for what in ("orders", "messages", "questions")] if shell.store_id else []


class VendorPageState(PageState, rx.State, mixin=True):
    """Base of a store's pages: an order that comes in while one is open is announced and marked."""

    async def _reload(self) -> Any:
        """Read again, then say what is new since the last reading."""
        frame = await self.get_state(VendorShellState)
        known = frame.shell
        result = await PageState._reload(self)
        shell = frame.shell
        seen = {arrival.number for arrival in known.latest}
        if known.store_id == shell.store_id and known.store_id:
            fresh = [arrival for arrival in shell.latest if arrival.number not in seen]
            if fresh and (seen or len(fresh) < ANNOUNCED):
                await self._announce(fresh, shell)
        return result

    async def _announce(self, fresh: list[Arrival], shell: VendorShell) -> None:
        numbers = {arrival.number for arrival in fresh}
        self.view = mark_fresh(self.view, numbers)
        if len(fresh) > SEPARATELY:
            await toast(
                self, _("{count} new orders").format(count=len(fresh)), tone="success", href=shell.orders_href,
                link=_("Open"), awning=shell.store.awning,
            )  # fmt: skip
            return
        for arrival in reversed(fresh):
            await toast(
                self, arrival.text, tone="success", href=arrival.href, link=_("Open"), awning=shell.store.awning
            )


def mark_fresh(view: Any, numbers: set[str]) -> Any:
    """The same page with the rows of these orders marked as new."""
    for name in ("rows", "feed"):
        rows = getattr(view, name, None)
        if rows and hasattr(rows[0], "fresh"):
            view = dataclasses.replace(
                view, **{name: [dataclasses.replace(row, fresh=row.number in numbers) for row in rows]}
            )
    return view
