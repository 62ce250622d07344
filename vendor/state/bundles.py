"""Things that are made of others and share their stock (F027)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import _, number, plural
from emporium.services import inventory
from emporium.services.auth import Actor, Permission
from emporium.services.inventory import BundleView
from emporium.ui.desk_typed import text_of, whole_number
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast
from vendor.state.shell import VendorPageState, chosen_store, store_slug
from vendor.state.stock_tabs import stock_tabs
from vendor.stock_values import BundleLine, BundlesPage

PATH = "/vendor/stock/bundles"
PART = re.compile(r"(?:(\d+)\s*[x×]\s*)?(\S+)")


class VendorBundlesState(VendorPageState, rx.State):
    """State of the page of bundles."""

    view: BundlesPage = BundlesPage()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def save(self, form: dict[str, Any]) -> None:
        """Say what a variant is made of; what is wrong stands beside its field."""
        try:
            said = await run(_save, actor=current_actor(), slug=store_slug(self), form=form)
        except (Invalid, Conflict) as wrong:
            field = wrong.field if isinstance(wrong, Invalid) and wrong.field in ("sku", "parts") else "sku"
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field)
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def take_apart(self, sku: str) -> None:
        """It is a single thing again, with a stock of its own to be counted."""
        await run(_take_apart, actor=current_actor(), slug=store_slug(self), sku=str(sku))
        await toast(self, _("It is a single thing again. Count its stock."), tone="success")
        await self._reload()


def _save(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    parts = read_parts(text_of(form, "parts", 2000))
    variant = inventory.variant_by_sku(session, actor=actor, store_id=store.id, sku=text_of(form, "sku", 80))
    made = inventory.set_bundle(session, actor=actor, store_id=store.id, variant_id=variant, parts=parts)
    return _("It is made of {parts} from now on.").format(parts=plural(len(made), "{n} thing", "{n} things"))


def read_parts(text: str) -> dict[str, int]:
    """`2 x MUG-OAT` a line, as SKU and number. Raises Invalid naming the line."""
    found: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = PART.fullmatch(line)
        if match is None:
            raise Invalid("parts", _("“{line}”: write one part a line, like 2 x MUG-OAT.").format(line=line[:60]))
        if match[2] in found:
            raise Invalid("parts", _("{match} stands there twice.").format(match=match[2]))
        found[match[2]] = whole_number(match[1] or "1", "parts", least=1, most=999) or 1
    if not found:
        raise Invalid("parts", _("Give what is in it, one part a line, like 2 x MUG-OAT."))
    return found


def _take_apart(session: Session, *, actor: Actor, slug: str, sku: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    variant = inventory.variant_by_sku(session, actor=actor, store_id=store.id, sku=sku)
    inventory.set_bundle(session, actor=actor, store_id=store.id, variant_id=variant, parts={})


def load_bundles(session: Session, request: PageRequest) -> Loaded:
    """Every bundle of a store."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    rows = inventory.list_bundles(session, actor=actor, store_id=store.id)
    view = BundlesPage(
        sub=_("A bundle has no stock of its own: as many can be sold as its scarcest part makes."),
        tabs=stock_tabs(PATH, keep),
        rows=[_line(row) for row in rows],
        empty=not rows,
        can_edit=actor.can(Permission.EDIT_PRODUCTS, store=store.id),
        fresh="-".join(f"{row.sku}{len(row.parts)}" for row in rows),
    )
    topics = [f"store:{store.id}:stock"]
    return Loaded(view, Seo(title=_("Bundles – {name}").format(name=store.name), noindex=True), topics=topics)


def _line(row: BundleView) -> BundleLine:
    return BundleLine(
        id=str(row.variant_id),
        name=row.name,
        sku=row.sku,
        parts=[f"{part.quantity} × {part.name} ({part.sku})" for part in row.parts],
        left=number(row.available),
        typed="\n".join(f"{part.quantity} x {part.sku}" for part in row.parts),
    )
