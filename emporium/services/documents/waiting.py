"""Papers that somebody should have written and did not: their job was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

STALE = timedelta(minutes=5)
WINDOW = timedelta(days=7)
"""How far back it looks; papers of older orders are written when somebody asks for them."""

_ORDERS = """
    SELECT o.id FROM store_order o
    WHERE o.paid_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM fulfillment f
                  WHERE f.order_id = o.id AND f.created_at >= :since AND f.created_at < :before)
      AND (o.shipping_minor - o.shipping_discount_minor > o.shipping_refunded_minor
           OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.quantity > l.refunded_quantity))
      AND NOT EXISTS (SELECT 1 FROM document d WHERE d.order_id = o.id AND d.kind = 'invoice')
    ORDER BY o.id LIMIT :limit
"""
_REFUNDS = """
    SELECT r.id FROM refund r
    JOIN document i ON i.order_id = r.order_id AND i.kind = 'invoice'
    WHERE r.parent_id IS NULL AND NOT r.by_platform AND r.status = 'succeeded'
      AND r.done_at >= :since AND r.done_at < :before
      AND NOT jsonb_exists(i.content -> 'refers' -> 'settled', r.id::text)
      AND NOT EXISTS (SELECT 1 FROM document d WHERE d.order_id = r.order_id AND d.kind = 'credit_note'
                      AND d.content -> 'refers' ->> 'refund_id' = r.id::text)
    ORDER BY r.id LIMIT :limit
"""
_DOCUMENTS = """
    SELECT d.id FROM document d WHERE d.digest IS NULL AND d.created_at < :before ORDER BY d.id LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class WaitingDocuments:
    """Orders without an invoice, refunds without a credit note, papers without a PDF."""

    orders: Sequence[UUID]
    refunds: Sequence[UUID]
    documents: Sequence[UUID]


def waiting_documents(session: Session, *, now: datetime | None = None, limit: int = 100) -> WaitingDocuments:
    """What is left to do, oldest first, of the last seven days but not the last five minutes. Three queries."""
    moment = now or datetime.now(UTC)
    values = {"since": moment - WINDOW, "before": moment - STALE, "limit": limit}

    def ids(sql: str) -> list[UUID]:
        return [row.id for row in session.execute(text(sql), values).all()]

    return WaitingDocuments(orders=ids(_ORDERS), refunds=ids(_REFUNDS), documents=ids(_DOCUMENTS))
