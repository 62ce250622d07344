"""Filling in a checkout: contact, address, delivery."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Expired, Invalid, NotFound
from emporium.i18n import _
from emporium.services.addresses import FIELDS, AddressView, clean_address, list_addresses
from emporium.services.auth import Actor, Permission
from emporium.services.auth.accounts import normal_email
from emporium.services.carts import find_cart, get_or_create_cart, touch
from emporium.services.shipping import served_countries
from emporium.services.tax import checked_tax_id
from models.carts import Cart, Checkout
from models.enums import CheckoutStatus

LIFE = timedelta(hours=24)
GIFT_MAX = 300


def start_checkout(session: Session, *, actor: Actor) -> Checkout:
    """The open checkout of the actor's cart; made when there is none. Raises Invalid for an empty basket."""
    cart = find_cart(session, actor=actor)
    if cart is None:
        raise Invalid("cart", _("Your basket is empty."))
    now = datetime.now(UTC)
    new = session.execute(
        insert(Checkout)
        .values(
            cart_id=cart.id,
            user_id=actor.user_id,
            email=actor.email,
            address={"country": cart.country},
            shipping={},
            quote_version=0,
            accepted_version=0,
            expires_at=now + LIFE,
        )
        .on_conflict_do_nothing()
        .returning(col(Checkout.id))
    ).first()
    checkout = session.exec(
        select(Checkout).where(Checkout.cart_id == cart.id, Checkout.status == CheckoutStatus.OPEN).with_for_update()
    ).one()
    checkout.expires_at = now + LIFE
    if new is not None and actor.user_id is not None and actor.can(Permission.OWN_ACCOUNT):
        book = list_addresses(session, actor=actor)
        if book and book[0].is_default:
            _fill(session, checkout, cart, book[0])
    session.add(checkout)
    return checkout


def use_address(session: Session, *, actor: Actor, checkout_id: UUID, address_id: UUID) -> None:
    """Send it to an entry of the actor's own address book. Raises NotFound."""
    checkout, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    _check_own_parcel(checkout)
    found = next((one for one in list_addresses(session, actor=actor) if one.id == address_id), None)
    if found is None:
        raise NotFound(_("There is no such address among yours."))
    _fill(session, checkout, cart, found)


def _fill(session: Session, checkout: Checkout, cart: Cart, entry: AddressView) -> None:
    checkout.address = entry.fields()
    _recheck_tax_id(checkout)
    cart.country = entry.country
    checkout.updated_at = datetime.now(UTC)
    session.add_all([checkout, cart])


def current_checkout(session: Session, *, actor: Actor, checkout_id: UUID, lock: bool = False) -> tuple[Checkout, Cart]:
    """A checkout of the actor's own cart. Raises NotFound for anybody else's, Expired for an old one."""
    statement = (
        select(Checkout, Cart).join(Cart, Checkout.cart_id == Cart.id).where(Checkout.id == checkout_id)  # type: ignore[arg-type]
    )
    found = session.exec(statement.with_for_update(of=Checkout) if lock else statement).first()
    if found is None or not _owns(actor, found[1]):
        raise NotFound(_("There is no such checkout."))
    if found[0].status == CheckoutStatus.EXPIRED:
        raise Expired(_("This checkout is too old. Start again from your basket."))
    return found


def _owns(actor: Actor, cart: Cart) -> bool:
    from emporium.services.auth.tokens import digest

    if actor.is_system or (cart.user_id is not None and cart.user_id == actor.user_id):
        return True
    return cart.guest_hash is not None and bool(actor.guest_token) and cart.guest_hash == digest(str(actor.guest_token))


def set_address(
    session: Session, *, actor: Actor, checkout_id: UUID, email: str, address: Mapping[str, str]
) -> Checkout:
    """Who it is for and where it goes. Raises Invalid naming the field; nothing is kept then."""
    checkout, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    _check_own_parcel(checkout)
    checkout.email = normal_email(email)
    checkout.address = clean_address(address)
    _recheck_tax_id(checkout)
    cart.country = checkout.address["country"]
    checkout.updated_at = datetime.now(UTC)
    session.add_all([checkout, cart])
    return checkout


