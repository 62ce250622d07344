"""What a provider says about an attempt is applied once, under the purchase's lock (P04, P05, C05, C07)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import N_, _
from emporium.providers.payments import Outcome, OutcomeStatus, get_provider
from emporium.providers.payments.offline import BANK_TRANSFER
from emporium.services import audit, credit, inventory, ledger, outbox, promotions
from emporium.services.auth import Actor, Permission
from emporium.services.carts import carry_saved, touch
from emporium.services.opening import OpenTransaction
from emporium.services.orders.events import OrderPlaced, PaymentFailed, PurchasePaid, SurplusPayment
from emporium.services.payments.attempts import UNDER_WAY, hold_again
from emporium.settings import get_settings
from models.carts import Cart, Checkout
from models.enums import AttemptStatus, CartStatus, CheckoutStatus, OrderStatus, PurchaseStatus
from models.orders import Order, Purchase
from models.payments import PaymentAttempt, PaymentShare

FINAL = (AttemptStatus.CAPTURED, AttemptStatus.SURPLUS)
DROPPED = N_("the change of the order was dropped meanwhile")
WORDS = {
    "paid already": N_(
        "Your payment came too late and has been sent back. Nothing was ordered twice; you need not do anything."
    ),
    DROPPED: N_(
        "Your payment came after the change was given up. We have sent your money back; your order is as it was."
    ),
}
"""What the shopper is told of a payment that was sent back, by the reason."""


def _lock(session: Session, attempt_id: UUID) -> tuple[PaymentAttempt, Purchase]:
    """Checkout, purchase, attempt: the order in which placing an order locks them too."""
    purchase_id = session.exec(select(PaymentAttempt.purchase_id).where(PaymentAttempt.id == attempt_id)).first()
    if purchase_id is None:
        raise NotFound(_("There is no such payment."))
    checkout_id = session.exec(select(Purchase.checkout_id).where(Purchase.id == purchase_id)).first()
    if checkout_id is not None:
        extends = session.exec(select(Checkout.extends_id).where(Checkout.id == checkout_id).with_for_update()).first()
        if extends is not None:  # what it adds to is changed with it (F081)
            session.exec(select(Order.id).where(Order.id == extends).with_for_update()).first()
    purchase = session.exec(
        select(Purchase).where(Purchase.id == purchase_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    attempt = session.exec(
        select(PaymentAttempt)
        .where(PaymentAttempt.id == attempt_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    return attempt, purchase


def apply_outcome(session: Session, *, attempt_id: UUID, outcome: Outcome) -> AttemptStatus:
    """Take note of the provider's word. Told twice, or late, or in another order, the result is the same.

    Raises Conflict when amount or currency are not those of the attempt: such a payment never completes (P07).
    """
    attempt, purchase = _lock(session, attempt_id)
    if attempt.status in FINAL or (attempt.status == AttemptStatus.AUTHORISED and purchase.paid_at is not None):
        return AttemptStatus(attempt.status)
    attempt.reference = attempt.reference or outcome.reference
    attempt.charge = outcome.charge or attempt.charge
    attempt.instrument = outcome.instrument or attempt.instrument
    attempt.updated_at = datetime.now(UTC)
    session.add(attempt)
    if outcome.status in (OutcomeStatus.CAPTURED, OutcomeStatus.AUTHORISED):
        if (outcome.amount_minor, outcome.currency) != (attempt.amount_minor, attempt.currency):
            raise Conflict(_("The provider charged another amount than we asked for."))
        _secured(session, attempt, purchase, taken=outcome.status is OutcomeStatus.CAPTURED)
    elif outcome.status is OutcomeStatus.DECLINED:
        _declined(session, attempt, outcome)
    elif attempt.status in UNDER_WAY:
        waits = outcome.status is OutcomeStatus.REQUIRES_ACTION
        attempt.status = AttemptStatus.REQUIRES_ACTION if waits else AttemptStatus.PENDING
        attempt.action_url = outcome.action_url
        if attempt.provider == BANK_TRANSFER:
            purchase.hold_until = datetime.now(UTC) + timedelta(days=get_settings().transfer_days)
            session.add(purchase)
    return AttemptStatus(attempt.status)


def note_instrument(session: Session, *, attempt_id: UUID, instrument: str) -> None:
    """Note what an attempt was paid with, whatever became of it (F109); what is known stays. Raises NotFound."""
    attempt = session.exec(select(PaymentAttempt).where(PaymentAttempt.id == attempt_id).with_for_update()).first()
    if attempt is None:
        raise NotFound(_("There is no such payment."))
    attempt.instrument = attempt.instrument or instrument
    session.add(attempt)


def transfer_arrived(
    open_transaction: OpenTransaction,
    *,
    actor: Actor,
    attempt_id: UUID,
    amount_minor: int,
) -> AttemptStatus:
    """An operator saw the money on the account. Raises NotFound, Conflict for another amount or another provider."""
    actor.require(Permission.MANAGE_MONEY)
    with open_transaction() as session:
        attempt, _rest = _lock(session, attempt_id)
        if attempt.provider != BANK_TRANSFER:
            raise Conflict(_("This was not paid by bank transfer."))
        outcome = Outcome(OutcomeStatus.CAPTURED, attempt.reference, amount_minor, attempt.currency)
        status = apply_outcome(session, attempt_id=attempt_id, outcome=outcome)
        audit.note(
            session, actor=actor, action="transfer.arrived", subject_kind="payment_attempt", subject_id=attempt_id,
            after={"amount_minor": amount_minor},
        )  # fmt: skip
    settle_surplus(open_transaction, attempt_id=attempt_id)
    return status


def _declined(session: Session, attempt: PaymentAttempt, outcome: Outcome) -> None:
    if attempt.status not in UNDER_WAY:
        return
    attempt.status = AttemptStatus.DECLINED
    attempt.decline_code, attempt.decline_message = outcome.decline_code, outcome.decline_message
    outbox.record(
        session, PaymentFailed(purchase_id=attempt.purchase_id, attempt_id=attempt.id, code=outcome.decline_code)
    )


def _secured(session: Session, attempt: PaymentAttempt, purchase: Purchase, *, taken: bool) -> None:
    """The money is there, or held for us. If nothing can be sold for it any more, it goes back (C05, P02, P06)."""
    if purchase.status == PurchaseStatus.PAID:
        _surplus(session, attempt, N_("paid already"))
        return
    revived = purchase.status == PurchaseStatus.CANCELLED
    if revived and _adds_to_an_order(session, purchase):
        _surplus(session, attempt, DROPPED)
        return
    if not inventory.has_live_holds(session, purchase_id=purchase.id) and not hold_again(session, purchase=purchase):
        _surplus(session, attempt, N_("sold out while the payment was on its way"))
        return
    if revived and not _terms_again(session, purchase):
        _surplus(session, attempt, N_("its discount or gift card was used elsewhere meanwhile"))
        return
    if attempt.status not in UNDER_WAY and _other_active(session, attempt):
        _surplus(session, attempt, N_("another payment is under way"))
        return
    mark_paid(session, purchase=purchase, attempt=attempt, revived=revived, taken=taken)


def _adds_to_an_order(session: Session, purchase: Purchase) -> bool:
    """Whether it was to be part of a change of an order: one that was given up is not made any more (F081)."""
    adds = (Order.purchase_id == purchase.id, col(Order.extends_id).is_not(None))
    return session.exec(select(Order.id).where(*adds)).first() is not None


def _terms_again(session: Session, purchase: Purchase) -> bool:
    """Late money for a purchase that was given up: its discounts' uses and its stored value are needed again."""
    try:
        with session.begin_nested():
            promotions.take_again(session, purchase_id=purchase.id)
            credit.hold_again(session, purchase_id=purchase.id)
    except Conflict:
        return False
    return True


