"""A product's page: variants, and stock that follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid, NotFound
from emporium.i18n import _, day, number, plural
from emporium.money import Money
from emporium.services import carts, catalogue, checkout, inventory, messages, recommendations, tax
from emporium.services.catalogue import ProductDetail, VariantDetail, WishField, WishKind
from emporium.services.reviews import ReviewPage
from emporium.services.shipping import delivery_options
from emporium.services.tax import Zone
from emporium.settings import get_settings
from emporium.ui.values import Link, Picture, StoreBadge
from emporium.ui.wishes import WishInput
from emporium.web.desk import known_id
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.messages import answer_time
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import at_once, country_name, image, media_url, money, product_cards, tax_note, told_wishes
from emporium.web.threads import run
from emporium.web.toasts import toast
from emporium.web.wishes import wish_input
from storefront.product_values import BesideShelves, GalleryItem, OptionChoice, OptionGroup, ProductPage, Spec
from storefront.state.deliver_to import places
from storefront.state.facts import facts_ld, specs_of
from storefront.state.listing import breadcrumb_ld
from storefront.state.messages import ask_href
from storefront.state.product_questions import QuestionActions, questions_box
from storefront.state.product_reviews import ReviewActions, read_reviews, review_ld, reviews_box
from storefront.state.sharing import share_links

LOW = 8


class ProductState(ReviewActions, QuestionActions, rx.State):
    """State of a product's page."""

    view: ProductPage = ProductPage()
    _at_once: bool = False

    def _kept(self, key: str) -> dict[str, str]:
        """What was chosen stays chosen when the same product's reviews are sorted or narrowed."""
        same = key.partition("?")[0] == self.page_key.partition("?")[0]
        return {name: value for name, value in self._extra.items() if name not in ("shown", "asked")} if same else {}

    def _came(self, request: PageRequest) -> None:
        """Choices made before the tab was elsewhere count when one comes back to them, not to the product anew."""
        if not self.view.picked or request.query.get("v") != self.view.picked:
            self._extra = {}

    @rx.event
    @guarded(ANYONE)
    async def choose(self, option_id: str, value_id: str) -> None:
        """Choose a value; the rest of the choice stays as far as there is such a variant."""
        await self._choose_extra(**{f"o:{option_id}": value_id, "last": option_id})

    @rx.event
    @guarded(ANYONE)
    async def more_units(self) -> None:
        """One more."""
        await self._choose_extra(n=str(min(self.view.quantity + self.view.step, self.view.max_quantity)))

    @rx.event
    @guarded(ANYONE)
    async def fewer_units(self) -> None:
        """One fewer."""
        await self._choose_extra(n=str(max(self.view.quantity - self.view.step, self.view.min_quantity)))

    @rx.event
    @guarded(ANYONE)
    async def deliver_to(self, country: str) -> None:
        """Where it would go, as far as days and prices of delivery need it."""
        await run(checkout.choose_country, actor=current_actor(), country=country)
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def tell_me(self, form: dict[str, Any]) -> None:
        """Hear of the chosen variant when it is back."""
        if not self.view.variant_id:
            return
        try:
            known = await run(
                inventory.ask_alert, actor=current_actor(), variant_id=known_id(self.view.variant_id),
                email=str(form.get("email") or "")[:320],
            )  # fmt: skip
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, tell_error=wrong.message)
            return
        said = _("We write to you when it is back.") if known else _("Open the link that we sent you, then we write.")
        self.view = dataclasses.replace(self.view, tell_error="")
        await toast(self, said, tone="success")

    @rx.event
    @guarded(ANYONE)
    async def at_once(self) -> None:
        """What is put into the basket next goes straight to the checkout."""
        self._at_once = True

    @rx.event
    @guarded(ANYONE)
    async def add_to_basket(self, form: dict[str, Any]) -> Any:
        """Put the chosen variant into the basket, with what was said about it."""
        at_once, self._at_once = self._at_once, False
        if not self.view.variant_id:
            return None
        asked = {wish.key for wish in self.view.wishes}
        try:
            line = await run(
                carts.add_line, actor=current_actor(), variant_id=known_id(self.view.variant_id),
                quantity=self.view.quantity, wishes={key: str(form.get(key) or "")[:500] for key in asked},
            )  # fmt: skip
        except Invalid as wrong:
            if wrong.field not in asked:
                raise
            self.view = dataclasses.replace(self.view, wishes=_told(self.view.wishes, wrong))
            return None
        if at_once:
            return rx.redirect("/checkout")
        await toast(
            self,
            _("{name} is in your basket.").format(name=self.view.name),
            tone="success",
            href="/cart",
            link=_("View basket"),
            undo=("take back", {"line_id": line, "units": self.view.quantity}),
        )
        await self._choose_extra(n=str(self.view.min_quantity))
        return None


