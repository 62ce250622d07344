"""Things that come back: asked for by the shopper, decided by the store, restocked once, on inspection."""

from emporium.services.returns.asking import ReturnChanged, ReturnView, request_return, returns_of_order
from emporium.services.returns.deciding import Decision, decide_return, inspect_return, receive_return

__all__ = [
    "Decision",
    "ReturnChanged",
    "ReturnView",
    "decide_return",
    "inspect_return",
    "receive_return",
    "request_return",
    "returns_of_order",
]
