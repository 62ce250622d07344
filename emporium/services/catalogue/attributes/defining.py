"""What operators ask of products: attributes, made, changed and removed (F022).

A change that values would not survive is refused with the number of products it concerns; removing an attribute takes
its values along. Definitions are locked before products, as stores do it when they answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _, plural
from emporium.services import audit, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.attributes.values import FILTERABLE
from emporium.services.catalogue.categories import category_lines
from emporium.services.catalogue.events import ProductChanged
from emporium.services.catalogue.writing import slugify
from models.catalogue import AttributeDefinition, Category, ProductAttribute
from models.enums import AttributeKind

MOST = 300
"""Attributes of the whole marketplace."""
NAME_MAX, CODE_MAX, UNIT_MAX, CHOICE_MAX, MOST_CHOICES = 60, 40, 12, 60, 60
NO_SIGNS = re.compile(r"[|\x00-\x1f]")
"""What would part one choice into two in an address or a form."""
NAMED = 4
"""So many choices that would go are named."""
TOLD_AT_ONCE = 200
"""So many products are taken into the search at once; the others by the job that looks after it."""
_LOCK = "attribute_definition"


@dataclass(frozen=True, slots=True)
class AttributeDraft:
    """An attribute as an operator wants it. Without a category it is asked of all products."""

    name: str
    kind: AttributeKind
    category_id: UUID | None = None
    choices: Sequence[str] = ()
    unit: str = ""
    filterable: bool = False
    required: bool = False
    variant_making: bool = False
    position: int = 0


def define_attribute(session: Session, *, actor: Actor, draft: AttributeDraft) -> AttributeDefinition:
    """Ask something of the products of a category and of all below. Raises Invalid naming the field, Conflict."""
    actor.require(Permission.MANAGE_PLATFORM)
    clean = _clean(session, draft)
    _take_turns(session)
    if session.exec(select(func.count()).select_from(AttributeDefinition)).one() >= MOST:
        raise Conflict(_("There are {most} attributes. Remove one first.").format(most=MOST), field="name")
    _check_name(session, clean, None)
    made = AttributeDefinition(code=_free_code(session, clean.name), **_columns(clean))
    session.add(made)
    session.flush()
    audit.note(session, actor=actor, action="attribute.defined", subject_kind="attribute", subject_id=made.id,
               after=_noted(made))  # fmt: skip
    return made


def change_attribute(
    session: Session, *, actor: Actor, attribute_id: UUID, draft: AttributeDraft
) -> AttributeDefinition:  # fmt: skip
    """Ask it otherwise. Its code stays. Raises NotFound, Invalid naming the field.

    Raises Conflict naming the field and how many products have a value that would not fit any more: another kind or
    unit, a choice less, a category that they are not in.
    """
    actor.require(Permission.MANAGE_PLATFORM)
    clean = _clean(session, draft)
    _take_turns(session)
    found = _locked(session, attribute_id)
    _check_name(session, clean, found.id)
    _check_fit(session, found, clean)
    before = _noted(found)
    spoken = (found.name, found.unit) != (clean.name, clean.unit)
    for name, value in _columns(clean).items():
        setattr(found, name, value)
    session.add(found)
    session.flush()
    if spoken:
        _touch_products(session, found.id)
    audit.note(session, actor=actor, action="attribute.changed", subject_kind="attribute", subject_id=found.id,
               before=before, after=_noted(found))  # fmt: skip
    return found


def remove_attribute(session: Session, *, actor: Actor, attribute_id: UUID) -> int:
    """Ask it no longer; the values go too. Returns how many products had one. Raises NotFound."""
    actor.require(Permission.MANAGE_PLATFORM)
    found = _locked(session, attribute_id)
    products = _touch_products(session, found.id)
    noted = _noted(found) | {"products": products}
    session.delete(found)
    session.flush()
    audit.note(session, actor=actor, action="attribute.removed", subject_kind="attribute", subject_id=attribute_id,
               before=noted)  # fmt: skip
    return products


def _locked(session: Session, attribute_id: UUID) -> AttributeDefinition:
    found = session.exec(
        select(AttributeDefinition)
        .where(AttributeDefinition.id == attribute_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such attribute any more."))
    return found


def _take_turns(session: Session) -> None:
    """Two operators do not give one name twice."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(_LOCK, 0))))


