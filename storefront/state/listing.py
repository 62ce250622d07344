"""Category and search lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from sqlmodel import Session

from emporium.services import catalogue, search
from emporium.services.catalogue import CardPage, CategoryNode, Filters, Sort
from emporium.settings import get_settings
from emporium.ui.values import Link, ProductCard
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import PAGES, Loaded, PageRequest, PageState, Seo
from emporium.web.shown import plural, product_cards
from emporium.web.threads import run
from storefront.values import ListingPage

SORTS = {
    Sort.SELLING: "Best selling",
    Sort.NEWEST: "Newest",
    Sort.PRICE_UP: "Price, low to high",
    Sort.PRICE_DOWN: "Price, high to low",
    Sort.RATING: "Best rated",
}
PRICES = (
    (None, 2500, "Under €25"),
    (2500, 5000, "€25 to €50"),
    (5000, 10000, "€50 to €100"),
    (10000, None, "Over €100"),
)


class _More(PageState, mixin=True):
    """Lists that can show more."""

    async def _append(self) -> None:
        """Read the next page and put it under the present one."""
        page = PAGES[type(self)]
        url = self.router.url
        request = PageRequest(
            current_actor(), url.path, url.query, page.params(url.path) or {}, url.origin, {"cursor": self.view.cursor}
        )
        more: ListingPage = (await run(page.load, request)).view
        cards = [*self.view.cards, *more.cards]
        total = int(more.shown.rsplit(" ", 1)[-1].replace(",", "") or 0)
        self.view = replace(more, cards=cards, **_progress(len(cards), total))


class CategoryState(_More, rx.State):
    """State of a category."""

    view: ListingPage = ListingPage()

    @rx.event
    @guarded(ANYONE)
    async def more(self) -> None:
        """Show the next products."""
        await self._append()


class SearchState(_More, rx.State):
    """State of a search."""

    view: ListingPage = ListingPage()

    @rx.event
    @guarded(ANYONE)
    async def more(self) -> None:
        """Show the next products."""
        await self._append()


def _progress(shown: int, total: int) -> dict[str, str]:
    return {"shown": f"Showing {shown:,} of {total:,}", "progress": f"{round(shown / total * 100) if total else 100}%"}


def _sort(request: PageRequest, default: Sort = Sort.SELLING) -> Sort:
    try:
        return Sort(request.query.get("sort", default))
    except ValueError:
        return default


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 12 else None


def _filters(request: PageRequest, category: CategoryNode | None = None) -> Filters:
    query = request.query
    return Filters(
        category_ids=tuple(category.ids()) if category else (),
        price_from=_number(query.get("from", "")),
        price_to=_number(query.get("to", "")),
        in_stock=query.get("stock") == "1",
    )


def _with(request: PageRequest, **changes: str | None) -> str:
    query = {name: value for name, value in {**request.query, **changes}.items() if value}
    return request.path + (f"?{urlencode(query)}" if query else "")


def _chips(request: PageRequest) -> list[Link]:
    """Filters as links: the address holds everything."""
    query = request.query
    in_stock = query.get("stock") == "1"
    chips = [Link("In stock", _with(request, stock=None if in_stock else "1"), current=in_stock)]
    for low, high, label in PRICES:
        here = (query.get("from", ""), query.get("to", "")) == (str(low or ""), str(high or ""))
        on = here and (low is not None or high is not None)
        chips.append(
            Link(
                label,
                _with(request, **{"from": None if on else str(low or ""), "to": None if on else str(high or "")}),
                current=on,
            )
        )
    return chips


def _sorts(request: PageRequest, chosen: Sort, first: str | None = None) -> list[Link]:
    links = [Link(first, _with(request, sort=None), current="sort" not in request.query)] if first else []
    return links + [
        Link(label, _with(request, sort=sort), current=sort == chosen and (first is None or "sort" in request.query))
        for sort, label in SORTS.items()
    ]


def _list(request: PageRequest, page: CardPage, **more: Any) -> ListingPage:
    cards: list[ProductCard] = product_cards(page.rows, eager=4)
    return ListingPage(
        cards=cards,
        cursor=page.next_cursor or "",
        more="Show 24 more" if page.next_cursor else "",
        filters=_chips(request),
        nothing=not cards,
        **_progress(len(cards), page.total),
        **more,
    )


def load_category(session: Session, request: PageRequest) -> Loaded:
    """A category's products. Raises NotFound."""
    node = catalogue.category_by_slug(session, slug=request.params["slug"])
    sort = _sort(request)
    page = catalogue.list_products(
        session, filters=_filters(request, node), sort=sort, cursor=request.want("cursor") or None
    )
    trail = [Link("Home", "/"), *(Link(name, f"/c/{slug}") for slug, name in node.trail), Link(node.name, current=True)]
    view = _list(
        request,
        page,
        title=node.name,
        description=node.description,
        trail=trail,
        line=f"{plural(page.total, 'product', 'products')} from {plural(page.stores, 'store', 'stores')}.",
        children=[Link(child.name, f"/c/{child.slug}") for child in node.children],
        sorts=_sorts(request, sort),
        nothing_line="Nothing matches these filters here. Take one off to see more.",
    )
    plain = not request.query_string
    seo = Seo(
        title=f"{node.name} – {get_settings().name}",
        description=node.description or f"{node.name} from independent stores.",
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
    cursor = request.want("cursor") or None
    sort = _sort(request)
    if words and "sort" not in request.query:
        page = search.search_products(session, query=words, filters=_filters(request), cursor=cursor)
    elif words:
        page = _sorted_search(session, words, request)
    else:
        page = catalogue.list_products(session, filters=_filters(request), sort=sort, cursor=cursor)
    stores_line = f"from {plural(page.stores, 'store', 'stores')}" if page.stores else ""
    close = [] if page.rows or cursor else catalogue.shelves(session).selling
    title = f"“{words}”" if words else ("New in" if sort is Sort.NEWEST else "All products")
    view = _list(
        request,
        page,
        title=title,
        query=words,
        trail=[Link("Home", "/"), Link("Search" if words else title, current=True)],
        line=f"{plural(page.total, 'product', 'products')} {stores_line}".strip() + ".",
        sorts=_sorts(request, sort, "Best match" if words else None),
        close=product_cards(close),
        nothing_line=f"Nothing for “{words}”. Check the spelling, or try fewer words."
        if words
        else "Nothing matches these filters. Take one off to see more.",
    )
    seo = Seo(
        title=f"{title} – {get_settings().name}",
        description="Search over every store.",
        noindex=True,
        canonical_path="/search",
    )
    return Loaded(view, seo)


def _sorted_search(session: Session, words: str, request: PageRequest) -> CardPage:
    """The best 120 matches in another order; they fit on a page or two."""
    page = search.search_products(session, query=words, filters=_filters(request), limit=120)
    keys: dict[Sort, Any] = {
        Sort.PRICE_UP: lambda row: row.price_minor,
        Sort.PRICE_DOWN: lambda row: -row.price_minor,
        Sort.RATING: lambda row: (-row.rating_tenths, -row.rating_count),
        Sort.NEWEST: lambda row: -row.id.int,
        Sort.SELLING: lambda row: -row.rating_count,
    }
    return replace(page, rows=sorted(page.rows, key=keys[_sort(request)]), next_cursor=None)
