"""How soon a store answers (F111)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

WINDOW = timedelta(days=90)
LEAST_ANSWERS = 3
"""A figure about fewer answers says nothing."""


def response_minutes(session: Session, *, store_id: UUID, now: datetime | None = None) -> int | None:
    """How soon a store answers: the median of the last 90 days, in minutes, or None after too few answers.

    It is counted from the first message that waits to the store's next one. One query.
    """
    row = session.execute(
        text(
            """
            SELECT count(*) AS answers,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered - asked)) AS seconds
            FROM (
                SELECT m.created_at AS answered, (
                    SELECT min(q.created_at) FROM message q
                    WHERE q.conversation_id = m.conversation_id AND q.sender = 'shopper' AND q.id < m.id
                      AND NOT EXISTS (SELECT 1 FROM message s WHERE s.conversation_id = m.conversation_id
                                      AND s.sender = 'store' AND s.id > q.id AND s.id < m.id)
                ) AS asked
                FROM message m JOIN conversation c ON c.id = m.conversation_id
                WHERE c.store_id = :store AND m.sender = 'store' AND m.created_at > :since
                ORDER BY m.id DESC LIMIT 200
            ) answers WHERE asked IS NOT NULL
            """
        ),
        {"store": store_id, "since": (now or datetime.now(UTC)) - WINDOW},
    ).one()
    return round(row.seconds / 60) if row.answers >= LEAST_ANSWERS else None
