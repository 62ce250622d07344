"""Finding baskets that were left behind, and writing down that their shoppers are written to (F045)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from emporium.services import outbox
from emporium.services.auth.tokens import digest, new_secret
from emporium.services.events import DomainEvent
from emporium.settings import get_settings
from models.reminders import CartReminder

OLDEST = timedelta(days=14)
"""Baskets that were left longer ago are let be, so that switching letters on does not write to everybody."""
QUIET = timedelta(days=7)
"""One address is written to about one basket in so long."""

_LEFT = """
    SELECT c.id, lower(coalesce(k.email, u.email)) AS email,
           (SELECT count(*) FROM cart_reminder r WHERE r.cart_id = c.id) AS sent
    FROM cart c
    LEFT JOIN app_user u ON u.id = c.user_id AND u.status = 'active' AND u.email_verified_at IS NOT NULL
    LEFT JOIN preference p ON p.user_id = u.id AND p.marketing_consent_at IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT k.email, k.updated_at FROM checkout k
        WHERE k.cart_id = c.id AND k.status IN ('open', 'expired') AND k.email <> '' AND k.remind_at IS NOT NULL
          AND k.made_by IS NULL
        ORDER BY k.id DESC LIMIT 1
    ) k ON true
    WHERE c.status = 'open' AND (k.email IS NOT NULL OR p.user_id IS NOT NULL)
      AND greatest(c.updated_at, k.updated_at) < :left_before
      AND greatest(c.updated_at, k.updated_at) > :left_after
      AND EXISTS (SELECT 1 FROM cart_line l WHERE l.cart_id = c.id AND NOT l.saved_for_later)
      AND NOT EXISTS (SELECT 1 FROM purchase b WHERE b.email = lower(coalesce(k.email, u.email))
                      AND b.status <> 'cancelled' AND b.created_at > c.updated_at)
      AND NOT EXISTS (SELECT 1 FROM purchase b JOIN checkout o ON o.id = b.checkout_id
                      WHERE o.cart_id = c.id AND b.status <> 'cancelled')
      AND NOT EXISTS (SELECT 1 FROM cart_reminder r WHERE r.email = lower(coalesce(k.email, u.email))
                      AND r.cart_id <> c.id AND r.created_at > :quiet_since)
      AND (NOT EXISTS (SELECT 1 FROM cart_reminder r WHERE r.cart_id = c.id)
           OR (:again AND NOT EXISTS (SELECT 1 FROM cart_reminder r
                                      WHERE r.cart_id = c.id AND (r.nth = 2 OR r.created_at > :first_before))))
    ORDER BY c.id LIMIT :limit FOR UPDATE OF c SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class CartReminded(DomainEvent):
    """Somebody is to be written to about a basket."""

    reminder_id: UUID


def remind_of_carts(session: Session, *, now: datetime | None = None, limit: int = 100) -> int:
    """Write to people who left a basket and agreed to a letter; returns to how many.

    One letter, a second one a day later, never more; none after a purchase, for an empty basket or to an address that
    said stop. Two workers at once write each letter once: the basket is locked, and the letter's row is unique.
    """
    settings = get_settings()
    if not settings.reminder_hours:
        return 0
    moment = now or datetime.now(UTC)
    values = {
        "left_before": moment - timedelta(hours=settings.reminder_hours),
        "left_after": moment - OLDEST,
        "quiet_since": moment - QUIET,
        "again": settings.reminder_again_hours > 0,
        "first_before": moment - timedelta(hours=settings.reminder_again_hours),
        "limit": limit,
    }
    made, written = 0, set()
    for row in session.execute(text(_LEFT), values).all():
        if row.email in written or _said_stop(session, row.email):
            continue
        written.add(row.email)
        made += _write(session, row.id, row.email, int(row.sent) + 1, moment)
    return made


def _said_stop(session: Session, email: str) -> bool:
    found = session.execute(
        text("SELECT 1 FROM reminder_refusal WHERE email_hash = :digest"), {"digest": digest(email)}
    ).first()
    return found is not None


def _write(session: Session, cart_id: UUID, email: str, nth: int, moment: datetime) -> bool:
    made = session.execute(
        insert(CartReminder)
        .values(cart_id=cart_id, nth=nth, email=email, token=new_secret(), created_at=moment)
        .on_conflict_do_nothing()
        .returning(col(CartReminder.id))
    ).scalar()
    if made is None:
        return False
    outbox.record(session, CartReminded(reminder_id=UUID(str(made))))
    return True
