"""What every table shares: UUIDv7 keys, UTC times, named constraints, enums kept as checked text."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, MetaData, Text, text
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING
metadata: MetaData = SQLModel.metadata


class Base(SQLModel):
    """Base of every table. Subclasses say `table=True`."""


def id_field() -> Any:
    """Primary key: UUIDv7 made by PostgreSQL 18, so keys sort by time of birth."""
    return Field(
        default=None,
        sa_type=PGUUID(as_uuid=True),
        primary_key=True,
        sa_column_kwargs={"server_default": text("uuidv7()")},
    )


def now_field(*, index: bool = False) -> Any:
    """A `timestamptz` that defaults to the moment of the transaction."""
    return Field(
        default=None,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": text("now()"), "nullable": False},
        index=index,
    )


def time_field(*, nullable: bool = True, index: bool = False) -> Any:
    """A `timestamptz`, empty until it happens."""
    return Field(
        default=None,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"nullable": nullable},
        index=index,
    )


def enum_field(default: StrEnum | None = None, *, nullable: bool = False, index: bool = False) -> Any:
    """Text that holds a StrEnum's value; pair it with `one_of` in `__table_args__`."""
    kwargs: dict[str, Any] = {"nullable": nullable}
    if default is not None:
        kwargs["server_default"] = default.value
    return Field(default=default, sa_type=Text, sa_column_kwargs=kwargs, index=index)


def one_of(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """CHECK that a text column holds one of the enum's values."""
    values = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def currency_check(column: str = "currency") -> CheckConstraint:
    """CHECK that a column looks like an ISO 4217 code."""
    return CheckConstraint(f"{column} ~ '^[A-Z]{{3}}$'", name=f"{column}_iso")


def widen_money(known: MetaData) -> None:
    """Amounts of money are 64 bits wide: the dearest price times the largest quantity fits (C15)."""
    for table in known.tables.values():
        for column in table.columns:
            if column.name.endswith("_minor"):
                column.type = BigInteger()


__all__ = [
    "UUID",
    "Base",
    "Column",
    "currency_check",
    "datetime",
    "enum_field",
    "id_field",
    "metadata",
    "now_field",
    "one_of",
    "time_field",
    "widen_money",
]
