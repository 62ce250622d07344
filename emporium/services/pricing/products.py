"""The prices that lists of products show and sort by, kept beside each product."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.services.pricing.finding import read_prices
from emporium.services.pricing.history import prior_prices
from models.catalogue import Product, ProductVariant


def refresh_prices(session: Session, *, product_id: UUID, now: datetime | None = None) -> None:
    """Keep a product's lowest and highest price, and the prior price of the lowest, in step with its variants."""
    session.flush()
    when = now or datetime.now(UTC)
    variants = session.exec(
        select(ProductVariant).where(ProductVariant.product_id == product_id, col(ProductVariant.active))
    ).all()
    if not variants:
        return
    product = session.get_one(Product, product_id)
    book = read_prices(session, variants=variants, currency=product.currency, now=when)
    prior = prior_prices(session, variants=variants, now=when)
    prices = {variant.id: book.of(variant.id).amount_minor for variant in variants}
    lowest = min(variants, key=lambda variant: (prices[variant.id], variant.position))
    product.min_price_minor, product.max_price_minor = prices[lowest.id], max(prices.values())
    product.compare_at_minor = prior.get(lowest.id)
    product.priced_at = product.updated_at = when
    session.add(product)
    session.flush()
