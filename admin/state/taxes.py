"""Taxes by place: the operator's zones over the built-in rates (F047, F048)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.rule_values import TaxesPage, TaxForm, TaxPlace
from emporium.errors import Invalid
from emporium.i18n import N_, _, plural
from emporium.services import tax
from emporium.services.auth import Actor, Permission
from emporium.services.tax import Zone
from emporium.settings import get_settings
from emporium.ui.desk_typed import rate_bp, text_of
from emporium.ui.desk_values import Option
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import COUNTRIES, country_name, every_country, percent
from emporium.web.threads import run
from emporium.web.toasts import toast

PATH = "/admin/taxes"
FIELDS = ("country", "region", "name", "standard", "reduced")
WHO = {
    "table": (N_("Zones and built-in rates"), N_("Work the tax out without asking anybody.")),
    "stripe": (N_("Stripe Tax"), N_("Is asked once for every basket; when it is silent these zones and rates hold.")),
    "none": (N_("No tax"), N_("EMPORIUM_TAX is none: no tax is charged, whatever stands here.")),
}


class AdminTaxesState(PageState, rx.State):
    """State of the taxes page."""

    view: TaxesPage = TaxesPage()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def save(self, form: dict[str, Any]) -> None:
        """Make or change a place's rules; what is wrong stands beside its field."""
        try:
            said = await run(_save, actor=current_actor(), form=form)
        except Invalid as wrong:
            field = wrong.field if wrong.field in FIELDS else ""
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field)
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def drop(self, country: str, region: str) -> None:
        """Go back to the built-in rates for a place."""
        await run(tax.drop_zone, actor=current_actor(), country=country, region=region)
        said = _("{place} has the built-in rates again.").format(place=place_name(country, region))
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def fill(self, country: str, region: str) -> None:
        """Put what holds in a place into the form."""
        zone = await run(_zone, actor=current_actor(), country=country, region=region)
        self.view = dataclasses.replace(self.view, form=_form(zone), error="", wrong="")

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def choose_country(self, country: str) -> None:
        """Another country has other regions; the rates that hold there come with it."""
        await self.fill(country, "")


def _zone(session: Session, *, actor: Actor, country: str, region: str) -> Zone:
    actor.require(Permission.VIEW_PLATFORM)
    found = tax.zone_of(session, country=country, region=region)
    return dataclasses.replace(found, region=region)


def _save(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> str:
    zone = Zone(
        country=text_of(form, "country", 2),
        region=text_of(form, "region", 40),
        name=text_of(form, "name", 60),
        inclusive=text_of(form, "way") == "inside",
        standard_bp=rate_bp(text_of(form, "standard"), "standard"),
        reduced_bp=rate_bp(text_of(form, "reduced"), "reduced"),
        shipping_taxed=bool(form.get("delivery")),
    )
    made = tax.set_zone(session, actor=actor, zone=zone)
    return _("{place} is set. Orders from now on are taxed so.").format(place=place_name(made.country, made.region))


def load_taxes(session: Session, request: PageRequest) -> Loaded:
    """Every zone, and the built-in rates of the countries that have none."""
    zones = tax.zones(session, actor=request.actor)
    whole = {zone.country for zone in zones if not zone.region}
    built_in = [tax.built_in(code) for code in sorted(tax.EUROPEAN_UNION - whole, key=country_name)]
    who, meaning = (_(text) for text in WHO[get_settings().tax])
    view = TaxesPage(
        sub=_("{zones} over the built-in rates of the European Union").format(
            zones=plural(len(zones), "{n} zone", "{n} zones")
        ),
        who=who,
        meaning=meaning,
        zones=[_place(zone) for zone in zones],
        built_in=[_place(zone) for zone in built_in],
        built_in_label=_("Show {built_in}").format(built_in=plural(len(built_in), "{n} country", "{n} countries")),
        none_yet=not zones,
        can_edit=request.actor.can(Permission.MANAGE_MONEY),
        countries=[Option(code, name) for code, name in every_country()],
        form=_form(tax.built_in(get_settings().default_country)),
    )
    return Loaded(view, Seo(title=_("Taxes – Emporium admin"), noindex=True))


def place_name(country: str, region: str) -> str:
    """`New York, United States`."""
    name = country_name(country)
    return f"{tax.region_name(country, region)}, {name}" if region else name


def _place(zone: Zone) -> TaxPlace:
    return TaxPlace(
        country=zone.country,
        region=zone.region,
        place=place_name(zone.country, zone.region),
        name=zone.name,
        standard=percent(zone.standard_bp),
        reduced=percent(zone.reduced_bp),
        way=_("Inside the price") if zone.inclusive else _("On top of the price"),
        delivery=_("Taxed") if zone.shipping_taxed else _("Not taxed"),
        usual=zone.country in COUNTRIES,
    )


def _form(zone: Zone) -> TaxForm:
    return TaxForm(
        country=zone.country,
        region=zone.region,
        regions=[Option("", _("The whole country")), *(Option(*pair) for pair in tax.regions_of(zone.country))],
        name=zone.name,
        standard=percent(zone.standard_bp).removesuffix("%"),
        reduced=percent(zone.reduced_bp).removesuffix("%"),
        inside=zone.inclusive,
        delivery=zone.shipping_taxed,
        fresh=f"{zone.country}-{zone.region}-{zone.standard_bp}-{zone.reduced_bp}-{zone.inclusive:d}{zone.shipping_taxed:d}",
    )  # fmt: skip
