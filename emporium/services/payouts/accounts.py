"""Where a store's money goes. Account numbers are checked, kept encrypted, and shown by their last four signs."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from uuid import UUID

from cryptography.fernet import Fernet
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from sqlmodel import Session, col, select, update

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.providers.payments import ONLINE
from emporium.services import audit, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.auth.fresh import require_fresh_step
from emporium.services.auth.tokens import signing_key
from emporium.services.events import DomainEvent
from models.payouts import PayoutAccount

BANK_FILE = "bank_file"
PROVIDERS = (BANK_FILE, *ONLINE)


@dataclass(frozen=True, slots=True)
class PayoutAccountSet(DomainEvent):
    """Payouts of a store go somewhere else from now on; its owners are told."""

    store_id: UUID
    label: str
    currency: str


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"payout accounts:" + signing_key().encode()).digest()))


def set_bank_account(
    session: Session, *, actor: Actor, store_id: UUID, holder: str, iban: str, bic: str = "", currency: str = "EUR"
) -> PayoutAccount:
    """The bank account that payouts in a currency go to; the one before stays with the payouts it got.

    Raises Invalid for a number whose check digits do not fit (ISO 13616), or an empty holder; SecondStepNeeded.
    """
    actor.require(Permission.EDIT_PAYOUTS, store=store_id)
    require_fresh_step(actor, back="/vendor/money")
    if not 2 <= len(holder.strip()) <= 70:
        raise Invalid("holder", _("Give the account's holder as the bank knows it, up to 70 letters."))
    try:
        number = IBAN(iban)
    except SchwiftyException as error:
        raise Invalid("iban", _("This IBAN is not right. Check the digits.")) from error
    try:
        bank = str(BIC(bic)) if bic.strip() else str(number.bic or "")
    except SchwiftyException as error:
        raise Invalid("bic", _("This BIC is not right. It has 8 or 11 signs.")) from error
    details = {
        "holder": holder.strip(),
        "iban": _box().encrypt(str(number).encode()).decode(),
        "last4": str(number)[-4:],
        "bic": bank,
    }
    label = f"{number.country_code} •••• {str(number)[-4:]}"
    return _replace(session, actor, store_id, BANK_FILE, currency, label, details)


def set_provider_account(
    session: Session, *, actor: Actor, store_id: UUID, provider: str, destination: str, currency: str = "EUR"
) -> PayoutAccount:
    """A store's account at a provider: its id there (Stripe Connect) or its address (PayPal).

    Raises Invalid, SecondStepNeeded.
    """
    actor.require(Permission.EDIT_PAYOUTS, store=store_id)
    require_fresh_step(actor, back="/vendor/money")
    if provider not in PROVIDERS or provider == BANK_FILE:
        raise Invalid("provider", _("Payouts go to a bank account, Stripe or PayPal."))
    if not 3 <= len(destination.strip()) <= 200:
        raise Invalid("destination", _("Give the account as the provider knows it."))
    details = {"destination": destination.strip()}
    return _replace(session, actor, store_id, provider, currency, f"{provider.capitalize()} account", details)


def _replace(
    session: Session, actor: Actor, store_id: UUID, provider: str, currency: str, label: str, details: dict[str, str]
) -> PayoutAccount:
    session.exec(
        update(PayoutAccount)
        .where(col(PayoutAccount.store_id) == store_id, col(PayoutAccount.currency) == currency)
        .values(active=False)
    )
    row = PayoutAccount(store_id=store_id, provider=provider, currency=currency, label=label, details=details)
    session.add(row)
    session.flush()
    audit.note(
        session, actor=actor, action="payout_account.set", subject_kind="payout_account", subject_id=row.id,
        store_id=store_id, after={"label": label, "currency": currency},
    )  # fmt: skip
    outbox.record(session, PayoutAccountSet(store_id=store_id, label=label, currency=currency))
    return row


def account_of(session: Session, *, store_id: UUID, currency: str) -> PayoutAccount | None:
    """The account in use."""
    return session.exec(
        select(PayoutAccount).where(
            PayoutAccount.store_id == store_id, PayoutAccount.currency == currency, col(PayoutAccount.active)
        )
    ).first()


def iban_of(account: PayoutAccount) -> str:
    """The number in clear, for the bank file and the report to tax offices alone."""
    return _box().decrypt(str(account.details["iban"]).encode()).decode()
