"""Finding products: by words, by what they are narrowed to, as suggestions while somebody types."""

from emporium.services.search.asking import normalised
from emporium.services.search.contract import (
    AttributeFacet,
    Count,
    Facets,
    OptionFacet,
    Results,
    SearchEngine,
    Wanted,
)
from emporium.services.search.engine import engine, find, more
from emporium.services.search.log import SearchRow, forget_searches, log_search, top_searches
from emporium.services.search.operators import (
    PinRow,
    add_synonym,
    pin_product,
    pins,
    remove_synonym,
    synonyms,
    unpin_product,
)
from emporium.services.search.words import (
    Suggestions,
    meant,
    near,
    popular_categories,
    search_products,
    single_words,
    suggest,
)

__all__ = [
    "AttributeFacet",
    "Count",
    "Facets",
    "OptionFacet",
    "PinRow",
    "Results",
    "SearchEngine",
    "SearchRow",
    "Suggestions",
    "Wanted",
    "add_synonym",
    "engine",
    "find",
    "forget_searches",
    "log_search",
    "meant",
    "more",
    "near",
    "normalised",
    "pin_product",
    "pins",
    "popular_categories",
    "remove_synonym",
    "search_products",
    "single_words",
    "suggest",
    "synonyms",
    "top_searches",
    "unpin_product",
]
