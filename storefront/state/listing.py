"""Category and search lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import reflex as rx
from sqlmodel import Session

from emporium.i18n import N_, _, number, plural
from emporium.services import carts, catalogue, search, stores
from emporium.services.catalogue import CardPage, ProductRow, Sort
from emporium.services.catalogue.lists import PAGE
from emporium.services.search import Wanted
from emporium.settings import get_settings
from emporium.ui.values import Link, ProductCard
from emporium.web.guards import ANYONE, guarded
from emporium.web.page import PAGES, Loaded, PageRequest, PageState, Seo
from emporium.web.shown import product_cards
from emporium.web.threads import run
from storefront.listing_values import ListingPage
from storefront.marking import parts
from storefront.state.list_address import address
from storefront.state.narrowing import chosen, cleared, groups, prices, read_wanted
from storefront.state.store_cards import store_card

SORTS = {
    Sort.NEWEST: N_("Newest"),
    Sort.PRICE_UP: N_("Price, low to high"),
    Sort.PRICE_DOWN: N_("Price, high to low"),
    Sort.RATING: N_("Best rated"),
}
MORE = N_("Show 24 more")
SELLING = N_("What others take home")
MOST_OPENED = 240
"""So many rows a list opens with at most when somebody comes back to it."""
KEPT = 20
"""Of so many lists a tab remembers how much was open."""


def goods_of(view: Any) -> ListingPage:
    """The list of a page: the page itself, or a part of it."""
    return view if isinstance(view, ListingPage) else view.goods


class MoreState(PageState, mixin=True):
    """Lists that can show more, and do so again when the tab comes back to them."""

    _opened: dict[str, str] = {}
    """How many products are open, by address."""

    def _kept(self, key: str) -> dict[str, str]:
        return {"n": self._opened[key]} if key in self._opened else {}

    async def _append(self) -> None:
        """Read the next page and put it under the present one."""
        shown, request = goods_of(self.view), self._here()
        if request is None:
            return
        request = replace(request, extra={"cursor": shown.cursor})
        more = goods_of((await run(PAGES[type(self)].load, request)).view)
        cards = [*shown.cards, *more.cards]
        longer = replace(shown, cards=cards, cursor=more.cursor, more=more.more, **_progress(len(cards), shown.total))
        self.view = longer if isinstance(self.view, ListingPage) else replace(self.view, goods=longer)
        kept = {key: count for key, count in self._opened.items() if key != self.page_key}
        self._opened = {**dict(list(kept.items())[-KEPT:]), self.page_key: str(len(cards))}
        self._extra = {**self._extra, **self._kept(self.page_key)}


class CategoryState(MoreState, rx.State):
    """State of a category."""

    view: ListingPage = ListingPage()

    @rx.event
    @guarded(ANYONE)
    async def more(self) -> None:
        """Show the next products."""
        await self._append()


class SearchState(MoreState, rx.State):
    """State of a search."""

    view: ListingPage = ListingPage()

    @rx.event
    @guarded(ANYONE)
    async def more(self) -> None:
        """Show the next products."""
        await self._append()


def _progress(shown: int, total: int) -> dict[str, str]:
    return {
        "shown": _("Showing {shown} of {total}").format(shown=number(shown), total=number(total)),
        "progress": f"{round(shown / total * 100) if total else 100}%",
    }


def marked(cards: list[ProductCard], words: str) -> list[ProductCard]:
    """The cards with what was looked for set apart in their names."""
    return [replace(card, **dict(zip(("before", "hit", "after"), parts(card.name, words), strict=True)))
            for card in cards] if words else cards  # fmt: skip


def sorts_of(request: PageRequest, chosen: Sort | None, first: str) -> list[Link]:
    """The orders; the first one needs no word in the address."""
    return [
        Link(first, address(request, sort=None), current=chosen is None),
        *(Link(_(label), address(request, sort=sort), current=sort == chosen) for sort, label in SORTS.items()),
    ]


def product_list(session: Session, request: PageRequest, bounds: Wanted, **more: Any) -> ListingPage:
    """The list that an address asks for. As many rows as somebody had opened; with a cursor only those after it."""
    country = carts.shopper_country(session, actor=request.actor)
    wanted = read_wanted(request, replace(bounds, country=country))
    cursor = request.want("cursor")
    if cursor:
        page = search.more(session, wanted=wanted, cursor=cursor)
        return ListingPage(
            cards=marked(product_cards(page.rows), bounds.words),
            cursor=page.next_cursor or "",
            more=_(MORE) if page.next_cursor else "",
        )
    opened = request.want("n")
    limit = min(max(int(opened), PAGE), MOST_OPENED) if opened.isdigit() and len(opened) < 5 else PAGE
    found = search.find(session, wanted=wanted, limit=limit)
    page, made = found.page, groups(request, wanted, found.facets, found.page.total)
    price = prices(request, wanted, found.facets)
    chips = chosen(request, wanted, made)
    return ListingPage(
        cards=marked(product_cards(page.rows, eager=4), bounds.words),
        cursor=page.next_cursor or "",
        more=_(MORE) if page.next_cursor else "",
        groups=made,
        prices=price,
        has_groups=bool(made) or price.shown,
        chosen=chips,
        chosen_count=str(len(chips)) if chips else "",
        clear=cleared(request),
        nothing=not page.rows,
        bare=not page.rows and not chips,
        show=plural(page.total, "Show {n} product", "Show {n} products"),
        sorted_by=next((one.text for one in more.get("sorts", ()) if one.current), ""),
        total=page.total,
        line=_line(page, apart=bounds.store_id is None),
        **_progress(len(page.rows), page.total),
        **more,
    )


def _line(page: CardPage, *, apart: bool) -> str:
    stores = (
        " " + _("from {stores}").format(stores=plural(page.stores, "{n} store", "{n} stores"))
        if page.stores and apart
        else ""
    )
    return f"{plural(page.total, '{n} product', '{n} products')}{stores}."


def load_category(session: Session, request: PageRequest) -> Loaded:
    """A category's products. Raises NotFound."""
    node = catalogue.category_by_slug(session, slug=request.params["slug"])
    trail = [
        Link(_("Home"), "/"),
        *(Link(name, f"/c/{slug}") for slug, name in node.trail),
        Link(node.name, current=True),
    ]
    view = product_list(
        session,
        request,
        Wanted(categories=tuple(node.ids())),
        title=node.name,
        description=node.description,
        trail=trail,
        children=[Link(child.name, f"/c/{child.slug}") for child in node.children],
        sorts=sorts_of(request, read_wanted(request, Wanted()).sort, _("Best selling")),
        nothing_line=_("Nothing matches these filters here. Take one off to see more."),
    )
    plain = not request.query_string
    seo = Seo(
        title=f"{node.name} – {get_settings().name}",
        description=node.description or _("{name} from independent stores.").format(name=node.name),
        canonical_path=f"/c/{node.slug}",
        noindex=not plain,
        jsonld=[breadcrumb_ld(request, trail, f"/c/{node.slug}")],
    )
    return Loaded(view, seo)


