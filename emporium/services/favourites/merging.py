"""Bringing what a guest kept into an account (F030, P25), and forgetting what no browser comes back for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.auth.tokens import digest

GUESTS_KEPT = timedelta(days=180)

_LISTS = """
    INSERT INTO wishlist (user_id, name, share_token)
    SELECT :user, name, NULL FROM wishlist WHERE guest_hash = :guest
    ON CONFLICT (user_id, name) DO NOTHING
"""
_ITEMS = """
    INSERT INTO wishlist_item (wishlist_id, product_id, seen_price_minor, currency, seen_available, created_at)
    SELECT mine.id, i.product_id, i.seen_price_minor, i.currency, i.seen_available, i.created_at
    FROM wishlist_item i
    JOIN wishlist theirs ON theirs.id = i.wishlist_id AND theirs.guest_hash = :guest
    JOIN wishlist mine ON mine.user_id = :user AND mine.name = theirs.name
    ON CONFLICT DO NOTHING
"""
_FOLLOWS = """
    INSERT INTO store_follow (user_id, store_id, created_at)
    SELECT :user, store_id, created_at FROM store_follow WHERE guest_hash = :guest
    ON CONFLICT (user_id, store_id) DO NOTHING
"""
_SEARCHES = """
    INSERT INTO saved_search (user_id, title, path, query, wanted, created_at)
    SELECT :user, title, path, query, wanted, created_at FROM saved_search WHERE guest_hash = :guest
    ON CONFLICT (user_id, path, query) DO NOTHING
"""
_TABLES = ("wishlist", "store_follow", "saved_search")


def merge_favourites(session: Session, *, guest_token: str, user_id: UUID) -> None:
    """Lists of one name become one, the rest moves. A link to a guest's list ends. Again changes nothing."""
    values = {"user": user_id, "guest": digest(guest_token)}
    for statement in (_LISTS, _ITEMS, _FOLLOWS, _SEARCHES):
        session.execute(text(statement), values)
    for table in _TABLES:
        session.execute(text(f"DELETE FROM {table} WHERE guest_hash = :guest"), values)  # noqa: S608 - constants only


def forget_guests(session: Session) -> int:
    """What guests kept half a year ago. Returns how many rows went."""
    values = {"before": datetime.now(UTC) - GUESTS_KEPT}
    gone = 0
    for table in _TABLES:
        old = text(f"DELETE FROM {table} WHERE guest_hash IS NOT NULL AND created_at < :before RETURNING id")  # noqa: S608 - constants only
        gone += len(session.execute(old, values).all())
    return gone
