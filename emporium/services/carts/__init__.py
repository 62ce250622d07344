"""Carts: what somebody means to buy, grouped by store, always at today's prices and stock."""

from emporium.services.carts.again import BoughtAgain, Missed, buy_again
from emporium.services.carts.currency import Repriced, change_currency, selling_currencies
from emporium.services.carts.destination import shopper_country
from emporium.services.carts.events import topic_of
from emporium.services.carts.later import back_to_cart, carry_saved, save_for_later, take_back
from emporium.services.carts.lines import add_line, check_quantity, remove_line, set_quantity, touch
from emporium.services.carts.merging import has_lines, merge_carts, merge_guest_cart
from emporium.services.carts.reading import (
    CartLineView,
    CartStoreView,
    CartView,
    cart_count,
    cart_view,
    find_cart,
    get_or_create_cart,
    saved_view,
)

__all__ = [
    "BoughtAgain",
    "CartLineView",
    "CartStoreView",
    "CartView",
    "Missed",
    "Repriced",
    "add_line",
    "back_to_cart",
    "buy_again",
    "carry_saved",
    "cart_count",
    "cart_view",
    "change_currency",
    "check_quantity",
    "find_cart",
    "get_or_create_cart",
    "has_lines",
    "merge_carts",
    "merge_guest_cart",
    "remove_line",
    "save_for_later",
    "saved_view",
    "selling_currencies",
    "set_quantity",
    "shopper_country",
    "take_back",
    "topic_of",
    "touch",
]
