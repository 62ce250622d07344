"""Finding products: by words, by what they are narrowed to, as suggestions while somebody types."""

from emporium.services.search.contract import Count, Facets, OptionFacet, Results, Wanted
from emporium.services.search.finding import find, more
from emporium.services.search.words import Suggestions, search_products, suggest

__all__ = [
    "Count",
    "Facets",
    "OptionFacet",
    "Results",
    "Suggestions",
    "Wanted",
    "find",
    "more",
    "search_products",
    "suggest",
]
