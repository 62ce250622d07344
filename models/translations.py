"""Texts of products and stores in other languages, per field (F129)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Base, id_field, now_field


class Translation(Base, table=True):
    """One field of one thing in one language. An empty text counts as missing, so it cannot be stored."""

    __tablename__ = "translation"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "field", "locale"),
        CheckConstraint("length(body) > 0", name="body_not_empty"),
        CheckConstraint("locale ~ '^[a-z]{2,3}(_[A-Z]{2})?$'", name="locale_shape"),
    )

    id: UUID = id_field()
    subject_kind: str
    subject_id: UUID
    field: str
    locale: str
    body: str
    updated_at: datetime = now_field()


class ExchangeRate(Base, table=True):
    """A rate as it was at a moment: units of quote per unit of base, in millionths."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        UniqueConstraint("base", "quote", "valid_from"),
        CheckConstraint("rate_micro > 0", name="rate_positive"),
        CheckConstraint("base ~ '^[A-Z]{3}$' AND quote ~ '^[A-Z]{3}$' AND base <> quote", name="pair_iso"),
    )

    id: UUID = id_field()
    base: str
    quote: str
    rate_micro: int
    source: str
    valid_from: datetime = now_field()
