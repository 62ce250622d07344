"""Sending an order somewhere else: only where nothing of its price changes by it (F081)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.services.addresses import clean_address
from emporium.services.orders.changing import address_of
from emporium.services.tax import zone_of
from emporium.services.tax.zones import Zone
from models.catalogue import Product
from models.enums import OrderStatus, TaxClass
from models.orders import Order, OrderLine, Purchase
from models.stores import ShippingMethod

BUILT_IN = ("table", "none")
PLACE = ("country", "region", "postcode")


@dataclass(frozen=True, slots=True)
class AddressEffect:
    """A new address, clean, and whether it is one at all."""

    address: dict[str, str]
    changed: bool


class OtherTerms(Conflict):
    """At that address the same goods have another tax or another delivery: a new order, not this one changed."""

    code = "other_terms"


def check_address(
    session: Session, *, order: Order, purchase: Purchase, lines: Sequence[OrderLine], address: Mapping[str, str]
) -> AddressEffect:
    """Whether an order can go to another address as it was sold.

    Raises Invalid naming the field, Conflict when something left already, OtherTerms with what would be different.
    """
    if order.status != OrderStatus.PAID:
        raise Conflict(_("A parcel left already. The address can be changed only before."))
    if order.extends_id is not None:
        raise Conflict(_("This goes in the parcel of another order. Change the address of that one."))
    clean = clean_address(address)
    old = {str(key): str(value) for key, value in address_of(order, purchase).items()}
    if all(clean.get(key, "") == old.get(key, "") for key in {*clean, *old}):
        return AddressEffect(clean, changed=False)
    before = zone_of(session, country=old.get("country", ""), region=old.get("region", ""))
    after = zone_of(session, country=clean["country"], region=clean.get("region", ""))
    classes = _classes(session, lines)
    moved = any(clean.get(key, "") != old.get(key, "") for key in PLACE)
    asked = not order.tax_source.startswith(BUILT_IN)
    shifted = bool(order.tax_note) and clean["country"] != old.get("country")
    if _terms(before, classes) != _terms(after, classes) or (asked and moved) or shifted:
        raise OtherTerms(
            _("The tax is another there: {after} instead of {before}. Make a new order for that address.").format(
                after=_words(after, classes), before=_words(before, classes)
            )
        )
    method = session.get(ShippingMethod, order.shipping_method_id) if order.shipping_method_id else None
    if method is not None and method.countries and clean["country"] not in method.countries:
        raise OtherTerms(
            _("{method} does not go there, so the delivery has another price. Make a new order for it.").format(
                method=method.name
            )
        )
    if method is None and clean["country"] != old.get("country"):
        raise OtherTerms(_("Its delivery is not offered any more. Make a new order for that country."))
    return AddressEffect(clean, changed=True)


def _classes(session: Session, lines: Sequence[OrderLine]) -> list[TaxClass]:
    """The tax classes in an order; what is not sold any more counts as standard."""
    ids = [line.product_id for line in lines if line.product_id is not None]
    found = session.exec(select(Product.tax_class).where(col(Product.id).in_(ids))).all()
    return sorted({TaxClass(one) for one in found} | {TaxClass.STANDARD})


def _terms(zone: Zone, classes: Sequence[TaxClass]) -> tuple[Any, ...]:
    return (zone.inclusive, zone.shipping_taxed, *(zone.rate_bp(one) for one in classes))


def _words(zone: Zone, classes: Sequence[TaxClass]) -> str:
    """`VAT 21%`, or `VAT 6% and 21%`."""
    rates = sorted({zone.rate_bp(one) for one in classes})
    said = " and ".join(f"{rate // 100}.{rate % 100:02d}".removesuffix(".00") + "%" for rate in rates)
    return f"{zone.name} {said}" + ("" if zone.inclusive else _(" on top"))


def check_reason(reason: str) -> str:
    """Why an order is changed, in a few words. Raises Invalid."""
    said = " ".join(reason.split())[:300]
    if len(said) < 4:
        raise Invalid("reason", _("Tell the customer why, in a few words."))
    return said
