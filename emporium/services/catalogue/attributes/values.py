"""Values of attributes, checked by their kind and written in one way each (F022)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from emporium.errors import Invalid
from emporium.i18n import _, any_of
from models.catalogue import AttributeDefinition
from models.enums import AttributeKind

TEXT_MAX = 200
NUMBER = re.compile(r"([-\u2212]?)(\d{1,9})(?:[.,](\d{1,4}))?")
TRUTHS = ("true", "false")
NAMED_CHOICES = 8
"""So many choices are named to somebody who gave another one."""
FILTERABLE = frozenset({AttributeKind.CHOICE, AttributeKind.BOOLEAN, AttributeKind.NUMBER})
"""Lists are narrowed by these; a text of one's own is no filter."""


def canonical(asked: AttributeDefinition, given: Sequence[str]) -> list[str]:
    """What was answered, as it is kept; nothing where nothing was said. Only a choice may have several values.

    Raises Invalid naming the attribute by its code.
    """
    said = list(dict.fromkeys(words for one in given if (words := " ".join(str(one).replace("\0", "").split()))))
    if asked.kind == AttributeKind.CHOICE:
        return _choices(asked, said)
    if len(said) > 1:
        raise Invalid(asked.code, _("{name}: give one answer.").format(name=asked.name))
    return [_ONE[asked.kind](asked, one) for one in said]


def read_number(text: str) -> Decimal | None:
    """`12.5`, `12,50` or `−3`: up to nine digits and four decimals; None for anything else."""
    found = NUMBER.fullmatch(text.strip()) if text.isascii() or "\u2212" in text else None
    if found is None:
        return None
    sign, whole, part = found.groups()
    return Decimal(f"{'-' if sign else ''}{whole}.{part or 0}")


def number_text(number: Decimal) -> str:
    """A number as it is kept: `12.5`, `12`, never `12.50`, `1E+1` or `-0`."""
    plain = format(number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def _choices(asked: AttributeDefinition, said: Sequence[str]) -> list[str]:
    """Choices as they are called, in their order."""
    known = {choice.lower(): choice for choice in asked.choices}
    for one in said:
        if one.lower() not in known:
            few = len(asked.choices) <= NAMED_CHOICES
            fix = (
                _("{name}: “{value}” is not among the choices. Choose {choices}.")
                if few
                else _("{name}: “{value}” is not among the choices.")
            )
            raise Invalid(
                asked.code, fix.format(name=asked.name, value=one[:60], choices=any_of(asked.choices) if few else "")
            )
    chosen = {known[one.lower()] for one in said}
    return [choice for choice in asked.choices if choice in chosen]


def _text(asked: AttributeDefinition, said: str) -> str:
    if len(said) > TEXT_MAX:
        raise Invalid(
            asked.code, _("{name}: at most {longest} characters.").format(name=asked.name, longest=TEXT_MAX)
        )  # fmt: skip
    return said


def _number(asked: AttributeDefinition, said: str) -> str:
    found = read_number(said.removesuffix(asked.unit) if asked.unit else said)
    if found is None:
        raise Invalid(
            asked.code, _("{name}: give a number like 12.5, with at most four decimals.").format(name=asked.name)
        )  # fmt: skip
    return number_text(found)


def _truth(asked: AttributeDefinition, said: str) -> str:
    if said.lower() not in TRUTHS:
        raise Invalid(asked.code, _("{name}: say yes or no, or leave it open.").format(name=asked.name))
    return said.lower()


def _day(asked: AttributeDefinition, said: str) -> str:
    try:
        found = date.fromisoformat(said)
    except ValueError:
        found = None
    if found is None or found.isoformat() != said:
        raise Invalid(asked.code, _("{name}: give a day like 2026-03-19.").format(name=asked.name))
    return said


_ONE = {
    AttributeKind.TEXT: _text,
    AttributeKind.NUMBER: _number,
    AttributeKind.BOOLEAN: _truth,
    AttributeKind.DATE: _day,
}
