"""Asking every rule: in CI after every operation, at night by a job, at any time by `emporium check-books`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.books.rules import RULES

SHOWN = 50
"""So many violations of one rule are named; a broken rule rarely needs more to be understood."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that cannot be: which invariant, what it says, about what, with the figures."""

    code: str
    says: str
    subject: str
    detail: str

    def __str__(self) -> str:
        return f"{self.code} {self.says}: {self.subject}: {self.detail}"


def check_books(session: Session) -> list[Violation]:
    """Every violation of I1 to I6 in the database; an empty list when the books are right. One query per rule."""
    return [
        Violation(rule.code, rule.says, str(row.subject), row.detail)
        for rule in RULES
        for row in session.execute(text(rule.sql + f" LIMIT {SHOWN}"))
    ]


def unbalanced(session: Session) -> list[tuple[UUID, str, int]]:
    """Transactions whose entries do not sum to zero: always none (I6)."""
    rows = session.execute(
        text(
            "SELECT transaction_id, currency, sum(amount_minor) FROM ledger_entry "
            "GROUP BY transaction_id, currency HAVING sum(amount_minor) <> 0"
        )
    ).all()
    return [(row[0], row[1], int(row[2])) for row in rows]