def _told(wishes: list[WishInput], wrong: Invalid) -> list[WishInput]:
    """The fields with what is wrong beside the one it is about."""
    return [dataclasses.replace(one, error=wrong.message if one.key == wrong.field else "") for one in wishes]


def load_product(session: Session, request: PageRequest) -> Loaded:
    """One product. An old address answers 301; a withdrawn one 404."""
    slug = request.params["slug"]
    try:
        detail = catalogue.product_detail(session, slug=slug, user_id=request.actor.user_id)
    except NotFound:
        newer = catalogue.resolve_slug(session, slug=slug)
        if newer is None:
            raise
        return Loaded(redirect=f"/p/{newer}" + (f"?{request.query_string}" if request.query_string else ""), status=301)
    chosen = _chosen(detail, request)
    found = read_reviews(session, request, detail.id)
    if not request.early:
        recommendations.note_view(session, actor=request.actor, product_id=detail.id)
    country = carts.shopper_country(session, actor=request.actor)
    beside = recommendations.beside(session, actor=request.actor, product_id=detail.id, country=country)
    options = delivery_options(
        session,
        goods={detail.store.id: (chosen.price_minor if chosen else 0, chosen.weight_grams if chosen else 0)},
        country=country,
        ready={detail.store.id: chosen.promised if chosen else None},
    )[detail.store.id]
    picked = _picked(chosen, request)
    shared = request.base_url + catalogue.product_path(detail.slug, picked)
    trail = _trail(detail)
    view = ProductPage(
        id=str(detail.id),
        name=detail.name,
        slug=detail.slug,
        summary=detail.summary,
        paragraphs=[part.strip() for part in detail.description.split("\n\n") if part.strip()],
        trail=trail,
        beside=BesideShelves(product_cards(beside.together), product_cards(beside.related)),
        own_email=request.actor.email,
        **_store(detail),
        store_answers=answer_time(messages.response_minutes(session, store_id=detail.store.id)),
        ask_href=ask_href(product=detail.slug),
        **_choice(detail, chosen, request),
        **_price(detail, chosen, options, tax.zone_of(session, country=country)),
        wishes=[_wish(one, detail, chosen, request) for one in detail.wishes],
        has_wishes=bool(detail.wishes),
        refused=request.query.get("wrong.basket", "")[:200],
        **_gallery(detail, chosen),
        reviews=reviews_box(session, request, found),
        questions=questions_box(session, request, product_id=detail.id, store_id=detail.store.id),
        country=country,
        countries=places(session, country=country),
        share=share_links(
            shared, _("{name} by {name2}").format(name=detail.name, name2=detail.store.name)
        ),
        share_url=shared,
        picked=picked,
        specs=specs_of(detail, chosen),
    )
    return Loaded(view, _seo(request, detail, view, chosen, trail, found), topics=[f"product:{detail.id}"])


def _trail(detail: ProductDetail) -> list[Link]:
    node = detail.category
    above = [*node.trail, (node.slug, node.name)] if node else []
    return [Link(_("Home"), "/"), *(Link(name, f"/c/{slug}") for slug, name in above), Link(detail.name, current=True)]


def _chosen(detail: ProductDetail, request: PageRequest) -> VariantDetail | None:
    """The variant that fits what the tab chose, else the address's SKU, else the first in stock."""
    variants = detail.variants
    picks = {name[2:]: value for name, value in request.extra.items() if name.startswith("o:")}
    sku = request.query.get("v", "")
    start = next((v for v in variants if v.sku == sku), None) or next((v for v in variants if v.available), None)
    start = start or (variants[0] if variants else None)
    if start is None or not picks:
        return start
    wanted = {**{str(o): str(x) for o, x in start.values.items()}, **picks}
    last = request.extra.get("last", "")

    def fits(variant: VariantDetail) -> tuple[bool, int, bool]:
        own = {str(o): str(x) for o, x in variant.values.items()}
        return own.get(last) == picks.get(last), sum(own.get(o) == x for o, x in wanted.items()), variant.available > 0

    return max(variants, key=fits)


def _picked(chosen: VariantDetail | None, request: PageRequest) -> str:
    """The SKU that somebody chose on purpose, here or by the address; empty when it is only the first in stock."""
    on_purpose = any(name.startswith("o:") for name in request.extra)
    return chosen.sku if chosen and (on_purpose or request.query.get("v") == chosen.sku) else ""


