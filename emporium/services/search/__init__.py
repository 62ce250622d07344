"""Finding products by words."""

from emporium.services.search.words import Suggestions, search_products, suggest

__all__ = ["Suggestions", "search_products", "suggest"]
