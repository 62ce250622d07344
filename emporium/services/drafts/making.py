"""Making an order for somebody: who, what, how it is sent, what is taken off (F084)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit, carts, checkout
from emporium.services.auth import Actor, Permission
from emporium.services.auth.accounts import normal_email
from emporium.services.auth.tokens import new_secret
from emporium.services.drafts.access import LIFE, Found, basket_of, opened, require_desk
from emporium.services.promotions import PromotionDraft
from emporium.services.promotions.drafts import columns
from models.accounts import User
from models.carts import CartLine
from models.catalogue import ProductVariant
from models.drafts import Draft
from models.enums import PromotionClass, PromotionKind
from models.promotions import Promotion

NOTE_MAX = 500
FIRST = 1001
"""Above every priority that an offer may have: what staff takes off stands in for the store's own order offers."""
TYPED = ("name", "line1", "line2", "postcode", "city", "region", "phone")


def create_draft(session: Session, *, actor: Actor, store_id: UUID, extends_id: UUID | None = None) -> Draft:
    """A new, empty draft of a store. `extends_id` is the order that it adds goods to (F081)."""
    require_desk(actor, store_id)
    token = new_secret()
    basket = basket_of(token)
    carts.get_or_create_cart(session, actor=basket)
    made = checkout.start_checkout(session, actor=basket)
    made.store_id, made.made_by, made.extends_id = store_id, actor.user_id, extends_id
    made.expires_at = datetime.now(UTC) + LIFE
    number = session.execute(text("SELECT nextval('draft_number')")).scalar_one()
    draft = Draft(number=f"D{number}", checkout_id=made.id, token=token)
    session.add_all([made, draft])
    session.flush()
    return draft


def set_customer(
    session: Session, *, actor: Actor, store_id: UUID, number: str, email: str, address: Mapping[str, str]
) -> None:
    """Who it is for. Without any line of an address only the country counts; the customer fills in the rest.

    An account with that proven e-mail address gets the order among its own. Raises Invalid naming the field.
    """
    found = opened(session, actor=actor, store_id=store_id, number=number)
    if any(str(address.get(name, "")).strip() for name in TYPED):
        checkout.set_address(
            session, actor=found.basket, checkout_id=found.checkout.id, email=email, address=address
        )  # fmt: skip
    else:
        found.checkout.email = normal_email(email)
        found.checkout.address = {}
        checkout.set_country(
            session, actor=found.basket, checkout_id=found.checkout.id, country=str(address.get("country", ""))
        )
    found.checkout.user_id = session.exec(
        select(User.id).where(User.email == found.checkout.email, col(User.email_verified_at).is_not(None))
    ).first()
    session.add(found.checkout)


def add_item(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    number: str,
    variant_id: UUID,
    quantity: int = 1,
    wishes: Mapping[str, str] | None = None,
) -> None:
    """Units of one of the store's variants; the same one with the same words about it adds up.

    `wishes` are what the customer says about it, by field (F028). Raises NotFound, OutOfStock, Invalid naming the
    field.
    """
    found = opened(session, actor=actor, store_id=store_id, number=number)
    check_own(session, store_id, variant_id)
    carts.add_line(session, actor=found.basket, variant_id=variant_id, quantity=quantity, wishes=wishes)


def check_own(session: Session, store_id: UUID, variant_id: UUID) -> None:
    """A store sells its own things. Raises NotFound."""
    own = session.exec(
        select(ProductVariant.id).where(ProductVariant.id == variant_id, ProductVariant.store_id == store_id)
    ).first()
    if own is None:
        raise NotFound(_("There is no such product in this store."))


def set_units(session: Session, *, actor: Actor, store_id: UUID, number: str, units: Mapping[UUID, int]) -> None:
    """How many of each line; none takes it out. Raises NotFound, Invalid, OutOfStock."""
    found = opened(session, actor=actor, store_id=store_id, number=number)
    known = session.exec(select(CartLine).where(CartLine.cart_id == found.cart.id)).all()
    now = {line.id: line.quantity for line in known}
    for line_id, wanted in units.items():
        if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 0:
            raise Invalid("quantity", _("Give the quantity as a whole number, like 2."))
        if line_id not in now:
            raise NotFound(_("That is no longer in this draft."))
        if wanted == 0:
            carts.remove_line(session, actor=found.basket, line_id=line_id)
        elif wanted != now[line_id]:
            carts.set_quantity(session, actor=found.basket, line_id=line_id, quantity=wanted)


