"""From what a paper says to what is printed: amounts, rates and days as texts. No clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal, format_percent

from emporium.money import MINUS, Money, format_money
from emporium.services.documents.words import long_day

Content = Mapping[str, Any]
Print = Callable[[int], str]


def printed(content: Content) -> dict[str, Any]:
    """Everything the layout draws, as texts only. The layout counts nothing and knows no rule."""
    locale = content["locale"]
    shown = {
        **{
            key: content[key]
            for key in ("title", "reference", "seller", "buyer", "facts", "notes", "words", "issued_on")
        },
        "locale": locale,
        "issued": long_day(date.fromisoformat(content["issued_on"]), locale),
        "lang": locale.split("_")[0],
    }
    return {**shown, **_BODIES[content["kind"]](content)}


def _bill(content: Content) -> dict[str, Any]:
    money, rate = _money(content), _rates(content)
    lines = content["lines"]
    return {
        "discounted": any(line["discount_minor"] for line in lines),
        "lines": [
            {
                "name": line["name"],
                "detail": _joined(line["detail"], line["sku"]),
                "quantity": _count(line["quantity"], content["locale"]),
                "unit": money(line["unit_minor"]),
                "unit_net": money(line["unit_net_minor"]) if line["unit_net_minor"] != line["unit_minor"] else "",
                "discount": money(-line["discount_minor"]) if line["discount_minor"] else "",
                "rate": rate(line["rate_bp"]),
                "tax": money(line["tax_minor"]),
                "total": money(line["total_minor"]),
            }
            for line in lines
        ],
        "totals": _totals(content),
        "tax_summary": [
            {
                "rate": rate(row["rate_bp"]),
                "net": money(row["net_minor"]),
                "tax": money(row["tax_minor"]),
                "gross": money(row["total_minor"]),
            }
            for row in content["tax_summary"]
        ],
    }


def _slip(content: Content) -> dict[str, Any]:
    return {
        "lines": [
            {
                "name": line["name"],
                "detail": _joined(line["detail"], line["sku"]),
                "wishes": line["wishes"],
                "parts": line.get("parts", ""),
                "quantity": _count(line["quantity"], content["locale"]),
            }
            for line in content["lines"]
        ],
        "units": _count(content["units"], content["locale"]),
        "gift_message": content["gift_message"],
    }


def _fees(content: Content) -> dict[str, Any]:
    money, locale = _money(content), content["locale"]
    rate = content["tax_rate_bp"]
    return {
        "lines": [
            {
                "name": line["name"],
                "detail": line["detail"],
                "quantity": _count(line["quantity"], locale),
                "net": money(line["net_minor"]),
            }
            for line in content["lines"]
        ],
        "totals": _totals(content),
        "tax_rate": "" if rate is None else _percent(rate, locale),
        "bookings": [
            {
                "day": long_day(date.fromisoformat(row["day"]), locale),
                "order": row["order"],
                "what": row["what"],
                "commission": money(row["commission_minor"]),
                "fees": money(row["fees_minor"]),
                "tax": money(row["tax_minor"]),
            }
            for row in content["bookings"]
        ],
    }


def _tables(content: Content) -> dict[str, Any]:
    """Tables as they were frozen: each column says what its cells are."""
    locale = content["locale"]

    def shown(cell: Any, kind: str, currency: str) -> str:
        if cell is None or kind == "text":
            return cell or ""
        if kind == "day":
            return long_day(date.fromisoformat(cell), locale)
        return _count(cell, locale) if kind == "count" else format_money(Money(cell, currency), locale)

    return {
        "tables": [
            {
                "title": table["title"],
                "heads": [head for head, _kind in table["columns"]],
                "numeric": [kind in ("money", "count") for _head, kind in table["columns"]],
                "rows": [
                    [
                        shown(cell, kind, table["currency"])
                        for cell, (_head, kind) in zip(row, table["columns"], strict=True)
                    ]
                    for row in table["rows"]
                ],
                "total": table["total"],
            }
            for table in content["tables"]
        ]
    }


_BODIES: Mapping[str, Callable[[Content], dict[str, Any]]] = {
    "invoice": _bill,
    "credit_note": _bill,
    "packing_slip": _slip,
    "commission_invoice": _fees,
    "statement": _tables,
    "tax_report": _tables,
}


def _money(content: Content) -> Print:
    currency, locale = content["currency"], content["locale"]
    return lambda amount: format_money(Money(amount, currency), locale)


def _rates(content: Content) -> Callable[[int | None], str]:
    locale, none = content["locale"], content["words"]["not_taxed"]
    return lambda rate: none if rate is None else _percent(rate, locale)


def _totals(content: Content) -> dict[str, str]:
    money, totals = _money(content), content["totals"]
    return {name: money(totals[f"{name}_minor"]) for name in ("net", "tax", "total")}


def _percent(rate_bp: int, locale: str) -> str:
    """`21%`, `5.5%`."""
    return format_percent(Decimal(rate_bp) / 10_000, locale=locale, decimal_quantization=False)


def _count(units: int, locale: str) -> str:
    text = format_decimal(abs(units), locale=locale)
    return MINUS + text if units < 0 else text


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)
