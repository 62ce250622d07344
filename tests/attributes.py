"""Asks and answers what products are like, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import select

from emporium.db import transaction
from emporium.services.catalogue import attributes
from emporium.services.catalogue.attributes import AttributeDraft
from models.catalogue import Product
from models.enums import AttributeKind as K
from tests.factories import Shop


def ask(shop: Shop, name: str, kind: K, *, filterable: bool = True, **more) -> None:
    """Ask something of all products."""
    with transaction() as session:
        draft = AttributeDraft(name, kind, filterable=filterable, **more)
        attributes.define_attribute(session, actor=shop.admin(), draft=draft)


def say(shop: Shop, store: UUID, name: str, **values: Sequence[str]) -> None:
    """Answer for a product of a store."""
    with transaction() as session:
        ident = session.exec(select(Product.id).where(Product.name == name)).one()
        attributes.set_attributes(
            session, actor=shop.owner(store), store_id=store, product_id=ident, values=values
        )  # fmt: skip