def _columns(draft: AttributeDraft) -> dict[str, Any]:
    return {
        "name": draft.name, "kind": draft.kind, "category_id": draft.category_id, "choices": list(draft.choices),
        "unit": draft.unit, "filterable": draft.filterable, "required": draft.required,
        "variant_making": draft.variant_making, "position": draft.position,
    }  # fmt: skip


def _noted(one: AttributeDefinition) -> dict[str, Any]:
    """A definition as the audit log keeps it."""
    return {
        "code": one.code, "name": one.name, "kind": str(one.kind),
        "category": str(one.category_id) if one.category_id else "", "choices": list(one.choices), "unit": one.unit,
        "filterable": one.filterable, "required": one.required, "variant_making": one.variant_making,
        "position": one.position,
    }  # fmt: skip


def _clean(session: Session, draft: AttributeDraft) -> AttributeDraft:
    """The draft without blanks. Raises Invalid naming the field."""
    name, unit = " ".join(draft.name.split()), draft.unit.strip()
    if not 1 <= len(name) <= NAME_MAX or NO_SIGNS.search(name):
        raise Invalid("name", _("Give it a name of at most {longest} characters.").format(longest=NAME_MAX))
    if draft.category_id is not None and session.get(Category, draft.category_id) is None:
        raise Invalid("category", _("Choose a category, or all products."))
    if draft.kind == AttributeKind.NUMBER:
        if len(unit) > UNIT_MAX or any(sign.isdecimal() or NO_SIGNS.match(sign) for sign in unit):
            raise Invalid("unit", _("Give a unit like cm or ml, or leave it empty."))
    elif unit:
        raise Invalid("unit", _("Only a number has a unit. Leave it empty, or choose Number."))
    if draft.filterable and draft.kind not in FILTERABLE:
        raise Invalid(
            "filterable", _("Lists are narrowed by numbers, by yes and no, and by choices. Choose one of these kinds.")
        )
    if draft.variant_making and (draft.kind != AttributeKind.CHOICE or draft.filterable):
        raise Invalid(
            "variant_making",
            _("What makes variants is a choice, and a filter by itself already. Do not ask for another filter."),
        )
    if not 0 <= draft.position <= 9999:
        raise Invalid("position", _("Give a whole number from 0 to 9,999."))
    return AttributeDraft(
        name, draft.kind, draft.category_id, _clean_choices(draft), unit, draft.filterable, draft.required,
        draft.variant_making, draft.position,
    )  # fmt: skip


def _clean_choices(draft: AttributeDraft) -> tuple[str, ...]:
    choices = tuple(words for one in draft.choices if (words := " ".join(one.split())))
    if draft.kind != AttributeKind.CHOICE:
        if choices:
            raise Invalid("choices", _("Only a choice has choices. Leave them empty, or choose Choice."))
        return ()
    if not 2 <= len(choices) <= MOST_CHOICES:
        raise Invalid("choices", _("Give from 2 to {most} choices, one a line.").format(most=MOST_CHOICES))
    for one in choices:
        if len(one) > CHOICE_MAX or NO_SIGNS.search(one):
            raise Invalid(
                "choices",
                _("“{choice}”: at most {longest} characters, without |.").format(choice=one[:30], longest=CHOICE_MAX),
            )
    seen = [one.lower() for one in choices]
    twice = next((one for one in choices if seen.count(one.lower()) > 1), None)
    if twice:
        raise Invalid("choices", _("“{choice}” stands there twice.").format(choice=twice))
    return choices


def _check_name(session: Session, draft: AttributeDraft, own: UUID | None) -> None:
    """No product is asked two things of one name."""
    same = session.exec(
        select(AttributeDefinition).where(func.lower(AttributeDefinition.name) == draft.name.lower())
    ).all()
    lines = category_lines(session)
    mine = draft.category_id
    for other in same:
        theirs = other.category_id
        together = mine is None or theirs is None or mine in lines[theirs] or theirs in lines[mine]
        if other.id != own and together:
            raise Conflict(
                _("“{name}” is asked of these products already. Change that one, or give another name.").format(
                    name=other.name
                ),
                field="name",
            )


