"""The books: what every sale, refund, dispute and payout does to the accounts, and what the platform keeps."""

from emporium.providers.payments.offline import CASH
from emporium.services.ledger.commissions import FeeTerms, find_rule, line_fee
from emporium.services.ledger.earnings import StoreBalance, balances, deduct, earn, hold, release, schedule_of
from emporium.services.ledger.fees import order_fees
from emporium.services.ledger.posting import balance, booked, open_accounts, post
from emporium.services.ledger.reversals import Reversal, post_refund
from emporium.services.ledger.sales import STORED_VALUE, earning_of, post_sale, tender_of

__all__ = [
    "CASH",
    "STORED_VALUE",
    "FeeTerms",
    "Reversal",
    "StoreBalance",
    "balance",
    "balances",
    "booked",
    "deduct",
    "earn",
    "earning_of",
    "find_rule",
    "hold",
    "line_fee",
    "open_accounts",
    "order_fees",
    "post",
    "post_refund",
    "post_sale",
    "release",
    "schedule_of",
    "tender_of",
]
