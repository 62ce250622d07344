"""A store's page."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.errors import NotFound
from emporium.i18n import day
from emporium.services import catalogue, messages, reviews, stores
from emporium.services.catalogue import Filters
from emporium.settings import get_settings
from emporium.ui.values import Picture, StoreBadge
from emporium.web.messages import answer_time
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.reviews import review_shown
from emporium.web.shown import image, plural, product_cards
from storefront.values import Spec, StorePage


class StoreState(PageState, rx.State):
    """State of a store's page."""

    view: StorePage = StorePage()


def load_store(session: Session, request: PageRequest) -> Loaded:
    """A store and what it sells. An old address answers 301."""
    slug = request.params["slug"]
    try:
        found = stores.store_page(session, slug=slug)
    except NotFound:
        newer = stores.resolve_slug(session, slug=slug)
        if newer is None:
            raise
        return Loaded(redirect=f"/s/{newer}", status=301)
    store = found.store
    page = catalogue.list_products(session, filters=Filters(store_id=store.id), limit=96)
    holiday = store.holiday_from is not None
    answers = answer_time(messages.response_minutes(session, store_id=store.id))
    said = reviews.latest_of_store(session, store_id=store.id)
    facts = [
        Spec("Packs within", plural(store.handling_days, "day", "days") if store.handling_days else "the day"),
        Spec("Returns", f"{store.return_days} days"),
        *([Spec("", answers)] if answers else []),
        *([Spec("From", store.city)] if store.city else []),
        *([Spec("Open since", str(store.since_year))] if store.since_year else []),
    ]
    cover = image(page.rows[0].image) if page.rows else Picture()
    view = StorePage(
        store=StoreBadge(store.name, f"/s/{store.slug}", store.awning, store.initials, store.tagline),
        story=[part for part in store.story.split("\n\n") if part],
        cover=cover,
        rating=f"{found.rating_tenths / 10:.1f}" if store.rating_count else "",
        reviews=f"{store.rating_count:,}",
        facts=facts,
        cards=product_cards(page.rows, eager=4),
        line=plural(page.total, "product", "products"),
        notice_title=f"On holiday until {day(store.holiday_until)}" if holiday and store.holiday_until else "",
        notice=store.holiday_note,
        shipping=store.shipping_policy,
        returns=store.return_policy,
        said=[review_shown(row, viewer=request.actor.user_id) for row in said],
        has_said=bool(said),
    )
    seo = Seo(
        title=f"{store.name} – {get_settings().name}",
        description=store.tagline,
        canonical_path=f"/s/{store.slug}",
        image=cover.src,
        jsonld=[
            {
                "@context": "https://schema.org",
                "@type": "Store",
                "name": store.name,
                "description": store.tagline,
                "url": f"{request.base_url}/s/{store.slug}",
                **(
                    {
                        "address": {
                            "@type": "PostalAddress",
                            "addressLocality": store.city,
                            "addressCountry": store.country,
                        }
                    }
                    if store.city
                    else {}
                ),
            }
        ],
    )
    return Loaded(view, seo, topics=[f"store:{store.id}:reviews"])