def _other_active(session: Session, attempt: PaymentAttempt) -> bool:
    return (
        session.exec(
            select(PaymentAttempt.id).where(
                PaymentAttempt.purchase_id == attempt.purchase_id,
                PaymentAttempt.id != attempt.id,
                PaymentAttempt.provider != ledger.STORED_VALUE,
                col(PaymentAttempt.status).in_((*UNDER_WAY, AttemptStatus.CAPTURED)),
            )
        ).first()
        is not None
    )


def _surplus(session: Session, attempt: PaymentAttempt, reason: str) -> None:
    attempt.status, attempt.decline_code = AttemptStatus.SURPLUS, reason
    attempt.decline_message = WORDS.get(
        reason, N_("It sold out while your payment was on its way. We have sent your money back.")
    )
    outbox.record(
        session,
        SurplusPayment(
            purchase_id=attempt.purchase_id,
            attempt_id=attempt.id,
            amount_minor=attempt.amount_minor,
            currency=attempt.currency,
            reason=reason,
        ),
    )


def mark_paid(
    session: Session,
    *,
    purchase: Purchase,
    attempt: PaymentAttempt | None,
    revived: bool = False,
    taken: bool = True,
    when: datetime | None = None,
) -> None:
    """Paid: shares captured, stock promised, books written, everybody told. One transaction.

    `attempt` is None when stored value or a discount covers everything. When the money is only held (`taken` is
    False) shares and books wait for the capture; everything else goes on as with any sale.
    """
    now = when or datetime.now(UTC)
    if attempt is not None:
        attempt.status, attempt.action_url = (AttemptStatus.CAPTURED if taken else AttemptStatus.AUTHORISED), ""
        attempt.captured_minor = attempt.amount_minor if taken else 0
        attempt.captures_later = not taken
        session.add(attempt)
    purchase.status, purchase.paid_at = PurchaseStatus.PAID, now
    purchase.hold_until = purchase.cancelled_at = None
    session.add(purchase)
    inventory.commit_purchase(session, purchase_id=purchase.id)
    tenders: dict[UUID, dict[str, int]] = {}
    if taken:
        credit.take(session, purchase_id=purchase.id)
        tenders = _take_shares(session, purchase)
    orders = session.exec(
        select(Order).where(Order.purchase_id == purchase.id).order_by(col(Order.number)).with_for_update()
    ).all()
    for order in orders:
        order.status, order.paid_at = OrderStatus.PAID, now
        if revived:
            order.cancelled_at, order.cancel_reason = None, ""
        session.add(order)
        if taken:
            ledger.post_sale(session, order=order, tenders=tenders.get(order.id, {}), when=when)
        outbox.record(
            session,
            OrderPlaced(order_id=order.id, purchase_id=purchase.id, store_id=order.store_id, number=order.number),
        )
    _count_sold(session, purchase)
    _close_checkout(session, purchase)
    if any(order.extends_id is not None for order in orders):
        from emporium.services.edits.making import apply_paid  # they know of payments themselves
        from emporium.services.returns.charging import difference_paid

        session.flush()
        apply_paid(session, purchase=purchase)
        difference_paid(session, purchase=purchase)
    outbox.record(
        session,
        PurchasePaid(
            purchase_id=purchase.id,
            number=purchase.number,
            total_minor=purchase.total_minor,
            currency=purchase.currency,
        ),
    )


