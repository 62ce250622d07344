"""Lines, totals and the summary of tax by rate. Integers in minor units; prices as they stood on the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from emporium.money import share
from emporium.services.tax import included_tax

PaperLine = dict[str, Any]


def paper_line(
    *,
    name: str,
    quantity: int,
    unit_minor: int,
    total_minor: int,
    tax_minor: int,
    rate_bp: int | None,
    added_minor: int = 0,
    detail: str = "",
    sku: str = "",
) -> PaperLine:
    """One line. The discount is what lies between the price of the units and the total before the added tax.

    `rate_bp` None means that the line is outside of the tax; `added_minor` is the tax that came on top of the price
    (below zero: was taken out of it). The price without tax is stated too: Directive 2006/112/EC, article 226(6) to
    (9).
    """
    priced = total_minor - added_minor
    return {
        "name": name,
        "detail": detail,
        "sku": sku,
        "quantity": quantity,
        "unit_minor": unit_minor,
        "unit_net_minor": _without_tax(unit_minor, rate_bp, added_minor, priced),
        "discount_minor": quantity * unit_minor - priced,
        "rate_bp": rate_bp,
        "tax_minor": tax_minor,
        "total_minor": total_minor,
    }


def _without_tax(unit_minor: int, rate_bp: int | None, added_minor: int, priced_minor: int) -> int:
    """The price of a unit without tax, where the line's price held it, did not, or had it taken out."""
    if added_minor > 0:
        return unit_minor
    if added_minor < 0:
        return unit_minor + share(added_minor, unit_minor, priced_minor)
    return unit_minor - included_tax(unit_minor, rate_bp=rate_bp or 0)


def added_part(*, added_minor: int, tax_minor: int, total_minor: int, part_minor: int, part_tax_minor: int) -> int:
    """The added tax in a part of an amount: all of the part's tax, or what was taken out in proportion."""
    if added_minor == tax_minor:
        return part_tax_minor
    return share(added_minor, part_minor, total_minor) if total_minor else 0


def totals(lines: Sequence[PaperLine]) -> dict[str, int]:
    """Net, tax and gross of some lines."""
    gross, tax = sum(line["total_minor"] for line in lines), sum(line["tax_minor"] for line in lines)
    return {"net_minor": gross - tax, "tax_minor": tax, "total_minor": gross}


def tax_summary(lines: Iterable[PaperLine]) -> list[dict[str, Any]]:
    """Net, tax and gross by rate, highest rate first, what is outside of the tax last (article 226(8) and (10))."""
    groups: dict[int | None, list[PaperLine]] = {}
    for line in lines:
        groups.setdefault(line["rate_bp"], []).append(line)
    order = sorted(groups, key=lambda rate: -1 if rate is None else rate, reverse=True)
    return [{"rate_bp": rate, **totals(groups[rate])} for rate in order]


def reverse(line: Mapping[str, Any]) -> PaperLine:
    """A line that takes another one back: the same price, everything else below zero."""
    turned = {key: -line[key] for key in ("quantity", "discount_minor", "tax_minor", "total_minor")}
    return {**line, **turned}


def rate_of(*, total_minor: int, tax_minor: int, candidates: Iterable[int]) -> int:
    """The rate of an amount of which only the tax was frozen: the first candidate that gives it to the cent.

    When none does (the table of rates changed since), the rate that the two amounts imply.
    """
    for rate_bp in candidates:
        if included_tax(total_minor, rate_bp=rate_bp) == tax_minor:
            return rate_bp
    net = total_minor - tax_minor
    return share(tax_minor, 10_000, net) if net > 0 else 0
