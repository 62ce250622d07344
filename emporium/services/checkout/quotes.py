"""The quote: what a checkout comes to, numbered and hashed, so that nobody pays for something else (F044, C08)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from emporium.services.carts import CartView, cart_view
from emporium.services.carts.reading import CartLineView, CartStoreView
from emporium.services.checkout.changes import plain_changes
from emporium.services.checkout.tenders import Tender, tenders_of
from emporium.services.promotions import (
    Applied,
    Basket,
    BasketLine,
    BasketStore,
    Discounted,
    customer_key,
    quote_discounts,
)
from emporium.services.shipping import DOWNLOAD, DeliveryOption
from emporium.services.tax import (
    REVERSE_CHARGE,
    BasketTax,
    TaxedThing,
    included_tax,
    shifts_tax,
    tax_basket,
    zone_of,
)
from models.carts import Cart, Checkout, Quote
from models.enums import TaxClass

LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line at the price that will be charged: total = units × price − discount + added tax, with its tax inside."""

    key: str
    variant_id: str
    product_id: str
    category_id: str
    name: str
    title: str
    sku: str
    image_key: str
    quantity: int
    unit_price_minor: int
    subtotal_minor: int
    discount_minor: int
    platform_minor: int
    """The part of the discount that the platform pays."""
    tax_added_minor: int
    """Tax on top of the price; below zero where it is taken out of it."""
    total_minor: int
    tax_rate_bp: int
    tax_minor: int
    commission_base_minor: int
    """Without tax, after the discount that the store pays (C03)."""
    shares: list[QuoteShare]
    promised: str
    """The day for which it is promised when it is not there yet; else empty (F029)."""
    wishes: dict[str, str]
    """What the buyer said about it, by the fields' labels (F028)."""
    price_note: str
    """Why a unit does not cost what the shelf says (F051, F052)."""
    is_digital: bool = False
    """It is sent as files (F026)."""


@dataclass(frozen=True, slots=True)
class QuoteShare:
    """One promotion's part of a discount, frozen (F060)."""

    promotion_id: str
    label: str
    amount_minor: int
    platform_minor: int


@dataclass(frozen=True, slots=True)
class QuoteParcel:
    """One store's part: goods, delivery, what is taken off both, the tax inside, and the days it arrives between."""

    store_id: str
    store: str
    lines: list[QuoteLine]
    method_id: str
    method: str
    goods_minor: int
    """Before discounts."""
    discount_minor: int
    """Off goods and delivery."""
    platform_minor: int
    shipping_minor: int
    """Before discounts, with the tax on it."""
    shipping_discount_minor: int
    shipping_tax_minor: int
    shipping_added_minor: int
    """Tax in `shipping_minor` that is not in the method's price."""
    shipping_tax_bp: int
    shipping_shares: list[QuoteShare]
    tax_minor: int
    tax_added_minor: int
    """Tax on top of the goods' prices."""
    tax_note: str
    total_minor: int
    arrives_from: str
    """The first and last day it arrives, and the day by which it leaves; all empty when it is files only."""
    arrives_to: str
    dispatch_by: str

    @property
    def is_download(self) -> bool:
        """Whether nothing of it is delivered (F026)."""
        return self.method_id == str(DOWNLOAD)


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What will be charged. `changes` says what is different from the version before, in plain words."""

    version: int
    hash: str
    currency: str
    country: str
    parcels: list[QuoteParcel]
    total_minor: int
    tax_minor: int
    tax: BasketTax
    changes: list[str]
    undeliverable: list[str]
    """Stores that do not send to the country."""
    too_small: list[str]
    """What stores miss before they take an order, in words (F042)."""
    cart: CartView
    applied: Applied
    """What was taken off and why the rest was not."""
    tenders: list[Tender]
    """Gift cards and credit that will be used."""

    @property
    def discount_minor(self) -> int:
        """Everything that is taken off."""
        return sum(parcel.discount_minor for parcel in self.parcels)

    @property
    def added_tax_minor(self) -> int:
        """Tax that comes on top of what the shelf says; below zero where it is taken out."""
        return sum(parcel.tax_added_minor + parcel.shipping_added_minor for parcel in self.parcels)

    @property
    def to_charge_minor(self) -> int:
        """What a payment provider is asked for."""
        return self.total_minor - sum(tender.used_minor for tender in self.tenders)


def build_quote(session: Session, *, checkout: Checkout, cart: Cart) -> QuoteView:
    """Today's quote; a new version is stored only when something that is charged has changed."""
    country = str(checkout.address.get("country") or cart.country)
    view = cart_view(
        session, cart=cart, country=country, user_id=checkout.user_id, adding=checkout.extends_id is not None
    )
    sendable: list[tuple[CartStoreView, list[CartLineView], DeliveryOption]] = []
    undeliverable: list[str] = []
    for part in view.stores:
        lines = [line for line in part.lines if line.buyable]
        if not lines:
            continue
        option = _chosen(part, checkout.shipping)
        if option is not None and checkout.extends_id is not None:
            option = replace(option, price_minor=0)  # it goes in a parcel whose delivery was paid (F081)
        if option is None:
            undeliverable.append(part.name)
        else:
            sendable.append((part, lines, option))
    customer = customer_key(user_id=checkout.user_id, email=checkout.email)
    applied = quote_discounts(
        session,
        basket=_basket(sendable, view.currency, country, customer),
        codes=cart.coupon_codes,
        customer=customer,
        checkout_id=checkout.id,
    )
    tax = _tax(session, checkout, sendable, applied, view.currency, country)
    parcels = [_parcel(part, lines, option, tax, applied, checkout) for part, lines, option in sendable]
    content = {"currency": view.currency, "country": country, "parcels": [asdict(parcel) for parcel in parcels]}
    hashed = quote_hash(content)
    previous = session.exec(
        select(Quote).where(Quote.checkout_id == checkout.id).order_by(col(Quote.version).desc()).limit(1)
    ).first()
    total = sum(parcel.total_minor for parcel in parcels)
    if previous is None or previous.hash != hashed:
        version = (previous.version if previous else 0) + 1
        changes = plain_changes(previous.content, content) if previous else []
        session.add(
            Quote(
                checkout_id=checkout.id,
                version=version,
                hash=hashed,
                total_minor=total,
                currency=view.currency,
                content=content,
                changes=changes,
                expires_at=datetime.now(UTC) + LIFE,
            )
        )
        checkout.quote_version = version
        session.add(checkout)
        session.flush()
    else:
        version, changes = previous.version, list(previous.changes)
    return QuoteView(
        version=version,
        hash=hashed,
        currency=view.currency,
        country=country,
        parcels=parcels,
        total_minor=total,
        tax_minor=sum(parcel.tax_minor for parcel in parcels),
        tax=tax,
        changes=changes,
        undeliverable=undeliverable,
        too_small=_too_small(view, checkout),
        cart=view,
        applied=applied,
        tenders=tenders_of(session, checkout=checkout, total_minor=total, currency=view.currency),
    )


