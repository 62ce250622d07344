"""A store says what its product is like: all of it in one transaction, or nothing (F022)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.attributes.reading import asked_of, values_of
from emporium.services.catalogue.attributes.values import canonical
from emporium.services.catalogue.events import ProductChanged
from emporium.services.catalogue.store_lists import store_product
from models.catalogue import AttributeDefinition, Product, ProductAttribute


def set_attributes(
    session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, values: Mapping[str, Sequence[str]]
) -> bool:
    """Answer what a product is asked, by the attributes' codes; an empty answer takes one away, others stay.

    Returns whether anything changed. Raises NotFound; Conflict when the product moved to another category meanwhile;
    Invalid naming the first wrong attribute, with every wrong one and its fix in `details["wrong"]`. Definitions are
    locked before the product: operators who change or remove one do it in the same order.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    product = store_product(session, actor=actor, store_id=store_id, product_id=product_id)
    category = product.category_id
    asked = asked_of(session, product, lock=True)
    product = session.exec(
        select(Product).where(Product.id == product_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if product.category_id != category:
        raise Conflict(_("The product is in another category now. Look at what is asked there."))
    before = values_of(session, product_id)
    after = _checked(session, asked, values, before)
    changed = {one.id for one in asked if set(after.get(one.id, ())) != set(before.get(one.id, ()))}
    if not changed:
        return False
    session.exec(
        delete(ProductAttribute).where(
            col(ProductAttribute.product_id) == product_id, col(ProductAttribute.attribute_id).in_(changed)
        )
    )
    session.add_all(
        ProductAttribute(product_id=product_id, attribute_id=attribute_id, value=value)
        for attribute_id in sorted(changed)
        for value in after.get(attribute_id, ())
    )
    product.updated_at = datetime.now(UTC)
    session.add(product)
    session.flush()
    outbox.record(session, ProductChanged(product_id=product_id, store_id=store_id))
    return True


def _checked(
    session: Session, asked: Sequence[AttributeDefinition], given: Mapping[str, Sequence[str]],
    before: Mapping[UUID, tuple[str, ...]],
) -> dict[UUID, tuple[str, ...]]:  # fmt: skip
    """What the product says afterwards."""
    known = {one.code: one for one in asked}
    after = dict(before)
    wrong: dict[str, str] = {}
    for code, said in given.items():
        if code not in known:
            wrong[code] = _not_asked(session, code)
            continue
        try:
            after[known[code].id] = tuple(canonical(known[code], [said] if isinstance(said, str) else said))
        except Invalid as error:
            wrong[code] = error.message
    for one in asked:
        if one.required and one.code not in wrong and not after.get(one.id):
            wrong[one.code] = _("{name}: every product of this kind says it. Fill it in.").format(name=one.name)
    if wrong:
        first = next(iter(wrong))
        raise Invalid(first, wrong[first], wrong=wrong)
    return after


def _not_asked(session: Session, code: str) -> str:
    """Why an answer was not asked for."""
    found = session.exec(select(AttributeDefinition).where(AttributeDefinition.code == code)).first()
    if found is None:
        return _("“{code}” is not asked any more. Leave it out.").format(code=code[:40])
    if found.variant_making:
        return _("{name}: the product's variants say it, or it belongs to another category. Leave it out.").format(
            name=found.name
        )
    return _("{name} belongs to products of another category. Leave it out.").format(name=found.name)
