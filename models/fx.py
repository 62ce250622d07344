"""Exchange rates, as they were taken: a sale freezes the one it used (C14)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Base, id_field, now_field

SCALE = 1_000_000_000
"""Rates are whole billionths: 1.0853 USD for a euro is 1 085 300 000."""


class FxRate(Base, table=True):
    """How many units of `quote` one unit of `base` was worth (major units), where that came from, and when."""

    __tablename__ = "fx_rate"
    __table_args__ = (
        UniqueConstraint("base", "quote", "taken_at"),
        CheckConstraint("rate_e9 > 0", name="rate_positive"),
        CheckConstraint("base ~ '^[A-Z]{3}$' AND quote ~ '^[A-Z]{3}$' AND base <> quote", name="currencies_iso"),
        Index("ix_fx_rate_latest", "base", "quote", "taken_at"),
    )

    id: UUID = id_field()
    base: str
    quote: str
    rate_e9: int = Field(sa_column=Column(BigInteger, nullable=False))
    source: str
    taken_at: datetime = now_field()
