"""Attributes as pages show them: what a product's facts are, what it is asked, what is asked at all (F022)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.categories import category_lines
from models.catalogue import AttributeDefinition, Category, Product, ProductAttribute, ProductOption
from models.enums import AttributeKind


@dataclass(frozen=True, slots=True)
class Fact:
    """What a product says about itself. Values as they are kept; only a choice has several."""

    code: str
    name: str
    kind: AttributeKind
    unit: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """A definition, the category that it holds for (None: all products), and how many products have a value."""

    definition: AttributeDefinition
    category: str | None
    products: int


@dataclass(frozen=True, slots=True)
class AskedField:
    """What a product is asked, and what its store has answered."""

    definition: AttributeDefinition
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductAnswers:
    """A product with everything that it is asked."""

    product: Product
    category: str
    fields: list[AskedField]


_FACTS = """
    WITH RECURSIVE up AS (
        SELECT id, parent_id FROM category WHERE id = :category
        UNION SELECT c.id, c.parent_id FROM category c JOIN up ON c.id = up.parent_id
    )
    SELECT d.code, d.name, d.kind, d.unit, d.choices, a.value
    FROM product_attribute a JOIN attribute_definition d ON d.id = a.attribute_id
    WHERE a.product_id = :product AND (d.category_id IS NULL OR d.category_id IN (SELECT id FROM up))
    ORDER BY d.position, d.name, d.id, a.value
"""


def facts_of(session: Session, *, product_id: UUID, category_id: UUID | None) -> list[Fact]:
    """A product's facts in the operators' order, without what its category is not asked (any more). One query."""
    rows = session.execute(text(_FACTS), {"product": product_id, "category": category_id}).all()
    found: dict[str, Fact] = {}
    choices: dict[str, list[str]] = {}
    for code, name, kind, unit, known, value in rows:
        fact = found.get(code) or Fact(code, name, AttributeKind(kind), unit, ())
        found[code] = Fact(code, name, fact.kind, unit, (*fact.values, value))
        choices[code] = known
    return [
        Fact(one.code, one.name, one.kind, one.unit, in_order(one.values, choices[one.code])) for one in found.values()
    ]


def in_order(values: tuple[str, ...], choices: list[str]) -> tuple[str, ...]:
    """Values in the order of the choices."""
    place = {choice: number for number, choice in enumerate(choices)}
    return tuple(sorted(values, key=lambda value: place.get(value, len(place))))


def attribute_rows(session: Session, *, actor: Actor) -> list[AttributeRow]:
    """Everything that is asked: of all products first, then by category, in the operators' order. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    counts = (
        select(ProductAttribute.attribute_id, func.count(func.distinct(ProductAttribute.product_id)).label("products"))
        .group_by(col(ProductAttribute.attribute_id))
        .subquery()
    )
    rows = session.exec(
        select(AttributeDefinition, Category.name, func.coalesce(counts.c.products, 0))
        .join(Category, col(Category.id) == col(AttributeDefinition.category_id), isouter=True)
        .join(counts, counts.c.attribute_id == col(AttributeDefinition.id), isouter=True)
        .order_by(col(Category.name).nulls_first(), col(AttributeDefinition.position), col(AttributeDefinition.name))
    ).all()
    return [AttributeRow(definition, category, int(products)) for definition, category, products in rows]


def asked_of(session: Session, product: Product, *, lock: bool = False) -> list[AttributeDefinition]:
    """What a product is asked in its category, those above it and everywhere, in order. Three queries.

    Not what its variants say: an attribute that makes variants, where the product has an option of its name. Locked,
    no operator changes or removes them until the transaction ends.
    """
    line = category_lines(session).get(product.category_id, frozenset()) if product.category_id else frozenset()
    wanted = select(AttributeDefinition).where(
        col(AttributeDefinition.category_id).is_(None) | col(AttributeDefinition.category_id).in_(line)
    )
    if lock:
        wanted = wanted.order_by(col(AttributeDefinition.id)).with_for_update(read=True)
    found = session.exec(wanted.execution_options(populate_existing=True)).all()
    options = set(
        session.exec(select(func.lower(ProductOption.name)).where(ProductOption.product_id == product.id)).all()
    )
    asked = [one for one in found if not (one.variant_making and one.name.lower() in options)]
    return sorted(asked, key=lambda one: (one.position, one.name.lower(), one.id))


def product_answers(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID) -> ProductAnswers:
    """One product of a store with what it is asked and what was answered. Five queries. Raises NotFound."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    found = session.exec(
        select(Product, Category.name)
        .join(Category, col(Category.id) == col(Product.category_id), isouter=True)
        .where(Product.id == product_id, Product.store_id == store_id)
    ).first()
    if found is None:
        raise NotFound(_("There is no such product in this store."))
    product, category = found
    answers = values_of(session, product.id)
    return ProductAnswers(
        product,
        category or "",
        [AskedField(one, in_order(answers.get(one.id, ()), one.choices)) for one in asked_of(session, product)],
    )


def values_of(session: Session, product_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """A product's values by attribute."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = session.exec(
        select(ProductAttribute.attribute_id, ProductAttribute.value)
        .where(ProductAttribute.product_id == product_id)
        .order_by(col(ProductAttribute.value))
    ).all()
    for attribute_id, value in rows:
        found[attribute_id] = (*found.get(attribute_id, ()), value)
    return found
