"""Prepared orders as their pages show them, and what a link opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from emporium.errors import Expired, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.catalogue import WishField, wish_fields
from emporium.services.checkout import QuoteView, build_quote
from emporium.services.checkout.changes import plain_changes
from emporium.services.drafts.access import Found, basket_of, purchase_of, require_desk, scoped_draft
from emporium.services.drafts.making import discount_of
from emporium.services.inventory import availability
from models.aftersale import Exchange
from models.carts import Cart, Checkout, Quote
from models.catalogue import Product, ProductVariant, full_name
from models.drafts import Draft
from models.enums import CheckoutStatus, ProductStatus, PurchaseStatus
from models.orders import Order, Purchase
from models.promotions import Promotion


class DraftState(StrEnum):
    """What a draft is, as people see it."""

    SAVED = "saved"
    SENT = "sent"
    ORDERED = "ordered"
    """Placed, and its money is awaited."""
    PAID = "paid"
    EXPIRED = "expired"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One line of the list. `total_minor` is what it came to when it was last looked at."""

    id: UUID
    number: str
    state: DraftState
    email: str
    name: str
    total_minor: int
    currency: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A page of the list, newest first; `next_before` continues it."""

    rows: Sequence[DraftRow]
    next_before: UUID | None


@dataclass(frozen=True, slots=True)
class DraftDetail:
    """One draft with today's quote; without one when it is over. `content` is the quote that it was last given."""

    draft: Draft
    checkout: Checkout
    cart: Cart
    state: DraftState
    quote: QuoteView | None
    content: dict[str, Any]
    discount: Promotion | None
    purchase: Purchase | None
    order_number: str


def state_of(draft: Draft, checkout: Checkout, purchase: Purchase | None) -> DraftState:
    """What a draft is now."""
    if purchase is not None and purchase.status == PurchaseStatus.PAID:
        return DraftState.PAID
    if draft.discarded_at is not None:
        return DraftState.DISCARDED
    if _awaits_transfer(draft, checkout, purchase):
        return DraftState.ORDERED
    if checkout.status == CheckoutStatus.EXPIRED or checkout.expires_at <= datetime.now(UTC):
        return DraftState.EXPIRED
    return DraftState.SENT if draft.sent_at is not None else DraftState.SAVED


def _awaits_transfer(draft: Draft, checkout: Checkout, purchase: Purchase | None) -> bool:
    """Whether it was placed and waits for its money: goods are held for that longer than the link lasts."""
    if purchase is None or purchase.status != PurchaseStatus.AWAITING_PAYMENT:
        return False
    return draft.sent_at is None or (purchase.hold_until is not None and purchase.hold_until > checkout.expires_at)


