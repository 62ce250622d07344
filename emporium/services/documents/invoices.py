"""A store's invoice to its shopper: what was sold, less what was given back before it was written (F082).

Contents by Directive 2006/112/EC, article 226: date of issue (1), sequential number (2), the seller's tax id (3), full
names and addresses (5), quantity and nature of the goods (6), date of supply (7), taxable amount per rate, unit price
without tax and discounts (8), rate (9), tax (10), the reason why none is due (11).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.documents.access import own_order
from emporium.services.documents.amounts import PaperLine, added_part, paper_line, rate_of, tax_summary, totals
from emporium.services.documents.given_back import GivenBack, given_back
from emporium.services.documents.kinds import DocumentKind
from emporium.services.documents.numbering import known, lock_numbers, write
from emporium.services.documents.parties import buyer_party, known_locale, store_party
from emporium.services.documents.words import fact, long_day, speaking, title, words
from emporium.services.tax import EUROPEAN_UNION, REVERSE_CHARGE, rate_bp
from emporium.settings import get_settings
from models.enums import TaxClass
from models.orders import Document, Fulfillment, Order, OrderLine, Purchase
from models.stores import Store


def invoice(
    session: Session, *, actor: Actor, order_id: UUID, token: str | None = None, when: datetime | None = None
) -> Document:
    """The invoice of one store's order; the first call writes it, every other one finds it.

    Raises NotFound for an order the actor may not see, Conflict for one that is not paid or was given back entirely.
    """
    order, purchase = own_order(session, actor=actor, order_id=order_id, token=token, lock=True)
    lock_numbers(session, issuer=str(order.store_id), kind=DocumentKind.INVOICE)
    found = invoice_of(session, order=order)
    if found is not None:
        return found
    if order.paid_at is None:
        raise Conflict(_("There is no invoice before the order is paid."))
    return write(
        session,
        issuer=str(order.store_id),
        kind=DocumentKind.INVOICE,
        order_id=order.id,
        content=_content(session, order, purchase),
        when=when,
    )


def invoice_of(session: Session, *, order: Order) -> Document | None:
    """The order's invoice if it was written."""
    return known(
        session, issuer=str(order.store_id), kind=DocumentKind.INVOICE, refers={}, order_id=order.id
    )  # fmt: skip


def _content(session: Session, order: Order, purchase: Purchase) -> dict[str, Any]:
    store = session.get_one(Store, order.store_id)
    before = given_back(session, order_id=order.id)
    locale = known_locale(purchase.locale)
    with speaking(locale):
        lines = _lines(session, order, purchase, before)
        if not lines:
            raise Conflict(_("Everything of this order was given back: there is nothing left to invoice."))
        return {
            "title": title(DocumentKind.INVOICE),
            "locale": locale,
            "currency": order.currency,
            "seller": store_party(store, locale=locale),
            "buyer": buyer_party(purchase.address, tax_id=purchase.tax_id, locale=locale),
            "facts": _facts(session, order, locale),
            "lines": lines,
            "totals": totals(lines),
            "tax_summary": tax_summary(lines),
            "notes": _notes(store, order, purchase, lines),
            "words": words(),
            "refers": {"order": order.number, "store": store.slug, "settled": list(before.refunds)},
        }


def _lines(session: Session, order: Order, purchase: Purchase, before: GivenBack) -> list[PaperLine]:
    rows = session.exec(select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position))).all()
    made = [_goods(row, before) for row in rows if row.quantity > row.refunded_quantity]
    made += _delivery(order, purchase, before, [row.tax_rate_bp for row in rows], alone=not made)
    if made and before.goodwill_minor:
        made.append(
            paper_line(
                name=_("Good will, given back already"), quantity=1, unit_minor=-before.goodwill_minor,
                total_minor=-before.goodwill_minor, tax_minor=0, rate_bp=None,
            )
        )  # fmt: skip
    return made


