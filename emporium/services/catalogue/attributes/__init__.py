"""Typed facts about products: operators say what is asked of which category, stores answer for each product (F022)."""

from emporium.services.catalogue.attributes.defining import (
    AttributeDraft,
    change_attribute,
    define_attribute,
    remove_attribute,
)
from emporium.services.catalogue.attributes.lacking import LackingRow, products_by_lack
from emporium.services.catalogue.attributes.reading import (
    AskedField,
    AttributeRow,
    Fact,
    ProductAnswers,
    attribute_rows,
    facts_of,
    product_answers,
)
from emporium.services.catalogue.attributes.values import FILTERABLE, canonical, read_number
from emporium.services.catalogue.attributes.writing import set_attributes

__all__ = [
    "FILTERABLE",
    "AskedField",
    "AttributeDraft",
    "AttributeRow",
    "Fact",
    "LackingRow",
    "ProductAnswers",
    "attribute_rows",
    "canonical",
    "change_attribute",
    "define_attribute",
    "facts_of",
    "product_answers",
    "products_by_lack",
    "read_number",
    "remove_attribute",
    "set_attributes",
]
