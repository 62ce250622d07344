"""Numbers without a gap, per issuer and kind: taken in the transaction that writes the paper (F082).

Source: Directive 2006/112/EC, article 226(2): a sequential number which uniquely identifies the invoice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from emporium.services import outbox
from emporium.services.documents.kinds import DocumentKind, reference
from emporium.services.events import DomainEvent
from models.orders import Document

LAYOUT = 1
"""The layout new papers are drawn in. A paper keeps its own for good, so a new look is a new layout."""


@dataclass(frozen=True, slots=True)
class DocumentIssued(DomainEvent):
    """A paper has its number; its PDF can be made."""

    document_id: UUID
    order_id: UUID | None
    what: str

    def topics(self) -> list[str]:
        """The pages that show the order."""
        return [f"order:{self.order_id}"] if self.order_id else []


def lock_numbers(session: Session, *, issuer: str, kind: DocumentKind) -> None:
    """Wait until nobody else takes a number of this issuer and kind; held until the transaction ends.

    Ask for it after the order's row lock, and write one paper in a transaction: then no two can wait for each other.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"document:{issuer}:{kind}", 0))))


def known(
    session: Session, *, issuer: str, kind: DocumentKind, refers: Mapping[str, Any], order_id: UUID | None = None
) -> Document | None:
    """The paper that was written about this before. Under `lock_numbers` the answer stays true."""
    statement = select(Document).where(Document.issuer == issuer, Document.kind == kind)
    if order_id is not None:
        statement = statement.where(Document.order_id == order_id)
    if refers:
        statement = statement.where(col(Document.content).contains({"refers": dict(refers)}))
    return session.exec(statement.order_by(col(Document.number))).first()


def write(
    session: Session,
    *,
    issuer: str,
    kind: DocumentKind,
    content: Mapping[str, Any],
    order_id: UUID | None = None,
    when: datetime | None = None,
) -> Document:
    """Give a paper the next number and freeze what it says. A transaction that is rolled back leaves no gap.

    `content` gains `layout`, `kind`, `reference` and `issued_on` (the UTC day, article 226(1)).
    """
    lock_numbers(session, issuer=issuer, kind=kind)
    last = session.exec(select(func.max(Document.number)).where(Document.issuer == issuer, Document.kind == kind)).one()
    number = (last or 0) + 1
    moment = (when or datetime.now(UTC)).astimezone(UTC)
    frozen = {
        **content,
        "layout": LAYOUT,
        "kind": str(kind),
        "reference": reference(kind, number),
        "issued_on": moment.date().isoformat(),
    }
    row = Document(
        issuer=issuer, kind=str(kind), number=number, order_id=order_id, content=frozen, created_at=moment
    )  # fmt: skip
    session.add(row)
    session.flush()
    outbox.record(session, DocumentIssued(document_id=row.id, order_id=order_id, what=str(kind)))
    return row
