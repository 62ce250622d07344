"""Messages to people: composed when an event is relayed, kept for the outbox page, sent exactly once (F104, F107)."""

from emporium.services.notifications.delivery import due, prepare, send
from emporium.services.notifications.directory import DeliveryPage, DeliveryView, get_delivery, list_deliveries, resend
from emporium.services.notifications.tidy import prune

__all__ = [
    "DeliveryPage",
    "DeliveryView",
    "due",
    "get_delivery",
    "list_deliveries",
    "prepare",
    "prune",
    "resend",
    "send",
]
