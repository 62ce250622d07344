"""What products are asked and what the stores answered, each through its service (F022)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from emporium.demo.content import PRODUCTS
from emporium.demo.content.attributes import ANSWERS, ATTRIBUTES, PRESSED
from emporium.demo.gathered import products_of
from emporium.demo.shops import Street
from emporium.demo.world import World
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import attributes
from emporium.services.catalogue.attributes import AttributeDraft


def make_attributes(session: Session, world: World, street: Street) -> None:
    """Definitions, then an answer of each product."""
    world.at(world.ago(days=11))
    codes = {}
    for position, one in enumerate(ATTRIBUTES):
        draft = AttributeDraft(
            one.name, one.kind, street.categories.get(one.category), one.choices, one.unit, one.filterable,
            one.required, one.variant_making, position,
        )  # fmt: skip
        codes[one.key] = attributes.define_attribute(session, actor=SYSTEM, draft=draft).code
    known = products_of(session, street)
    pressed = date(world.now.year - 1, 11, 12).isoformat()
    for store, products in PRODUCTS.items():
        for demo in products:
            product, changed = known[demo.key], known[demo.key].updated_at
            attributes.set_attributes(
                session, actor=street.owners[store], store_id=street.stores[store], product_id=product.id,
                values={
                    codes[key]: _said(pressed if key == PRESSED else value) for key, value in ANSWERS[demo.key].items()
                },
            )  # fmt: skip
            product.updated_at = changed
    session.flush()


def _said(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value
