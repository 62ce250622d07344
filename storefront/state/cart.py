"""The basket."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import _, day, plural
from emporium.services import carts, checkout, tax
from emporium.services.carts import CartLineView, CartStoreView, CartView
from emporium.services.catalogue import product_path
from emporium.services.promotions import Applied
from emporium.services.tax import Zone
from emporium.settings import get_settings
from emporium.ui.values import Link, StoreBadge
from emporium.web.desk import known_id
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import at_once, image, money, tax_note, told_wishes
from emporium.web.threads import run
from emporium.web.toasts import UNDO, toast
from storefront.basket_values import BasketLine, BasketPage, BasketParcel, SumLine
from storefront.state.deliver_to import places
from storefront.state.shelves import saved_or_selling
from storefront.values import Shelf


class CartState(PageState, rx.State):
    """State of the basket."""

    view: BasketPage = BasketPage()

    @rx.event
    @guarded(ANYONE)
    async def set_quantity(self, line_id: str, quantity: int) -> None:
        """Change how many."""
        await run(carts.set_quantity, actor=current_actor(), line_id=known_id(line_id), quantity=quantity)
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def change(self, line_id: str, step: int) -> None:
        """One more or one fewer."""
        lines = {line.id: line for parcel in self.view.parcels for line in parcel.lines}
        if line_id in lines and step in (1, -1):
            await run(
                carts.set_quantity,
                actor=current_actor(),
                line_id=known_id(line_id),
                quantity=lines[line_id].quantity + step * lines[line_id].step,
            )
            await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def remove(self, line_id: str) -> None:
        """Take a line out; the message can put it back."""
        gone = await run(carts.remove_line, actor=current_actor(), line_id=known_id(line_id))
        await toast(self, _("{name} is out of your basket.").format(name=gone.name), undo=("put back", gone.again()))
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def add_code(self, form: dict[str, Any]) -> None:
        """A discount's code; what is wrong with it stands under the field."""
        try:
            await run(checkout.add_basket_code, actor=current_actor(), code=str(form.get("code") or "")[:80])
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, code_error=wrong.message)
            return
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def leave_out(self, code: str, _value_id: str = "") -> None:
        """A code is not used after all."""
        await run(checkout.drop_basket_code, actor=current_actor(), code=code)
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def deliver_to(self, country: str) -> None:
        """Where it goes, as far as days and prices of delivery need it."""
        await run(checkout.choose_country, actor=current_actor(), country=country)
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def later(self, line_id: str) -> None:
        """Set a line aside."""
        await run(carts.save_for_later, actor=current_actor(), line_id=known_id(line_id))
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def now(self, line_id: str) -> None:
        """Put a line that was set aside back into the basket."""
        await run(carts.back_to_cart, actor=current_actor(), line_id=known_id(line_id))
        await self._reload()


UNDO["put back"] = carts.add_line
UNDO["take back"] = carts.take_back


def basket_line(line: CartLineView) -> BasketLine:
    """A line as a person reads it."""
    return BasketLine(
        id=str(line.id),
        name=line.product_name,
        variant=line.variant_title,
        href=product_path(line.product_slug, line.sku),
        picture=image(line.image, line.product_name),
        quantity=line.quantity,
        at_least=line.quantity <= line.step,
        at_most=line.quantity + line.step > line.max_quantity,
        total=money(line.total_minor, line.currency),
        unit=_("{unit_price} each").format(unit_price=money(line.unit_price_minor, line.currency))
        if line.quantity > 1
        else "",
        problem=line.problem,
        buyable=line.buyable,
        promise=promise(line.promised),
        files=_("Sent as files") if line.is_digital else "",
        why=line.price_note,
        wishes=said(line.wishes),
        step=line.step,
    )


def said(wishes: Mapping[str, str]) -> list[Link]:
    """What a buyer said about a thing, a line each; a picture has an address."""
    return [Link(f"{label}: {words}", href) for label, words, href in told_wishes(wishes)]


def promise(day_: date | None) -> str:
    """What stands under a line that is not there yet."""
    return _("On back-order, can leave on {day}").format(day=day(day_)) if day_ else ""


def store_badge(part: CartStoreView) -> StoreBadge:
    """Whose parcel it is."""
    return StoreBadge(part.name, f"/s/{part.slug}", part.awning, part.initials)


