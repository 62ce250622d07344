"""What a buyer says about a thing that is made for them: fields of a product, and what is typed into them (F028)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.events import ProductChanged
from models.catalogue import PRICE_MAX, Product

FIELDS_MAX = 6
CHOICES_MAX = 30
LABEL_MAX = 40
PICTURE = "picture:"
"""What stands before a picture's secret where a wish is a file."""
TEXT_MAX = 300


class WishKind(StrEnum):
    """How a wish is said."""

    TEXT = "text"
    CHOICE = "choice"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class WishChoice:
    """One of a few ways, and what it adds to a unit's price in the product's currency."""

    label: str
    extra_minor: int = 0


@dataclass(frozen=True, slots=True)
class WishField:
    """Something a buyer may or must say. `extra_minor` is added to a unit's price when a text or a file is given."""

    label: str
    kind: WishKind = WishKind.TEXT
    required: bool = False
    longest: int = 60
    extra_minor: int = 0
    choices: list[WishChoice] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its name in forms and in baskets."""
        return re.sub(r"[^a-z0-9]+", "-", self.label.lower()).strip("-") or "wish"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was said, checked: by key for the basket, by label for people; minor units of the product's currency."""

    given: dict[str, str]
    words: dict[str, str]
    extra_minor: int

    @property
    def digest(self) -> str:
        """The same for the same words; empty without any. Two different ones are two lines of a basket."""
        if not self.given:
            return ""
        return hashlib.sha256(json.dumps(self.given, sort_keys=True).encode()).hexdigest()


def wish_fields(product: Product) -> list[WishField]:
    """A product's fields, in order."""
    return [
        WishField(
            label=str(one["label"]),
            kind=WishKind(one["kind"]),
            required=bool(one["required"]),
            longest=int(one["longest"]),
            extra_minor=int(one["extra_minor"]),
            choices=[WishChoice(str(way["label"]), int(way["extra_minor"])) for way in one["choices"]],
        )
        for one in product.personalisation
    ]


def read_wishes(product: Product, given: Mapping[str, Any]) -> Wishes:
    """What a buyer said about a product. Raises Invalid naming the field; what no field asks for is left out."""
    kept: dict[str, str] = {}
    words: dict[str, str] = {}
    extra = 0
    for one in wish_fields(product):
        value = " ".join(str(given.get(one.key) or "").split())
        if not value:
            if one.required:
                raise Invalid(one.key, _("{label}: the maker needs to know.").format(label=one.label))
            continue
        if one.kind is WishKind.CHOICE:
            way = next((way for way in one.choices if way.label == value), None)
            if way is None:
                raise Invalid(
                    one.key,
                    _("{label}: choose one of {join}.").format(
                        label=one.label, join=", ".join((way.label for way in one.choices))
                    ),
                )
            extra += way.extra_minor
        else:
            if (one.kind is WishKind.FILE) != value.startswith(PICTURE):
                raise Invalid(
                    one.key,
                    _("{label}: choose a picture.").format(label=one.label)
                    if one.kind is WishKind.FILE
                    else _("Say it."),
                )
            if len(value) > one.longest and one.kind is WishKind.TEXT:
                raise Invalid(
                    one.key, _("{label}: at most {longest} characters.").format(label=one.label, longest=one.longest)
                )
            extra += one.extra_minor
        kept[one.key] = words[one.label] = value
    return Wishes(kept, words, extra)


def in_words(value: str) -> str:
    """What was said, where only words can stand."""
    return "a picture" if value.startswith(PICTURE) else value


def set_wish_fields(
    session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, fields: Sequence[WishField]
) -> None:
    """What the buyers of a product may or must say from now on. Baskets that said something else are told.

    Raises NotFound, Invalid naming the field.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    product = session.exec(
        select(Product).where(Product.id == product_id, Product.store_id == store_id).with_for_update()
    ).first()
    if product is None:
        raise NotFound(_("There is no such product in this store."))
    if len(fields) > FIELDS_MAX:
        raise Invalid("wishes", _("A product asks for at most {fields_max} things.").format(fields_max=FIELDS_MAX))
    if len({one.key for one in fields}) != len(fields):
        raise Invalid("wishes", _("Two fields have the same name."))
    for one in fields:
        _check(one)
    product.personalisation = [asdict(one) | {"kind": str(one.kind)} for one in fields]
    session.add(product)
    outbox.record(session, ProductChanged(product_id=product.id, store_id=store_id))


def _check(one: WishField) -> None:
    if not 1 <= len(one.label.strip()) <= LABEL_MAX:
        raise Invalid("wishes", _("Name every field, in at most {label_max} characters.").format(label_max=LABEL_MAX))
    if not 1 <= one.longest <= TEXT_MAX:
        raise Invalid(
            "wishes",
            _("{label}: a text has from 1 to {text_max} characters.").format(label=one.label, text_max=TEXT_MAX),
        )
    if one.kind is WishKind.CHOICE and not 2 <= len(one.choices) <= CHOICES_MAX:
        raise Invalid(
            "wishes",
            _("{label}: give from 2 to {choices_max} choices.").format(label=one.label, choices_max=CHOICES_MAX),
        )
    if len({way.label for way in one.choices}) != len(one.choices):
        raise Invalid("wishes", _("{label}: two choices have the same name.").format(label=one.label))
    for extra in (one.extra_minor, *(way.extra_minor for way in one.choices)):
        if not 0 <= extra <= PRICE_MAX:
            raise Invalid("wishes", _("{label}: what it adds to the price is zero or more.").format(label=one.label))
