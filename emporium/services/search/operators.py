"""What operators do about searches: words that mean the same, products put first, and both undone (F036)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.search.asking import normalised
from models.catalogue import Product
from models.search import SearchPin, Synonym

LONGEST = 60
MOST_PINS = 6


@dataclass(frozen=True, slots=True)
class PinRow:
    """A product that comes first for some words."""

    words: str
    product_id: UUID
    name: str
    since: datetime


def _words(words: str, field: str) -> str:
    found = normalised(words)
    if not found or len(found) > LONGEST:
        raise Invalid(field, _("Give a word or a few, of at most {longest} letters in all.").format(longest=LONGEST))
    return found


def add_synonym(session: Session, *, actor: Actor, word: str, same_as: str) -> Synonym:
    """From now on either finds what the other finds. Raises Invalid naming the field, Conflict."""
    actor.require(Permission.MANAGE_PLATFORM)
    one, other = _words(word, "word"), _words(same_as, "same_as")
    if one == other:
        raise Invalid("same_as", _("Give another word: these are the same."))
    known = session.exec(
        select(Synonym.word).where(col(Synonym.word).in_((one, other)), col(Synonym.same_as).in_((one, other)))
    ).first()
    if known:
        raise Conflict(_("“{one}” and “{other}” mean the same already.").format(one=one, other=other), field="same_as")
    made = Synonym(word=one, same_as=other)
    session.add(made)
    session.flush()
    audit.note(session, actor=actor, action="synonym_added", subject_kind="synonym", subject_id=one,
               after={"same_as": other})  # fmt: skip
    return made


def remove_synonym(session: Session, *, actor: Actor, word: str, same_as: str) -> None:
    """Take a synonym back. Raises NotFound."""
    actor.require(Permission.MANAGE_PLATFORM)
    found = session.get(Synonym, (word, same_as))
    if found is None:
        raise NotFound(_("There is no such synonym any more."))
    session.delete(found)
    audit.note(session, actor=actor, action="synonym_removed", subject_kind="synonym", subject_id=word,
               before={"same_as": same_as})  # fmt: skip


def synonyms(session: Session, *, actor: Actor, limit: int = 200) -> list[Synonym]:
    """Words that mean the same, the newest first."""
    actor.require(Permission.VIEW_PLATFORM)
    order = (col(Synonym.created_at).desc(), col(Synonym.word), col(Synonym.same_as))
    return list(session.exec(select(Synonym).order_by(*order).limit(limit)).all())


def pin_product(session: Session, *, actor: Actor, words: str, product_id: UUID) -> SearchPin:
    """Put a product first when somebody looks for exactly these words. Raises Invalid, NotFound, Conflict."""
    actor.require(Permission.MANAGE_PLATFORM)
    asked = _words(words, "words")
    if session.get(Product, product_id) is None:
        raise NotFound(_("There is no such product."))
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("search_pin:" + asked, 0))))
    pins = session.exec(select(SearchPin).where(SearchPin.words == asked)).all()
    if any(pin.product_id == product_id for pin in pins):
        raise Conflict(_("It comes first for “{asked}” already.").format(asked=asked), field="product")
    if len(pins) >= MOST_PINS:
        raise Conflict(
            _("{most_pins} products come first for “{asked}”. Take one off before.").format(
                most_pins=MOST_PINS, asked=asked
            ),
            field="product",
        )
    made = SearchPin(
        words=asked, product_id=product_id, position=max((pin.position for pin in pins), default=0) + 1
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.note(session, actor=actor, action="search_pinned", subject_kind="product", subject_id=product_id,
               after={"words": asked})  # fmt: skip
    return made


def unpin_product(session: Session, *, actor: Actor, words: str, product_id: UUID) -> None:
    """Let a product take its own place again. Raises NotFound."""
    actor.require(Permission.MANAGE_PLATFORM)
    found = session.get(SearchPin, (words, product_id))
    if found is None:
        raise NotFound(_("It is not pinned any more."))
    session.delete(found)
    audit.note(session, actor=actor, action="search_unpinned", subject_kind="product", subject_id=product_id,
               before={"words": words})  # fmt: skip


def pins(session: Session, *, actor: Actor, limit: int = 200) -> list[PinRow]:
    """Products that come first, by words."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.exec(
        select(SearchPin, Product.name)
        .join(Product, col(Product.id) == col(SearchPin.product_id))
        .order_by(col(SearchPin.words), col(SearchPin.position))
        .limit(limit)
    ).all()
    return [PinRow(pin.words, pin.product_id, name, pin.created_at) for pin, name in rows]