def _free_code(session: Session, name: str) -> str:
    """`Made in` -> `made_in`."""
    wanted = slugify(name).replace("-", "_")[: CODE_MAX - 4].rstrip("_")
    wanted = wanted if wanted[:1].isalpha() else f"a_{wanted}"
    taken = set(session.exec(select(AttributeDefinition.code).where(col(AttributeDefinition.code).like(f"{wanted}%"))))
    code, number = wanted, 2
    while code in taken:
        code, number = f"{wanted}_{number}", number + 1
    return code


def _check_fit(session: Session, found: AttributeDefinition, draft: AttributeDraft) -> None:
    """What products say fits what is asked of them from now on."""
    if draft.kind != found.kind and (count := _having(session, found.id)):
        raise Conflict(
            _("{products} say it as it is asked now. Ask it as another attribute, or remove this one.").format(
                products=_products(count)
            ),
            field="kind",
        )
    if found.unit and draft.unit != found.unit and (count := _having(session, found.id)):
        raise Conflict(
            _("{products} say it in {unit}. Ask for another unit as another attribute.").format(
                products=_products(count), unit=found.unit
            ),
            field="unit",
        )
    gone = [one for one in found.choices if one not in draft.choices]
    if gone and (count := _having(session, found.id, gone)):
        raise Conflict(
            _("{products} have a choice that would go: {choices}. Keep it, or change the products first.").format(
                products=_products(count), choices=", ".join(gone[:NAMED]) + ("…" if len(gone) > NAMED else "")
            ),
            field="choices",
        )
    if draft.category_id not in (None, found.category_id) and (count := _outside(session, found.id, draft.category_id)):
        raise Conflict(
            _("{products} outside that category say it. Keep it where it is, or choose a category above both.").format(
                products=_products(count)
            ),
            field="category",
        )


def _products(count: int) -> str:
    return plural(count, "{n} product", "{n} products")


def _having(session: Session, attribute_id: UUID, values: Sequence[str] | None = None) -> int:
    """How many products have a value, or one of these."""
    wanted = select(func.count(func.distinct(ProductAttribute.product_id))).where(
        ProductAttribute.attribute_id == attribute_id
    )
    if values is not None:
        wanted = wanted.where(col(ProductAttribute.value).in_(values))
    return int(session.exec(wanted).one())


def _outside(session: Session, attribute_id: UUID, category_id: UUID | None) -> int:
    """How many products have a value and are neither in that category nor below it."""
    rows = session.execute(
        text(
            """WITH RECURSIVE down AS (
                   SELECT id FROM category WHERE id = :category
                   UNION SELECT c.id FROM category c JOIN down ON c.parent_id = down.id)
               SELECT count(DISTINCT a.product_id) FROM product_attribute a JOIN product p ON p.id = a.product_id
               WHERE a.attribute_id = :attribute
                 AND (p.category_id IS NULL OR p.category_id NOT IN (SELECT id FROM down))"""
        ),
        {"category": category_id, "attribute": attribute_id},
    )
    return int(rows.scalar_one())


def _touch_products(session: Session, attribute_id: UUID) -> int:
    """What was said of products reads otherwise now: search takes them in again. Returns how many there are."""
    rows = session.execute(
        text(
            """UPDATE product SET updated_at = clock_timestamp() FROM (
                   SELECT p.id FROM product p
                   WHERE EXISTS (SELECT 1 FROM product_attribute a
                                 WHERE a.product_id = p.id AND a.attribute_id = :attribute)
                   ORDER BY p.id FOR UPDATE
               ) AS seen WHERE product.id = seen.id RETURNING product.id, product.store_id"""
        ),
        {"attribute": attribute_id},
    ).all()
    for product_id, store_id in rows[:TOLD_AT_ONCE]:
        outbox.record(session, ProductChanged(product_id=UUID(str(product_id)), store_id=UUID(str(store_id))))
    return len(rows)
