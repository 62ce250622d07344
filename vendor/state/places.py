"""A store's places: their order, the rule that chooses among them, what is kept where (F089)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import N_, _, plural
from emporium.services import inventory
from emporium.services.auth import Actor, Permission
from emporium.ui.desk_typed import text_of, whole_number
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import country_name, every_country
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import AllocationRule
from vendor.state.shell import VendorPageState, chosen_store, store_slug
from vendor.state.stock_tabs import stock_tabs
from vendor.stock_values import PlaceLine, PlacesPage

PATH = "/vendor/stock/places"
RULES = {
    AllocationRule.ORDER: (
        N_("The first place that has it"),
        N_("Units are taken from the first place of the list first."),
    ),
    AllocationRule.MOST_STOCK: (N_("The place that has most"), N_("Units are taken from where most of them lie.")),
}


class VendorPlacesState(VendorPageState, rx.State):
    """State of the page of places."""

    view: PlacesPage = PlacesPage()

    @rx.event
    @guarded(Permission.EDIT_STORE)
    async def add(self, form: dict[str, Any]) -> None:
        """One more place; what is wrong stands beside its field."""
        try:
            name = await run(_add, actor=current_actor(), slug=store_slug(self), form=form)
        except (Invalid, Conflict) as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "name")
            return
        await toast(self, _("{name} is added. Count what lies there.").format(name=name), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_STORE)
    async def move(self, place_id: str, up: bool) -> None:
        """Swap with the neighbour, if the order is what was shown."""
        seen = [row.id for row in self.view.rows]
        step = -1 if up is True else 1
        await run(
            _move, actor=current_actor(), slug=store_slug(self), seen=seen, place_id=place_id, step=step
        )  # fmt: skip
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_STORE)
    async def switch(self, place_id: str, active: bool) -> None:
        """Use a place, or no longer."""
        said = await run(
            _switch, actor=current_actor(), slug=store_slug(self), place_id=str(place_id), active=active is True
        )
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_STORE)
    async def choose_rule(self, form: dict[str, Any]) -> None:
        """From which place units are taken first."""
        await run(_rule, actor=current_actor(), slug=store_slug(self), rule=text_of(form, "rule", 20))
        await toast(self, _("Orders from now on follow it."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_STOCK)
    async def keep_here(self, form: dict[str, Any]) -> None:
        """Count a thing at a place for the first time."""
        try:
            said = await run(_keep, actor=current_actor(), slug=store_slug(self), form=form)
        except (Invalid, Conflict) as wrong:
            self.view = dataclasses.replace(self.view, keep_error=wrong.message, keep_wrong=wrong.field or "sku")
            return
        await toast(self, said, tone="success")
        await self._reload()


def _add(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    return inventory.add_place(
        session, actor=actor, store_id=store.id, name=text_of(form, "name", 80), country=text_of(form, "country", 2)
    ).name


def _move(session: Session, *, actor: Actor, slug: str, seen: list[str], place_id: str, step: int) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    order = [known_id(one) for one in seen]
    moved = known_id(place_id)
    if moved not in order or not 0 <= order.index(moved) + step < len(order):
        raise Conflict(_("The places changed meanwhile. Look at them again."))
    at = order.index(moved)
    order[at], order[at + step] = order[at + step], order[at]
    inventory.order_places(session, actor=actor, store_id=store.id, location_ids=order)


def _switch(session: Session, *, actor: Actor, slug: str, place_id: str, active: bool) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    place = inventory.switch_place(
        session, actor=actor, store_id=store.id, location_id=known_id(place_id), active=active
    )
    if active:
        return _("{name} is used again.").format(name=place.name)
    return _("Nothing is sold from {name} any more. What was promised from it can still be sent.").format(
        name=place.name
    )


def _rule(session: Session, *, actor: Actor, slug: str, rule: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    inventory.set_rule(session, actor=actor, store_id=store.id, rule=rule)


def _keep(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    sku, units = text_of(form, "sku", 80), whole_number(text_of(form, "on_hand", 10), "on_hand")
    variant = inventory.variant_by_sku(session, actor=actor, store_id=store.id, sku=sku)
    if units is None:
        raise Invalid("on_hand", _("Count what lies there, 0 for nothing."))
    inventory.open_level(
        session, actor=actor, store_id=store.id, variant_id=variant, on_hand=units,
        location_id=known_id(text_of(form, "place", 40)),
    )  # fmt: skip
    return _("{sku} is kept there, {units}.").format(sku=sku, units=plural(units, "{n} unit", "{n} units"))


def load_places(session: Session, request: PageRequest) -> Loaded:
    """Places in order, and the rule. Two queries."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    rows = inventory.list_places(session, actor=actor, store_id=store.id)
    rule = AllocationRule(store.allocation)
    view = PlacesPage(
        sub=_("{rows} to send from").format(rows=plural(len(rows), "{n} place", "{n} places")),
        tabs=stock_tabs(PATH, keep),
        rows=[
            PlaceLine(
                str(row.id), str(at + 1), row.name, country_name(row.country), at == 0, at == len(rows) - 1, row.active
            )
            for at, row in enumerate(rows)
        ],
        rules=[Option(code.value, _(words)) for code, (words, _why) in RULES.items()],
        rule=rule.value,
        rule_words=_(RULES[rule][1]),
        options=[Option(str(row.id), row.name) for row in rows],
        countries=[Option(code, name) for code, name in every_country()],
        country=rows[0].country if rows else "BE",
        can_edit=actor.can(Permission.EDIT_STORE, store=store.id),
        can_count=actor.can(Permission.EDIT_STOCK, store=store.id),
        fresh=f"{len(rows)}",
    )
    return Loaded(view, Seo(title=_("Places – {name}").format(name=store.name), noindex=True))
