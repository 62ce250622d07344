"""Tax zones: what an operator says about a country or a region, over the built-in table of rates (F047)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Base, id_field, now_field


class TaxZone(Base, table=True):
    """A country, or a region of one, with its rates and whether shelf prices hold the tax already."""

    __tablename__ = "tax_zone"
    __table_args__ = (
        UniqueConstraint("country", "region"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_iso"),
        CheckConstraint("region = upper(region) AND length(region) <= 40", name="region_upper"),
        CheckConstraint("standard_bp BETWEEN 0 AND 10000", name="standard_bounded"),
        CheckConstraint("reduced_bp BETWEEN 0 AND 10000", name="reduced_bounded"),
    )

    id: UUID = id_field()
    country: str
    region: str = ""
    """Empty for the whole country; else as addresses name it, in capitals."""
    name: str = "VAT"
    inclusive: bool = True
    standard_bp: int
    reduced_bp: int = 0
    shipping_taxed: bool = True
    active: bool = True
    updated_at: datetime = now_field()
