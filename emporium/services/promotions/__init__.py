"""Promotions: what is taken off a basket and why, codes, and their uses. The rules of combining are in `combining`."""

from emporium.services.promotions.basket import Basket, BasketLine, BasketStore, customer_key
from emporium.services.promotions.engine import clean_codes, evaluate
from emporium.services.promotions.loading import load_offers, quote_discounts
from emporium.services.promotions.offers import Code, Offer
from emporium.services.promotions.reasons import Reason, Refusal
from emporium.services.promotions.results import Applied, Discounted, Share, Taken
from emporium.services.promotions.rules import Rule, Selection, Step
from emporium.services.promotions.uses import UsedUp, give_back, miscounted, take_uses

__all__ = [
    "Applied",
    "Basket",
    "BasketLine",
    "BasketStore",
    "Code",
    "Discounted",
    "Offer",
    "Reason",
    "Refusal",
    "Rule",
    "Selection",
    "Share",
    "Step",
    "Taken",
    "UsedUp",
    "clean_codes",
    "customer_key",
    "evaluate",
    "give_back",
    "load_offers",
    "miscounted",
    "quote_discounts",
    "take_uses",
]