def _parcel(part: CartStoreView, currency: str) -> BasketParcel:
    option = part.options[0] if part.options else None
    if option is None:
        arrives, delivery, cost = "", _("{name} does not deliver to your country.").format(name=part.name), ""
    elif part.all_files:
        arrives, delivery, cost = at_once(), _("Nothing to deliver"), ""
    else:
        arrives = _("Arrives {arrives_from}").format(arrives_from=day(option.arrives_from))
        cost = money(option.price_minor, currency) if option.price_minor else _("Free")
        missing = (option.free_over_minor or 0) - part.goods_minor
        near = option.price_minor and option.free_over_minor and missing > 0
        delivery = _("Add {missing} and it is free").format(missing=money(missing, currency)) if near else option.name
    return BasketParcel(
        part.problem, store_badge(part), arrives, delivery, cost, [basket_line(line) for line in part.lines],
        "download" if part.all_files else "calendar-check",
    )  # fmt: skip


def _first_at_once(parcels: list[BasketParcel]) -> list[BasketParcel]:
    if not parcels or not parcels[0].lines:
        return parcels
    line, *others = parcels[0].lines
    first = dataclasses.replace(parcels[0], lines=[dataclasses.replace(line, loading="eager"), *others])
    return [first, *parcels[1:]]


def basket_view(
    view: CartView, zone: Zone, later: Sequence[CartLineView] = (), offers: Applied | None = None
) -> BasketPage:
    """The whole basket as a person reads it, what is taken off, and what was set aside."""
    parcels = [part for part in view.stores if any(line.buyable for line in part.lines)]
    shipping = sum(part.options[0].price_minor for part in parcels if part.options)
    parcels = [part for part in parcels if not part.all_files]
    return BasketPage(
        empty=not view.stores,
        parcels=_first_at_once([_parcel(part, view.currency) for part in view.stores]),
        changes=view.changes,
        changed=bool(view.changes),
        goods_label=_("Goods, {units}").format(units=plural(view.units, "{n} item", "{n} items")),
        goods=money(view.goods_minor, view.currency),
        delivery_label=_("Delivery, {parcels}").format(parcels=plural(len(parcels), "{n} parcel", "{n} parcels")),
        delivery=money(shipping, view.currency) if parcels or not view.units else "",
        total=money(view.goods_minor + shipping - (offers.discount_minor if offers else 0), view.currency),
        discounts=[
            SumLine(one.label, money(-one.amount_minor, view.currency), one.code or "", removable=bool(one.code))
            for one in (offers.taken if offers else ())
        ],
        refusals=[SumLine(one.sentence, code=one.code) for one in (offers.refusals if offers else ()) if one.code],
        note=_("{zone} You pay once; each store ships its own parcel.").format(zone=tax_note(zone))
        if parcels
        else tax_note(zone),
        count_line=", ".join(
            (
                plural(view.units, "{n} item", "{n} items"),
                *([plural(len(parcels), "{n} parcel", "{n} parcels")] if parcels or not view.units else []),
            )
        ),
        can_check_out=view.units > 0 and not any(part.problem for part in view.stores),
        blocked=_("A store needs a little more, see beside it") if view.units else _("Nothing here can be bought now"),
        later=[basket_line(line) for line in later],
        has_later=bool(later),
    )


def load_cart(session: Session, request: PageRequest) -> Loaded:
    """The basket at today's prices and stock; follows stock and other devices."""
    cart = carts.find_cart(session, actor=request.actor)
    view = carts.cart_view(session, cart=cart)
    later = carts.saved_view(session, cart=cart)
    lines = [*(line for part in view.stores for line in part.lines), *later]
    topics = [f"product:{line.product_id}" for line in lines]
    country = cart.country if cart else carts.shopper_country(session, actor=request.actor)
    zone = tax.zone_of(session, country=country)
    page = basket_view(view, zone, later, checkout.basket_offers(session, cart=cart, view=view))
    page = dataclasses.replace(
        page,
        country=country,
        countries=places(session, country=country),
        guest=not request.actor.signed_in,
        shelf=saved_or_selling(session, actor=request.actor) if page.empty else Shelf(),
    )
    return Loaded(page, Seo(title=_("Basket – {name}").format(name=get_settings().name), noindex=True), topics=topics)
