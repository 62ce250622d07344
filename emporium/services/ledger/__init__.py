"""The books: what every sale, refund and payout does to the accounts, and what the platform keeps."""

from emporium.services.ledger.commissions import FeeTerms, find_rule, line_fee
from emporium.services.ledger.posting import balance, post_refund, post_sale, unbalanced_transactions

__all__ = [
    "FeeTerms",
    "balance",
    "find_rule",
    "line_fee",
    "post_refund",
    "post_sale",
    "unbalanced_transactions",
]
