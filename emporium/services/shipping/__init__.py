"""Getting parcels there: each store's methods, what they cost, when they arrive."""

from emporium.services.shipping.destinations import destinations
from emporium.services.shipping.methods import DeliveryOption, delivery_options, delivery_window

__all__ = ["DeliveryOption", "delivery_options", "delivery_window", "destinations"]
