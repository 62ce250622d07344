"""A guest who buys, through the same services as the faces."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from emporium.db import transaction
from emporium.services import carts, checkout
from emporium.services.auth import Actor
from emporium.services.checkout import Placement
from models.carts import Checkout

ADDRESS = {"name": "Ann Peeters", "line1": "Korenmarkt 1", "postcode": "9000", "city": "Gent", "country": "BE"}


def guest() -> Actor:
    """Somebody nobody has seen before."""
    return Actor(guest_token=uuid4().hex, ip="127.0.0.1")


def add_to_cart(actor: Actor, variant_id: UUID, quantity: int = 1) -> None:
    """One click on 'Add to basket'."""
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=variant_id, quantity=quantity)


@dataclass(frozen=True)
class Ready:
    """A checkout with everything filled in: one click from paying."""

    actor: Actor
    checkout_id: UUID
    version: int


def fill_in(actor: Actor) -> Ready:
    """From basket to the pay button."""
    with transaction() as session:
        started = checkout.start_checkout(session, actor=actor)
        checkout.set_address(
            session, actor=actor, checkout_id=started.id, email=f"{actor.guest_token}@example.com", address=ADDRESS
        )
        checkout_id = started.id
    with transaction() as session:
        found = session.get_one(Checkout, checkout_id)
        cart = carts.find_cart(session, actor=actor)
        assert cart is not None
        version = checkout.build_quote(session, checkout=found, cart=cart).version
    return Ready(actor, checkout_id, version)


def pay(ready: Ready, method: str = "sandbox_success", submission: str = "") -> Placement:
    """One click on 'Pay'."""
    return checkout.place_order(
        transaction, actor=ready.actor, checkout_id=ready.checkout_id, version=ready.version, method=method,
        submission=submission or uuid4().hex,
    )  # fmt: skip


def buy(variant_id: UUID, quantity: int = 1, method: str = "sandbox_success") -> Placement:
    """The whole way of a new guest."""
    actor = guest()
    add_to_cart(actor, variant_id, quantity)
    return pay(fill_in(actor), method)
