"""A store's packing slip: what is in a parcel, for whoever packs and whoever opens it. No prices (F082)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.catalogue.wishes import in_words
from emporium.services.documents.access import own_order
from emporium.services.documents.kinds import DocumentKind
from emporium.services.documents.numbering import known, lock_numbers, write
from emporium.services.documents.parties import buyer_party, known_locale, store_party
from emporium.services.documents.words import fact, long_day, speaking, title, words
from emporium.services.orders.changing import address_of
from emporium.services.orders.packing import parts_of_lines
from models.orders import Document, Fulfillment, FulfillmentLine, Order, OrderLine, Purchase
from models.stores import Store


def packing_slip(session: Session, *, actor: Actor, fulfillment_id: UUID, when: datetime | None = None) -> Document:
    """The packing slip of a parcel; the first call writes it, every other one finds it. Raises NotFound."""
    parcel = session.get(Fulfillment, fulfillment_id)
    if parcel is None:
        raise NotFound(_("There is no such parcel."))
    order, purchase = own_order(
        session, actor=actor, order_id=parcel.order_id, token=None, shoppers=False, lock=True
    )  # fmt: skip
    issuer, refers = str(order.store_id), {"fulfillment_id": str(parcel.id)}
    lock_numbers(session, issuer=issuer, kind=DocumentKind.PACKING_SLIP)
    found = known(session, issuer=issuer, kind=DocumentKind.PACKING_SLIP, refers=refers, order_id=order.id)
    if found is not None:
        return found
    return write(
        session,
        issuer=issuer,
        kind=DocumentKind.PACKING_SLIP,
        order_id=order.id,
        content=_content(session, order, purchase, parcel),
        when=when,
    )


def _content(session: Session, order: Order, purchase: Purchase, parcel: Fulfillment) -> dict[str, Any]:
    store = session.get_one(Store, order.store_id)
    locale = known_locale(purchase.locale)
    rows = session.exec(
        select(OrderLine, FulfillmentLine.quantity)
        .join(FulfillmentLine, col(FulfillmentLine.order_line_id) == col(OrderLine.id))
        .where(FulfillmentLine.fulfillment_id == parcel.id)
        .order_by(col(OrderLine.position))
    ).all()
    parts = _parts(session, purchase, [row for row, _quantity in rows])
    with speaking(locale):
        facts = [
            fact(_("Order"), order.number),
            fact(_("Parcel"), str(parcel.number)),
            fact(_("Sent on"), long_day(parcel.created_at, locale)),
            fact(_("Carrier"), parcel.carrier),
        ]
        if parcel.tracking_number:
            facts.append(fact(_("Tracking number"), parcel.tracking_number))
        return {
            "title": title(DocumentKind.PACKING_SLIP),
            "locale": locale,
            "seller": store_party(store, locale=locale),
            "buyer": buyer_party(address_of(order, purchase), locale=locale),
            "facts": facts,
            "lines": [_line(row, quantity, parts.get(row.id, "")) for row, quantity in rows],
            "units": sum(quantity for _row, quantity in rows),
            "gift_message": order.gift_message,
            "notes": _notes(store, order),
            "words": words(),
            "refers": {"order": order.number, "store": store.slug, "fulfillment_id": str(parcel.id)},
        }


def _notes(store: Store, order: Order) -> list[str]:
    """What stands at the foot; a present's also serves as its receipt, by the order's number (F028)."""
    said = [_("Thank you for buying from {store}.").format(store=store.name)]
    if order.gift_receipt:
        said.append(
            _(
                "This is a present, so no price is named. Keep this slip: with the order number {number} it can be "
                "sent back for {days} days after it arrived."
            ).format(number=order.number, days=store.return_days)
        )
    return said


def _parts(session: Session, purchase: Purchase, rows: Sequence[OrderLine]) -> dict[UUID, str]:
    """What each bundle among the lines was made of when it was sold, so that whoever packs finds it (F027)."""
    found = parts_of_lines(session, lines=rows, purchase_id=purchase.id)
    return {
        line_id: ", ".join(f"{part.quantity} × {part.name} ({part.sku})" for part in parts)
        for line_id, parts in found.items()
    }


def _line(row: OrderLine, quantity: int, parts: str) -> dict[str, Any]:
    wishes = "; ".join(f"{name}: {in_words(str(value))}" for name, value in row.personalisation.items())
    return {
        "name": row.name,
        "detail": row.variant_title,
        "sku": row.sku,
        "wishes": wishes,
        "parts": parts,
        "quantity": quantity,
    }
