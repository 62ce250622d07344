"""Price lists and groups of customers (F052)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import _, day, plural
from emporium.money import Money
from emporium.services import pricing
from emporium.services.auth import Actor, Permission
from emporium.services.pricing import ListPrice, ListView
from emporium.settings import get_settings
from emporium.ui.desk_typed import amount_minor, last_moment, text_of, whole_number
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast
from vendor.price_values import GroupLine, GroupMember, PriceListLine, PriceListsPage
from vendor.state.price import first_moment
from vendor.state.price_tabs import price_tabs
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

PATH = "/vendor/prices/lists"
ROW = re.compile(r"(\S+)\s+(\d+)\s+(\S+)")


class VendorPriceListsState(VendorPageState, rx.State):
    """State of the page of price lists."""

    view: PriceListsPage = PriceListsPage()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def create(self, form: dict[str, Any]) -> Any:
        """An empty list; it is shown, so that prices can be put on it."""
        try:
            made = await run(_create, actor=current_actor(), slug=store_slug(self), form=form)
        except (Invalid, Conflict) as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "")
            return None
        return rx.redirect(link(PATH, store_slug(self), list=made))

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def save_prices(self, form: dict[str, Any]) -> None:
        """Make the shown list hold what was typed."""
        try:
            said = await run(
                _save_prices, actor=current_actor(), slug=store_slug(self), list_id=self.view.chosen, form=form
            )
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, prices_error=wrong.message)
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def switch(self, list_id: str, active: bool) -> None:
        """Use a list, or no longer."""
        said = await run(
            _switch, actor=current_actor(), slug=store_slug(self), list_id=str(list_id), active=bool(active)
        )
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def create_group(self, form: dict[str, Any]) -> None:
        """A group without anybody in it."""
        try:
            await run(_create_group, actor=current_actor(), slug=store_slug(self), form=form)
        except (Invalid, Conflict) as wrong:
            self.view = dataclasses.replace(self.view, group_error=wrong.message)
            return
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def add_member(self, form: dict[str, Any]) -> None:
        """Put somebody into a group; what is wrong stands beside that group."""
        try:
            said = await run(_add_member, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            group = text_of(form, "group", 40)
            self.view = dataclasses.replace(
                self.view,
                groups=[
                    dataclasses.replace(one, error=wrong.message if one.id == group else "") for one in self.view.groups
                ],
            )
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def remove_member(self, group_id: str, user_id: str) -> None:
        """Take somebody out of a group."""
        await run(
            _remove_member, actor=current_actor(), slug=store_slug(self), group_id=str(group_id), user_id=str(user_id)
        )
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def delete_group(self, group_id: str) -> None:
        """Take a group away."""
        await run(_delete_group, actor=current_actor(), slug=store_slug(self), group_id=str(group_id))
        await toast(self, _("The group is gone."), tone="success")
        await self._reload()


def _create(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    made = pricing.create_price_list(
        session, actor=actor, store_id=store.id, name=text_of(form, "name", 80), currency=text_of(form, "currency", 3),
        group_id=uuid_or_none(text_of(form, "group", 40)), starts_at=first_moment(text_of(form, "starts"), "starts"),
        ends_at=last_moment(text_of(form, "ends"), "ends"),
    )  # fmt: skip
    return str(made.id)


def _save_prices(session: Session, *, actor: Actor, slug: str, list_id: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    wanted = known_id(list_id)
    listed = {one.id: one for one in pricing.list_price_lists(session, actor=actor, store_id=store.id)}
    currency = listed[wanted].currency if wanted in listed else store.currency
    count = pricing.set_list_prices(
        session, actor=actor, store_id=store.id, list_id=wanted,
        prices=read_rows(text_of(form, "prices", 60_000), currency),
    )  # fmt: skip
    return _("{prices} on the list.").format(prices=plural(count, "{n} price", "{n} prices"))


def read_rows(text: str, currency: str) -> list[ListPrice]:
    """`MUG-OAT 10 9.50` a line: SKU, from how many units on, price. Raises Invalid naming the line."""
    rows = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = ROW.fullmatch(line)
        if match is None:
            raise Invalid(
                "prices", _("“{line}”: write SKU, units and price, like MUG-OAT 10 9.50.").format(line=line[:60])
            )
        units = whole_number(match[2], "prices", least=1, most=999) or 1
        rows.append(ListPrice(match[1], units, amount_minor(match[3], currency, "prices")))
    return rows


def _switch(session: Session, *, actor: Actor, slug: str, list_id: str, active: bool) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    found = pricing.switch_price_list(
        session, actor=actor, store_id=store.id, list_id=known_id(list_id), active=active
    )
    return (_("{name} is used.") if active else _("{name} is not used any more.")).format(name=found.name)


def _create_group(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    pricing.create_group(session, actor=actor, store_id=store.id, name=text_of(form, "group", 80))


def _add_member(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    group = known_id(text_of(form, "group", 40))
    found = pricing.add_member(
        session, actor=actor, store_id=store.id, group_id=group, email=text_of(form, "email", 320)
    )  # fmt: skip
    return _("{name} pays the group's prices.").format(name=found.name or found.email)


def _remove_member(session: Session, *, actor: Actor, slug: str, group_id: str, user_id: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    pricing.remove_member(
        session, actor=actor, store_id=store.id, group_id=known_id(group_id),
        user_id=known_id(user_id),
    )  # fmt: skip


def _delete_group(session: Session, *, actor: Actor, slug: str, group_id: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    pricing.delete_group(session, actor=actor, store_id=store.id, group_id=known_id(group_id))


def load_price_lists(session: Session, request: PageRequest) -> Loaded:
    """Lists, groups, and the prices of the chosen list. Six queries."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    lists = pricing.list_price_lists(session, actor=actor, store_id=store.id)
    groups = pricing.list_groups(session, actor=actor, store_id=store.id)
    wanted = uuid_or_none(request.query.get("list", ""))
    chosen = next((one for one in lists if one.id == wanted), None)
    typed = ""
    if chosen is not None:
        rows = pricing.prices_of_list(session, actor=actor, store_id=store.id, list_id=chosen.id)
        typed = "\n".join(
            f"{row.sku} {row.min_quantity} {Money(row.price_minor, chosen.currency).decimal()}" for row in rows
        )
    view = PriceListsPage(
        sub=_("Other prices for another currency, for a group of customers, or for many units at once."),
        tabs=price_tabs(PATH, keep),
        rows=[_line(one, keep, chosen) for one in lists],
        empty=not lists,
        chosen=str(chosen.id) if chosen else "",
        chosen_name=chosen.name if chosen else "",
        chosen_currency=chosen.currency if chosen else "",
        typed=typed,
        groups=[
            GroupLine(
                str(one.id), one.name, [GroupMember(str(m.user_id), m.name, m.email) for m in one.members],
                plural(len(one.members), "{n} person", "{n} people"),
            )
            for one in groups
        ],
        no_groups=not groups,
        whom=[Option("", _("Everybody")), *(Option(str(one.id), one.name) for one in groups)],
        currencies=[Option(code, code) for code in sorted({store.currency, get_settings().currency, *CURRENCIES})],
        currency=store.currency,
        can_edit=actor.can(Permission.EDIT_PRODUCTS, store=store.id),
        fresh=f"{len(lists)}-{len(groups)}-{sum(len(one.members) for one in groups)}",
    )  # fmt: skip
    return Loaded(view, Seo(title=_("Price lists – {name}").format(name=store.name), noindex=True))


CURRENCIES = ("CHF", "CZK", "DKK", "EUR", "GBP", "JPY", "NOK", "PLN", "SEK", "USD")


def _line(one: ListView, keep: str, chosen: ListView | None) -> PriceListLine:
    parts = []
    if one.starts_at:
        parts.append(_("from {day}").format(day=day(one.starts_at)))
    if one.ends_at:
        parts.append(_("until {day}").format(day=day(one.ends_at)))
    state, tone, icon = (_("In use"), "success", "circle-check") if one.active else (_("Not used"), "", "circle-slash")
    return PriceListLine(
        id=str(one.id),
        name=one.name,
        whom=one.group or _("Everybody"),
        currency=one.currency,
        time=" ".join(parts) or _("Always"),
        prices=plural(one.prices, "{n} price", "{n} prices"),
        href=link(PATH, keep, list=str(one.id)) + "#list-prices",
        state=state,
        tone=tone,
        icon=icon,
        active=one.active,
        chosen=chosen is not None and one.id == chosen.id,
    )
