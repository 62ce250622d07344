"""Writing a purchase from a quote: rows are moved, never priced again (F076)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.i18n import current_locale
from emporium.services import inventory, ledger
from emporium.services.auth.tokens import new_secret
from emporium.services.catalogue.categories import category_lines
from emporium.services.checkout.changes import as_date
from emporium.services.checkout.consent import consent_at
from emporium.services.checkout.quotes import QuoteLine, QuoteParcel, QuoteShare, QuoteView
from emporium.services.ledger.commissions import active_rules
from emporium.services.ledger.fx import latest_rate
from emporium.services.promotions import customer_key, take_uses
from emporium.services.tax import rate_bp
from emporium.settings import get_settings
from models.carts import Checkout
from models.commissions import CommissionRule
from models.enums import TaxClass
from models.orders import Order, OrderLine, Purchase
from models.promotions import DiscountLine
from models.stores import Store

HOLD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is frozen with every line of a purchase: rules in order, each category with those above, who did the tax."""

    rules: Sequence[CommissionRule]
    lines: Mapping[UUID, frozenset[UUID]]
    tax_source: str


def write_purchase(
    session: Session, *, checkout: Checkout, quote: QuoteView, hold_until: datetime | None = None
) -> Purchase:
    """One purchase, one order per store, its lines with tax and commission frozen, and the stock held for it.

    Stock is held for a quarter of an hour, or until `hold_until`. Raises OutOfStock, UsedUp for a code whose last use
    somebody else just took; then nothing is written.
    """
    until = hold_until or datetime.now(UTC) + HOLD
    number = session.execute(text("SELECT nextval('purchase_number')")).scalar_one()
    purchase = Purchase(
        number=f"E{number}",
        token=new_secret(),
        checkout_id=checkout.id,
        quote_version=quote.version,
        user_id=checkout.user_id,
        email=checkout.email,
        address=checkout.address,
        tax_id=checkout.tax_id,
        tax_proof=checkout.tax_proof,
        digital_consent_at=consent_at(checkout, quote),
        currency=quote.currency,
        locale=current_locale.get(),
        total_minor=quote.total_minor,
        hold_until=until,
    )
    session.add(purchase)
    session.flush()
    demand: dict[UUID, int] = defaultdict(int)
    promised: dict[UUID, date | None] = {}
    for parcel in quote.parcels:
        for line in parcel.lines:
            variant_id = UUID(line.variant_id)
            demand[variant_id] += line.quantity
            told = as_date(line.promised) if line.promised else None
            promised[variant_id] = max((one for one in (told, promised.get(variant_id)) if one), default=None)
    inventory.reserve(session, purchase_id=purchase.id, demand=demand, until=until, promised=promised)
    rules, lines = list(active_rules(session)), category_lines(session)
    for position, parcel in enumerate(sorted(quote.parcels, key=lambda part: part.store), start=1):
        _write_order(session, purchase, parcel, position, Terms(rules, lines, quote.tax.source), checkout)
    session.flush()
    customer = customer_key(user_id=checkout.user_id, email=checkout.email)
    take_uses(session, purchase_id=purchase.id, applied=quote.applied, customer=customer or "")
    ledger.open_accounts(
        session, currency=quote.currency, store_ids=[UUID(parcel.store_id) for parcel in quote.parcels]
    )  # fmt: skip
    return purchase


