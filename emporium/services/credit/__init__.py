"""Gift cards and store credit: a tender that is paid with, never a price cut (F061)."""

from emporium.services.credit.issuing import IssuedCard, find_card, grant_credit, issue_gift_card, my_credit
from emporium.services.credit.paying import held_values, hold_again, hold_tenders, let_go, put_back, take

__all__ = [
    "IssuedCard",
    "find_card",
    "grant_credit",
    "held_values",
    "hold_again",
    "hold_tenders",
    "issue_gift_card",
    "let_go",
    "my_credit",
    "put_back",
    "take",
]
