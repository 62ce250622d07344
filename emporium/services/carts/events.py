"""What happens to carts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.auth import Actor
from emporium.services.auth.tokens import digest
from emporium.services.events import DomainEvent
from models.carts import Cart


@dataclass(frozen=True, slots=True)
class CartChanged(DomainEvent):
    """A cart holds something else now; the person's other devices follow (F041)."""

    cart_id: UUID
    owner: str
    """Whose it is, as `topic_of` spells it: who has none yet hears of the first, and of the next after an order."""

    def topics(self) -> list[str]:
        """Its owner's."""
        return [self.owner]


def changed(cart: Cart) -> CartChanged:
    """The event about a cart."""
    return CartChanged(cart_id=cart.id, owner=_topic(cart.user_id, cart.guest_hash))


def topic_of(actor: Actor) -> str:
    """Where somebody hears of their carts; empty for one who can have none, without an account and without a cookie."""
    if actor.user_id is None and not actor.guest_token:
        return ""
    return _topic(actor.user_id, digest(actor.guest_token) if actor.guest_token else None)


def _topic(user_id: UUID | None, guest_hash: str | None) -> str:
    return f"cart:user:{user_id}" if user_id else f"cart:guest:{guest_hash}"
