"""What people type into a dashboard's forms, read strictly: amounts, whole numbers, percentages, days.

Everything raises Invalid naming the field, so that the message can stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import exponent

AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{1,3})?")
MOST = 2_000_000_000
FULL = 10_000
KINDS = ("percent", "fixed", "free_shipping")


def text_of(form: Mapping[str, Any], name: str, most: int = 500) -> str:
    """A field without the blanks around it."""
    return str(form.get(name) or "").strip()[:most]


def amount_minor(text: str, currency: str, field: str) -> int:
    """`12.50` or `12,50` in minor units; nothing typed is nothing."""
    if not text:
        return 0
    digits = exponent(currency)
    decimals = len(re.split(r"[.,]", text)[1]) if re.search(r"[.,]", text) else 0
    if not AMOUNT.fullmatch(text) or decimals > digits:
        raise Invalid(field, _("Give an amount like {value}.").format(value="12.50" if digits == 2 else "12"))
    minor = int(Decimal(text.replace(",", ".")).scaleb(digits))
    if minor > MOST:
        raise Invalid(field, _("That is more than can be given."))
    return minor


def whole_number(text: str, field: str, *, least: int = 0, most: int = MOST) -> int | None:
    """A whole number; None when nothing was typed."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or not least <= int(text) <= most:
        raise Invalid(field, _("Give a whole number from {least:,} to {most:,}.").format(least=least, most=most))
    return int(text)


def percent_bp(text: str, field: str) -> int:
    """`12.5` per cent in basis points; nothing typed is nothing."""
    if not text:
        return 0
    plain = text.removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{1,2})?", plain):
        raise Invalid(field, _("Give a percentage between 0.01 and 100, like 10."))
    bp = int(Decimal(plain.replace(",", ".")) * 100)
    if not 0 < bp <= FULL:
        raise Invalid(field, _("Give a percentage between 0.01 and 100, like 10."))
    return bp


def rate_bp(text: str, field: str) -> int:
    """As `percent_bp`, where 0 is a rate too."""
    return 0 if text.removesuffix("%").strip() in ("", "0") else percent_bp(text, field)


def last_moment(text: str, field: str) -> datetime | None:
    """The last second of a day that is not over yet, UTC; None when nothing was typed."""
    if not text:
        return None
    try:
        chosen = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(field, _("Choose a day.")) from error
    if chosen < datetime.now(UTC).date():
        raise Invalid(field, _("That day is over. Choose today or later, or leave it empty."))
    return datetime.combine(chosen, time(23, 59, 59), UTC)


@dataclass(frozen=True, slots=True)
class TypedOffer:
    """An offer as somebody typed it. Amounts in minor units of `currency`."""

    name: str
    kind: str
    currency: str
    percent_bp: int
    amount_minor: int
    least_minor: int
    usage_limit: int | None
    per_customer_limit: int | None
    ends_at: datetime | None


def typed_offer(form: Mapping[str, Any], currency: str) -> TypedOffer:
    """The fields that every offer has. What belongs to another kind is not read."""
    kind = text_of(form, "kind")
    if kind not in KINDS:
        raise Invalid("kind", _("Choose what the offer takes off."))
    percent = percent_bp(text_of(form, "percent"), "percent") if kind == "percent" else 0
    amount = amount_minor(text_of(form, "amount"), currency, "amount") if kind == "fixed" else 0
    if kind == "percent" and not percent:
        raise Invalid("percent", _("Say how many percent are taken off."))
    if kind == "fixed" and not amount:
        raise Invalid("amount", _("Say how much is taken off."))
    return TypedOffer(
        name=text_of(form, "name", 200),
        kind=kind,
        currency=currency,
        percent_bp=percent,
        amount_minor=amount,
        least_minor=amount_minor(text_of(form, "least"), currency, "least"),
        usage_limit=whole_number(text_of(form, "usage_limit"), "usage_limit", least=1),
        per_customer_limit=whole_number(text_of(form, "per_customer_limit"), "per_customer_limit", least=1),
        ends_at=last_moment(text_of(form, "ends"), "ends"),
    )