def _too_small(view: CartView, checkout: Checkout) -> list[str]:
    """A store's own staff, and additions to an order that was placed, are not held to its minimum."""
    if checkout.extends_id is not None:
        return []
    return [part.problem for part in view.stores if part.problem and part.store_id != checkout.store_id]


def _basket(
    parts: list[tuple[CartStoreView, list[CartLineView], DeliveryOption]],
    currency: str,
    country: str,
    customer: str | None,
) -> Basket:
    """What can be bought, as promotions see it."""
    return Basket(
        currency=currency,
        country=country,
        customer=customer,
        stores=tuple(
            BasketStore(
                store_id=str(part.store_id),
                name=part.name,
                shipping_minor=option.price_minor,
                lines=tuple(
                    BasketLine(
                        key=str(line.id),
                        store_id=str(part.store_id),
                        product_id=str(line.product_id),
                        category_ids=frozenset({str(line.category_id)} if line.category_id else ()),
                        quantity=line.quantity,
                        unit_price_minor=line.unit_price_minor,
                    )
                    for line in lines
                ),
            )
            for part, lines, option in parts
        ),
    )


def _chosen(part: CartStoreView, shipping: dict[str, str]) -> DeliveryOption | None:
    """The chosen option if it is one of this store's for this country, else its first (F040)."""
    wanted = shipping.get(str(part.store_id))
    return next((option for option in part.options if str(option.method_id) == wanted), None) or next(
        iter(part.options), None
    )


def _tax(
    session: Session,
    checkout: Checkout,
    parts: list[tuple[CartStoreView, list[CartLineView], DeliveryOption]],
    applied: Applied,
    currency: str,
    country: str,
) -> BasketTax:
    """The tax of every line and delivery, after discounts (C02)."""
    things: list[TaxedThing] = []
    for part, lines, _option in parts:
        exempt = _shifted(part, checkout, country)
        things += [
            TaxedThing(str(line.id), applied.line(str(line.id)).total_minor, TaxClass(line.tax_class), exempt=exempt)
            for line in lines
        ]
        delivery = applied.delivery(str(part.store_id)).total_minor
        things.append(TaxedThing(str(part.store_id), delivery, TaxClass.STANDARD, delivery=True, exempt=exempt))
    zone = zone_of(session, country=country, region=str(checkout.address.get("region", "")))
    return tax_basket(checkout=checkout, zone=zone, currency=currency, things=things)


def _shifted(part: CartStoreView, checkout: Checkout, country: str) -> bool:
    return shifts_tax(proof=checkout.tax_proof, store_country=part.country, country=country)