def _store(detail: ProductDetail) -> dict[str, Any]:
    store = detail.store
    tenths = round(store.rating_sum * 10 / store.rating_count) if store.rating_count else 0
    return {
        "store": StoreBadge(
            store.name,
            f"/s/{store.slug}",
            store.awning,
            store.initials,
            f"{store.name}, {store.city}" if store.city else store.name,
        ),
        "store_since": _("Sold and packed by this store since {since_year}").format(since_year=store.since_year)
        if store.since_year
        else _("Sold and packed by this store"),
        "store_rating": f"{tenths / 10:.1f}" if store.rating_count else _("New"),
        "store_sends": plural(store.handling_days, "{n} day", "{n} days") if store.handling_days else _("Same day"),
        "store_returns": _("{return_days} days").format(return_days=store.return_days),
        "returns": _("Return within {return_days} days").format(return_days=store.return_days),
        "returns_note": store.return_policy or _("Unused and in its box."),
    }


def _choice(detail: ProductDetail, chosen: VariantDetail | None, request: PageRequest) -> dict[str, Any]:
    if chosen is None:
        return {"stock": _("Not for sale at the moment"), "stock_tone": "out", "button": _("Sold out")}
    groups = []
    for option in detail.choices:
        values = []
        for value in option.values:
            others = {o: x for o, x in chosen.values.items() if o != option.id}
            match = [
                v
                for v in detail.variants
                if v.values.get(option.id) == value.id and all(v.values.get(o) == x for o, x in others.items())
            ]
            values.append(
                OptionChoice(
                    str(value.id),
                    value.name,
                    chosen=chosen.values.get(option.id) == value.id,
                    sold_out=not any(v.available for v in match),
                    picture=image(value.swatch, value.name),
                )
            )
        groups.append(
            OptionGroup(
                str(option.id),
                option.name,
                next((v.name for v in values if v.chosen), ""),
                pictured=bool(values) and all(v.picture.present for v in values),
                choices=values,
            )
        )
    step, least, left = detail.quantity_step, detail.min_per_order, chosen.available
    most = max(step, min(left, detail.max_per_order) // step * step)
    asked = request.extra.get("n", "")
    quantity = max(least, min(int(asked) if asked.isdigit() and len(asked) < 5 else least, most))
    enough = left >= least
    return {
        "options": groups,
        "variant_id": str(chosen.id),
        "sku": chosen.sku,
        "buyable": enough,
        "stock": _stock_words(chosen, files=detail.is_digital),
        "files": detail.is_digital,
        "limits": _limit_words(detail),
        "stock_tone": "out" if left <= 0 else "low" if left <= LOW or chosen.promised else "",
        "button": _("Sold out") if not enough else _("Order ahead") if chosen.promised else _("Add to basket"),
        "quantity": quantity,
        "step": step,
        "min_quantity": least,
        "max_quantity": most,
        "at_least": quantity <= least,
        "at_most": quantity + step > most,
    }


def _limit_words(detail: ProductDetail) -> str:
    """How many may be ordered, where that is not any number (F042)."""
    said = []
    if detail.quantity_step > 1:
        said.append(_("Sold in packs of {count}").format(count=detail.quantity_step))
    if detail.min_per_order > detail.quantity_step:
        said.append(_("at least {count} for each order").format(count=detail.min_per_order))
    words = ", ".join(said)
    return words[:1].upper() + words[1:]


def _wish(one: WishField, detail: ProductDetail, chosen: VariantDetail | None, request: PageRequest) -> WishInput:
    """A field as the buyer fills it in; a picture was handed in before."""
    value = request.query.get(f"wish.{one.key}", "")[:200] if one.kind is WishKind.FILE else ""
    shown = told_wishes({one.label: value})[0][2] if value else ""
    return dataclasses.replace(
        wish_input(one, currency=chosen.currency if chosen else "EUR"),
        value=value if shown else "",
        picture=shown,
        action=f"/wish/for/{detail.id}",
        error=request.query.get(f"wrong.{one.key}", "")[:200],
    )


def _stock_words(chosen: VariantDetail, *, files: bool) -> str:
    """How many there are, or for when one is promised (F029)."""
    left = chosen.available
    if left <= 0:
        return _("Sold out")
    if files:
        return _("Sent as files")
    if chosen.promised:
        return _("On back-order, can leave on {promised}").format(promised=day(chosen.promised))
    return _("{left} left").format(left=left) if left <= LOW else _("{left} in stock").format(left=left)


def _price(detail: ProductDetail, chosen: VariantDetail | None, options: Sequence[Any], zone: Zone) -> dict[str, Any]:
    if chosen is None:
        return {}
    country = zone.country
    note, arrives = tax_note(zone), _("Not delivered there yet")
    place = _("To {get}").format(get=country_name(country))
    if detail.is_digital:
        arrives = at_once()
        place = _("Nothing is delivered. Each file can be downloaded {count} times, for {days}.").format(
            count=number(detail.download_limit), days=plural(detail.download_days, "{n} day", "{n} days")
        )
    elif options:
        best = options[0]
        cost = money(best.price_minor, best.currency) if best.price_minor else _("free")
        free = (
            _(", free over {free_over} from this store").format(free_over=money(best.free_over_minor, best.currency))
            if best.free_over_minor and best.price_minor
            else ""
        )
        note = tax_note(zone) + " " + _("Delivery {cost}{free}.").format(cost=cost, free=free)
        arrives = _("Arrives {arrives_from}").format(arrives_from=day(best.arrives_from))
        place = _("{place}, by {arrives_to} at the latest, if you order today.").format(
            place=place, arrives_to=day(best.arrives_to)
        )
    return {
        "price": money(chosen.price_minor, chosen.currency),
        "was": money(chosen.compare_at_minor, chosen.currency) if chosen.compare_at_minor else "",
        "prior": _("{price} was the lowest price of the 30 days before.").format(
            price=money(chosen.compare_at_minor, chosen.currency)
        )
        if chosen.compare_at_minor
        else "",
        "why": chosen.price_note,
        "steps": [
            Spec(_("From {count}").format(count=units), _("{price} each").format(price=money(price, chosen.currency)))
            for units, price in chosen.steps
        ],
        "price_note": note,
        "arrives": arrives,
        "arrives_note": place,
    }


def _gallery(detail: ProductDetail, chosen: VariantDetail | None) -> dict[str, Any]:
    """Every picture, that of the chosen variant first; films last."""
    own = next((ref for ref in detail.gallery if chosen and ref.key == chosen.image.key), None)
    stills = [ref for ref in detail.gallery if not ref.film]
    refs = sorted(stills, key=lambda ref: ref is not own) + [ref for ref in detail.gallery if ref.film]
    items = [
        GalleryItem(
            ident=f"picture-{number}",
            href=f"#picture-{number}",
            label=_("Show film {number}").format(number=number) if ref.film
            else _("Show picture {number}").format(number=number),
            count=f"{number} / {len(refs)}",
            picture=Picture() if ref.film else image(ref, detail.name),
            loading="eager" if number == 1 else "lazy",
            full=media_url(ref.key),
            film=media_url(ref.key) if ref.film else "",
        )
        for number, ref in enumerate(refs, 1)
    ]  # fmt: skip
    return {"gallery": items, "no_picture": not items, "several": len(items) > 1, "gallery_key": own.key if own else ""}


def _seo(
    request: PageRequest,
    detail: ProductDetail,
    view: ProductPage,
    chosen: VariantDetail | None,
    trail: list[Link],
    found: ReviewPage,
) -> Seo:
    here = f"/p/{detail.slug}"
    product: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": detail.name,
        "description": detail.summary or " ".join(view.paragraphs)[:300],
        "url": request.base_url + here,
        "image": [request.base_url + item.picture.src for item in view.gallery if item.picture.present][:4],
        "brand": {"@type": "Brand", "name": detail.store.name},
    }
    if chosen is not None:
        product["sku"] = chosen.sku
        product["offers"] = {
            "@type": "Offer",
            "price": str(Money(chosen.price_minor, chosen.currency).decimal()),
            "priceCurrency": chosen.currency,
            "url": request.base_url + here,
            "availability": "https://schema.org/" + ("InStock" if chosen.available else "OutOfStock"),
            "seller": {"@type": "Organization", "name": detail.store.name},
            "itemCondition": "https://schema.org/NewCondition",
        }
    product |= review_ld(found) | facts_ld(detail.facts)
    return Seo(
        title=_("{name} by {name2} – {name3}").format(
            name=detail.name, name2=detail.store.name, name3=get_settings().name
        ),
        description=detail.summary or " ".join(view.paragraphs)[:155],
        canonical_path=here,
        image=view.gallery[0].picture.src if view.gallery else "",
        kind="product",
        jsonld=[product, breadcrumb_ld(request, trail, here)],
    )
