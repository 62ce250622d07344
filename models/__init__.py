"""The domain's tables, one file per domain, with every rule that the database can keep."""

from models import (
    accounts,
    audit,
    carts,
    catalogue,
    commissions,
    fx,
    inventory,
    ledger,
    messages,
    moderation,
    notifications,
    orders,
    outbox,
    payments,
    payouts,
    promotions,
    reviews,
    stores,
    tiers,
    translations,
)
from models.base import metadata, widen_money

widen_money(metadata)

__all__ = [
    "accounts",
    "audit",
    "carts",
    "catalogue",
    "commissions",
    "fx",
    "inventory",
    "ledger",
    "messages",
    "metadata",
    "moderation",
    "notifications",
    "orders",
    "outbox",
    "payments",
    "payouts",
    "promotions",
    "reviews",
    "stores",
    "tiers",
    "translations",
]
