"""A store's credit note: a refund takes back its part of an invoice, and names it (F082).

Source: Directive 2006/112/EC, article 219: a paper that amends an invoice refers to it specifically and
unambiguously, and counts as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _, speaking
from emporium.services.auth import Actor
from emporium.services.documents.access import own_order
from emporium.services.documents.amounts import PaperLine, added_part, paper_line, reverse, tax_summary, totals
from emporium.services.documents.invoices import (
    delivery_added,
    delivery_rate,
    invoice_of,
    remitted_note,
    reverse_charge_note,
)
from emporium.services.documents.kinds import DocumentKind
from emporium.services.documents.numbering import known, lock_numbers, write
from emporium.services.documents.words import fact, long_day, title, words
from emporium.services.tax import REVERSE_CHARGE
from models.enums import RefundBucket
from models.orders import Document, Order, OrderLine, Purchase
from models.payments import Refund, RefundLine


def credit_note(
    session: Session, *, actor: Actor, refund_id: UUID, token: str | None = None, when: datetime | None = None
) -> Document | None:
    """The credit note of a refund; rows of one refund, one per tender, share it. The same call finds it again.

    None when there is nothing to take back: the order was not invoiced yet, its invoice left the refund out,
    or the platform bore it and the sale stands.
    Raises NotFound.
    """
    refund = session.get(Refund, refund_id)
    if refund is None:
        raise NotFound(_("There is no such refund."))
    root = refund.parent_id or refund.id
    order, purchase = own_order(session, actor=actor, order_id=refund.order_id, token=token, lock=True)
    billed = invoice_of(session, order=order)
    if billed is None or refund.by_platform or str(root) in billed.content["refers"]["settled"]:
        return None
    issuer, refers = str(order.store_id), {"refund_id": str(root)}
    lock_numbers(session, issuer=issuer, kind=DocumentKind.CREDIT_NOTE)
    found = known(session, issuer=issuer, kind=DocumentKind.CREDIT_NOTE, refers=refers, order_id=order.id)
    if found is not None:
        return found
    return write(
        session,
        issuer=issuer,
        kind=DocumentKind.CREDIT_NOTE,
        order_id=order.id,
        content=_content(session, order, purchase, session.get_one(Refund, root), billed),
        when=when,
    )


def _content(session: Session, order: Order, purchase: Purchase, refund: Refund, billed: Document) -> dict[str, Any]:
    """Seller, buyer, language and currency are those of the invoice, whoever they are today."""
    of = billed.content
    with speaking(of["locale"]):
        lines = _lines(session, order, purchase, refund)
        facts = [
            fact(_("For invoice"), of["reference"]),
            fact(_("Invoice of"), long_day(date.fromisoformat(of["issued_on"]), of["locale"])),
            fact(_("Order"), order.number),
            fact(_("Given back on"), long_day(refund.created_at, of["locale"])),
        ]
        notes = [_("Takes back a part of invoice {number}.").format(number=of["reference"])]
        if refund.reason:
            notes.append(_("Reason: {reason}").format(reason=_(refund.reason)))
        if order.tax_note == REVERSE_CHARGE:
            notes.append(reverse_charge_note(purchase.tax_id))
        if order.tax_by_platform:
            notes.append(remitted_note())
        return {
            "title": title(DocumentKind.CREDIT_NOTE),
            **{key: of[key] for key in ("locale", "currency", "seller", "buyer")},
            "facts": facts,
            "lines": lines,
            "totals": totals(lines),
            "tax_summary": tax_summary(lines),
            "notes": notes,
            "words": words(),
            "refers": {
                "order": order.number,
                "store": of["refers"]["store"],
                "refund_id": str(refund.id),
                "invoice_id": str(billed.id),
                "invoice": of["reference"],
            },
        }


def _lines(session: Session, order: Order, purchase: Purchase, refund: Refund) -> list[PaperLine]:
    sold = {row.id: row for row in session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()}
    parts = session.exec(select(RefundLine).where(RefundLine.refund_id == refund.id).order_by(col(RefundLine.id))).all()
    rates = [row.tax_rate_bp for row in sold.values()]
    return [reverse(_line(part, sold, delivery_rate(order, purchase.address, rates), order)) for part in parts]


def _line(part: RefundLine, sold: Mapping[UUID, OrderLine], delivery_bp: int, order: Order) -> PaperLine:
    if part.order_line_id is not None:
        row = sold[part.order_line_id]
        return paper_line(
            name=row.name,
            detail=row.variant_title,
            sku=row.sku,
            quantity=part.quantity,
            unit_minor=row.unit_price_minor,
            total_minor=part.amount_minor,
            tax_minor=part.tax_minor,
            rate_bp=row.tax_rate_bp,
            added_minor=added_part(
                added_minor=row.tax_added_minor, tax_minor=row.tax_minor, total_minor=row.total_minor,
                part_minor=part.amount_minor, part_tax_minor=part.tax_minor,
            ),
        )  # fmt: skip
    delivery = part.bucket == RefundBucket.SHIPPING
    added = delivery_added(order, part_minor=part.amount_minor, part_tax_minor=part.tax_minor) if delivery else 0
    return paper_line(
        name=_("Delivery") if delivery else _("Good will"),
        detail=order.shipping_method if delivery else "",
        quantity=1,
        unit_minor=part.amount_minor - added,
        total_minor=part.amount_minor,
        tax_minor=part.tax_minor,
        added_minor=added,
        rate_bp=delivery_bp if delivery else None,
    )
