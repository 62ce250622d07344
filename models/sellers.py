"""Who a store's seller is to the tax office (F102)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Base, enum_field, now_field, one_of
from models.enums import SellerKind


class SellerTaxDetails(Base, table=True):
    """What tax offices want to know of a seller. The tax number and the day of birth are kept encrypted."""

    __tablename__ = "seller_tax_details"
    __table_args__ = (
        one_of("kind", SellerKind),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_iso"),
        CheckConstraint("tin_country ~ '^([A-Z]{2})?$'", name="tin_country_iso"),
        CheckConstraint("length(tin_last) <= 3", name="tin_masked"),
    )

    store_id: UUID = Field(foreign_key="store.id", ondelete="CASCADE", primary_key=True)
    kind: SellerKind = enum_field()
    name: str
    """A company's legal name, or a person's last name."""
    first_name: str = ""
    line1: str
    postcode: str = ""
    city: str
    country: str
    secret: str = Field(default="", repr=False)
    """Tax number, day and place of birth, as encrypted JSON."""
    tin_last: str = ""
    """The last signs of the tax number, to show which one it is."""
    tin_country: str = ""
    vat_id: str = ""
    registration_number: str = ""
    updated_at: datetime = now_field()
