"""Checkout on one page: who, where, how, and the one payment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

import reflex as rx
from sqlmodel import Session

from emporium.db import transaction
from emporium.errors import EmporiumError, Invalid, OutOfStock, QuoteChanged
from emporium.i18n import _, all_of, day, plural
from emporium.providers.payments import all_methods
from emporium.services import addresses, carts, checkout, payments, reminders, shipping, tax
from emporium.services.auth import Actor, Permission
from emporium.services.auth.tokens import digest
from emporium.services.carts.lines import accept_prices
from emporium.services.checkout import Placement, QuoteView
from emporium.services.ledger import CASH
from emporium.settings import get_settings
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import COUNTRIES, at_once, country_name, money, offered_countries
from emporium.web.threads import in_thread, run
from models.carts import Checkout
from models.enums import AttemptStatus, CreditKind
from storefront.account_values import SavedAddress
from storefront.basket_values import SumLine
from storefront.checkout_values import CheckoutPage, CheckoutParcel, DeliveryChoice, PayChoice
from storefront.state.account_addresses import saved
from storefront.state.cart import basket_line, store_badge
from storefront.state.pay_link import NAME as LINK
from storefront.state.pay_link import buyer, link_of, opened, with_link


class CheckoutState(PageState, rx.State):
    """State of the checkout. What was typed stays in the browser until it is sent."""

    view: CheckoutPage = CheckoutPage()
    errors: dict[str, str] = {}
    method: str = all_methods()[0].token
    busy: bool = False
    declined: str = ""
    news: list[str] = []
    _submission: str = ""
    _typed_email: str = ""

    @rx.event
    @guarded(ANYONE)
    async def choose_delivery(self, store_id: str, method_id: str) -> None:
        """How one parcel is sent."""
        await run(
            checkout.choose_delivery,
            actor=await self._buyer(),
            checkout_id=known_id(self.view.checkout_id),
            store_id=known_id(store_id),
            method_id=known_id(method_id),
        )
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def use_address(self, address_id: str) -> None:
        """Send it to an entry of the address book."""
        await run(
            checkout.use_address, actor=current_actor(), checkout_id=known_id(self.view.checkout_id),
            address_id=known_id(address_id),
        )  # fmt: skip
        self.errors = {key: text for key, text in self.errors.items() if key not in ADDRESS}
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def choose_country(self, country: str) -> None:
        """Where it goes, as far as prices need it."""
        await run(
            checkout.set_country, actor=await self._buyer(), checkout_id=known_id(self.view.checkout_id),
            country=country,
        )
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def choose_region(self, region: str) -> None:
        """The region, as far as taxes need it."""
        await run(
            checkout.set_country, actor=await self._buyer(), checkout_id=known_id(self.view.checkout_id),
            country=self.view.country, region=region,
        )  # fmt: skip
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def give_tax_id(self, text: str) -> None:
        """A company's tax id; what is wrong with it stands under the field."""
        try:
            await run(
                checkout.set_tax_id, actor=await self._buyer(), checkout_id=known_id(self.view.checkout_id),
                tax_id=str(text)[:40],
            )  # fmt: skip
        except Invalid as wrong:
            self.errors = {**self.errors, "tax_id": wrong.message}
            return
        self.errors = {key: text for key, text in self.errors.items() if key != "tax_id"}
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def add_code(self, form: dict[str, Any]) -> None:
        """A discount's or a gift card's code; what is wrong with it stands under the field."""
        try:
            await run(
                checkout.add_code, actor=await self._buyer(), checkout_id=known_id(self.view.checkout_id),
                code=str(form.get("code", "")),
            )  # fmt: skip
        except Invalid as wrong:
            self.errors = {**self.errors, "code": wrong.message}
            return
        self.errors = {key: text for key, text in self.errors.items() if key != "code"}
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def leave_out(self, code: str, value_id: str) -> None:
        """A code or a gift card is not used after all."""
        where = {"actor": await self._buyer(), "checkout_id": known_id(self.view.checkout_id)}
        if value_id:
            await run(checkout.drop_tender, **where, value_id=known_id(value_id))
        else:
            await run(checkout.drop_code, **where, code=code)
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def choose_method(self, token: str) -> None:
        """How to pay."""
        self.method = token

    @rx.event
    @guarded(ANYONE)
    async def check_field(self, name: str, value: str) -> None:
        """Look at a field when it is left; only what is wrong is said."""
        try:
            _check(name, value, self.view)
        except Invalid as wrong:
            self.errors = {**self.errors, name: wrong.message}
        else:
            self.errors = {key: text for key, text in self.errors.items() if key != name}
            if name == "email":
                self._typed_email = str(value)[:320]
                await self._keep_reminder(self.view.remind)

    @rx.event
    @guarded(ANYONE)
    async def allow_reminder(self, wanted: bool) -> None:
        """Whether a letter may come if the basket is left. It needs an address to go to."""
        if wanted is True and not (self._typed_email or self.view.email):
            self.errors = {**self.errors, "email": _("Give your address first, then tick this.")}
            self.view = replace(self.view, remind=False)
            return
        self.view = replace(self.view, remind=wanted is True)
        await self._keep_reminder(wanted is True, withdraw=True)

    async def _keep_reminder(self, wanted: bool, *, withdraw: bool = False) -> None:
        where = {"actor": current_actor(), "checkout_id": known_id(self.view.checkout_id)}
        email = self._typed_email or self.view.email
        if wanted and email:
            await run(reminders.allow_reminder, **where, email=email)
        elif withdraw and not wanted:
            await run(reminders.withdraw_reminder, **where)

    @rx.event
    @guarded(ANYONE)
    async def pay(self, form: dict[str, Any]) -> Any:
        """Pay once, however often it is clicked."""
        if self.busy or not self.view.checkout_id:
            return  # paid a moment ago: there is nothing left to pay, and the next page is on its way
        self.busy, self.declined, self.errors, self.news = True, "", {}, []
        yield
        self.errors = {} if self.view.extends else _mistakes(form)
        if self.errors:
            self.busy, self._submission = False, ""
            return
        self._submission = self._submission or uuid4().hex
        try:
            placed = await in_thread(
                _place, current_actor(), self.view, form, self.method, self._submission, self.router.url.origin,
                link_of(self),
            )  # fmt: skip
        except Invalid as wrong:
            self.errors = {wrong.field or "payment": wrong.message}
        except QuoteChanged as changed:
            await self._reload()
            self.news = changed.changes or [changed.message]
        except OutOfStock as gone:
            await self._reload()
            self.news = [gone.message]
        except EmporiumError as error:
            self.declined = error.message
        else:
            self._submission = ""
            if placed.status is AttemptStatus.REQUIRES_ACTION:
                yield rx.redirect(placed.action_url)
            elif placed.status is AttemptStatus.DECLINED:
                self.declined = _(placed.message)
            else:
                yield rx.redirect(f"/purchase/{placed.token}")
        finally:
            if self.errors or self.news:
                self._submission = ""
            self.busy = False

    async def _buyer(self) -> Actor:
        """Whose basket this tab is about."""
        return await run(buyer, actor=current_actor(), token=link_of(self))


