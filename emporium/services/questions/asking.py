"""Asking in public, and who may say what about a product (F111)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, exists, select

from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.i18n import _, number
from emporium.services import outbox
from emporium.services.auth import Actor, Permission, limits
from emporium.services.messages.masking import masked
from emporium.services.questions.events import QuestionAsked
from emporium.services.short_names import short_name
from models.catalogue import Product
from models.enums import PostStatus, ProductStatus, StoreStatus
from models.orders import Order, OrderLine, Purchase
from models.questions import ProductQuestion
from models.stores import Store, StoreMember

QUESTION_MAX = 500


@dataclass(frozen=True, slots=True)
class Viewer:
    """What somebody may do with the questions of a product."""

    user_id: UUID | None = None
    team: bool = False
    """One of the store's own people: they answer on the store's page."""
    bought: bool = False
    """They have it, so they may answer."""


def viewer_of(session: Session, *, actor: Actor, product_id: UUID, store_id: UUID) -> Viewer:
    """What somebody may do with the questions of a product. One query, none for guests."""
    if actor.user_id is None or not actor.can(Permission.OWN_ACCOUNT):
        return Viewer()
    member = exists().where(col(StoreMember.store_id) == store_id, col(StoreMember.user_id) == actor.user_id)
    has_it = (
        select(OrderLine.id)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(
            Purchase.user_id == actor.user_id,
            OrderLine.product_id == product_id,
            col(Order.delivered_at).is_not(None),
            col(OrderLine.refunded_quantity) < col(OrderLine.quantity),
        )
        .exists()
    )
    team, bought = session.exec(select(member, has_it)).one()
    return Viewer(actor.user_id, bool(team), bool(bought))


def ask_question(session: Session, *, actor: Actor, product_id: UUID, body: str) -> UUID:
    """Ask in public; returns the question. The same words twice are one question.

    Raises Invalid without words, NotFound, Refused for the store's own people, Conflict for one that was removed,
    TooMany.
    """
    actor.require(Permission.OWN_ACCOUNT)
    words = said(body, most=QUESTION_MAX, too_long=_("A question has at most {most} characters."))
    product = session.exec(
        select(Product)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(Product.id == product_id, Product.status == ProductStatus.ACTIVE, Store.status == StoreStatus.APPROVED)
    ).first()
    if product is None:
        raise NotFound(_("There is no such product."))
    if viewer_of(session, actor=actor, product_id=product_id, store_id=product.store_id).team:
        raise Refused(_("This is your own store."))
    limits.take(limits.QUESTIONS_PER_PERSON, str(actor.user_id))
    made: UUID | None = session.execute(
        insert(ProductQuestion)
        .values(
            product_id=product.id, store_id=product.store_id, user_id=actor.user_id, author=short_name(actor.name),
            body=words, answers=0, status_reason="",
        )
        .on_conflict_do_nothing()
        .returning(col(ProductQuestion.id))
    ).scalar_one_or_none()  # fmt: skip
    if made is None:
        return _asked_before(session, actor, product_id, words)
    outbox.record(session, QuestionAsked(question_id=made, product_id=product.id, store_id=product.store_id))
    return made


def _asked_before(session: Session, actor: Actor, product_id: UUID, words: str) -> UUID:
    known = session.exec(
        select(ProductQuestion).where(
            ProductQuestion.product_id == product_id, ProductQuestion.user_id == actor.user_id,
            ProductQuestion.body == words,
        )
    ).one()  # fmt: skip
    if known.status == PostStatus.REMOVED:
        raise Conflict(_("This question was removed and cannot be asked again."))
    return known.id


def said(body: str, *, most: int, too_long: str) -> str:
    """Words as they are kept: without ways to meet outside. `too_long` names the `most`. Raises Invalid."""
    words = body.replace("\r\n", "\n").strip()
    if not words:
        raise Invalid("body", _("Write something first."))
    if len(words) > most:
        raise Invalid("body", too_long.format(most=number(most)))
    return masked(words)[:most]
