"""A store's prices."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _, plural
from emporium.services import catalogue
from emporium.services.catalogue import PriceRow, image_refs
from emporium.services.catalogue.pictures import NO_IMAGE, ImageRef
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import image, money
from vendor.price_values import PriceLine, PricesPage
from vendor.state.price_tabs import price_tabs
from vendor.state.shell import VendorPageState, chosen_store, link

PATH = "/vendor/prices"


class VendorPricesState(VendorPageState, rx.State):
    """State of the list of prices."""

    view: PricesPage = PricesPage()


def load_prices(session: Session, request: PageRequest) -> Loaded:
    """A page of prices by SKU. Eight queries at most."""
    actor, query = request.actor, request.query
    keep, text, after = query.get("store", ""), query.get("q", "").strip()[:80], query.get("after", "")[:64]
    store = chosen_store(session, actor=actor, slug=keep)
    rows, more = catalogue.list_prices(session, actor=actor, store_id=store.id, query=text, after=after or None)
    pictures = image_refs(session, media_ids=[row.image_id for row in rows])
    view = PricesPage(
        sub=_("What things cost, what is on sale, and what shoppers are told about the price before."),
        tabs=price_tabs(PATH, keep),
        store=keep,
        query=text,
        rows=[_line(row, pictures.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE, keep) for row in rows],
        empty=not rows,
        empty_text=_("Nothing for “{text}”. Look for a name or a SKU.").format(text=text)
        if text
        else _("Add a product to price it."),
        foot=_("{rows} shown").format(rows=plural(len(rows), "{n} variant", "{n} variants")),
        older=link(PATH, keep, q=text, after=more or "") if more else "",
        newest=link(PATH, keep, q=text) if after else "",
    )
    return Loaded(view, Seo(title=_("Prices – {name}").format(name=store.name), noindex=True))


def _line(row: PriceRow, picture: ImageRef, keep: str) -> PriceLine:
    return PriceLine(
        id=str(row.variant_id),
        name=row.name,
        sku=row.sku,
        picture=image(picture),
        href=link(f"{PATH}/of/{row.variant_id}", keep),
        price=money(row.own_minor, row.currency),
        now=money(row.now_minor, row.currency) if row.now_minor != row.own_minor else "",
        prior=money(row.prior_minor, row.currency) if row.prior_minor is not None else "",
        note=row.note,
        lists=plural(row.lists, "{n} list", "{n} lists") if row.lists else "",
    )
