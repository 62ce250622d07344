"""Shoppers' wishes to cancel before dispatch: done at once while it is early, else answered by the store (F079)."""

from emporium.services.cancelling.deciding import decide_cancel
from emporium.services.cancelling.reading import WishView, wishes_of_orders
from emporium.services.cancelling.wishing import request_cancel, withdraw_cancel

__all__ = ["WishView", "decide_cancel", "request_cancel", "wishes_of_orders", "withdraw_cancel"]
