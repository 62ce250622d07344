"""What products are like: what each lacks, and a form to say it (F022)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import N_, _, number, plural
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import attributes, image_refs
from emporium.services.catalogue.attributes import AskedField, LackingRow, ProductAnswers
from emporium.services.catalogue.pictures import NO_IMAGE, ImageRef
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.facts import TRUTHS
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import image
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import AttributeKind, ProductStatus
from vendor.detail_values import DetailField, DetailLine, DetailsPage, PickLine
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

PATH = "/vendor/details"
FIELD, PICK = "a:", "|"
"""In the form an answer is called by its code, a choice by its code and itself."""
OPEN = N_("Not said")


class VendorDetailsState(VendorPageState, rx.State):
    """State of the page of product details."""

    view: DetailsPage = DetailsPage()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def save(self, form: dict[str, Any]) -> None:
        """Keep what the shown product says; what is wrong stands beside its field."""
        asked = [(one.code, one.kind) for one in self.view.fields]
        try:
            said = await run(
                _save, actor=current_actor(), slug=store_slug(self), product=self.view.product_id, asked=asked,
                form=form,
            )  # fmt: skip
        except (Invalid, Conflict) as wrong:
            self.view = with_errors(self.view, wrong)
            return
        await toast(self, said, tone="success")
        await self._reload()


def with_errors(view: DetailsPage, wrong: Invalid | Conflict) -> DetailsPage:
    """The page with what is wrong beside each field; above the form what belongs to none."""
    each = wrong.details.get("wrong", {wrong.field: wrong.message})
    known = {one.code for one in view.fields}
    fields = [dataclasses.replace(one, error=each.get(one.code, "")) for one in view.fields]
    return dataclasses.replace(view, fields=fields, error="" if known & each.keys() else wrong.message)


def _save(
    session: Session, *, actor: Actor, slug: str, product: str, asked: Sequence[tuple[str, str]],
    form: Mapping[str, Any],
) -> str:  # fmt: skip
    store = chosen_store(session, actor=actor, slug=slug)
    changed = attributes.set_attributes(
        session, actor=actor, store_id=store.id, product_id=known_id(product), values=read_answers(asked, form)
    )
    return _("Saved. Shoppers see it, and find the product by it.") if changed else _("Nothing was different.")


def read_answers(asked: Sequence[tuple[str, str]], form: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was typed and ticked, by code: every field that was shown, also the empty ones."""
    found = {}
    for code, kind in asked:
        name = FIELD + code
        if kind == AttributeKind.CHOICE:
            found[code] = [key.removeprefix(name + PICK) for key in form if key.startswith(name + PICK) and form[key]]
        else:
            found[code] = [text_of(form, name, 400)]
    return found


def load_details(session: Session, request: PageRequest) -> Loaded:
    """A page of products by what they lack, and the chosen one's form. At most nine queries."""
    actor, query = request.actor, request.query
    keep, text, after = query.get("store", ""), query.get("q", "").strip()[:80], query.get("after", "")[:90]
    store = chosen_store(session, actor=actor, slug=keep)
    rows, more = attributes.products_by_lack(
        session, actor=actor, store_id=store.id, query=text, after=after or None
    )  # fmt: skip
    pictures = image_refs(session, media_ids=[row.image_id for row in rows])
    wanted = query.get("product", "")
    product = uuid_or_none(wanted)
    chosen = (
        attributes.product_answers(session, actor=actor, store_id=store.id, product_id=product) if product else None
    )
    view = DetailsPage(
        sub=_("What each product is like. Shoppers narrow lists by it, and find things by its words."),
        store=keep,
        query=text,
        rows=[
            _line(row, pictures.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE, keep, text, after, wanted)
            for row in rows
        ],
        empty=not rows,
        foot=_("{rows} shown").format(rows=plural(len(rows), "{n} product", "{n} products")),
        older=link(PATH, keep, q=text, after=more) if more else "",
        newest=link(PATH, keep, q=text) if after else "",
        **(_form(chosen) if chosen else {}),
        truths=[Option("", _(OPEN)), *(Option(code, _(words)) for code, words in TRUTHS.items())],
        can_edit=actor.can(Permission.EDIT_PRODUCTS, store=store.id),
    )
    return Loaded(view, Seo(title=_("Product details – {name}").format(name=store.name), noindex=True))


def _line(row: LackingRow, picture: ImageRef, keep: str, text: str, after: str, wanted: str) -> DetailLine:
    if row.required:
        lacks, tone = plural(row.required, "{n} required missing", "{n} required missing"), "danger"
    elif row.filterable:
        lacks, tone = plural(row.filterable, "{n} filter misses it", "{n} filters miss it"), "warning"
    elif row.missing:
        lacks, tone = plural(row.missing, "{n} left open", "{n} left open"), "info"
    else:
        lacks, tone = (_("Complete"), "success") if row.asked else (_("Nothing is asked"), "")
    return DetailLine(
        id=str(row.product_id),
        name=row.name,
        category=row.category,
        picture=image(picture),
        href=link(PATH, keep, q=text, after=after, product=str(row.product_id)) + "#details",
        said=_("{said} of {asked}").format(said=number(row.asked - row.missing), asked=number(row.asked)),
        lacks=lacks,
        tone=tone,
        chosen=str(row.product_id) == wanted,
    )


def _form(answers: ProductAnswers) -> dict[str, Any]:
    product = answers.product
    return {
        "product_id": str(product.id),
        "product": product.name,
        "category": answers.category,
        "shop_href": f"/p/{product.slug}" if product.status == ProductStatus.ACTIVE else "",
        "chosen": True,
        "nothing_asked": not answers.fields,
        "fields": [_field(one, f"{product.id}{product.updated_at.isoformat()}") for one in answers.fields],
    }


def _field(one: AskedField, fresh: str) -> DetailField:
    asked = one.definition
    name = FIELD + asked.code
    several = asked.kind == AttributeKind.CHOICE
    return DetailField(
        code=asked.code,
        name=name,
        ident="detail-" + asked.code,
        label=asked.name,
        kind=str(asked.kind),
        value="" if several or not one.values else one.values[0],
        unit=asked.unit,
        note=" · ".join([*([_("Required")] if asked.required else []), *([_("Filter")] if asked.filterable else [])]),
        picks=[PickLine(name + PICK + choice, choice, choice in one.values) for choice in asked.choices],
        key=fresh + asked.code,
    )