def _write_order(
    session: Session,
    purchase: Purchase,
    parcel: QuoteParcel,
    position: int,
    terms: Terms,
    checkout: Checkout,
) -> None:
    order = Order(
        purchase_id=purchase.id,
        extends_id=checkout.extends_id,
        store_id=UUID(parcel.store_id),
        number=f"{purchase.number}-{position}",
        currency=purchase.currency,
        goods_minor=parcel.goods_minor,
        discount_minor=parcel.discount_minor,
        platform_discount_minor=parcel.platform_minor,
        shipping_minor=parcel.shipping_minor,
        shipping_discount_minor=parcel.shipping_discount_minor,
        shipping_tax_minor=parcel.shipping_tax_minor,
        shipping_added_minor=parcel.shipping_added_minor,
        shipping_tax_bp=parcel.shipping_tax_bp,
        tax_minor=parcel.tax_minor,
        tax_added_minor=parcel.tax_added_minor,
        tax_note=parcel.tax_note,
        tax_source=terms.tax_source,
        total_minor=parcel.total_minor,
        shipping_method=parcel.method,
        shipping_method_id=None if parcel.is_download else UUID(parcel.method_id),
        deliver_from=_day(parcel.arrives_from),
        deliver_to=_day(parcel.arrives_to),
        dispatch_by=_day(parcel.dispatch_by),
        gift_message=checkout.gift_message,
        gift_receipt=checkout.gift_receipt,
    )
    _freeze_terms(session, order)
    session.add(order)
    session.flush()
    for place, line in enumerate(parcel.lines):
        row = _order_line(order, line, place, terms)
        order.commission_minor += row.commission_minor
        order.fee_tax_minor += row.fee_tax_minor
        session.add(row)
        session.flush()
        _write_shares(session, order, line.shares, row)
    _write_shares(session, order, parcel.shipping_shares, None)
    for fee in ledger.order_fees(session, order=order, fee_tax_bp=_fee_tax_bp()):
        order.fees_minor += fee.amount_minor
        order.fee_tax_minor += fee.tax_minor
        session.add(fee)
    session.add(order)


def _day(value: str) -> date | None:
    return as_date(value) if value else None


def _write_shares(session: Session, order: Order, shares: list[QuoteShare], line: OrderLine | None) -> None:
    """Each promotion's part of a line's or the delivery's discount, with who pays for it (F060)."""
    for share in shares:
        session.add(
            DiscountLine(
                order_id=order.id,
                order_line_id=line.id if line is not None else None,
                promotion_id=UUID(share.promotion_id),
                label=share.label,
                amount_minor=share.amount_minor,
                platform_minor=share.platform_minor,
            )
        )


def _freeze_terms(session: Session, order: Order) -> None:
    """Who owes the tax, and the rate into the store's own currency: as they are now, for good (F053, C14)."""
    store = session.get_one(Store, order.store_id)
    order.tax_by_platform = store.tax_by_platform
    if store.currency != order.currency:
        order.fx_rate_id = latest_rate(session, base=order.currency, quote=store.currency).id


def _fee_tax_bp() -> int:
    """The platform invoices its fees with the standard rate of its own country."""
    return rate_bp(country=get_settings().default_country, tax_class=TaxClass.STANDARD)


def _order_line(order: Order, line: QuoteLine, position: int, known: Terms) -> OrderLine:
    net = line.commission_base_minor
    rule = ledger.find_rule(
        known.rules,
        store_id=order.store_id,
        product_id=UUID(line.product_id),
        categories=known.lines.get(UUID(line.category_id), frozenset()) if line.category_id else frozenset(),
        net_minor=net,
        currency=order.currency,
    )
    terms = ledger.line_fee(rule, net_minor=net, fee_tax_bp=_fee_tax_bp())
    return OrderLine(
        order_id=order.id,
        position=position,
        variant_id=UUID(line.variant_id),
        product_id=UUID(line.product_id),
        name=line.name,
        variant_title=line.title,
        sku=line.sku,
        image_key=line.image_key,
        is_digital=line.is_digital,
        quantity=line.quantity,
        unit_price_minor=line.unit_price_minor,
        subtotal_minor=line.subtotal_minor,
        discount_minor=line.discount_minor,
        platform_discount_minor=line.platform_minor,
        tax_added_minor=line.tax_added_minor,
        total_minor=line.total_minor,
        tax_rate_bp=line.tax_rate_bp,
        tax_minor=line.tax_minor,
        commission_rule_id=terms.rule_id,
        commission_rate_bp=terms.rate_bp,
        commission_base_minor=net,
        commission_minor=terms.commission_minor,
        fee_tax_minor=terms.fee_tax_minor,
        promised_date=as_date(line.promised) if line.promised else None,
        personalisation=line.wishes,
        price_note=line.price_note,
    )
