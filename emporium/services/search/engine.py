"""The engine in use: the one inside PostgreSQL (F031, F035)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from emporium.services.catalogue.lists import PAGE, CardPage
from emporium.services.opening import OpenTransaction
from emporium.services.search import documents, finding
from emporium.services.search.contract import Results, SearchEngine, Wanted


class PostgresSearch:
    """Documents in a table, words by its full-text index, typing errors by trigrams. See docs/search.md."""

    def find(self, session: Session, *, wanted: Wanted, cursor: str | None = None, limit: int = PAGE) -> Results:
        """A page and its facets. Nine queries, eleven where the words find nothing as they are."""
        return finding.find(session, wanted=wanted, cursor=cursor, limit=limit)

    def more(
        self, session: Session, *, wanted: Wanted, cursor: str | None, limit: int = PAGE, typing: bool = False
    ) -> CardPage:  # fmt: skip
        """The page after one, uncounted."""
        return finding.more(session, wanted=wanted, cursor=cursor, limit=limit, typing=typing)

    def index(self, session: Session, *, product_ids: Sequence[UUID]) -> int:
        """Write these products' documents as they are now; returns how many."""
        return documents.index_products(session, product_ids=product_ids)

    def waiting(self, session: Session) -> list[UUID]:
        """Products whose document is missing or older than they are, a batch of them."""
        return documents.waiting_products(session)

    def reindex(self, begin: OpenTransaction) -> int:
        """Build all documents anew beside those that answer, then swap; returns how many there are."""
        return documents.reindex(begin)


def engine() -> SearchEngine:
    """The engine that pages, jobs and commands use."""
    return _ENGINE


_ENGINE: SearchEngine = PostgresSearch()


def find(session: Session, *, wanted: Wanted, cursor: str | None = None, limit: int = PAGE) -> Results:
    """A page of what is wanted and its facets."""
    return _ENGINE.find(session, wanted=wanted, cursor=cursor, limit=limit)


def more(session: Session, *, wanted: Wanted, cursor: str | None, limit: int = PAGE, typing: bool = False) -> CardPage:
    """The page after one, uncounted. While somebody types, the last word may be unfinished."""
    return _ENGINE.more(session, wanted=wanted, cursor=cursor, limit=limit, typing=typing)
