"""Whether the books are right: the invariants of money and stock, and the comparison with the providers' reports."""

from emporium.services.books.checking import Violation, check_books, unbalanced
from emporium.services.books.lines import BalanceLine
from emporium.services.books.reconciling import Unmatched, read_report, reconcile, take_report

__all__ = [
    "BalanceLine",
    "Unmatched",
    "Violation",
    "check_books",
    "read_report",
    "reconcile",
    "take_report",
    "unbalanced",
]
