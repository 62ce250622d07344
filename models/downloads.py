"""Goods that are sent as files: a product's files, what a buyer may fetch of them, and each time it was fetched."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Base, id_field, now_field, time_field


class ProductFile(Base, table=True):
    """A file that buyers of a product get. A replaced file keeps its row, so its buyers get the new one (F026)."""

    __tablename__ = "product_file"
    __table_args__ = (
        UniqueConstraint("storage_key"),
        CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
        CheckConstraint("size_bytes > 0", name="size_positive"),
        CheckConstraint("version > 0", name="version_positive"),
        Index("ix_product_file_order", "product_id", "position"),
    )

    id: UUID = id_field()
    product_id: UUID = Field(foreign_key="product.id", ondelete="RESTRICT")
    position: int = 0
    name: str
    """As buyers read it."""
    file_name: str
    """As it is called on their computer."""
    storage_key: str
    content_type: str
    size_bytes: int
    version: int = 1
    created_at: datetime = now_field()
    replaced_at: datetime | None = time_field()


class Download(Base, table=True):
    """The right of whoever bought an order line to one of its files: so many times, until a moment."""

    __tablename__ = "download"
    __table_args__ = (
        UniqueConstraint("order_line_id", "file_id"),
        CheckConstraint("most > 0", name="most_positive"),
        CheckConstraint("used BETWEEN 0 AND most", name="never_more_than_allowed"),
    )

    id: UUID = id_field()
    order_line_id: UUID = Field(foreign_key="order_line.id", ondelete="CASCADE")
    file_id: UUID = Field(foreign_key="product_file.id", ondelete="RESTRICT", index=True)
    most: int
    used: int = 0
    until: datetime = time_field(nullable=False)
    created_at: datetime = now_field()
    renewed_at: datetime | None = time_field()


class DownloadUse(Base, table=True):
    """A file was fetched. One link counts once, however often a browser asks for the rest of the file."""

    __tablename__ = "download_use"
    __table_args__ = (UniqueConstraint("download_id", "link"), Index("ix_download_use_created_at", "created_at"))

    id: UUID = id_field()
    download_id: UUID = Field(foreign_key="download.id", ondelete="CASCADE")
    link: str
    """A digest of the link's own number."""
    version: int
    """Of the file, as it was then."""
    ip: str = ""
    """The network that asked, without the part that names one computer."""
    created_at: datetime = now_field()
