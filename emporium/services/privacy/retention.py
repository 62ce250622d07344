"""What is kept for a time is forgotten when that is over (F154)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.services.stored_files import delete_files
from models.enums import ExportStatus
from models.privacy import DataExport

RULES: tuple[tuple[str, str, timedelta], ...] = (
    ("links in letters", "DELETE FROM email_token WHERE expires_at < :before", timedelta(days=30)),
    (
        "sessions that ended",
        "DELETE FROM user_session WHERE coalesce(revoked_at, expires_at) < :before",
        timedelta(days=90),
    ),
    (
        "apps that were never confirmed",
        "DELETE FROM totp_secret WHERE confirmed_at IS NULL AND created_at < :before",
        timedelta(days=1),
    ),
    (
        "baskets of guests that ended",
        "DELETE FROM cart_line WHERE cart_id IN (SELECT id FROM cart WHERE guest_hash IS NOT NULL "
        "AND status IN ('expired', 'merged') AND updated_at < :before)",
        timedelta(days=30),
    ),
    ("who fetched which file", "DELETE FROM download_use WHERE created_at < :before", timedelta(days=400)),
    (
        "what was typed into checkouts that came to nothing",
        "UPDATE checkout SET email = '', address = jsonb_strip_nulls(jsonb_build_object("
        "'country', address->>'country')), gift_message = '', tax_id = '', tax_proof = '{}', tax_answers = '{}' "
        "WHERE status = 'expired' AND updated_at < :before AND email <> '' "
        "AND NOT EXISTS (SELECT 1 FROM purchase p WHERE p.checkout_id = checkout.id)",
        timedelta(days=90),
    ),
)
"""What, how, and how long after it was over."""


def forget_old(session: Session, *, now: datetime | None = None) -> int:
    """Forget what had its time; returns how many rows. Twice changes nothing. For the nightly job."""
    moment = now or datetime.now(UTC)
    count = 0
    for _what, statement, kept in RULES:
        done = session.execute(text(statement), {"before": moment - kept})
        count += int(done.rowcount)  # type: ignore[attr-defined]
    return count + _forget_exports(session, moment)


def _forget_exports(session: Session, now: datetime, *, limit: int = 200) -> int:
    rows = session.exec(
        select(DataExport)
        .where(DataExport.status == ExportStatus.READY, col(DataExport.expires_at) < now)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    delete_files(session, [row.storage_key for row in rows if row.storage_key])
    for row in rows:
        row.status, row.storage_key = ExportStatus.FORGOTTEN, None
        session.add(row)
    return len(rows)
