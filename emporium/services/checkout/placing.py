"""Placing an order: one purchase with one order per store, stock held, then one charge (C05, C06, F043, F075).

The database work and the call to the provider never share a transaction: stock and intent are committed first, so
that a crash in between leaves a purchase that the webhook or the expiry job finishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from emporium.errors import Conflict, Expired, Invalid, OutOfStock, QuoteChanged
from emporium.i18n import _, all_of
from emporium.providers.payments import Outcome, OutcomeStatus, get_provider, provider_of
from emporium.services import credit, ledger, payments
from emporium.services.addresses import clean_address
from emporium.services.auth import Actor, Permission, limits
from emporium.services.auth.tokens import new_secret
from emporium.services.checkout.consent import check_consent, check_no_files, consent_at
from emporium.services.checkout.details import current_checkout
from emporium.services.checkout.purchases import write_purchase
from emporium.services.checkout.quotes import QuoteView, build_quote, only_cheaper
from emporium.services.opening import OpenTransaction
from emporium.services.payments import AttemptState
from emporium.settings import get_settings
from models.carts import Cart, Checkout
from models.enums import AttemptStatus, CheckoutStatus, PurchaseStatus
from models.orders import Purchase
from models.payments import PaymentAttempt


@dataclass(frozen=True, slots=True)
class Placement:
    """The answer to 'pay': the same for every repetition of one click."""

    purchase_id: UUID
    token: str
    number: str
    status: AttemptStatus
    action_url: str = ""
    message: str = ""


def place_order(
    open_transaction: OpenTransaction,
    *,
    actor: Actor,
    checkout_id: UUID,
    version: int,
    method: str,
    submission: str,
    origin: str = "",
) -> Placement:
    """Turn a checkout into a purchase and charge it, once.

    `origin` is the address the shopper sees us under: providers with a page of their own send people back there.

    `version` is the quote the shopper saw; `submission` names the click, so that a repetition gets the first answer.
    Raises Invalid, OutOfStock, QuoteChanged (with what changed), Conflict while another payment is under way.
    """
    client, ip = actor.guest_token or str(actor.user_id or actor.ip), actor.ip or "unknown"
    limits.take(limits.PAY_PER_CLIENT, client)
    limits.refuse_if_spent(limits.DECLINES_PER_CLIENT, client)
    limits.refuse_if_spent(limits.DECLINES_PER_IP, ip)
    provider = provider_of(method).name
    given = (actor, checkout_id, version, method, submission or new_secret(), provider)
    try:
        state = _prepared(open_transaction, given)
    except OperationalError as error:
        if not isinstance(error.orig, (DeadlockDetected, SerializationFailure)):
            raise
        state = _prepared(open_transaction, given)  # the database gave way to somebody else; nothing was written
    if isinstance(state, QuoteView):
        raise QuoteChanged(
            _("Something changed since you looked. Please check it and pay again."), changes=state.changes
        )
    if isinstance(state, Placement):
        return state
    if state.status != AttemptStatus.CREATED:
        return _answer(open_transaction, state.attempt_id)
    outcome = get_provider(provider).charge(
        key=str(state.attempt_id),
        amount_minor=state.amount_minor,
        currency=state.currency,
        method=state.method,
        return_url=f"{origin}/pay/back/{state.token}",
        capture=not state.captures_later,
    )
    if outcome.status is OutcomeStatus.DECLINED:
        limits.note(limits.DECLINES_PER_CLIENT, client)
        limits.note(limits.DECLINES_PER_IP, ip)
    return confirm_attempt(open_transaction, attempt_id=state.attempt_id, outcome=outcome)


def _prepared(
    open_transaction: OpenTransaction, given: tuple[Actor, UUID, int, str, str, str]
) -> AttemptState | QuoteView | Placement:
    with open_transaction() as session:
        return _prepare(session, *given)


def confirm_attempt(open_transaction: OpenTransaction, *, attempt_id: UUID, outcome: Outcome) -> Placement:
    """Apply what the provider said and answer. Browser, webhook and retry all come through here (P04)."""
    try:
        _applied(open_transaction, attempt_id, outcome)
    except OperationalError as error:
        if not isinstance(error.orig, (DeadlockDetected, SerializationFailure)):
            raise
        _applied(open_transaction, attempt_id, outcome)  # nothing was written; the money must not wait for a report
    payments.settle_surplus(open_transaction, attempt_id=attempt_id)
    return _answer(open_transaction, attempt_id)


def _applied(open_transaction: OpenTransaction, attempt_id: UUID, outcome: Outcome) -> None:
    with open_transaction() as session:
        payments.apply_outcome(session, attempt_id=attempt_id, outcome=outcome)


def _answer(open_transaction: OpenTransaction, attempt_id: UUID) -> Placement:
    with open_transaction() as session:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        purchase = session.get_one(Purchase, attempt.purchase_id)
        return Placement(
            purchase_id=purchase.id,
            token=purchase.token,
            number=purchase.number,
            status=AttemptStatus(attempt.status),
            action_url=attempt.action_url,
            message=attempt.decline_message,
        )


def _prepare(
    session: Session, actor: Actor, checkout_id: UUID, version: int, method: str, submission: str, provider: str
) -> AttemptState | QuoteView | Placement:
    """Everything before the provider, under the checkout's row lock.

    A QuoteView means: ask the shopper first. A Placement means: it is paid, no provider is needed.
    """
    actor.require(Permission.SHOP)
    checkout, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    purchase = session.exec(select(Purchase).where(Purchase.checkout_id == checkout.id).with_for_update()).first()
    if purchase is not None:
        known = payments.find_attempt(session, purchase_id=purchase.id, submission=submission)
        if known is not None:
            return known
        if purchase.status == PurchaseStatus.PAID:
            return _paid(purchase)
        payments.give_up_abandoned(session, purchase_id=purchase.id)
    if checkout.status != CheckoutStatus.OPEN:
        raise Expired(_("This checkout is over. Start again from your basket."))
    quote = _checked_quote(session, checkout, cart)
    if quote.version != version and not only_cheaper(session, checkout=checkout, seen=version, quote=quote):
        return quote
    if purchase is not None:
        reusable = _reuse(session, purchase, quote, checkout)
        if not reusable:
            purchase = None
    check_consent(checkout, quote)
    if provider == ledger.CASH:
        check_no_files(quote)
        payments.check_cash(
            session, store_ids=[UUID(parcel.store_id) for parcel in quote.parcels],
            total_minor=quote.to_charge_minor, currency=quote.currency,
        )  # fmt: skip
    if purchase is None:
        purchase = write_purchase(session, checkout=checkout, quote=quote)
        left = credit.hold_tenders(session, purchase=purchase, value_ids=[UUID(one) for one in checkout.tenders])
        if left == 0:
            payments.mark_paid(session, purchase=purchase, attempt=None)
            return _paid(purchase)
    return payments.open_attempt(
        session,
        purchase=purchase,
        provider=provider,
        method=method,
        submission=submission,
        captures_later=get_settings().capture == "on_shipment",
    )


def _paid(purchase: Purchase) -> Placement:
    return Placement(purchase.id, purchase.token, purchase.number, AttemptStatus.CAPTURED)


def _reuse(session: Session, purchase: Purchase, quote: QuoteView, checkout: Checkout) -> bool:
    """Whether an unpaid purchase of this checkout is still what the shopper wants; else it is given up."""
    if payments.active_attempt(session, purchase_id=purchase.id) is not None:
        raise Conflict(_("Your last payment is still under way. Give it a moment before you pay again."))
    same = purchase.quote_version == quote.version and purchase.status == PurchaseStatus.AWAITING_PAYMENT
    same = same and credit.held_values(session, purchase_id=purchase.id) == set(checkout.tenders)
    if same and payments.hold_again(session, purchase=purchase):
        purchase.email, purchase.address = checkout.email, checkout.address
        purchase.tax_id, purchase.tax_proof = checkout.tax_id, checkout.tax_proof
        purchase.digital_consent_at = consent_at(checkout, quote)
        session.add(purchase)
        return True
    payments.cancel_unpaid(session, purchase=purchase)
    purchase.checkout_id = None
    session.add(purchase)
    session.flush()
    return False


def _checked_quote(session: Session, checkout: Checkout, cart: Cart) -> QuoteView:
    """Today's quote of a checkout that is complete. Raises Invalid naming what is missing."""
    if not checkout.email:
        raise Invalid("email", _("Tell us your e-mail address, so that we can send the confirmation."))
    clean_address(checkout.address)
    quote = build_quote(session, checkout=checkout, cart=cart)
    if quote.undeliverable:
        names = all_of(quote.undeliverable)
        raise Invalid(
            "shipping", _("{names} cannot deliver to this country. Take those items out to go on.").format(names=names)
        )
    if quote.too_small:
        raise Invalid("cart", " ".join(quote.too_small))
    if not quote.parcels:
        gone = {
            str(line.variant_id): line.available
            for part in quote.cart.stores
            for line in part.lines
            if line.available < line.quantity
        }
        if gone:
            raise OutOfStock(_("It has just been sold out. Nothing was charged."), shortages=gone)
        raise Invalid("cart", _("There is nothing in your basket that can be bought now."))
    return quote