TYPED = ("name", "line1", "line2", "postcode", "city")
ADDRESS = (*TYPED, "region", "country")


def _check(name: str, value: str, view: CheckoutPage) -> None:
    """One field by the service's own rules."""
    from emporium.services.auth.accounts import normal_email

    if name == "email":
        normal_email(value)
        return
    country = view.country or get_settings().default_country
    fine = {"name": "A", "line1": "A 1", "city": "A", "country": country, "postcode": value, name: value}
    if name == "postcode":
        addresses.clean_address(fine)
    elif name in ("name", "line1", "city"):
        try:
            addresses.clean_address({**fine, "postcode": ""})
        except Invalid as wrong:
            if wrong.field == name:
                raise


def _mistakes(form: dict[str, Any]) -> dict[str, str]:
    """Everything that is wrong with what was typed, by field, before anything is kept or asked."""
    from emporium.services.auth.accounts import normal_email

    wrong = {}
    try:
        normal_email(str(form.get("email") or ""))
    except Invalid as invalid:
        wrong["email"] = invalid.message
    return {**wrong, **addresses.address_problems({name: str(form.get(name) or "") for name in ADDRESS})}


def _place(
    actor: Actor, view: CheckoutPage, form: dict[str, Any], method: str, submission: str, origin: str, link: str = ""
) -> Placement:
    """Keep what was typed, then place the order. Runs in a thread: several transactions of its own."""
    checkout_id = known_id(view.checkout_id)
    address = {name: str(form.get(name) or "") for name in ADDRESS}
    keep = bool(form.get("keep_address")) and actor.can(Permission.OWN_ACCOUNT) and not link
    with transaction() as session:
        actor = buyer(session, actor=actor, token=link)
        if not view.extends:
            checkout.set_address(
                session, actor=actor, checkout_id=checkout_id, email=str(form.get("email") or ""), address=address
            )
            if keep:
                addresses.add_address(session, actor=actor, address=address, quietly=True)
        checkout.set_tax_id(session, actor=actor, checkout_id=checkout_id, tax_id=str(form.get("tax_id") or "")[:40])
        checkout.set_gift(
            session, actor=actor, checkout_id=checkout_id, message=str(form.get("gift_message") or "")[:1000],
            receipt=bool(form.get("gift_receipt")),
        )  # fmt: skip
        checkout.set_consent(
            session, actor=actor, checkout_id=checkout_id, agreed=bool(form.get("digital_consent"))
        )  # fmt: skip
    return checkout.place_order(
        transaction, actor=actor, checkout_id=checkout_id, version=view.version, method=method,
        submission=submission, origin=origin,
    )  # fmt: skip


