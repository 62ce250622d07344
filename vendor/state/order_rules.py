"""What may be ordered: the store's smallest order, each product's numbers, and what its buyer says (F028, F042)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import N_, _, plural
from emporium.money import Money
from emporium.services import catalogue, stores
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import RuleRow, WishChoice, WishField, WishKind, image_refs
from emporium.services.catalogue.pictures import NO_IMAGE, ImageRef
from emporium.ui.desk_typed import amount_minor, text_of, whole_number
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import image, money
from emporium.web.threads import run
from emporium.web.toasts import toast
from vendor.price_values import OrderRulesPage, RuleLine, WishLine
from vendor.state.price_tabs import price_tabs
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

PATH = "/vendor/prices/rules"
KINDS = {WishKind.TEXT: N_("A text"), WishKind.CHOICE: N_("One of a few choices"), WishKind.FILE: N_("A picture")}
CHOICE = re.compile(r"(.+?)(?:\s*\+\s*(\d+(?:[.,]\d+)?))?")
LIMITS = ("least", "step", "most")


class VendorOrderRulesState(VendorPageState, rx.State):
    """State of the page about what may be ordered."""

    view: OrderRulesPage = OrderRulesPage()

    @rx.event
    @guarded(Permission.EDIT_STORE)
    async def set_min_order(self, form: dict[str, Any]) -> None:
        """The smallest order of the store."""
        try:
            said = await run(_set_min_order, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, min_error=wrong.message)
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def set_limits(self, form: dict[str, Any]) -> None:
        """How many of the shown product one order may have."""
        try:
            await run(
                _set_limits, actor=current_actor(), slug=store_slug(self), product=self.view.product_id, form=form
            )
        except Invalid as wrong:
            named = wrong.field if wrong.field in LIMITS else "most"
            self.view = dataclasses.replace(self.view, limit_error=wrong.message, limit_wrong=named)
            return
        await toast(self, _("Saved. Baskets that hold another number are told."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def add_wish(self, form: dict[str, Any]) -> None:
        """One more thing that the buyer may or must say."""
        try:
            await run(_add_wish, actor=current_actor(), slug=store_slug(self), product=self.view.product_id, form=form)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "")
            return
        await toast(self, _("Buyers are asked from now on."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def drop_wish(self, key: str) -> None:
        """Ask for it no longer."""
        await run(
            _drop_wish, actor=current_actor(), slug=store_slug(self), product=self.view.product_id, key=str(key)
        )  # fmt: skip
        await toast(self, _("Buyers are not asked any more."), tone="success")
        await self._reload()


def _set_min_order(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    amount = amount_minor(text_of(form, "min_order", 20), store.currency, "min_order")
    stores.set_min_order(session, actor=actor, store_id=store.id, amount_minor=amount)
    if not amount:
        return _("You take orders of any size.")
    return _("You take orders from {amount} on.").format(amount=money(amount, store.currency))


def _set_limits(session: Session, *, actor: Actor, slug: str, product: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    numbers = {name: whole_number(text_of(form, name, 10), name, least=1, most=999) for name in LIMITS}
    for name, number in numbers.items():
        if number is None:
            raise Invalid(name, _("Give a whole number, 1 or more."))
    catalogue.set_limits(
        session, actor=actor, store_id=store.id, product_id=known_id(product),
        **{name: number or 1 for name, number in numbers.items()},
    )  # fmt: skip


def _add_wish(session: Session, *, actor: Actor, slug: str, product: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    found = catalogue.store_product(
        session, actor=actor, store_id=store.id, product_id=known_id(product), lock=True
    )  # fmt: skip
    kind = text_of(form, "kind", 10)
    if kind not in KINDS:
        raise Invalid("kind", _("Choose how it is said."))
    if not text_of(form, "label", 60):
        raise Invalid("label", _("Say what you ask for."))
    made = WishField(
        label=text_of(form, "label", 60),
        kind=WishKind(kind),
        required=bool(form.get("required")),
        longest=whole_number(text_of(form, "longest", 5), "longest", least=1, most=300) or 60,
        extra_minor=amount_minor(text_of(form, "extra", 20), found.currency, "extra"),
        choices=read_choices(text_of(form, "choices", 2000), found.currency) if kind == WishKind.CHOICE else [],
    )
    fields = [*catalogue.wish_fields(found), made]
    catalogue.set_wish_fields(session, actor=actor, store_id=store.id, product_id=found.id, fields=fields)


def read_choices(text: str, currency: str) -> list[WishChoice]:
    """`Gold + 1.50` a line. Raises Invalid naming the line."""
    made = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = CHOICE.fullmatch(line)
        if match is None:
            raise Invalid("choices", _("“{line}”: write one choice a line, like Gold + 1.50.").format(line=line[:60]))
        made.append(WishChoice(match[1].strip()[:60], amount_minor(match[2] or "", currency, "choices")))
    return made


def _drop_wish(session: Session, *, actor: Actor, slug: str, product: str, key: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    found = catalogue.store_product(
        session, actor=actor, store_id=store.id, product_id=known_id(product), lock=True
    )  # fmt: skip
    fields = [one for one in catalogue.wish_fields(found) if one.key != key]
    catalogue.set_wish_fields(session, actor=actor, store_id=store.id, product_id=found.id, fields=fields)


def load_order_rules(session: Session, request: PageRequest) -> Loaded:
    """A page of products, and the chosen one's numbers and wishes. Four queries."""
    actor, query = request.actor, request.query
    keep, text, after = query.get("store", ""), query.get("q", "").strip()[:80], query.get("after", "")[:90]
    store = chosen_store(session, actor=actor, slug=keep)
    rows, more = catalogue.list_order_rules(session, actor=actor, store_id=store.id, query=text, after=after or None)
    pictures = image_refs(session, media_ids=[row.image_id for row in rows])
    wanted = query.get("product", "")
    product = uuid_or_none(wanted)
    chosen = (
        catalogue.store_product(session, actor=actor, store_id=store.id, product_id=product) if product else None
    )  # fmt: skip
    wishes = catalogue.wish_fields(chosen) if chosen else []
    can_edit = actor.can(Permission.EDIT_PRODUCTS, store=store.id)
    view = OrderRulesPage(
        sub=_("How many and for how much one order may have, and what the buyer tells the maker."),
        tabs=price_tabs(PATH, keep),
        store=keep,
        query=text,
        rows=[
            _line(row, pictures.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE, keep, text, wanted)
            for row in rows
        ],
        empty=not rows,
        foot=_("{rows} shown").format(rows=plural(len(rows), "{n} product", "{n} products")),
        older=link(PATH, keep, q=text, after=more or "") if more else "",
        newest=link(PATH, keep, q=text) if after else "",
        min_order=str(Money(store.min_order_minor, store.currency).decimal()) if store.min_order_minor else "",
        currency=chosen.currency if chosen else store.currency,
        product_id=str(chosen.id) if chosen else "",
        product=chosen.name if chosen else "",
        chosen=chosen is not None,
        least=str(chosen.min_per_order) if chosen else "1",
        step=str(chosen.quantity_step) if chosen else "1",
        most=str(chosen.max_per_order) if chosen else "99",
        wishes=[WishLine(one.key, one.label, _wish_words(one, chosen.currency)) for one in wishes] if chosen else [],
        kinds=[Option(kind.value, _(words)) for kind, words in KINDS.items()],
        can_edit=can_edit,
        can_edit_store=actor.can(Permission.EDIT_STORE, store=store.id),
        fresh=f"{wanted}{len(wishes)}",
    )
    return Loaded(view, Seo(title=_("What may be ordered – {name}").format(name=store.name), noindex=True))


