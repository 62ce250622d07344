"""Checkout: who, where, how, and what it comes to; then one purchase, paid once."""

from emporium.services.checkout.basket_codes import add_basket_code, basket_offers, drop_basket_code
from emporium.services.checkout.codes import add_code, drop_code
from emporium.services.checkout.consent import files_in, set_consent
from emporium.services.checkout.details import (
    choose_country,
    choose_delivery,
    current_checkout,
    set_address,
    set_country,
    set_gift,
    set_tax_id,
    start_checkout,
    use_address,
)
from emporium.services.checkout.expiry import expire_unpaid
from emporium.services.checkout.placing import Placement, confirm_attempt, place_order
from emporium.services.checkout.quotes import QuoteLine, QuoteParcel, QuoteView, build_quote
from emporium.services.checkout.tenders import drop_tender, use_credit

__all__ = [
    "Placement",
    "QuoteLine",
    "QuoteParcel",
    "QuoteView",
    "add_basket_code",
    "add_code",
    "basket_offers",
    "build_quote",
    "choose_country",
    "choose_delivery",
    "confirm_attempt",
    "current_checkout",
    "drop_basket_code",
    "drop_code",
    "drop_tender",
    "expire_unpaid",
    "files_in",
    "place_order",
    "set_address",
    "set_consent",
    "set_country",
    "set_gift",
    "set_tax_id",
    "start_checkout",
    "use_address",
    "use_credit",
]
