"""A store's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import reflex as rx
from sqlmodel import Session

from emporium.errors import NotFound
from emporium.i18n import _, day, number, plural
from emporium.services import favourites, messages, reviews, stores
from emporium.services.search import Wanted
from emporium.settings import get_settings
from emporium.ui.values import Link, Picture, StoreBadge
from emporium.web.desk import known_id
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.messages import answer_time
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.reviews import review_shown
from emporium.web.shown import image
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.stores import Store
from storefront.listing_values import ListingPage
from storefront.product_values import Spec
from storefront.state.list_address import address
from storefront.state.listing import MoreState, product_list, sorts_of
from storefront.state.messages import ask_href
from storefront.state.narrowing import cleared, read_wanted
from storefront.state.sharing import share_links
from storefront.values import StorePage

SOON = timedelta(days=14)
"""So long before a holiday begins it is told of."""


class StoreState(MoreState, rx.State):
    """State of a store's page."""

    view: StorePage = StorePage()

    @rx.event
    @guarded(ANYONE)
    async def more(self) -> None:
        """Show the next products."""
        await self._append()

    @rx.event
    @guarded(ANYONE)
    async def follow(self) -> None:
        """Follow the store, or no longer."""
        change = favourites.unfollow_store if self.view.following else favourites.follow_store
        await run(change, actor=current_actor(), store_id=known_id(self.view.id))
        if not self.view.following:
            said = _("You follow {store}.").format(store=self.view.store.name)
            await toast(self, said, tone="success", href="/saved#followed", link=_("See your stores"))
        await self._reload()


def load_store(session: Session, request: PageRequest) -> Loaded:
    """A store and what it sells, searched and narrowed within its own bounds. An old address answers 301."""
    slug = request.params["slug"]
    try:
        found = stores.store_page(session, slug=slug)
    except NotFound:
        newer = stores.resolve_slug(session, slug=slug)
        if newer is None:
            raise
        return Loaded(redirect=f"/s/{newer}", status=301)
    store = found.store
    goods = _goods(session, request, store)
    answers = answer_time(messages.response_minutes(session, store_id=store.id))
    said = reviews.latest_of_store(session, store_id=store.id)
    followers = favourites.followers(session, store_id=store.id)
    facts = [
        *([Spec(_("Followers"), number(followers))] if followers else []),
        Spec(
            _("Packs within"),
            plural(store.handling_days, "{n} day", "{n} days") if store.handling_days else _("the day"),
        ),
        Spec(_("Returns"), _("{return_days} days").format(return_days=store.return_days)),
        *([Spec("", answers)] if answers else []),
        *([Spec(_("From"), store.city)] if store.city else []),
        *([Spec(_("Open since"), str(store.since_year))] if store.since_year else []),
    ]
    window = [image(ref) for ref in found.covers if ref.key]
    cover = window[0] if window else Picture()
    view = StorePage(
        store=StoreBadge(store.name, f"/s/{store.slug}", store.awning, store.initials, store.tagline),
        story=[part for part in store.story.split("\n\n") if part],
        cover=cover,
        beside=window[1:],
        pictures=max(len(window), 1),
        rating=f"{found.rating_tenths / 10:.1f}" if store.rating_count else "",
        reviews=number(store.rating_count),
        facts=facts,
        goods=goods,
        id=str(store.id),
        following=store.id in favourites.followed_ids(session, actor=request.actor),
        action=f"/s/{store.slug}",
        notice_title=_holiday(store, datetime.now(UTC).date()),
        notice=store.holiday_note,
        shipping=store.shipping_policy,
        returns=store.return_policy,
        ask_href=ask_href(store=store.slug),
        seller=[line for line in (store.legal_name, *store.legal_address.splitlines()) if line],
        seller_tax=_("VAT number {number}").format(number=store.tax_id) if store.tax_id else "",
        said=[review_shown(row, viewer=request.actor.user_id) for row in said],
        has_said=bool(said),
        share=share_links(request.base_url + f"/s/{store.slug}", store.name),
        share_url=request.base_url + f"/s/{store.slug}",
    )
    seo = Seo(
        title=f"{store.name} – {get_settings().name}",
        description=store.tagline,
        canonical_path=f"/s/{store.slug}",
        noindex=bool(request.query_string),
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


def _goods(session: Session, request: PageRequest, store: Store) -> ListingPage:
    """What the store sells. The bound is its id, so that no address widens it."""
    words = " ".join(request.query.get("q", "").split())[:200]
    bounds = Wanted(words=words, store_id=store.id)
    sort = read_wanted(request, bounds).sort
    made = product_list(
        session, request, bounds, query=words,
        sorts=sorts_of(request, sort, _("Best match") if words else _("Best selling")),
        nothing_line=_nothing(words, request, store),
    )  # fmt: skip
    if request.want("cursor"):
        return made
    kinds = next((group.ways for group in made.groups if group.key == "c"), [])
    every = [Link(_("All"), address(request, c=None), current="c" not in request.query)] if kinds else []
    return replace(made, children=[*every, *(Link(way.text, way.href, current=way.chosen) for way in kinds)])


def _nothing(words: str, request: PageRequest, store: Store) -> str:
    if cleared(request) != address(request):
        return _("Nothing matches all of these. Take one off to see more.")
    if words:
        return _("Nothing at {store} for “{words}”.").format(store=store.name, words=words)
    return _("There is nothing on the shelves yet.")


def _holiday(store: Store, today: date) -> str:
    """What is said of a holiday that is, or begins soon; nothing when it is over."""
    begins, ends = store.holiday_from, store.holiday_until
    if begins is None or today < begins - SOON or (ends is not None and ends < today):
        return ""
    if today < begins:
        return (
            _("On holiday from {begins} to {ends}").format(begins=day(begins), ends=day(ends))
            if ends
            else _("On holiday from {begins}").format(begins=day(begins))
        )
    return _("On holiday until {ends}").format(ends=day(ends)) if ends else _("On holiday")