def _take_shares(session: Session, purchase: Purchase) -> dict[UUID, dict[str, int]]:
    """Mark every share as captured; by order, what each kind of tender brought."""
    session.flush()
    rows = session.exec(
        select(PaymentShare, PaymentAttempt.provider)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentAttempt.purchase_id == purchase.id, PaymentAttempt.status == AttemptStatus.CAPTURED)
        .order_by(col(PaymentShare.id))
        .with_for_update(of=PaymentShare)
    ).all()
    tenders: dict[UUID, dict[str, int]] = {}
    for share, provider in rows:
        share.claimed_minor = share.captured_minor = share.authorised_minor
        session.add(share)
        name = ledger.tender_of(provider)
        of_order = tenders.setdefault(share.order_id, {})
        of_order[name] = of_order.get(name, 0) + share.authorised_minor
    session.flush()
    return tenders


def _count_sold(session: Session, purchase: Purchase) -> None:
    session.flush()
    session.execute(
        text(
            """
            UPDATE product p SET sold_count = p.sold_count + s.units
            FROM (SELECT l.product_id, sum(l.quantity) AS units FROM order_line l
                  JOIN store_order o ON o.id = l.order_id
                  WHERE o.purchase_id = :purchase AND l.product_id IS NOT NULL
                  GROUP BY l.product_id ORDER BY l.product_id) s
            WHERE p.id = s.product_id
            """
        ),
        {"purchase": purchase.id},
    )


def _close_checkout(session: Session, purchase: Purchase) -> None:
    if purchase.checkout_id is None:
        return
    checkout = session.get_one(Checkout, purchase.checkout_id)
    checkout.status = CheckoutStatus.PLACED
    cart = session.get_one(Cart, checkout.cart_id)
    if cart.status == CartStatus.OPEN:
        cart.status = CartStatus.ORDERED
        touch(session, cart)
        carry_saved(session, cart=cart)
    session.add(checkout)


def settle_surplus(open_transaction: OpenTransaction, *, attempt_id: UUID) -> None:
    """Send a surplus payment back. The provider refunds a key once, so a repetition is harmless."""
    with open_transaction() as session:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        if attempt.status != AttemptStatus.SURPLUS or attempt.surplus_settled_at is not None:
            return
        provider, reference = attempt.provider, attempt.reference
        amount, currency = attempt.amount_minor, attempt.currency
    sent = get_provider(provider).refund(
        key=f"surplus:{attempt_id}", reference=reference, amount_minor=amount, currency=currency
    )
    with open_transaction() as session:
        attempt = session.get_one(PaymentAttempt, attempt_id)
        attempt.surplus_refund, attempt.surplus_settled_at = sent, datetime.now(UTC)
        session.add(attempt)


def waiting_surplus(session: Session, *, limit: int = 100) -> list[UUID]:
    """Surplus payments that were not sent back yet: the process died between, or the provider was out of reach."""
    return list(
        session.exec(
            select(PaymentAttempt.id)
            .where(PaymentAttempt.status == AttemptStatus.SURPLUS, col(PaymentAttempt.surplus_settled_at).is_(None))
            .limit(limit)
        ).all()
    )
