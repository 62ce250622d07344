"""Whether the books are right: the invariants of money and stock, and the comparison with the providers' reports."""

from emporium.services.books.checking import Violation, check_books, unbalanced

__all__ = ["Violation", "check_books", "unbalanced"]