def list_drafts(
    session: Session, *, actor: Actor, store_id: UUID, before: UUID | None = None, limit: int = 25
) -> DraftPage:
    """A store's drafts, newest first. Two queries."""
    require_desk(actor, store_id)
    statement = (
        select(Draft, Checkout, Purchase)
        .join(Checkout, col(Checkout.id) == col(Draft.checkout_id))
        .outerjoin(Purchase, col(Purchase.checkout_id) == col(Checkout.id))
        .where(Checkout.store_id == store_id, col(Checkout.extends_id).is_(None))
        .order_by(col(Draft.id).desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(col(Draft.id) < before)
    found = session.exec(statement).all()
    quotes = {
        quote.checkout_id: quote
        for quote in session.exec(
            select(Quote)
            .join(Checkout, col(Checkout.id) == col(Quote.checkout_id))
            .where(col(Quote.checkout_id).in_([checkout.id for _, checkout, _ in found]))
            .where(Quote.version == Checkout.quote_version)
        ).all()
    }
    rows = [_row(draft, checkout, purchase, quotes.get(checkout.id)) for draft, checkout, purchase in found[:limit]]
    return DraftPage(rows, rows[-1].id if len(found) > limit else None)


def _row(draft: Draft, checkout: Checkout, purchase: Purchase | None, quote: Quote | None) -> DraftRow:
    return DraftRow(
        id=draft.id,
        number=draft.number,
        state=state_of(draft, checkout, purchase),
        email=checkout.email,
        name=str(checkout.address.get("name", "")),
        total_minor=quote.total_minor if quote else 0,
        currency=quote.currency if quote else "EUR",
        created_at=draft.created_at,
        expires_at=checkout.expires_at,
    )


def read_draft(session: Session, *, actor: Actor, store_id: UUID, number: str) -> DraftDetail:
    """One draft; while it can still be changed or paid, with today's quote. Raises NotFound.

    The checkout is locked: two looks at once write one version of the quote.
    """
    require_desk(actor, store_id)
    found = scoped_draft(session, store_id=store_id, number=number, lock=True)
    purchase = purchase_of(session, checkout_id=found.checkout.id)
    state = state_of(found.draft, found.checkout, purchase)
    quote = None
    if state in (DraftState.SAVED, DraftState.SENT):
        quote = build_quote(session, checkout=found.checkout, cart=found.cart)
    kept = session.exec(
        select(Quote).where(Quote.checkout_id == found.checkout.id).order_by(col(Quote.version).desc()).limit(1)
    ).first()
    order = None
    if purchase is not None:
        order = session.exec(select(Order.number).where(Order.purchase_id == purchase.id)).first()
    discount = discount_of(session, found.checkout.id)
    return DraftDetail(
        draft=found.draft,
        checkout=found.checkout,
        cart=found.cart,
        state=state,
        quote=quote,
        content=dict(kept.content) if kept else {},
        discount=discount if discount and discount.active else None,
        purchase=purchase,
        order_number=order or "",
    )


@dataclass(frozen=True, slots=True)
class VariantFound:
    """Something of the store that can be put into a draft. Price in minor units of `currency`."""

    variant_id: UUID
    name: str
    sku: str
    price_minor: int
    currency: str
    available: int
    wishes: Sequence[WishField] = ()
    """What its maker asks (F028)."""


def find_variants(
    session: Session, *, actor: Actor, store_id: UUID, words: str, limit: int = 8
) -> Sequence[VariantFound]:
    """What a store sells by part of its name or SKU. Two queries; nothing typed finds nothing."""
    require_desk(actor, store_id)
    typed = words.strip()[:80]
    if not typed:
        return []
    rows = session.exec(
        select(ProductVariant, Product)
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(ProductVariant.store_id == store_id, col(ProductVariant.active))
        .where(Product.status == ProductStatus.ACTIVE)
        .where(
            or_(
                col(Product.name).icontains(typed, autoescape=True),
                col(ProductVariant.title).icontains(typed, autoescape=True),
                col(ProductVariant.sku).icontains(typed, autoescape=True),
            )
        )
        .order_by(col(Product.name), col(ProductVariant.position))
        .limit(limit)
    ).all()
    left = availability(session, variant_ids=[variant.id for variant, _ in rows])
    return [
        VariantFound(
            one.id, full_name(product.name, one.title), one.sku, one.price_minor, one.currency, left[one.id],
            wish_fields(product),
        )
        for one, product in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link to pay opens: a basket that is somebody's, or the purchase that came of it."""

    found: Found
    purchase: Purchase | None
    extends: str
    """The number of the order that it adds to."""
    instead: bool = False
    """Whether it replaces something of that order that comes back (F080)."""

    @property
    def over(self) -> bool:
        """Whether there is nothing to pay: it was ordered."""
        if self.purchase is None:
            return False
        paid = self.purchase.status == PurchaseStatus.PAID
        return paid or _awaits_transfer(self.found.draft, self.found.checkout, self.purchase)


def linked(session: Session, *, token: str, ip: str | None = None, lock: bool = False) -> Linked:
    """What a link opens; with `lock` for somebody who will quote it.

    Raises NotFound, also when it was taken back; Expired when its time is over.
    """
    statement = (
        select(Draft, Checkout, Cart)
        .join(Checkout, col(Checkout.id) == col(Draft.checkout_id))
        .join(Cart, col(Cart.id) == col(Checkout.cart_id))
        .where(Draft.token == token)
    )
    if lock:
        statement = statement.with_for_update(of=Checkout).execution_options(populate_existing=True)
    row = session.exec(statement).first()
    if row is None:
        raise NotFound(_("There is no such link."))
    draft, checkout, cart = row
    purchase = purchase_of(session, checkout_id=checkout.id)
    extends = session.get(Order, checkout.extends_id) if checkout.extends_id else None
    swapped = extends and session.exec(select(Exchange.id).where(Exchange.checkout_id == checkout.id)).first()
    made = Linked(
        Found(draft, checkout, cart, basket_of(token, ip=ip)),
        purchase,
        extends.number if extends is not None else "",
        bool(swapped),
    )
    if made.over:
        return made
    if draft.discarded_at is not None or draft.sent_at is None:
        raise NotFound(_("There is no such link any more. Ask the store for a new one."))
    if checkout.status == CheckoutStatus.EXPIRED or checkout.expires_at <= datetime.now(UTC):
        raise Expired(_("The time to pay this is over. Ask the store for a new link."))
    return made


def open_link(session: Session, *, purchase_id: UUID) -> str:
    """The secret of the link by which an unpaid purchase can be paid; empty when it came of no link. One query."""
    return (
        session.exec(
            select(Draft.token)
            .join(Purchase, col(Purchase.checkout_id) == col(Draft.checkout_id))
            .where(Purchase.id == purchase_id, Purchase.status == PurchaseStatus.AWAITING_PAYMENT)
            .where(col(Draft.sent_at).is_not(None), col(Draft.discarded_at).is_(None))
        ).first()
        or ""
    )


def changed_since_sent(session: Session, *, link: Linked) -> list[str]:
    """What is different from what the link was sent with, in words; the newest quote is the one to compare."""
    rows = session.exec(
        select(Quote)
        .where(Quote.checkout_id == link.found.checkout.id)
        .where(col(Quote.version).in_((link.found.draft.sent_version, link.found.checkout.quote_version)))
        .order_by(col(Quote.version))
    ).all()
    return plain_changes(rows[0].content, rows[-1].content) if len(rows) == 2 else []
