"""Making collections, describing and showing them. Addresses never change, so that no link breaks."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.collections.filling import fill_collection, locked
from emporium.services.catalogue.collections.rules import Rule, check_rule, rule_as_kept
from emporium.services.catalogue.writing import slugify
from models.catalogue import Collection, CollectionProduct, Product
from models.enums import CollectionKind

LONGEST_NAME, LONGEST_TEXT, LONGEST_SLUG = 80, 600, 80
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def create_collection(
    session: Session, *, actor: Actor, name: str, kind: CollectionKind, description: str = "", slug: str = ""
) -> Collection:
    """Make a collection, empty and unseen, last in the directory. Without a slug one is made of the name.

    Raises Invalid naming the field, Conflict where the address is taken.
    """
    actor.require(Permission.MANAGE_PLATFORM)
    said, words = _name(name), _description(description)
    address = slug.strip().lower() or slugify(said)[:LONGEST_SLUG].strip("-")
    if not SLUG.fullmatch(address) or len(address) > LONGEST_SLUG:
        raise Invalid("slug", _("Give an address of small letters, digits and dashes, such as gifts-under-30."))
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("collection", 0))))
    if session.exec(select(Collection.id).where(Collection.slug == address)).first() is not None:
        raise Conflict(
            _("There is a collection at /collections/{address} already.").format(address=address),
            field="slug" if slug else "name",
        )
    last = session.exec(select(func.max(Collection.position))).one()
    made = Collection(
        slug=address, name=said, description=words, kind=kind, position=0 if last is None else last + 1
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.note(session, actor=actor, action="collection_created", subject_kind="collection", subject_id=made.id,
               after={"name": said, "slug": address, "kind": str(kind)})  # fmt: skip
    return made


def describe_collection(
    session: Session, *, actor: Actor, collection_id: UUID, name: str, description: str, image_id: UUID | None
) -> Collection:
    """Change its name, its words and its picture, which is that of one of its products, or none.

    Raises NotFound, Invalid naming the field.
    """
    one = _one(session, actor, collection_id)
    said, words = _name(name), _description(description)
    if image_id is not None and image_id != one.image_id and not _is_of_its_products(session, one, image_id):
        raise Invalid("picture", _("Choose the picture of one of its products."))
    before = {"name": one.name, "description": one.description, "image": str(one.image_id or "")}
    one.name, one.description, one.image_id = said, words, image_id
    _touch(session, one)
    audit.note(session, actor=actor, action="collection_changed", subject_kind="collection", subject_id=one.id,
               before=before, after={"name": said, "description": words, "image": str(image_id or "")})  # fmt: skip
    return one


def set_rule(session: Session, *, actor: Actor, collection_id: UUID, rule: Rule) -> int:
    """Fill a collection by another rule from now on; returns how many products it holds.

    Raises NotFound, Invalid naming the field, Conflict for a collection by hand.
    """
    one = _one(session, actor, collection_id)
    if one.kind != CollectionKind.RULE:
        raise Conflict(_("This collection is filled by hand."))
    check_rule(session, rule)
    before, one.rule = one.rule, rule_as_kept(rule)
    _touch(session, one)
    session.flush()
    fill_collection(session, collection_id=one.id)
    audit.note(session, actor=actor, action="collection_rule_changed", subject_kind="collection", subject_id=one.id,
               before=before, after=one.rule)  # fmt: skip
    return one.product_count


def set_published(session: Session, *, actor: Actor, collection_id: UUID, published: bool) -> Collection:
    """Show a collection to shoppers, or no longer. Twice changes nothing. Raises NotFound, Conflict for an empty."""
    one = _one(session, actor, collection_id)
    if published == (one.published_at is not None):
        return one
    if published and not one.product_count:
        raise Conflict(_("It is empty. Put something in it first."))
    one.published_at = datetime.now(UTC) if published else None
    _touch(session, one)
    audit.note(session, actor=actor, action="collection_published" if published else "collection_hidden",
               subject_kind="collection", subject_id=one.id)  # fmt: skip
    return one


def delete_collection(session: Session, *, actor: Actor, collection_id: UUID) -> None:
    """Delete a collection that is not shown; its products stay. Raises NotFound, Conflict."""
    one = _one(session, actor, collection_id)
    if one.published_at is not None:
        raise Conflict(_("Shoppers see it. Take it off first."))
    before = {"name": one.name, "slug": one.slug, "kind": str(one.kind), "rule": one.rule}
    session.delete(one)
    audit.note(session, actor=actor, action="collection_deleted", subject_kind="collection", subject_id=collection_id,
               before=before)  # fmt: skip


def move_collection(session: Session, *, actor: Actor, collection_id: UUID, places: int) -> None:
    """Move a collection so many places down in the directory, or up where they are negative. Raises NotFound."""
    actor.require(Permission.MANAGE_PLATFORM)
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("collection", 0))))
    order = list(session.exec(select(Collection.id).order_by(col(Collection.position), col(Collection.id))).all())
    if collection_id not in order:
        raise NotFound(_("There is no such collection."))
    before = order.index(collection_id)
    target = max(0, min(len(order) - 1, before + places))
    order.insert(target, order.pop(before))
    rows = locked(session, order)
    session.execute(
        text(
            """UPDATE collection c SET position = n.place - 1
               FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS n (id, place)
               WHERE c.id = n.id AND c.position <> n.place - 1"""
        ),
        {"ids": order},
    )
    for one in rows:
        session.expire(one, ["position"])
    audit.note(session, actor=actor, action="collection_moved", subject_kind="collection", subject_id=collection_id,
               before={"place": before + 1}, after={"place": target + 1})  # fmt: skip


def _one(session: Session, actor: Actor, collection_id: UUID) -> Collection:
    actor.require(Permission.MANAGE_PLATFORM)
    found = locked(session, [collection_id])
    if not found:
        raise NotFound(_("There is no such collection."))
    return found[0]


def _touch(session: Session, one: Collection) -> None:
    one.updated_at = datetime.now(UTC)
    session.add(one)


def _name(name: str) -> str:
    said = " ".join(name.split())
    if not 1 <= len(said) <= LONGEST_NAME:
        raise Invalid("name", _("Give a name of 1 to {longest_name} letters.").format(longest_name=LONGEST_NAME))
    return said


def _description(description: str) -> str:
    said = " ".join(description.split())
    if len(said) > LONGEST_TEXT:
        raise Invalid("description", _("Say it in {longest_text} letters.").format(longest_text=LONGEST_TEXT))
    return said


def _is_of_its_products(session: Session, one: Collection, image_id: UUID) -> bool:
    found = session.exec(
        select(Product.id)
        .join(CollectionProduct, col(CollectionProduct.product_id) == col(Product.id))
        .where(CollectionProduct.collection_id == one.id, Product.cover_id == image_id)
        .limit(1)
    ).first()
    return found is not None
