"""A person's address book."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import addresses, tax
from emporium.services.addresses import AddressView
from emporium.services.auth import Actor, Permission
from emporium.settings import get_settings
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import country_name, every_country
from emporium.web.threads import run
from emporium.web.toasts import toast
from storefront.account_values import AddressesPage, AddressInput, SavedAddress

PATH = "/account/addresses"
TYPED = ("name", "line1", "line2", "postcode", "city", "region", "country", "phone")


class AddressesState(PageState, rx.State):
    """State of the address book. What is typed stays in the browser until it is sent."""

    view: AddressesPage = AddressesPage()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def choose_country(self, country: str) -> None:
        """Every country asks for an address in its own way."""
        form = _shaped(self.view.form, country if country in dict(every_country()) else self.view.form.country)
        self.view = dataclasses.replace(self.view, form=dataclasses.replace(form, error="", wrong=""))

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def keep(self, form: dict[str, Any]) -> Any:
        """Add an address, or write it anew; what is wrong stands under its field."""
        try:
            await run(_keep, actor=current_actor(), form=form, address_id=self.view.form.id)
        except Invalid as wrong:
            marked = dataclasses.replace(self.view.form, error=wrong.message, wrong=wrong.field or "")
            self.view = dataclasses.replace(self.view, form=marked)
            return None
        await toast(self, _("Kept in your address book."), tone="success")
        if self.router.url.query:
            return rx.redirect(PATH, replace=True)
        await self._reload()
        return None

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def make_default(self, address_id: str) -> None:
        """The one that a checkout begins with."""
        await run(addresses.make_default, actor=current_actor(), address_id=known_id(address_id))
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def drop(self, address_id: str) -> None:
        """Take one out."""
        await run(addresses.drop_address, actor=current_actor(), address_id=known_id(address_id))
        await toast(self, _("Taken out. Orders that went there keep it."))
        await self._reload()


def _keep(session: Session, *, actor: Actor, form: Mapping[str, Any], address_id: str) -> None:
    typed = {name: str(form.get(name) or "") for name in TYPED}
    default = bool(form.get("is_default"))
    if address_id:
        addresses.change_address(session, actor=actor, address_id=known_id(address_id), address=typed, default=default)
    else:
        addresses.add_address(session, actor=actor, address=typed, default=default)


def load_addresses(session: Session, request: PageRequest) -> Loaded:
    """The book and the form: empty, or with the entry that is changed. Raises NotFound for anybody else's entry."""
    entries = addresses.list_addresses(session, actor=request.actor)
    wanted = request.query.get("edit", "")
    found = next((entry for entry in entries if str(entry.id) == wanted), None)
    if wanted and found is None:
        raise NotFound(_("There is no such address among yours."))
    view = AddressesPage(
        book=[saved(entry) for entry in entries],
        nothing=not entries,
        open=found is not None or not entries,
        form=_form(found, request.actor),
    )
    return Loaded(view, Seo(title=_("Addresses – {name}").format(name=get_settings().name), noindex=True))


def _form(found: AddressView | None, actor: Actor) -> AddressInput:
    if found is None:
        return _shaped(AddressInput(title=_("Add an address"), name=actor.name), get_settings().default_country)
    filled = AddressInput(
        id=str(found.id), title=_("Change this address"), is_default=found.is_default, **found.fields()
    )
    return _shaped(filled, found.country)


def _shaped(form: AddressInput, country: str) -> AddressInput:
    rules = addresses.address_form(country)
    return dataclasses.replace(
        form,
        country=country,
        ask_postcode=rules.postcode,
        postcode_hint=_("Like {example}").format(example=rules.postcode_like) if rules.postcode_like else "",
        ask_city=rules.city,
        ask_region=bool(rules.regions),
        regions=[Option("", _("Choose…")), *(Option(code, name) for code, name in rules.regions)],
        countries=[Option(code, name) for code, name in every_country()],
    )


def saved(entry: AddressView) -> SavedAddress:
    """An entry as a person reads it."""
    place = f"{entry.postcode} {entry.city}".strip()
    region = tax.region_name(entry.country, entry.region) if entry.region else ""
    lines = [part for part in (entry.line1, entry.line2, place, region, country_name(entry.country)) if part]
    return SavedAddress(
        id=str(entry.id), name=entry.name, lines=lines, text=", ".join(lines), phone=entry.phone,
        is_default=entry.is_default, edit=f"{PATH}?edit={entry.id}",
    )  # fmt: skip