def choose_delivery(session: Session, *, actor: Actor, store_id: UUID, number: str, method_id: UUID) -> None:
    """How it is sent."""
    found = opened(session, actor=actor, store_id=store_id, number=number)
    checkout.choose_delivery(
        session, actor=found.basket, checkout_id=found.checkout.id, store_id=store_id, method_id=method_id
    )


def add_code(session: Session, *, actor: Actor, store_id: UUID, number: str, code: str) -> None:
    """A discount's code, as the customer would type it. Raises Invalid for one that nobody knows."""
    found = opened(session, actor=actor, store_id=store_id, number=number)
    checkout.add_code(session, actor=found.basket, checkout_id=found.checkout.id, code=code)


def drop_code(session: Session, *, actor: Actor, store_id: UUID, number: str, code: str) -> None:
    """Leave a code out after all."""
    found = opened(session, actor=actor, store_id=store_id, number=number)
    checkout.drop_code(session, actor=found.basket, checkout_id=found.checkout.id, code=code)


def set_note(session: Session, *, actor: Actor, store_id: UUID, number: str, note: str) -> None:
    """Words for the staff; they do not take a sent link back."""
    from emporium.services.drafts.access import scoped_draft

    require_desk(actor, store_id)
    found = scoped_draft(session, store_id=store_id, number=number, lock=True)
    found.draft.note = note.strip()[:NOTE_MAX]
    session.add(found.draft)


def set_discount(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    number: str,
    reason: str,
    percent_bp: int = 0,
    amount_minor: int = 0,
) -> None:
    """Take something off the goods, paid by the store: basis points, or minor units of the draft's currency.

    It is an offer for this checkout alone, so that the engine, the frozen shares and the refunds know it as any other.
    Nothing given takes it out again. Raises Invalid for the reason or the amount.
    """
    found = opened(session, actor=actor, store_id=store_id, number=number, permission=Permission.EDIT_ORDERS)
    known = discount_of(session, found.checkout.id)
    if not percent_bp and not amount_minor:
        if known is not None:
            known.active = False
            session.add(known)
        return
    take_off(session, found, reason=reason, percent_bp=percent_bp, amount_minor=amount_minor)
    audit.note(
        session, actor=actor, action="draft.discount", subject_kind="draft", subject_id=found.draft.id,
        store_id=store_id, after={"percent_bp": percent_bp, "amount_minor": amount_minor, "reason": reason.strip()},
    )  # fmt: skip


def take_off(session: Session, found: Found, *, reason: str, percent_bp: int = 0, amount_minor: int = 0) -> None:
    """Write the offer of a draft's checkout that takes something off; another one before it is replaced.

    Raises Invalid for the reason or the amount.
    """
    store_id = found.checkout.store_id
    assert store_id is not None
    if percent_bp and amount_minor:
        raise Invalid("amount", _("Take off a percentage or an amount, not both."))
    if not reason.strip():
        raise Invalid("reason", _("Say why, in a few words. The customer reads it."))
    asked = PromotionDraft(
        name=reason,
        kind=PromotionKind.PERCENT if percent_bp else PromotionKind.FIXED,
        klass=PromotionClass.ORDER,
        percent_bp=percent_bp,
        amounts={} if percent_bp else {found.cart.currency: amount_minor},
        needs_code=False,
        usage_limit=1,
    )
    values = columns(session, asked, store_id=store_id, by_store=True)
    known = discount_of(session, found.checkout.id)
    row = known or Promotion(store_id=store_id, checkout_id=found.checkout.id, **values)
    for name, value in {**values, "priority": FIRST, "active": True}.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def discount_of(session: Session, checkout_id: UUID) -> Promotion | None:
    """What staff took off a checkout."""
    return session.exec(select(Promotion).where(Promotion.checkout_id == checkout_id)).first()
