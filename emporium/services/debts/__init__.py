"""Stores that owe the platform: netted, asked, restricted, settled (F100)."""

from emporium.services.debts.events import DebtAsked, DebtRestricted, DebtSettled
from emporium.services.debts.settling import extend_debt, forgive_debt, receive_payment
from emporium.services.debts.stages import DebtRow, debts, review_debts, store_debts

__all__ = [
    "DebtAsked",
    "DebtRestricted",
    "DebtRow",
    "DebtSettled",
    "debts",
    "extend_debt",
    "forgive_debt",
    "receive_payment",
    "review_debts",
    "store_debts",
]