def _line(row: RuleRow, picture: ImageRef, keep: str, text: str, wanted: str) -> RuleLine:
    limits = (
        [_("{least} to {most}").format(least=row.least, most=row.most)]
        if row.least > 1
        else [_("up to {most}").format(most=row.most)]
    )
    if row.step > 1:
        limits.append(_("in packs of {step}").format(step=row.step))
    return RuleLine(
        id=str(row.product_id),
        name=row.name,
        picture=image(picture),
        href=link(PATH, keep, q=text, product=str(row.product_id)) + "#limits",
        limits=", ".join(limits),
        wishes=plural(row.wishes, "{n} question", "{n} questions") if row.wishes else "",
        chosen=str(row.product_id) == wanted,
    )


def _wish_words(one: WishField, currency: str) -> str:
    """A field in words."""
    said = [_("must be said") if one.required else _("may be said")]
    if one.kind is WishKind.CHOICE:
        ways = [f"{way.label} + {money(way.extra_minor, currency)}" if way.extra_minor else way.label
                for way in one.choices]  # fmt: skip
        said.append(", ".join(ways))
    else:
        if one.kind is WishKind.TEXT:
            said.append(_("up to {count} characters").format(count=one.longest))
        else:
            said.append(_("a picture"))
        if one.extra_minor:
            said.append(_("adds {amount}").format(amount=money(one.extra_minor, currency)))
    return "; ".join(said)
