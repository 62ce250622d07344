"""What a product says about itself on its page, and to search engines (F022)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from emporium.services.catalogue import ProductDetail, VariantDetail
from emporium.services.catalogue.attributes import Fact
from emporium.web.facts import said
from models.enums import AttributeKind
from storefront.product_values import Spec

TEXTS: Mapping[str, str] = MappingProxyType(
    {"material": "material", "colour": "color", "color": "color", "pattern": "pattern", "size": "size"}
)
"""What schema.org's Product has a word of its own for, by an attribute's code (https://schema.org/Product)."""
MEASURES = ("height", "width", "depth", "weight")
ORIGIN = "made_in"
NUMBERED = re.compile(r"_\d+$")
"""Ends the code of a second attribute of a name, in another category."""
UNITS: Mapping[str, str] = MappingProxyType(
    {"mm": "MMT", "cm": "CMT", "m": "MTR", "g": "GRM", "kg": "KGM", "ml": "MLT", "l": "LTR"}
)
"""Units as UN/CEFACT codes them."""


def specs_of(detail: ProductDetail, chosen: VariantDetail | None) -> list[Spec]:
    """The attributes, what the store wrote beside them, and the SKU. What stands in both is told once."""
    facts = [Spec(fact.name, said(fact.kind, fact.unit, fact.values)) for fact in detail.facts]
    told = {fact.name.lower() for fact in facts}
    own = [Spec(name, value) for name, value in detail.specs if name.lower() not in told]
    return [*facts, *own, *([Spec("SKU", chosen.sku)] if chosen else [])]


def facts_ld(facts: Sequence[Fact]) -> dict[str, Any]:
    """Attributes as schema.org knows them: words of its own where it has them, the others as named properties."""
    found: dict[str, Any] = {}
    others: list[dict[str, Any]] = []
    for fact in facts:
        code, number = NUMBERED.sub("", fact.code), fact.kind == AttributeKind.NUMBER
        if code in TEXTS and not number:
            found[TEXTS[code]] = ", ".join(fact.values)
        elif code in MEASURES and number:
            found[code] = {"@type": "QuantitativeValue"} | _amount(fact)
        elif code == ORIGIN and not number:
            found["countryOfOrigin"] = {"@type": "Country", "name": ", ".join(fact.values)}
        else:
            others.append({"@type": "PropertyValue", "name": fact.name} | _property(fact))
    return found | ({"additionalProperty": others} if others else {})


def _property(fact: Fact) -> dict[str, Any]:
    if fact.kind == AttributeKind.NUMBER:
        return _amount(fact)
    if fact.kind == AttributeKind.BOOLEAN:
        return {"value": fact.values[0] == "true"}
    return {"value": fact.values[0] if len(fact.values) == 1 else list(fact.values)}


def _amount(fact: Fact) -> dict[str, Any]:
    number = Decimal(fact.values[0])
    whole = number == number.to_integral_value()
    unit = {"unitText": fact.unit} if fact.unit else {}
    code = {"unitCode": UNITS[fact.unit]} if fact.unit in UNITS else {}
    return {"value": int(number) if whole else float(number)} | unit | code
