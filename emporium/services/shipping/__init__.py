"""Getting parcels there: each store's methods, what they cost, when they arrive."""

from emporium.services.shipping.destinations import Served, destinations, served_countries
from emporium.services.shipping.methods import (
    DOWNLOAD,
    DeliveryOption,
    delivery_options,
    delivery_window,
    download_option,
)

__all__ = [
    "DOWNLOAD",
    "DeliveryOption",
    "Served",
    "delivery_options",
    "delivery_window",
    "destinations",
    "download_option",
    "served_countries",
]
