"""The quote: what a checkout comes to, numbered and hashed, so that nobody pays for something else (F044, C08)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from emporium.money import Money, format_money
from emporium.services.carts import CartView, cart_view
from emporium.services.carts.reading import CartLineView, CartStoreView
from emporium.services.shipping import DeliveryOption
from emporium.services.tax import included_tax, rate_bp
from models.carts import Cart, Checkout, Quote
from models.enums import TaxClass

LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line at the price that will be charged; the tax is inside the total."""

    variant_id: str
    product_id: str
    category_id: str
    name: str
    title: str
    sku: str
    image_key: str
    quantity: int
    unit_price_minor: int
    total_minor: int
    tax_rate_bp: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class QuoteParcel:
    """One store's part: goods, delivery, the tax inside both, and the days it arrives between."""

    store_id: str
    store: str
    lines: list[QuoteLine]
    method_id: str
    method: str
    goods_minor: int
    shipping_minor: int
    shipping_tax_minor: int
    tax_minor: int
    total_minor: int
    arrives_from: str
    arrives_to: str
    dispatch_by: str


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
    changes: list[str]
    undeliverable: list[str]
    """Stores that do not send to the country."""
    cart: CartView


def build_quote(session: Session, *, checkout: Checkout, cart: Cart) -> QuoteView:
    """Today's quote; a new version is stored only when something that is charged has changed."""
    country = str(checkout.address.get("country") or cart.country)
    view = cart_view(session, cart=cart, country=country)
    parcels: list[QuoteParcel] = []
    undeliverable: list[str] = []
    for part in view.stores:
        lines = [line for line in part.lines if line.buyable]
        if not lines:
            continue
        option = _chosen(part, checkout.shipping)
        if option is None:
            undeliverable.append(part.name)
        else:
            parcels.append(_parcel(part, lines, option, country))
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
        changes=changes,
        undeliverable=undeliverable,
        cart=view,
    )


def _chosen(part: CartStoreView, shipping: dict[str, str]) -> DeliveryOption | None:
    """The chosen option if it is one of this store's for this country, else its first (F040)."""
    wanted = shipping.get(str(part.store_id))
    return next((option for option in part.options if str(option.method_id) == wanted), None) or next(
        iter(part.options), None
    )


def _parcel(part: CartStoreView, lines: list[CartLineView], option: DeliveryOption, country: str) -> QuoteParcel:
    made = [_line(line, country) for line in lines]
    goods = sum(line.total_minor for line in made)
    shipping_tax = included_tax(option.price_minor, rate_bp=rate_bp(country=country, tax_class=TaxClass.STANDARD))
    return QuoteParcel(
        store_id=str(part.store_id),
        store=part.name,
        lines=made,
        method_id=str(option.method_id),
        method=option.name,
        goods_minor=goods,
        shipping_minor=option.price_minor,
        shipping_tax_minor=shipping_tax,
        tax_minor=sum(line.tax_minor for line in made) + shipping_tax,
        total_minor=goods + option.price_minor,
        arrives_from=option.arrives_from.isoformat(),
        arrives_to=option.arrives_to.isoformat(),
        dispatch_by=option.dispatch_by.isoformat(),
    )


def _line(line: CartLineView, country: str) -> QuoteLine:
    rate = rate_bp(country=country, tax_class=TaxClass(line.tax_class))
    return QuoteLine(
        variant_id=str(line.variant_id),
        product_id=str(line.product_id),
        category_id=str(line.category_id or ""),
        name=line.product_name,
        title=line.variant_title,
        sku=line.sku,
        image_key=next(iter(line.image.widths.values()), line.image.key),
        quantity=line.quantity,
        unit_price_minor=line.unit_price_minor,
        total_minor=line.total_minor,
        tax_rate_bp=rate,
        tax_minor=included_tax(line.total_minor, rate_bp=rate),
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
                parcel["tax_minor"],
                [
                    [line["variant_id"], line["quantity"], line["unit_price_minor"], line["tax_minor"]]
                    for line in parcel["lines"]
                ],
            ]
            for parcel in content["parcels"]
        ],
    ]
    return hashlib.sha256(json.dumps(charged, separators=(",", ":")).encode()).hexdigest()


def plain_changes(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What is different, in words: prices, quantities, things that are gone, delivery (F042)."""
    currency = new["currency"]

    def money(amount: int) -> str:
        return format_money(Money(amount, currency))

    def lines(content: dict[str, Any]) -> dict[str, Any]:
        return {line["variant_id"]: line for parcel in content["parcels"] for line in parcel["lines"]}

    before, after = lines(old), lines(new)
    said: list[str] = []
    for variant, line in before.items():
        now = after.get(variant)
        if now is None:
            said.append(f"{line['name']} is no longer available and was taken out of the sum.")
        elif now["unit_price_minor"] != line["unit_price_minor"]:
            said.append(
                f"{line['name']} now costs {money(now['unit_price_minor'])} instead of "
                f"{money(line['unit_price_minor'])}."
            )
        elif now["quantity"] != line["quantity"]:
            said.append(f"{line['name']}: {now['quantity']} instead of {line['quantity']}.")
    said += [f"{line['name']} was added." for variant, line in after.items() if variant not in before]
    old_parcels = {parcel["store_id"]: parcel for parcel in old["parcels"]}
    for parcel in new["parcels"]:
        was = old_parcels.get(parcel["store_id"])
        if was is not None and was["shipping_minor"] != parcel["shipping_minor"]:
            said.append(
                f"Delivery from {parcel['store']} now costs {money(parcel['shipping_minor'])} instead of "
                f"{money(was['shipping_minor'])}."
            )
    if not said and old["country"] != new["country"]:
        said.append("The country changed, and the tax with it.")
    return said


def as_date(value: str) -> date:
    """A day from a quote's text."""
    return date.fromisoformat(value)