def load_checkout(session: Session, request: PageRequest) -> Loaded:
    """The open checkout of the basket, with today's quote."""
    seo = Seo(title=_("Checkout – {name}").format(name=get_settings().name), noindex=True)
    actor = request.actor
    link = opened(session, request)
    if isinstance(link, str):
        return Loaded(CheckoutPage(gone=link, link=request.query[LINK]), seo)
    if link is not None and link.over and link.purchase is not None:
        return Loaded(redirect=f"/purchase/{link.purchase.token}")
    cart = link.found.cart if link is not None else carts.find_cart(session, actor=actor)
    if cart is None or not carts.cart_view(session, cart=cart).stores:
        return Loaded(CheckoutPage(empty=True), seo)
    made = link.found.checkout if link is not None else checkout.start_checkout(session, actor=actor)
    quote = checkout.build_quote(session, checkout=made, cart=cart)
    accept_prices(session, cart=cart)
    topics = [f"product:{line.product_id}" for part in quote.cart.stores for line in part.lines]
    regions = tax.taxed_regions(session)
    served = shipping.destinations(session, store_ids=[part.store_id for part in quote.cart.stores])
    places = Places({*COUNTRIES, *served, *regions, quote.country}, {code for code, own in regions.items() if own})
    cash = payments.takes_cash(
        session, store_ids=[known_id(parcel.store_id) for parcel in quote.parcels], total_minor=quote.to_charge_minor,
        currency=quote.currency,
    )  # fmt: skip
    places = replace(places, cash=cash and not checkout.files_in(quote))
    view = _view(made, quote, actor, places)
    if link is None and actor.can(Permission.OWN_ACCOUNT):
        view = _with_book(view, [saved(entry) for entry in addresses.list_addresses(session, actor=actor)])
    if link is not None:
        view = with_link(session, view, link)
    return Loaded(view, seo, topics=topics)


def _with_book(view: CheckoutPage, book: list[SavedAddress]) -> CheckoutPage:
    return replace(view, saved=book, has_saved=bool(book))


@dataclass(frozen=True)
class Places:
    """Where it can go, and which of these countries ask for a region because taxes differ by it."""

    countries: set[str]
    by_region: set[str]
    cash: bool = False
    """Whether all of it may be paid at the door (F074)."""

    def regions(self, country: str) -> list[Option]:
        """What to choose from; empty where nobody needs it."""
        asked = country in self.by_region or country in tax.ASKED_EVERYWHERE
        return [Option(code, name) for code, name in tax.regions_of(country)] if asked else []


