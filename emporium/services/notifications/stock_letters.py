"""Letters about stock: to stores what runs low, to shoppers what is back (F091)."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.i18n import _, ngettext
from emporium.services.catalogue import product_path
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.catalogue import Product, ProductVariant, StockAlert, full_name
from models.inventory import Location
from models.outbox import OutboxEvent
from models.stores import Store


def _named(session: Session, variant_id: UUID) -> tuple[str, Product, ProductVariant] | None:
    variant = session.get(ProductVariant, variant_id)
    if variant is None:
        return None
    product = session.get_one(Product, variant.product_id)
    return full_name(product.name, variant.title), product, variant


def ran_low(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A level crossed its low mark: one letter to its store."""
    found = _named(session, UUID(str(event.payload["variant_id"])))
    store = session.get(Store, UUID(str(event.payload["store_id"])))
    if found is None or store is None:
        return []
    name, _product, variant = found
    place = session.get(Location, UUID(str(event.payload["location_id"])))
    left = max(int(event.payload["available"]), 0)
    where = _(" at {place}").format(place=place.name) if place is not None else ""
    words = ngettext("One is left{where}.", "{left} are left{where}.", left) if left else _("None is left{where}.")
    letter = Letter(
        subject=_("{name} runs low").format(name=name),
        heading=_("{name} runs low").format(name=name),
        paragraphs=(
            words.format(left=left, where=where)
            + " "
            + _("It will not be sold beyond what you have, unless you allow back-orders."),
        ),
        action=Action(_("Open your stock"), link(f"/vendor/stock?store={quote(store.slug)}&q={quote(variant.sku)}")),
        small=_("You hear of it once; the next letter comes when it ran low again after it was filled up."),
        shop=get_settings().name,
    )
    return to_store(session, store, letter)


def prove_address(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A guest wants to hear when something is back: prove the address first."""
    alert = session.get(StockAlert, UUID(str(event.payload["alert_id"])))
    found = _named(session, alert.variant_id) if alert is not None else None
    if alert is None or found is None or alert.confirmed_at is not None:
        return []
    letter = Letter(
        subject=_("Shall we write when {name} is back?").format(name=found[0]),
        heading=_("Shall we write when {name} is back?").format(name=found[0]),
        paragraphs=(_("Somebody, probably you, wants to hear of it at this address. Please confirm that."),),
        action=Action(_("Yes, write to me"), link(f"/back-in-stock?token={quote(alert.token)}")),
        small=_("If it was not you, ignore this message: we will not write again."),
        shop=get_settings().name,
    )
    return [Addressed(alert.email, letter, alert.locale)]


def back_in_stock(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A variant is back: one letter to each who waited for it."""
    found = _named(session, UUID(str(event.payload["variant_id"])))
    if found is None:
        return []
    name, product, variant = found
    waited = session.exec(
        select(StockAlert)
        .where(
            StockAlert.variant_id == variant.id,
            StockAlert.sent_at == datetime.fromisoformat(str(event.payload["moment"])),
        )
        .order_by(col(StockAlert.id))
    ).all()
    path = product_path(product.slug, variant.sku)
    return [Addressed(alert.email, _back(name, path, alert), alert.locale) for alert in waited]


def _back(name: str, path: str, alert: StockAlert) -> Letter:
    stop = link(f"/back-in-stock?stop=1&token={quote(alert.token)}")
    return Letter(
        subject=_("{name} is back").format(name=name),
        heading=_("{name} is back").format(name=name),
        paragraphs=(_("You asked us to tell you. Others were told as well, so it may not stay long."),),
        action=Action(_("See it"), link(path)),
        small=_("This was the only message about it. To have your address forgotten at once: {stop}").format(stop=stop),
        shop=get_settings().name,
    )
