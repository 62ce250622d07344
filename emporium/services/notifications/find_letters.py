"""Letters with the way back to an order (F155)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import _
from emporium.services.auth.link_proofs import make_proof
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.settings import get_settings
from models.orders import Purchase
from models.outbox import OutboxEvent


def found_orders(session: Session, event: OutboxEvent) -> list[Addressed]:
    """The link, with a proof: whoever reads the letter has the address it was bought with."""
    purchase = session.get(Purchase, UUID(str(event.payload["purchase_id"])))
    if purchase is None or purchase.email != event.payload["email"]:
        return []
    letter = Letter(
        subject=_("Your order {number}").format(number=purchase.number),
        heading=_("Here is your order"),
        paragraphs=(_("Somebody, probably you, asked for the way back to order {number}.").format(
            number=purchase.number),),
        action=Action(
            _("Follow your order"), link(f"/purchase/{purchase.token}?proof={make_proof(purchase.id)}")
        ),
        small=_("If it was not you, ignore this message: nobody else got the link."),
        shop=get_settings().name,
    )  # fmt: skip
    return [Addressed(purchase.email, letter, purchase.locale)]