def breadcrumb_ld(request: PageRequest, trail: list[Link], here: str) -> dict[str, Any]:
    """The way here, for search engines."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": item.text, "item": request.base_url + (item.href or here)}
            for i, item in enumerate(trail, start=1)
        ],
    }


def load_search(session: Session, request: PageRequest) -> Loaded:
    """Products for words, or all of them."""
    words = " ".join(request.query.get("q", "").split())[:200]
    sort = read_wanted(request, Wanted()).sort
    title = f"“{words}”" if words else (_("New in") if sort is Sort.NEWEST else _("All products"))
    view = product_list(
        session,
        request,
        Wanted(words=words),
        title=title,
        query=words,
        trail=[Link(_("Home"), "/"), Link(_("Search") if words else title, current=True)],
        sorts=sorts_of(request, sort, _("Best match") if words else _("Best selling")),
        nothing_line=_nothing(words, request),
    )
    if words and not request.want("cursor"):
        view = _helped(session, request, view, words)
    elif view.nothing and not request.want("cursor"):
        view = replace(view, close=product_cards(_selling(session, request)), close_title=_(SELLING))
    seo = Seo(
        title=f"{title} – {get_settings().name}",
        description=_("Search over every store."),
        noindex=True,
        canonical_path="/search",
    )
    return Loaded(view, seo)


def _helped(session: Session, request: PageRequest, view: ListingPage, words: str) -> ListingPage:
    """What was probably meant, ways on where nothing was found; and the search is counted."""
    plain = cleared(request) == address(request)
    if plain and not request.want("n") and not request.early:
        search.log_search(session, actor=request.actor, words=words, results=view.total)
    meant = search.meant(session, query=words)
    if not view.nothing:
        return replace(view, note=_("Shown for “{words}”.").format(words=meant) if meant else "")
    if meant and not search.search_products(session, query=meant, limit=1).rows:
        meant = ""
    near = search.near(session, query=words)
    close = near or _selling(session, request)
    return replace(
        view,
        meant=meant,
        meant_href=f"/search?q={quote(meant)}" if meant else "",
        ways=[Link(name, f"/c/{slug}") for slug, name in search.popular_categories(session)],
        close=product_cards(close),
        close_title=_("Close to it") if near else _(SELLING),
        **(_found_nothing(session, words, near) if view.bare else {}),
    )


def _found_nothing(session: Session, words: str, near: list[ProductRow]) -> dict[str, Any]:
    """The title says it, and below stands what to try, and whose things are close."""
    singles = search.single_words(session, query=words)
    whose = list(dict.fromkeys(row.store_slug for row in near))[:3]
    return {
        "title": _("Nothing for “{words}”").format(words=words),
        "line": _("Check the spelling, or try fewer words. Keep the search, and you hear when a store lists it."),
        "singles": [Link(word, f"/search?q={quote(word)}") for word in singles],
        "searched": True,
        "close_stores": [store_card(row) for row in stores.cards_by_slugs(session, slugs=whose)] if whose else [],
        "has_close_stores": bool(whose),
    }


def _selling(session: Session, request: PageRequest) -> list[ProductRow]:
    return catalogue.shelves(session, country=carts.shopper_country(session, actor=request.actor)).selling


def _nothing(words: str, request: PageRequest) -> str:
    if cleared(request) != address(request):
        return _("Nothing matches all of these. Take one off to see more.")
    return (
        _("Nothing for “{words}”. Check the spelling, or try fewer words.").format(words=words)
        if words
        else _("There is nothing here yet.")
    )
