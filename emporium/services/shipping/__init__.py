"""Getting parcels there: each store's methods, what they cost, when they arrive."""

from emporium.services.shipping.methods import DeliveryOption, delivery_options, delivery_window, when_ready

__all__ = ["DeliveryOption", "delivery_options", "delivery_window", "when_ready"]