def set_tax_id(session: Session, *, actor: Actor, checkout_id: UUID, tax_id: str) -> str:
    """A company's tax id for the invoice, as it is printed; empty takes it out again. Raises Invalid (F049)."""
    checkout, _cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    checkout.tax_id, checkout.tax_proof = checked_tax_id(tax_id, country=str(checkout.address.get("country", "")))
    checkout.updated_at = datetime.now(UTC)
    session.add(checkout)
    return checkout.tax_id


def _recheck_tax_id(checkout: Checkout) -> None:
    """An id that was checked for another country proves nothing about this one."""
    if checkout.tax_id and checkout.tax_proof.get("country") != checkout.address.get("country"):
        try:
            checkout.tax_id, checkout.tax_proof = checked_tax_id(
                checkout.tax_id, country=str(checkout.address.get("country", ""))
            )
        except Invalid:
            checkout.tax_id, checkout.tax_proof = "", {}


def set_country(session: Session, *, actor: Actor, checkout_id: UUID, country: str, region: str | None = None) -> None:
    """Where it goes, as far as delivery prices and taxes need it; without a region the one of another country goes."""
    checkout, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    _check_own_parcel(checkout)
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise Invalid("country", _("Choose a country."))
    if region is None:
        region = str(checkout.address.get("region", "")) if checkout.address.get("country") == country else ""
    checkout.address = {**checkout.address, "country": country, "region": " ".join(region.split())[: FIELDS["region"]]}
    _recheck_tax_id(checkout)
    cart.country = country
    session.add_all([checkout, cart])


def choose_country(session: Session, *, actor: Actor, country: str) -> None:
    """Prices of delivery, days and taxes are those of this country from now on, in every tab of the actor's.

    An open checkout follows. Raises Invalid for a country that no store delivers to.
    """
    if not served_countries(session).includes(country):
        raise Invalid("country", _("No store here delivers there yet. Choose another country."))
    cart = find_cart(session, actor=actor) or get_or_create_cart(session, actor=actor)
    begun = session.exec(
        select(Checkout.id).where(
            Checkout.cart_id == cart.id, Checkout.status == CheckoutStatus.OPEN, col(Checkout.extends_id).is_(None)
        )
    ).first()
    if begun is not None:
        set_country(session, actor=actor, checkout_id=begun, country=country)
    cart.country = country
    touch(session, cart)


def set_gift(session: Session, *, actor: Actor, checkout_id: UUID, message: str, receipt: bool) -> None:
    """A present: what is printed on its slip, and whether its parcels name no price (F028). Raises Invalid."""
    checkout, _cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    said = "\n".join(" ".join(line.split()) for line in message.strip().splitlines())
    if len(said) > GIFT_MAX:
        raise Invalid("gift_message", _("Write at most {gift_max} characters.").format(gift_max=GIFT_MAX))
    checkout.gift_message, checkout.gift_receipt = said, receipt
    checkout.updated_at = datetime.now(UTC)
    session.add(checkout)


def _check_own_parcel(checkout: Checkout) -> None:
    """What is added to an order goes where that goes (F081)."""
    if checkout.extends_id is not None:
        raise Conflict(_("This goes in the parcel of an order that you placed, to its address."))


def choose_delivery(session: Session, *, actor: Actor, checkout_id: UUID, store_id: UUID, method_id: UUID) -> None:
    """How one store's parcel is sent. The quote checks that the method is that store's own (F040)."""
    checkout, _cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    _check_own_parcel(checkout)
    checkout.shipping = {**checkout.shipping, str(store_id): str(method_id)}
    checkout.updated_at = datetime.now(UTC)
    session.add(checkout)
