"""What products say about themselves, in the reader's words (F022)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from emporium.i18n import N_, _, calendar_day, decimal
from models.enums import AttributeKind

TRUTHS = {"true": N_("Yes"), "false": N_("No")}


def said(kind: AttributeKind, unit: str, values: Sequence[str]) -> str:
    """`22 cm`, `Yes`, `Linen, Cotton`, `19 Mar 2026`: values as they are kept, for people."""
    if kind is AttributeKind.NUMBER:
        return ", ".join(measure(Decimal(value), unit) for value in values)
    if kind is AttributeKind.BOOLEAN:
        return ", ".join(_(TRUTHS[value]) for value in values)
    if kind is AttributeKind.DATE:
        return ", ".join(calendar_day(date.fromisoformat(value)) for value in values)
    return ", ".join(values)


def measure(value: Decimal, unit: str) -> str:
    """A number with its unit, which stays on its line."""
    return f"{decimal(value)}\u00a0{unit}" if unit else decimal(value)
