"""How guests come back to an order: its number tells where it is, its link what is in it (F155).

The number alone shows a status and nothing of a person. The link is unguessable; when it is old, names and addresses
ask for the postcode or the e-mail address too. A proof of that is signed, for one order and a day.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, limits
from emporium.services.auth.accounts import normal_email
from emporium.services.auth.link_proofs import link_shows_all, make_proof
from emporium.services.auth.tokens import digest
from emporium.services.events import DomainEvent
from emporium.services.orders.reading import PurchaseView
from models.enums import OrderStatus, PurchaseStatus
from models.orders import Order, Purchase

NUMBER_MAX = 20


@dataclass(frozen=True, slots=True)
class FindOrderAsked(DomainEvent):
    """Somebody who knows an order's number and address wants its link again."""

    purchase_id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """Where an order is, and nothing else."""

    number: str
    paid: bool
    cancelled: bool
    parcels: int
    sent: int
    delivered: int


def standing(session: Session, *, actor: Actor, number: str) -> OrderStanding:
    """Where an order is, for whoever knows its number. Two queries. Raises NotFound, TooMany."""
    limits.take(limits.FIND_PER_IP, actor.ip or "unknown")
    purchase = _by_number(session, number)
    if purchase is None:
        raise NotFound(_("There is no order with that number. It stands in the confirmation, like E10482."))
    statuses = session.exec(select(Order.status).where(Order.purchase_id == purchase.id)).all()
    over = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
    live = [status for status in statuses if status not in over]
    sent = (OrderStatus.SHIPPED, OrderStatus.PARTLY_SHIPPED, OrderStatus.DELIVERED)
    return OrderStanding(
        number=purchase.number,
        paid=purchase.status == PurchaseStatus.PAID,
        cancelled=purchase.status == PurchaseStatus.CANCELLED or not live,
        parcels=len(live),
        sent=sum(status in sent for status in live),
        delivered=sum(status == OrderStatus.DELIVERED for status in live),
    )


def _by_number(session: Session, number: str) -> Purchase | None:
    wanted = number.strip().upper().partition("-")[0][:NUMBER_MAX]
    return session.exec(select(Purchase).where(Purchase.number == wanted)).first() if wanted else None


def ask_link(session: Session, *, actor: Actor, number: str, email: str) -> None:
    """Mail an order's link to the address it was bought with; nobody learns whether the two belong together.

    Raises Invalid for what is no address, TooMany.
    """
    limits.take(limits.FIND_PER_IP, actor.ip or "unknown")
    address = normal_email(email)
    limits.take(limits.MAIL_PER_ACCOUNT, f"find:{address}")
    purchase = _by_number(session, number)
    known = purchase.email if purchase is not None else ""
    if purchase is not None and hmac.compare_digest(digest(known), digest(address)):
        outbox.record(session, FindOrderAsked(purchase_id=purchase.id, email=address))


def may_see(purchase: PurchaseView, *, actor: Actor, proof: str) -> bool:
    """Whether an order's page shows names and addresses: to its own shopper, while it is young, or with a proof."""
    if purchase.user_id is not None and purchase.user_id == actor.user_id:
        return True
    return link_shows_all(purchase.id, created_at=purchase.created_at, proof=proof)


def prove(session: Session, *, token: str, answer: str) -> str:
    """A proof for whoever knows the postcode or the e-mail address beside the link.

    Raises NotFound, Invalid, TooMany.
    """
    limits.take(limits.PROOFS_PER_LINK, token)
    purchase = session.exec(select(Purchase).where(Purchase.token == token)).first()
    if purchase is None:
        raise NotFound(_("There is no such order."))
    own = session.exec(
        select(Order.address).where(Order.purchase_id == purchase.id, col(Order.address).is_not(None))
    ).all()
    known = [purchase.email, *[str((place or {}).get("postcode", "")) for place in (purchase.address, *own)]]
    given = _plain(answer)
    if not given or not any(hmac.compare_digest(digest(_plain(one)), digest(given)) for one in known if one):
        raise Invalid("answer", _("That is neither the postcode it went to nor the e-mail address it was bought with."))
    return make_proof(purchase.id)


def _plain(text: str) -> str:
    return "".join(text.split()).lower()[:320]
