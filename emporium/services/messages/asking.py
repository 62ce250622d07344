"""Asking a store, and each side's words in a conversation (F111)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission, limits
from emporium.services.events import DomainEvent
from emporium.services.messages.masking import masked
from emporium.services.messages.reasons import rule_words
from emporium.services.pictures.rows import drawn_photos, keep_rows
from models.catalogue import Product
from models.enums import ProductStatus, SenderRole, StoreStatus
from models.messages import Conversation, Message, MessagePhoto
from models.orders import Order, Purchase
from models.stores import Store, StoreMember

BODY_MAX = 2000
SUBJECTS = ("product", "order", "store")
"""What a conversation may be about, as arguments of `ask_store`."""


def of_both(store_id: UUID, user_id: UUID) -> list[str]:
    """The topics of a conversation's two sides."""
    return [f"store:{store_id}:messages", f"user:{user_id}:messages"]


@dataclass(frozen=True, slots=True)
class MessageSent(DomainEvent):
    """Somebody wrote. `fresh`: nothing of the writer was unread before, so the other side has a letter."""

    conversation_id: UUID
    message_id: UUID
    store_id: UUID
    user_id: UUID
    sender: str
    fresh: bool

    def topics(self) -> list[str]:
        """The two parties' own pages, and nobody else's."""
        return of_both(self.store_id, self.user_id)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a conversation is about."""

    store_id: UUID
    store_name: str
    awning: str
    words: str
    product_id: UUID | None = None
    order_id: UUID | None = None
    about_store: bool = False
    conversation_id: UUID | None = None
    """The one that there is already."""


def subject_of(session: Session, *, actor: Actor, product: str = "", order: str = "", store: str = "") -> Subject:
    """What somebody wants to ask about: an order of one's own by its number, a store or a product by its slug.

    Raises NotFound, Refused for the store's own people. Three queries.
    """
    actor.require(Permission.OWN_ACCOUNT)
    found = _order(session, actor, order) if order else _store(session, store) if store else _product(session, product)
    own = select(StoreMember.id).where(StoreMember.store_id == found.store_id, StoreMember.user_id == actor.user_id)
    if session.exec(own).first() is not None:
        raise Refused(_("This is your own store."))
    known = session.exec(
        select(Conversation.id).where(
            Conversation.user_id == actor.user_id, Conversation.store_id == found.store_id,
            col(Conversation.order_id).is_not_distinct_from(found.order_id),
            col(Conversation.product_id).is_not_distinct_from(found.product_id),
            Conversation.about_store == found.about_store,
        )
    ).first()  # fmt: skip
    return replace(found, conversation_id=known)


def _store(session: Session, slug: str) -> Subject:
    store = session.exec(select(Store).where(Store.slug == slug, Store.status == StoreStatus.APPROVED)).first()
    if store is None:
        raise NotFound(_("There is no such store."))
    return Subject(store.id, store.name, store.awning, store.name, about_store=True)


def _order(session: Session, actor: Actor, number: str) -> Subject:
    row = session.exec(
        select(Order, Store)
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .join(Store, col(Store.id) == col(Order.store_id))
        .where(Order.number == number, Purchase.user_id == actor.user_id)
    ).first()
    if row is None:
        raise NotFound(_("There is no such order of yours."))
    order, store = row
    return Subject(
        store.id, store.name, store.awning, _("Order {number}").format(number=order.number), order_id=order.id
    )


def _product(session: Session, slug: str) -> Subject:
    row = session.exec(
        select(Product, Store)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(Product.slug == slug, Product.status == ProductStatus.ACTIVE, Store.status == StoreStatus.APPROVED)
    ).first()
    if row is None:
        raise NotFound(_("There is no such product."))
    product, store = row
    return Subject(store.id, store.name, store.awning, product.name, product_id=product.id)


def ask_store(
    session: Session, *, actor: Actor, body: str, product: str = "", order: str = "", store: str = "",
    files: Sequence[bytes] = (),
) -> UUID:  # fmt: skip
    """Write to a store about a product, an order or the store itself; what comes next about it goes on there.

    Up to four pictures may go with the words, or without any. Returns the conversation. Raises Invalid naming body or
    photos, NotFound, Refused, Conflict when the operator has closed the conversation, TooMany.
    """
    subject = subject_of(session, actor=actor, product=product, order=order, store=store)
    say = _message(actor, body, files)
    if subject.conversation_id is None:
        session.execute(
            insert(Conversation)
            .values(
                store_id=subject.store_id, user_id=actor.user_id, order_id=subject.order_id,
                product_id=subject.product_id, about_store=subject.about_store, subject=subject.words,
                closed_reason="",
            )
            .on_conflict_do_nothing()
        )  # fmt: skip
        subject = subject_of(session, actor=actor, product=product, order=order, store=store)
    conversation = locked_talk(session, subject.conversation_id)
    _say(session, actor, conversation, SenderRole.SHOPPER, say)
    return conversation.id


def write_as_shopper(
    session: Session, *, actor: Actor, conversation_id: UUID, body: str, files: Sequence[bytes] = ()
) -> None:
    """Say or show more to a store. Raises NotFound for somebody else's conversation, Invalid, Conflict, TooMany."""
    actor.require(Permission.OWN_ACCOUNT)
    say = _message(actor, body, files)
    conversation = locked_talk(session, conversation_id)
    if conversation.user_id != actor.user_id:
        raise NotFound(_("There is no such conversation."))
    _say(session, actor, conversation, SenderRole.SHOPPER, say)


