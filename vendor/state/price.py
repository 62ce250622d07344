"""One variant's price: the price itself, its sales, and why it costs what it does (F051, F052)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import _, day
from emporium.money import Money, exponent
from emporium.services import catalogue, pricing
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import PriceRow, SaleView, image_refs
from emporium.services.catalogue.pictures import NO_IMAGE
from emporium.settings import get_settings
from emporium.ui.desk_typed import amount_minor, last_moment, text_of, whole_number
from emporium.ui.desk_values import Option
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import image, money
from emporium.web.threads import run
from emporium.web.toasts import toast
from vendor.price_values import PricePage, SaleLine, WhyLine
from vendor.state.prices import PATH
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

SALE_FIELDS = ("price", "starts", "ends")


class VendorPriceState(VendorPageState, rx.State):
    """State of a variant's prices."""

    view: PricePage = PricePage()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def set_price(self, form: dict[str, Any]) -> None:
        """Another price from now on."""
        await self._try(_set_price, form, "error", "wrong", ("price", "compare_at"))

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def plan_sale(self, form: dict[str, Any]) -> None:
        """A lower price for a while."""
        await self._try(_plan_sale, form, "sale_error", "sale_wrong", SALE_FIELDS)

    async def _try(self, act: Any, form: dict[str, Any], error: str, wrong: str, fields: tuple[str, ...]) -> None:
        try:
            said = await run(
                act, actor=current_actor(), slug=store_slug(self), variant=self.view.variant_id, form=form
            )  # fmt: skip
        except (Invalid, Conflict) as refused:
            named = refused.field if refused.field in fields else ""
            self.view = dataclasses.replace(self.view, **{error: refused.message, wrong: named})
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def end_sale(self, sale_id: str) -> None:
        """End a sale that runs, or take one back that has not begun."""
        said = await run(_end_sale, actor=current_actor(), slug=store_slug(self), sale_id=str(sale_id))
        await toast(self, said, tone="success")
        await self._reload()


