"""Promotions: what is taken off a basket and why, codes, and their uses. The rules of combining are in `combining`."""

from emporium.services.promotions.basket import Basket, BasketLine, BasketStore, customer_key
from emporium.services.promotions.codes import add_code, clean_code, generate_codes, list_codes
from emporium.services.promotions.drafts import PromotionDraft
from emporium.services.promotions.engine import clean_codes, evaluate
from emporium.services.promotions.lists import PromotionRow, list_promotions
from emporium.services.promotions.loading import load_offers, quote_discounts
from emporium.services.promotions.offers import Code, Offer
from emporium.services.promotions.reasons import Reason, Refusal
from emporium.services.promotions.results import Applied, Discounted, Share, Taken
from emporium.services.promotions.rules import Rule, Selection, Step
from emporium.services.promotions.simulating import Simulation, simulate, try_basket, why_prices
from emporium.services.promotions.uses import UsedUp, give_back, miscounted, take_again, take_uses
from emporium.services.promotions.writing import (
    create_promotion,
    deactivate_promotion,
    reactivate_promotion,
    update_promotion,
)

__all__ = [
    "Applied",
    "Basket",
    "BasketLine",
    "BasketStore",
    "Code",
    "Discounted",
    "Offer",
    "PromotionDraft",
    "PromotionRow",
    "Reason",
    "Refusal",
    "Rule",
    "Selection",
    "Share",
    "Simulation",
    "Step",
    "Taken",
    "UsedUp",
    "add_code",
    "clean_code",
    "clean_codes",
    "create_promotion",
    "customer_key",
    "deactivate_promotion",
    "evaluate",
    "generate_codes",
    "give_back",
    "list_codes",
    "list_promotions",
    "load_offers",
    "miscounted",
    "quote_discounts",
    "reactivate_promotion",
    "simulate",
    "take_again",
    "take_uses",
    "try_basket",
    "update_promotion",
    "why_prices",
]
