"""What was looked for, counted by day: words and how much was found, never who looked (F036)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy import text
from sqlmodel import Session

from emporium.redis import redis_client
from emporium.services.auth import Actor, Permission
from emporium.services.search.asking import normalised

LONGEST = 60
KEPT_DAYS = 90
AGAIN_SECONDS = 60
_PERSONAL = re.compile(r"@|\d{5,}|(?:\d[\s./-]*){7,}")
"""Addresses, telephone and card numbers are nobody's business, even where somebody types them into a search field."""


@dataclass(frozen=True, slots=True)
class SearchRow:
    """Words, how often they were looked for, and how much the last search found."""

    words: str
    searches: int
    results: int


def log_search(session: Session, *, actor: Actor, words: str, results: int) -> bool:
    """Count a search; False for one that is not counted.

    A page that is drawn twice within a minute for one visitor is one search. For that a hash of the visitor and the
    words is kept in Redis for the minute; nothing of the visitor is written down.
    """
    asked = normalised(words)
    if not asked or len(asked) > LONGEST or _PERSONAL.search(words):
        return False
    who = str(actor.session_id or actor.guest_token or actor.ip or "")
    key = hashlib.sha256(f"{who}:{asked}".encode()).hexdigest()[:32]
    try:
        if not redis_client().set(f"emporium:searched:{key}", 1, nx=True, ex=AGAIN_SECONDS):
            return False
    except RedisError:
        return False
    session.execute(
        text(
            """INSERT INTO search_log (day, words, searches, results) VALUES (:day, :words, 1, :results)
               ON CONFLICT (day, words)
               DO UPDATE SET searches = search_log.searches + 1, results = excluded.results"""
        ),
        {"day": datetime.now(UTC).date(), "words": asked, "results": results},
    )
    return True


def top_searches(
    session: Session, *, actor: Actor, days: int = 30, nothing: bool = False, after: tuple[int, str] | None = None,
    limit: int = 30,
) -> tuple[list[SearchRow], tuple[int, str] | None]:  # fmt: skip
    """What was looked for most in these days, or only what found nothing the last time; and where the list goes on."""
    actor.require(Permission.VIEW_PLATFORM)
    given: dict[str, Any] = {"since": datetime.now(UTC).date() - timedelta(days=days), "limit": limit + 1}
    place = ""
    if after is not None:
        place = "AND (searches < :seen OR (searches = :seen AND words > :last))"
        given |= {"seen": after[0], "last": after[1]}
    rows = session.execute(
        text(
            f"""SELECT words, searches, results FROM (
                  SELECT words, sum(searches)::bigint AS searches,
                         (array_agg(results ORDER BY day DESC))[1] AS results
                  FROM search_log WHERE day >= :since GROUP BY words
                ) counted WHERE {"results = 0" if nothing else "true"} {place}
                ORDER BY searches DESC, words LIMIT :limit"""  # noqa: S608 - constants only
        ),
        given,
    ).all()
    found = [SearchRow(str(row[0]), int(row[1]), int(row[2])) for row in rows]
    more = found[limit - 1] if len(found) > limit else None
    return found[:limit], (more.searches, more.words) if more else None


def forget_searches(session: Session) -> None:
    """Counts of searches are kept for so many days."""
    oldest = datetime.now(UTC).date() - timedelta(days=KEPT_DAYS)
    session.execute(text("DELETE FROM search_log WHERE day < :oldest"), {"oldest": oldest})
