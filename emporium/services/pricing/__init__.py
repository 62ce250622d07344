"""What a unit costs: own prices, sales, price lists and the prior price, found by one rule everywhere."""

from emporium.services.pricing.finding import Candidate, FoundPrice, PriceBook, PriceKind, read_prices
from emporium.services.pricing.groups import (
    GroupView,
    Member,
    add_member,
    create_group,
    delete_group,
    list_groups,
    remove_member,
)
from emporium.services.pricing.history import Span, lowest_before, prior_prices
from emporium.services.pricing.lists import (
    ListedPrice,
    ListPrice,
    ListView,
    create_price_list,
    list_price_lists,
    prices_of_list,
    set_list_prices,
    switch_price_list,
)
from emporium.services.pricing.products import refresh_prices

__all__ = [
    "Candidate",
    "FoundPrice",
    "GroupView",
    "ListPrice",
    "ListView",
    "ListedPrice",
    "Member",
    "PriceBook",
    "PriceKind",
    "Span",
    "add_member",
    "create_group",
    "create_price_list",
    "delete_group",
    "list_groups",
    "list_price_lists",
    "lowest_before",
    "prices_of_list",
    "prior_prices",
    "read_prices",
    "refresh_prices",
    "remove_member",
    "set_list_prices",
    "switch_price_list",
]