def _goods(row: OrderLine, before: GivenBack) -> PaperLine:
    """What is left of a line."""
    total, tax = row.total_minor - row.refunded_minor, row.tax_minor - before.line_tax.get(row.id, 0)
    return paper_line(
        name=row.name,
        detail=row.variant_title,
        sku=row.sku,
        quantity=row.quantity - row.refunded_quantity,
        unit_minor=row.unit_price_minor,
        total_minor=total,
        tax_minor=tax,
        rate_bp=row.tax_rate_bp,
        added_minor=added_part(
            added_minor=row.tax_added_minor, tax_minor=row.tax_minor, total_minor=row.total_minor, part_minor=total,
            part_tax_minor=tax,
        ),
    )  # fmt: skip


def _delivery(order: Order, purchase: Purchase, before: GivenBack, rates: list[int], *, alone: bool) -> list[PaperLine]:
    """The delivery that is still paid for; one that was free from the start is named beside goods."""
    gross = order.shipping_minor - before.shipping_minor
    total, tax = gross - order.shipping_discount_minor, order.shipping_tax_minor - before.shipping_tax_minor
    if gross <= 0 or (total <= 0 and (alone or before.shipping_minor)):
        return []
    added = delivery_added(order, part_minor=total, part_tax_minor=tax)
    return [
        paper_line(
            name=_("Delivery"),
            detail=order.shipping_method,
            quantity=1,
            unit_minor=gross - added,
            total_minor=total,
            tax_minor=tax,
            added_minor=added,
            rate_bp=delivery_rate(order, purchase.address, rates),
        )
    ]


def delivery_rate(order: Order, address: Mapping[str, Any], rates: list[int]) -> int:
    """The rate of an order's delivery in basis points; older orders froze the amount only."""
    if order.shipping_tax_bp is not None:
        return order.shipping_tax_bp
    usual = rate_bp(country=str(address.get("country", "")), tax_class=TaxClass.STANDARD)
    return rate_of(
        total_minor=order.shipping_minor - order.shipping_discount_minor,
        tax_minor=order.shipping_tax_minor,
        candidates=[usual, *rates, 0],
    )


def delivery_added(order: Order, *, part_minor: int, part_tax_minor: int) -> int:
    """The added tax in a part of an order's delivery."""
    return added_part(
        added_minor=order.shipping_added_minor,
        tax_minor=order.shipping_tax_minor,
        total_minor=order.shipping_minor - order.shipping_discount_minor,
        part_minor=part_minor,
        part_tax_minor=part_tax_minor,
    )


def _facts(session: Session, order: Order, locale: str) -> list[dict[str, str]]:
    left = session.exec(
        select(Fulfillment.created_at)
        .where(Fulfillment.order_id == order.id)
        .order_by(col(Fulfillment.number))
        .limit(1)
    ).first()
    facts = [fact(_("Order"), order.number), fact(_("Ordered on"), long_day(order.created_at, locale))]
    if order.paid_at is not None:
        facts.append(fact(_("Paid on"), long_day(order.paid_at, locale)))
    if left is not None:
        facts.append(fact(_("Sent on"), long_day(left, locale)))
    return facts


def _notes(store: Store, order: Order, purchase: Purchase, lines: list[PaperLine]) -> list[str]:
    name = get_settings().name
    notes = [_("Paid through {platform}. Nothing is left to pay.").format(platform=name)]
    if order.tax_by_platform:
        notes.append(remitted_note())
    country = str(purchase.address.get("country", "")).upper()
    exported = store.country in EUROPEAN_UNION and country not in EUROPEAN_UNION
    if order.tax_note == REVERSE_CHARGE:
        notes.append(reverse_charge_note(purchase.tax_id))
    elif exported and not any(line["tax_minor"] for line in lines):
        notes.append(_("Exempt: export out of the European Union (Directive 2006/112/EC, article 146)."))
    return notes


def reverse_charge_note(tax_id: str) -> str:
    """Said when the buyer accounts for the tax: Directive 2006/112/EC, articles 138, 194 and 226(11) and (11a)."""
    return _(
        "Reverse charge: no tax is charged; the buyer with the VAT number {number} accounts for it in the country of "
        "delivery (Directive 2006/112/EC, article 138)."
    ).format(number=tax_id)


def remitted_note() -> str:
    """Said when the platform owes the tax of a sale to the state (F053)."""
    return _(
        "Tax is remitted by the platform: {platform} collects the tax of this sale and pays it to the state."
    ).format(platform=get_settings().name)