def _view(made: Checkout, quote: QuoteView, actor: Actor, places: Places) -> CheckoutPage:
    goods = sum(parcel.goods_minor for parcel in quote.parcels)
    delivery = sum(parcel.shipping_minor - parcel.shipping_added_minor for parcel in quote.parcels)
    units = sum(line.quantity for parcel in quote.parcels for line in parcel.lines)
    address, regions, parts = made.address, places.regions(quote.country), addresses.address_form(quote.country)
    sent = [parcel for parcel in quote.parcels if not parcel.is_download]
    problem = ""
    if quote.undeliverable:
        problem = _("{stores} cannot deliver to {country}.").format(
            stores=all_of(quote.undeliverable), country=country_name(quote.country)
        )
    return CheckoutPage(
        checkout_id=str(made.id),
        version=quote.version,
        empty=not quote.parcels and not quote.undeliverable,
        signed_in=actor.signed_in,
        email=made.email,
        remind=made.remind_at is not None,
        address_key=digest("|".join(str(address.get(name, "")) for name in TYPED))[:8],
        name=str(address.get("name") or actor.name),
        line1=str(address.get("line1", "")),
        line2=str(address.get("line2", "")),
        postcode=str(address.get("postcode", "")),
        city=str(address.get("city", "")),
        country=quote.country,
        countries=[Option(code, name) for code, name in offered_countries(places.countries)],
        region=str(address.get("region", "")),
        regions=regions,
        ask_postcode=parts.postcode,
        postcode_hint=_("Like {example}").format(example=parts.postcode_like) if parts.postcode_like else "",
        ask_city=parts.city,
        ask_region=bool(regions),
        tax_id=made.tax_id,
        tax_id_label=_("VAT number") if quote.country in tax.EUROPEAN_UNION else _("Tax id"),
        parcels=_parcels(quote),
        methods=[PayChoice(m.token, _(m.label), _(m.hint)) for m in all_methods() if m.token != CASH or places.cash],
        problem=problem,
        has_files=bool(checkout.files_in(quote)),
        all_files=bool(quote.parcels) and not sent,
        too_small=" ".join(quote.too_small),
        gift_message=made.gift_message,
        gift_receipt=made.gift_receipt,
        gift_open=bool(made.gift_message or made.gift_receipt),
        goods_label=_("Goods, {units}").format(units=plural(units, "{n} item", "{n} items")),
        summary_label=_("Order summary, {units}").format(units=plural(units, "{n} item", "{n} items")),
        goods=money(goods, quote.currency),
        delivery_label=_("Delivery, {parcels}").format(parcels=plural(len(sent), "{n} parcel", "{n} parcels")),
        delivery=money(delivery, quote.currency),
        total=money(quote.total_minor, quote.currency),
        discounts=[
            SumLine(
                _(taken.label), money(-taken.amount_minor, quote.currency), taken.code or "", removable=bool(taken.code)
            )
            for taken in quote.applied.taken
        ],
        tenders=[
            SumLine(
                _("Gift card") if tender.kind == CreditKind.GIFT_CARD else _("Your credit"),
                money(-tender.used_minor, quote.currency),
                value_id=str(tender.value_id),
                removable=True,
            )
            for tender in quote.tenders
        ],
        refusals=[SumLine(said.sentence, code=said.code) for said in quote.applied.refusals if said.code],
        to_charge=money(quote.to_charge_minor, quote.currency) if quote.tenders else "",
        test_bank=any(m.token.startswith("sandbox") for m in all_methods()),
        added_tax=_added_tax(quote),
        tax=_tax_words(quote),
        pay_label=_("Pay {total}").format(total=money(quote.to_charge_minor, quote.currency)),
        order_label=_("Order, pay {total} at the door").format(total=money(quote.to_charge_minor, quote.currency)),
    )


def _between(first: date, last: date) -> str:
    """`Wed 2 Dec to Thu 3 Dec`, or the only day."""
    return day(first) if first == last else _("{first} to {last}").format(first=day(first), last=day(last))


def _added_tax(quote: QuoteView) -> list[SumLine]:
    """The line between the prices and the total where tax is put on top of them, or taken out."""
    if not quote.added_tax_minor:
        return []
    label = quote.tax.zone.name if quote.added_tax_minor > 0 else _("Tax your company accounts for")
    return [SumLine(label, money(quote.added_tax_minor, quote.currency))]


def _tax_words(quote: QuoteView) -> str:
    """What stands under the total."""
    name = quote.tax.zone.name
    if any(parcel.tax_note == tax.REVERSE_CHARGE for parcel in quote.parcels):
        return _("Reverse charge: your company accounts for the tax. It is written on the invoice.")
    if not quote.tax_minor:
        return _("No tax is charged for this delivery.")
    if quote.added_tax_minor:
        place = tax.region_name(quote.country, quote.tax.zone.region) or country_name(quote.country)
        return _("{name} of {place}, on goods and delivery as far as they are taxed.").format(name=name, place=place)
    return _("Includes {amount} {name}").format(amount=money(quote.tax_minor, quote.currency), name=name)


def _parcels(quote: QuoteView) -> list[CheckoutParcel]:
    chosen = {parcel.store_id: parcel for parcel in quote.parcels}
    parts = []
    for part in quote.cart.stores:
        parcel = chosen.get(str(part.store_id))
        if parcel is None:
            continue
        parts.append(
            CheckoutParcel(
                store_id=str(part.store_id),
                store=store_badge(part),
                arrives=at_once()
                if parcel.is_download
                else next((day(o.arrives_from) for o in part.options if str(o.method_id) == parcel.method_id), ""),
                all_files=parcel.is_download,
                choices=[]
                if parcel.is_download
                else [
                    DeliveryChoice(
                        str(option.method_id),
                        _between(option.arrives_from, option.arrives_to),
                        option.name,
                        money(option.price_minor, option.currency) if option.price_minor else _("Free"),
                        str(option.method_id) == parcel.method_id,
                    )
                    for option in part.options
                ],
                lines=[basket_line(line) for line in part.lines if line.buyable],
            )
        )
    return parts
