"""Making gift cards and granting credit. Every unit of it is a debt in the books from the first moment."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.money import exponent
from emporium.services import ledger
from emporium.services.auth import Actor, Permission
from models.enums import AccountKind, CreditKind, TransactionKind
from models.promotions import StoredValue, StoredValueEntry

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 16
"""80 bits: nobody guesses one."""
MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """A new card. The code is shown once; only its digest is kept."""

    value_id: UUID
    code: str
    amount_minor: int
    currency: str


def digest(code: str) -> str:
    """How a code is kept: spaces, dashes and case do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def issue_gift_card(
    session: Session,
    *,
    actor: Actor,
    amount_minor: int,
    currency: str,
    sold: bool = False,
    expires_at: datetime | None = None,
) -> IssuedCard:
    """A card worth an amount. `sold` says that money came in for it; otherwise the platform gives it away.

    Raises Invalid for an amount that is not between one unit and 100,000.00, or an unknown currency.
    """
    actor.require(Permission.MANAGE_MONEY)
    _check(amount_minor, currency)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    value = StoredValue(
        kind=CreditKind.GIFT_CARD, code_hash=digest(code), currency=currency, balance_minor=amount_minor,
        expires_at=expires_at,
    )  # fmt: skip
    _open(session, value, AccountKind.PROVIDER_CLEARING if sold else AccountKind.PROMOTION_EXPENSE)
    shown = "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))
    return IssuedCard(value.id, shown, amount_minor, currency)


def grant_credit(
    session: Session, *, actor: Actor, user_id: UUID, amount_minor: int, currency: str, cause_id: str
) -> StoredValue:
    """Credit for a person, once per cause; it is added to what they have in that currency."""
    actor.require(Permission.MANAGE_MONEY)
    _check(amount_minor, currency)
    value = session.exec(
        select(StoredValue)
        .where(StoredValue.user_id == user_id, StoredValue.kind == CreditKind.STORE_CREDIT)
        .where(StoredValue.currency == currency, col(StoredValue.expires_at).is_(None))
        .with_for_update()
    ).first()
    if value is None:
        value = StoredValue(kind=CreditKind.STORE_CREDIT, user_id=user_id, currency=currency, balance_minor=0)
        session.add(value)
        session.flush()
    known = session.exec(
        select(StoredValueEntry.id).where(StoredValueEntry.value_id == value.id, StoredValueEntry.cause_id == cause_id)
    ).first()
    if known is None:
        value.balance_minor += amount_minor
        session.add_all([value, StoredValueEntry(value_id=value.id, amount_minor=amount_minor, cause_id=cause_id)])
        _book(session, f"{value.id}:{cause_id}", amount_minor, currency, AccountKind.PROMOTION_EXPENSE)
    return value


def _check(amount_minor: int, currency: str) -> None:
    if isinstance(amount_minor, bool) or not isinstance(amount_minor, int) or not 0 < amount_minor <= MOST:
        raise Invalid("amount", _("Give an amount between one and {most:,} smallest units.").format(most=MOST))
    try:
        exponent(currency)
    except ValueError as error:
        raise Invalid("currency", _("Give a currency by its three letters, like EUR.")) from error


def _open(session: Session, value: StoredValue, funded_by: AccountKind) -> None:
    session.add(value)
    session.flush()
    session.add(StoredValueEntry(value_id=value.id, amount_minor=value.balance_minor, cause_id="issued"))
    _book(session, f"{value.id}:issued", value.balance_minor, value.currency, funded_by)


def _book(session: Session, cause: str, amount: int, currency: str, funded_by: AccountKind) -> None:
    ledger.post(
        session,
        kind=TransactionKind.CREDIT,
        cause_id=cause,
        currency=currency,
        entries=[(funded_by, None, amount), (AccountKind.CREDIT_LIABILITY, None, -amount)],
    )


def find_card(session: Session, *, code: str, currency: str) -> StoredValue:
    """A card that can be paid with. Raises NotFound in the same words for every reason, so that codes stay secret."""
    found = session.exec(select(StoredValue).where(StoredValue.code_hash == digest(code))).first()
    over = found is not None and found.expires_at is not None and found.expires_at <= datetime.now(UTC)
    if found is None or over or found.currency != currency or found.balance_minor == 0:
        raise NotFound(_("This gift card cannot be used here. Check the code, or whether it is used up."))
    return found


def my_credit(session: Session, *, user_id: UUID, currency: str) -> StoredValue | None:
    """A person's credit in a currency, when there is some."""
    return session.exec(
        select(StoredValue)
        .where(StoredValue.user_id == user_id, StoredValue.kind == CreditKind.STORE_CREDIT)
        .where(StoredValue.currency == currency, col(StoredValue.balance_minor) > 0)
    ).first()
