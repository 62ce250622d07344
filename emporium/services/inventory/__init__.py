"""Stock: what is there, what is held, and every change of it."""

from emporium.services.inventory.backorders import close_backorders, set_backorder
from emporium.services.inventory.levels import adjust, open_stock, refresh_totals
from emporium.services.inventory.lists import StockRow, list_stock, running_low
from emporium.services.inventory.reservations import (
    commit_purchase,
    has_live_holds,
    promise_again,
    release_expired,
    release_purchase,
    reserve,
    ship_units,
    take_back,
    uncommit_units,
    unship,
)
from emporium.services.inventory.shelf import Shelf, availability, shelf

__all__ = [
    "Shelf",
    "StockRow",
    "adjust",
    "availability",
    "close_backorders",
    "commit_purchase",
    "has_live_holds",
    "list_stock",
    "open_stock",
    "promise_again",
    "refresh_totals",
    "release_expired",
    "release_purchase",
    "reserve",
    "running_low",
    "set_backorder",
    "shelf",
    "ship_units",
    "take_back",
    "uncommit_units",
    "unship",
]