def _parcel(
    part: CartStoreView,
    lines: list[CartLineView],
    option: DeliveryOption,
    tax: BasketTax,
    applied: Applied,
    checkout: Checkout,
) -> QuoteParcel:
    made, files = [_line(line, tax, applied) for line in lines], option.method_id == DOWNLOAD
    goods = sum(line.subtotal_minor for line in made)
    delivery = applied.delivery(str(part.store_id))
    sending = tax.of[str(part.store_id)]
    shipping, added = option.price_minor + sending.added_minor, sum(line.tax_added_minor for line in made)
    discount = sum(line.discount_minor for line in made) + delivery.discount_minor
    return QuoteParcel(
        store_id=str(part.store_id),
        store=part.name,
        lines=made,
        method_id=str(option.method_id),
        method=option.name,
        goods_minor=goods,
        discount_minor=discount,
        platform_minor=sum(line.platform_minor for line in made) + delivery.platform_minor,
        shipping_minor=shipping,
        shipping_discount_minor=delivery.discount_minor,
        shipping_tax_minor=sending.tax_minor,
        shipping_added_minor=sending.added_minor,
        shipping_tax_bp=sending.rate_bp,
        shipping_shares=_shares(delivery),
        tax_minor=sum(line.tax_minor for line in made) + sending.tax_minor,
        tax_added_minor=added,
        tax_note=REVERSE_CHARGE if _shifted(part, checkout, tax.zone.country) else "",
        total_minor=goods + shipping - discount + added,
        arrives_from="" if files else option.arrives_from.isoformat(),
        arrives_to="" if files else option.arrives_to.isoformat(),
        dispatch_by="" if files else option.dispatch_by.isoformat(),
    )


def _shares(part: Discounted) -> list[QuoteShare]:
    return [QuoteShare(one.promotion_id, one.label, one.amount_minor, one.platform_minor) for one in part.shares]


def _line(line: CartLineView, tax: BasketTax, applied: Applied) -> QuoteLine:
    part, own = applied.line(str(line.id)), tax.of[str(line.id)]
    gross = part.total_minor + part.platform_minor
    taken_out = own.added_minor < 0
    held = tax.zone.rate_bp(TaxClass(line.tax_class)) if taken_out else own.rate_bp if tax.zone.inclusive else 0
    return QuoteLine(
        key=str(line.id),
        variant_id=str(line.variant_id),
        product_id=str(line.product_id),
        category_id=str(line.category_id or ""),
        name=line.product_name,
        title=line.variant_title,
        sku=line.sku,
        image_key=next(iter(line.image.widths.values()), line.image.key),
        quantity=line.quantity,
        unit_price_minor=line.unit_price_minor,
        subtotal_minor=part.gross_minor,
        discount_minor=part.discount_minor,
        platform_minor=part.platform_minor,
        tax_added_minor=own.added_minor,
        total_minor=part.total_minor + own.added_minor,
        tax_rate_bp=own.rate_bp,
        tax_minor=own.tax_minor,
        commission_base_minor=gross - included_tax(gross, rate_bp=held),
        shares=_shares(part),
        promised=line.promised.isoformat() if line.promised else "",
        wishes=dict(line.wishes),
        price_note=line.price_note,
        is_digital=line.is_digital,
    )


def quote_hash(content: dict[str, Any]) -> str:
    """Digest of everything that is charged; days and pictures may move without a new version."""
    charged = [
        content["currency"],
        content["country"],
        [
            [
                parcel["store_id"],
                parcel["method_id"],
                parcel["shipping_minor"],
                parcel["shipping_discount_minor"],
                parcel["tax_minor"],
                parcel["tax_added_minor"],
                [
                    [
                        line["variant_id"],
                        line["quantity"],
                        line["unit_price_minor"],
                        line["discount_minor"],
                        line["platform_minor"],
                        line["tax_minor"],
                        line["tax_added_minor"],
                        *([line["promised"]] if line.get("promised") else []),
                        *([sorted(line["wishes"].items())] if line.get("wishes") else []),
                    ]
                    for line in parcel["lines"]
                ],
            ]
            for parcel in content["parcels"]
        ],
    ]
    return hashlib.sha256(json.dumps(charged, separators=(",", ":")).encode()).hexdigest()


def only_cheaper(session: Session, *, checkout: Checkout, seen: int, quote: QuoteView) -> bool:
    """Whether today's quote is what the shopper saw for less money: that is told, and needs no click (C08).

    The same things in the same number, sent in the same way, in the same currency; any other difference is asked.
    """
    known = session.exec(select(Quote).where(Quote.checkout_id == checkout.id, Quote.version == seen)).first()
    if known is None or known.currency != quote.currency or quote.total_minor > known.total_minor:
        return False

    def bought(parcels: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        return sorted(
            (
                parcel["store_id"],
                parcel["method_id"],
                line["variant_id"],
                line["quantity"],
                line.get("promised", ""),
                sorted(line.get("wishes", {}).items()),
            )
            for parcel in parcels
            for line in parcel["lines"]
        )

    return bought(known.content["parcels"]) == bought(asdict(parcel) for parcel in quote.parcels)
