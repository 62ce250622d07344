"""Messages that come by push or text only."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import _
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.settings import get_settings
from models.enums import FulfillmentStatus
from models.orders import Order, Purchase
from models.outbox import OutboxEvent
from models.stores import Store


def parcel_moved(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A parcel arrived, or could not be handed over. Scans on the way are not worth a message."""
    order = session.get(Order, UUID(str(event.payload["order_id"])))
    status = str(event.payload["status"])
    if order is None or status not in (FulfillmentStatus.DELIVERED, FulfillmentStatus.FAILED):
        return []
    store, purchase = session.get_one(Store, order.store_id), session.get_one(Purchase, order.purchase_id)
    if status == FulfillmentStatus.DELIVERED:
        subject = _("Your parcel from {store} has arrived")
        said = _("The parcel of your order {number} was delivered.")
    else:
        subject = _("Your parcel from {store} could not be delivered")
        said = _("The parcel of your order {number} could not be handed over. See what you can do.")
    letter = Letter(
        subject=subject.format(store=store.name),
        heading=subject.format(store=store.name),
        paragraphs=(said.format(number=purchase.number),),
        action=Action(_("Follow your parcel"), link(f"/purchase/{purchase.token}")),
        shop=get_settings().name,
    )
    return [Addressed(purchase.email, letter, purchase.locale, by_mail=False)]


def phone_code(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """Six digits, to the number that is to be proven."""
    letter = Letter(
        subject=_("The code for your number"),
        heading=_("The code for your number"),
        paragraphs=(_("{code} is your code. It works for ten minutes. Tell it to nobody.").format(
            code=str(event.payload["code"])),),
        shop=get_settings().name,
    )  # fmt: skip
    return [Addressed(str(event.payload["email"]), letter, by_mail=False, phone=str(event.payload["phone"]))]
