"""Things that come back: asked for by the shopper, decided by the store, restocked once, on inspection."""

from emporium.services.pictures import MOST_BYTES, MOST_PHOTOS
from emporium.services.returns.asking import REASONS, ReturnChanged, cancel_return, request_return
from emporium.services.returns.charging import look_after_exchanges
from emporium.services.returns.deciding import Decision, decide_return, receive_return
from emporium.services.returns.exchanging import cancel_exchange, send_replacement
from emporium.services.returns.giving import ReturnMoney
from emporium.services.returns.inspecting import inspect_return, preview_inspection
from emporium.services.returns.photos import add_photos, return_photo
from emporium.services.returns.reading import (
    OPEN,
    ExchangeView,
    ReturnedLine,
    ReturnRow,
    ReturnView,
    last_days,
    open_returns,
    returnable_now,
    returns_of_order,
    returns_of_orders,
    store_return,
    store_returns,
)
from emporium.services.returns.swaps import Swap, swaps_for

__all__ = [
    "MOST_BYTES",
    "MOST_PHOTOS",
    "OPEN",
    "REASONS",
    "Decision",
    "ExchangeView",
    "ReturnChanged",
    "ReturnMoney",
    "ReturnRow",
    "ReturnView",
    "ReturnedLine",
    "Swap",
    "add_photos",
    "cancel_exchange",
    "cancel_return",
    "decide_return",
    "inspect_return",
    "last_days",
    "look_after_exchanges",
    "open_returns",
    "preview_inspection",
    "receive_return",
    "request_return",
    "return_photo",
    "returnable_now",
    "returns_of_order",
    "returns_of_orders",
    "send_replacement",
    "store_return",
    "store_returns",
    "swaps_for",
]
