"""Searches that shoppers keep (F030)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.catalogue import Sort
from emporium.services.favourites.owners import owned, owner
from emporium.services.search import Wanted
from models.favourites import SavedSearch

MAX_SEARCHES = 50
FLEETING = frozenset({"cursor", "after", "page", "more", "by"})
"""What an address says about how much is open, and the day that something had to arrive by: no part of a search."""


@dataclass(frozen=True, slots=True)
class SearchView:
    """A kept search: its title and where it is."""

    id: UUID
    title: str
    path: str
    query: str

    @property
    def address(self) -> str:
        """Path and query."""
        return self.path + (f"?{self.query}" if self.query else "")


def search_key(path: str, query: str) -> tuple[str, str]:
    """An address as a search is known by: its choices sorted, without how much was open.

    Raises Invalid when it is no list of this shop.
    """
    known = path == "/search" or path.startswith(("/c/", "/s/", "/collections/"))
    if not known or len(path) > 200 or len(query) > 2000:
        raise Invalid("search", _("Only searches and lists of this shop can be kept."))
    pairs = sorted((k, v) for k, v in parse_qsl(query) if k not in FLEETING)
    return path, urlencode(pairs)


def save_search(session: Session, *, actor: Actor, title: str, path: str, query: str, wanted: Wanted) -> None:
    """Keep a search: its address, and what it means. Twice changes nothing. Raises Invalid."""
    where, what = search_key(path, query)
    if len(session.exec(select(SavedSearch.id).where(owned(SavedSearch, actor))).all()) >= MAX_SEARCHES:
        raise Invalid(
            "search", _("You keep {max_searches} searches. Delete one first.").format(max_searches=MAX_SEARCHES)
        )
    said = " ".join(title.split())[:120] or "Search"
    session.execute(
        insert(SavedSearch)
        .values(title=said, path=where, query=what, wanted=as_kept(wanted), **owner(actor))
        .on_conflict_do_nothing()
    )


def forget_search(session: Session, *, actor: Actor, search_id: UUID) -> None:
    """Delete a kept search. Twice changes nothing."""
    session.execute(delete(SavedSearch).where(owned(SavedSearch, actor), col(SavedSearch.id) == search_id))


def saved_searches(session: Session, *, actor: Actor) -> list[SearchView]:
    """The actor's searches, the latest first. One query."""
    found = session.exec(
        select(SavedSearch).where(owned(SavedSearch, actor)).order_by(col(SavedSearch.id).desc())
    ).all()
    return [SearchView(one.id, one.title, one.path, one.query) for one in found]


def as_kept(wanted: Wanted) -> dict[str, Any]:
    """A search as JSON."""
    kept = asdict(wanted)
    kept["categories"] = [str(one) for one in wanted.categories]
    kept["collection_id"] = str(wanted.collection_id) if wanted.collection_id else None
    del kept["arrives_by"], kept["by_hand"], kept["country"]
    kept["store_id"] = str(wanted.store_id) if wanted.store_id else None
    kept["options"] = {name: list(values) for name, values in wanted.options.items()}
    kept["attributes"] = {code: list(values) for code, values in wanted.attributes.items()}
    kept["ranges"] = {
        code: [None if bound is None else str(bound) for bound in bounds] for code, bounds in wanted.ranges.items()
    }
    return kept


def as_wanted(kept: Mapping[str, Any]) -> Wanted:
    """A search from its JSON, newest first."""
    return Wanted(
        words=str(kept["words"]),
        categories=tuple(UUID(one) for one in kept["categories"]),
        store_id=UUID(kept["store_id"]) if kept["store_id"] else None,
        collection_id=UUID(kept["collection_id"]) if kept.get("collection_id") else None,
        within=tuple(kept["within"]),
        stores=tuple(kept["stores"]),
        price_from=kept["price_from"],
        price_to=kept["price_to"],
        rating_tenths=kept["rating_tenths"],
        in_stock=bool(kept["in_stock"]),
        on_sale=bool(kept["on_sale"]),
        options={name: tuple(values) for name, values in kept["options"].items()},
        attributes={code: tuple(values) for code, values in kept.get("attributes", {}).items()},
        ranges={code: (_bound(low), _bound(high)) for code, (low, high) in kept.get("ranges", {}).items()},
        sort=Sort.NEWEST,
    )


def _bound(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