def write_as_store(
    session: Session, *, actor: Actor, store_id: UUID, conversation_id: UUID, body: str, files: Sequence[bytes] = ()
) -> None:
    """Answer a shopper. Raises NotFound for another store's conversation, Invalid, Conflict, TooMany."""
    actor.require(Permission.ANSWER_MESSAGES, store=store_id)
    say = _message(actor, body, files)
    conversation = locked_talk(session, conversation_id)
    if conversation.store_id != store_id:
        raise NotFound(_("There is no such conversation."))
    _say(session, actor, conversation, SenderRole.STORE, say)


@dataclass(frozen=True, slots=True)
class _Words:
    body: str
    drawn: Sequence[bytes]


def _message(actor: Actor, body: str, files: Sequence[bytes]) -> _Words:
    """What will be kept; pictures are drawn anew before the conversation is locked."""
    words = body.replace("\r\n", "\n").strip()
    if not words and not files:
        raise Invalid("body", _("Write something first."))
    if len(words) > BODY_MAX:
        raise Invalid("body", _("A message has at most {body_max:,} characters.").format(body_max=BODY_MAX))
    return _Words(masked(words), drawn_photos(actor=actor, have=0, files=files) if files else ())


def locked_talk(session: Session, conversation_id: UUID | None) -> Conversation:
    """A conversation, its row held: what is said, shown and decided in it happens one after the other."""
    found = session.exec(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such conversation."))
    return found


def _say(session: Session, actor: Actor, conversation: Conversation, sender: SenderRole, say: _Words) -> None:
    if conversation.closed_at is not None:
        raise Conflict(
            _("We have closed this conversation. {closed_reason}").format(
                closed_reason=rule_words(conversation.closed_reason)
            )
        )
    limits.take(limits.MESSAGES_PER_PERSON, str(actor.user_id))
    seen = conversation.store_read_at if sender == SenderRole.SHOPPER else conversation.user_read_at
    last = session.exec(
        select(Message)
        .where(Message.conversation_id == conversation.id)
        .order_by(col(Message.id).desc())
        .limit(1)
    ).first()  # fmt: skip
    waits = last is not None and last.sender == sender and (seen is None or last.created_at > seen)
    now = datetime.now(UTC)
    message = Message(
        conversation_id=conversation.id, sender=sender, sender_id=actor.user_id, body=say.body,
        photos=len(say.drawn), created_at=now,
    )  # fmt: skip
    session.add(message)
    conversation.last_message_at = now
    if sender == SenderRole.SHOPPER:
        conversation.user_read_at = now
    else:
        conversation.store_read_at = now
    session.add(conversation)
    session.flush()
    keep_rows(
        session, table=MessagePhoto, room=f"messages/{conversation.id}", drawn=say.drawn, small=True,
        message_id=message.id,
    )  # fmt: skip
    outbox.record(
        session,
        MessageSent(
            conversation_id=conversation.id, message_id=message.id, store_id=conversation.store_id,
            user_id=conversation.user_id, sender=sender.value, fresh=not waits,
        ),
    )  # fmt: skip
