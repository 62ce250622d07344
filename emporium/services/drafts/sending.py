"""Finishing a prepared order: a link to pay by, a transfer or cash, or giving it up (F084)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, select

from emporium.errors import Conflict, Invalid, OutOfStock
from emporium.i18n import _
from emporium.providers.payments.offline import BANK_TRANSFER, CASH
from emporium.services import audit, carts, checkout, outbox, payments
from emporium.services.auth import Actor
from emporium.services.carts.lines import accept_prices
from emporium.services.checkout import Placement, QuoteView, build_quote
from emporium.services.checkout.purchases import write_purchase
from emporium.services.drafts.access import Found, opened, require_desk, scoped_draft, take_back
from emporium.services.drafts.events import DraftOrdered, DraftSent
from emporium.services.opening import OpenTransaction
from emporium.settings import get_settings
from models.carts import CartLine
from models.drafts import Draft
from models.enums import CheckoutStatus
from models.orders import Purchase

BY_HAND = (BANK_TRANSFER, CASH)
"""What staff may place an order with: no card of somebody else's passes through a shop's hands."""


def send_draft(session: Session, *, actor: Actor, store_id: UUID, number: str) -> Draft:
    """Hold the goods and mail the customer a link to pay; both last as long as `EMPORIUM_PAY_LINK_DAYS` says.

    Sent again, the time begins anew. Raises Invalid naming what is missing, OutOfStock, Conflict.
    """
    found = opened(session, actor=actor, store_id=store_id, number=number)
    sent(session, found)
    audit.note(
        session, actor=actor, action="draft.sent", subject_kind="draft", subject_id=found.draft.id, store_id=store_id,
        after={"number": number},
    )  # fmt: skip
    outbox.record(session, DraftSent(draft_id=found.draft.id, store_id=store_id))
    return found.draft


def sent(session: Session, found: Found) -> Purchase:
    """Write the purchase with its stock held until the link is over; the link is open from now on."""
    if not found.checkout.email:
        raise Invalid("email", _("Give the customer's e-mail address: the link goes there."))
    quote = complete_quote(session, found)
    until = datetime.now(UTC) + timedelta(days=get_settings().pay_link_days)
    purchase = write_purchase(session, checkout=found.checkout, quote=quote, hold_until=until)
    found.checkout.expires_at, found.checkout.accepted_version = until, quote.version
    found.draft.sent_at, found.draft.sent_version = datetime.now(UTC), quote.version
    accept_prices(session, cart=found.cart)
    session.add_all([found.checkout, found.draft])
    session.flush()
    return purchase


def complete_quote(session: Session, found: Found) -> QuoteView:
    """Today's quote of a draft of which everything can be sold. Raises Invalid, OutOfStock naming what cannot."""
    quote = build_quote(session, checkout=found.checkout, cart=found.cart)
    if quote.undeliverable:
        raise Invalid("shipping", _("You have no delivery to this country. Choose another, or add one for your store."))
    lines = [line for part in quote.cart.stores for line in part.lines]
    short = {str(line.variant_id): line.available for line in lines if line.available < line.quantity}
    problem = next((line for line in lines if not line.buyable), None)
    if problem is not None:
        said = f"{problem.product_name}: {problem.problem}"
        raise OutOfStock(said, shortages=short) if short else Invalid("lines", said)
    if not lines:
        raise Invalid("lines", _("Put something into it first."))
    return quote


def place_draft(
    open_transaction: OpenTransaction, *, actor: Actor, store_id: UUID, number: str, method: str
) -> Placement:
    """Order it for the customer, to be paid by bank transfer or at the door: the same placing as a shopper's.

    Raises Invalid for another way to pay or for what is missing, OutOfStock, Conflict.
    """
    require_desk(actor, store_id)
    if method not in BY_HAND:
        raise Invalid("payment", _("Choose bank transfer or cash. For a card, send the link."))
    with open_transaction() as session:
        found = opened(session, actor=actor, store_id=store_id, number=number)
        quote = complete_quote(session, found)
        if checkout.files_in(quote):
            raise Invalid("payment", _("Files need the customer's own consent at the checkout. Send the link."))
        version = quote.version
        basket, checkout_id, draft_id = found.basket, found.checkout.id, found.draft.id
    placed = checkout.place_order(
        open_transaction, actor=basket, checkout_id=checkout_id, version=version, method=method, submission=uuid4().hex
    )
    with open_transaction() as session:
        attempt = payments.latest_attempt(session, purchase_id=placed.purchase_id)
        audit.note(
            session, actor=actor, action="draft.placed", subject_kind="draft", subject_id=draft_id, store_id=store_id,
            after={"purchase": placed.number, "method": method},
        )  # fmt: skip
        outbox.record(session, DraftOrdered(draft_id=draft_id, store_id=store_id, attempt_id=attempt.attempt_id))
    return placed


def discard_draft(session: Session, *, actor: Actor, store_id: UUID, number: str) -> None:
    """Throw a draft away; what it held is free. Raises NotFound, Conflict when it was ordered or is being paid."""
    require_desk(actor, store_id)
    found = scoped_draft(session, store_id=store_id, number=number, lock=True)
    if found.draft.discarded_at is not None:
        raise Conflict(_("This draft was thrown away already."))
    take_back(session, found)
    found.draft.discarded_at, found.checkout.status = datetime.now(UTC), CheckoutStatus.EXPIRED
    session.add_all([found.draft, found.checkout])


def copy_draft(session: Session, *, actor: Actor, store_id: UUID, number: str) -> Draft:
    """A new draft for the same customer with the same things, as far as they are sold today."""
    from emporium.services.drafts.making import create_draft

    old = scoped_draft(session, store_id=store_id, number=number)
    made = create_draft(session, actor=actor, store_id=store_id)
    fresh = scoped_draft(session, store_id=store_id, number=made.number, lock=True)
    fresh.checkout.email, fresh.checkout.address = old.checkout.email, dict(old.checkout.address)
    fresh.checkout.user_id, fresh.checkout.shipping = old.checkout.user_id, dict(old.checkout.shipping)
    fresh.cart.country = old.cart.country
    session.add_all([fresh.checkout, fresh.cart])
    view = carts.cart_view(session, cart=old.cart, user_id=old.checkout.user_id)
    said = dict(
        session.exec(select(CartLine.id, CartLine.personalisation).where(CartLine.cart_id == old.cart.id)).all()
    )
    for line in (line for part in view.stores for line in part.lines if line.buyable):
        carts.add_line(
            session, actor=fresh.basket, variant_id=line.variant_id, quantity=line.quantity, wishes=said[line.id]
        )
    return made