def _set_price(session: Session, *, actor: Actor, slug: str, variant: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    row = catalogue.price_row(
        session, actor=actor, store_id=store.id, variant_id=known_id(variant)
    )  # fmt: skip
    typed = text_of(form, "price", 20)
    if not typed:
        raise Invalid("price", _("Give a price."))
    price = amount_minor(typed, row.currency, "price")
    before = amount_minor(text_of(form, "compare_at", 20), row.currency, "compare_at") or None
    catalogue.set_price(
        session, actor=actor, store_id=store.id, variant_id=row.variant_id, price_minor=price, compare_at_minor=before
    )
    return _("It costs {price} from now on.").format(price=money(price, row.currency))


def first_moment(text: str, field: str) -> datetime | None:
    """The beginning of a day, UTC; None when nothing was typed."""
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError as error:
        raise Invalid(field, _("Choose a day.")) from error


def _plan_sale(session: Session, *, actor: Actor, slug: str, variant: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    row = catalogue.price_row(
        session, actor=actor, store_id=store.id, variant_id=known_id(variant)
    )  # fmt: skip
    typed = text_of(form, "price", 20)
    if not typed:
        raise Invalid("price", _("Give the sale price."))
    sale = catalogue.plan_sale(
        session, actor=actor, store_id=store.id, variant_id=row.variant_id,
        price_minor=amount_minor(typed, row.currency, "price"),
        starts_at=first_moment(text_of(form, "starts"), "starts"),
        ends_at=last_moment(text_of(form, "ends"), "ends"),
    )  # fmt: skip
    starts = sale.period.lower
    if starts is not None and starts > datetime.now(UTC):
        return _("The sale begins on {day}.").format(day=day(starts))
    return _("The sale has begun.")


def _end_sale(session: Session, *, actor: Actor, slug: str, sale_id: str) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    begun = catalogue.end_sale(session, actor=actor, store_id=store.id, sale_id=known_id(sale_id))
    return _("The sale is over.") if begun else _("The sale is taken back.")


def load_price(session: Session, request: PageRequest) -> Loaded:
    """A variant's prices, its sales, and why. Raises NotFound. Twelve queries."""
    actor, query = request.actor, request.query
    keep = query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    variant_id = known_id(request.params["variant"])
    row = catalogue.price_row(session, actor=actor, store_id=store.id, variant_id=variant_id)
    sales = catalogue.sales_of(session, actor=actor, store_id=store.id, variant_id=variant_id)
    groups = pricing.list_groups(session, actor=actor, store_id=store.id)
    pictures = image_refs(session, media_ids=[row.image_id])
    group, currency = query.get("group", ""), query.get("currency", "") or row.currency
    of = {"actor": actor, "store_id": store.id, "variant_id": variant_id, "group_id": uuid_or_none(group)}
    why, error, units = _why(session, of, currency, query.get("units", "1"))
    view = PricePage(
        variant_id=str(variant_id),
        title=row.name,
        sub=row.sku,
        trail=[Link(_("Prices"), link(PATH, keep)), Link(row.name, current=True)],
        picture=image(pictures.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE),
        price=str(Money(row.own_minor, row.currency).decimal()),
        currency=row.currency,
        reduced=row.compare_at_minor is not None,
        shown=money(row.now_minor, row.currency),
        was=str(Money(row.compare_at_minor, row.currency).decimal()) if row.compare_at_minor else "",
        said=_prior_words(row),
        sales=[_sale(one) for one in sales],
        has_sales=bool(sales),
        why=why,
        groups=[Option("", _("Anybody")), *(Option(str(one.id), one.name) for one in groups)],
        currencies=[Option(code, code) for code in sorted({row.currency, store.currency, get_settings().currency})],
        group=group,
        why_currency=currency,
        units=str(units),
        path=f"{PATH}/of/{variant_id}",
        store=keep,
        why_error=error,
        can_edit=actor.can(Permission.EDIT_PRODUCTS, store=store.id),
        fresh=f"{row.own_minor}-{len(sales)}",
    )
    return Loaded(
        view, Seo(title=_("Price of {name} – {name2}").format(name=row.name, name2=store.name), noindex=True)
    )  # fmt: skip


def _why(session: Session, of: dict[str, Any], currency: str, typed: str) -> tuple[list[WhyLine], str, int]:
    """Every price that a buyer of that group would be looked up, with so many units, in that currency."""
    try:
        units = whole_number(typed, "units", least=1, most=999) or 1
        exponent(currency)
    except (Invalid, ValueError):
        return [], _("Give from 1 to 999 units and a currency by its three letters."), 1
    found = catalogue.candidates(session, **of, currency=currency, units=units)
    if not found:
        return [], _("It has no price in {currency}, and no rate to convert it.").format(currency=currency), units
    return [WhyLine(one.label, money(one.amount_minor, currency), one.verdict, one.wins) for one in found], "", units


def _prior_words(row: PriceRow) -> str:
    """What shoppers are told about the price before, or why they are not (F051)."""
    if row.prior_minor is not None:
        return _("Shoppers see {price} struck out: the lowest price of the 30 days before.").format(
            price=money(row.prior_minor, row.currency)
        )
    if row.compare_at_minor is not None or row.now_minor < row.own_minor:
        return _("Nothing is struck out: it was not on sale for 30 days before, or was as cheap within them.")
    return _("It is not reduced.")


def _sale(one: SaleView) -> SaleLine:
    state, tone, icon, verb = (_("Planned"), "info", "calendar-clock", _("Take back"))
    if one.over:
        state, tone, icon, verb = _("Over"), "", "history", ""
    elif one.running:
        state, tone, icon, verb = _("Running"), "success", "circle-check", _("End now")
    until = _("until {day}").format(day=day(one.ends_at)) if one.ends_at else _("until it is ended")
    return SaleLine(
        id=str(one.id), price=money(one.price_minor, one.currency), time=f"{day(one.starts_at)} {until}", state=state,
        tone=tone, icon=icon, verb=verb,
    )  # fmt: skip
