"""Conversations as each side reads them, and what is unread (F111)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.messages.photos import photos_of
from emporium.services.short_names import short_name
from models.accounts import User
from models.catalogue import Product
from models.enums import SenderRole
from models.messages import Conversation, Message
from models.orders import Order
from models.stores import Store

PAGE = 20
SHOWN = 200
"""So many messages of a conversation are shown, the newest."""


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A conversation in a list."""

    id: UUID
    subject: str
    store_name: str
    awning: str
    initials: str
    shopper: str
    last: str
    last_by: SenderRole
    last_at: datetime
    unread: bool
    photos: int = 0
    """How many pictures the last message has."""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of conversations, the last written in first; `next_before` continues it."""

    rows: list[ThreadRow]
    unread: int
    next_before: tuple[datetime, UUID] | None


@dataclass(frozen=True, slots=True)
class Said:
    """A message. Of one that is hidden the two sides read why, and nothing else."""

    id: UUID
    sender: SenderRole
    body: str
    created_at: datetime
    photos: list[UUID] = field(default_factory=list)
    hidden: str = ""
    """Why the operator has hidden it, as a code."""
    only_for: SenderRole | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation."""

    id: UUID
    store_id: UUID
    store_name: str
    awning: str
    initials: str
    shopper: str
    subject: str
    product_slug: str
    order_number: str
    store_slug: str
    """Set where it is about the store itself."""
    closed: str
    """Why nobody can write in it any more, as a code; empty while it is open."""
    said: list[Said]


def _unread(role: SenderRole) -> ColumnElement[bool]:
    """Whether the other side wrote after this one has last looked."""
    seen = col(Conversation.store_read_at if role == SenderRole.STORE else Conversation.user_read_at)
    return or_(seen.is_(None), col(Conversation.last_message_at) > seen)


def shopper_threads(
    session: Session, *, actor: Actor, before: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> ThreadPage:
    """One's own conversations. Three queries."""
    actor.require(Permission.OWN_ACCOUNT)
    return _threads(session, Conversation.user_id == actor.user_id, SenderRole.SHOPPER, before, limit)


def store_threads(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    unread: bool = False,
    before: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> ThreadPage:
    """A store's conversations, all or those with something unread. Three queries."""
    actor.require(Permission.ANSWER_MESSAGES, store=store_id)
    own = col(Conversation.store_id) == store_id
    return _threads(
        session, and_(own, _unread(SenderRole.STORE)) if unread else own, SenderRole.STORE, before, limit
    )  # fmt: skip


def _threads(
    session: Session,
    own: ColumnElement[bool] | bool,
    role: SenderRole,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> ThreadPage:
    statement = (
        select(Conversation, Store, User)
        .join(Store, col(Store.id) == col(Conversation.store_id))
        .join(User, col(User.id) == col(Conversation.user_id))
        .where(own)
    )
    if before is not None:
        when, ident = before
        statement = statement.where(
            or_(
                col(Conversation.last_message_at) < when,
                and_(col(Conversation.last_message_at) == when, col(Conversation.id) < ident),
            )
        )
    found = session.exec(
        statement.order_by(col(Conversation.last_message_at).desc(), col(Conversation.id).desc()).limit(limit + 1)
    ).all()
    shown = found[:limit]
    last = _last(session, [conversation.id for conversation, _, _ in shown], role)
    waiting = session.exec(select(func.count()).select_from(Conversation).where(own, _unread(role))).one()
    end = shown[-1][0] if len(found) > limit else None
    return ThreadPage(
        rows=[
            _row(conversation, store, user, last[conversation.id], role)
            for conversation, store, user in shown
            if conversation.id in last
        ],
        unread=int(waiting),
        next_before=(end.last_message_at, end.id) if end is not None else None,
    )


def talk_rows(session: Session, ids: Sequence[UUID]) -> list[ThreadRow]:
    """Some conversations as rows of the operator's list, in this order. Two queries."""
    found = session.exec(
        select(Conversation, Store, User)
        .join(Store, col(Store.id) == col(Conversation.store_id))
        .join(User, col(User.id) == col(Conversation.user_id))
        .where(col(Conversation.id).in_(ids))
    ).all()
    last = _last(session, ids, SenderRole.PLATFORM)
    rows = {
        conversation.id: _row(conversation, store, user, last[conversation.id], SenderRole.PLATFORM)
        for conversation, store, user in found
        if conversation.id in last
    }
    return [rows[ident] for ident in ids if ident in rows]


def _seen_by(role: SenderRole) -> ColumnElement[bool]:
    """Which messages a side is shown: all but warnings to the other one. The operator is shown every one."""
    everything = col(Message.id).is_not(None)
    return everything if role == SenderRole.PLATFORM else col(Message.only_for).is_distinct_from(_other(role))


def _other(role: SenderRole) -> SenderRole:
    return SenderRole.STORE if role == SenderRole.SHOPPER else SenderRole.SHOPPER


def _last(session: Session, ids: Sequence[UUID], role: SenderRole) -> dict[UUID, Message]:
    rows = session.exec(
        select(Message)
        .where(col(Message.conversation_id).in_(ids), _seen_by(role))
        .distinct(col(Message.conversation_id))
        .order_by(col(Message.conversation_id), col(Message.id).desc())
    ).all()
    return {row.conversation_id: row for row in rows}


def _row(conversation: Conversation, store: Store, user: User, last: Message, role: SenderRole) -> ThreadRow:
    seen = conversation.store_read_at if role == SenderRole.STORE else conversation.user_read_at
    hidden = last.hidden_at is not None and role != SenderRole.PLATFORM
    return ThreadRow(
        id=conversation.id,
        subject=conversation.subject,
        store_name=store.name,
        awning=store.awning,
        initials=store.initials,
        shopper=short_name(user.name),
        last="" if hidden else last.body,
        last_by=SenderRole(last.sender),
        last_at=conversation.last_message_at,
        unread=seen is None or conversation.last_message_at > seen,
        photos=0 if hidden else last.photos,
        closed=conversation.closed_at is not None,
    )


def shopper_thread(session: Session, *, actor: Actor, conversation_id: UUID) -> Thread:
    """A conversation of one's own. Raises NotFound. Four queries."""
    actor.require(Permission.OWN_ACCOUNT)
    return _thread(session, conversation_id, col(Conversation.user_id) == actor.user_id, SenderRole.SHOPPER)


def store_thread(session: Session, *, actor: Actor, store_id: UUID, conversation_id: UUID) -> Thread:
    """A conversation of a store. Raises NotFound for another's. Four queries."""
    actor.require(Permission.ANSWER_MESSAGES, store=store_id)
    return _thread(session, conversation_id, col(Conversation.store_id) == store_id, SenderRole.STORE)


def whole_thread(session: Session, conversation_id: UUID) -> Thread:
    """Everything in a conversation, for the operator; the caller has checked that it was reported. Four queries."""
    return _thread(session, conversation_id, col(Conversation.id) == conversation_id, SenderRole.PLATFORM)


def _thread(session: Session, conversation_id: UUID, own: ColumnElement[bool], role: SenderRole) -> Thread:
    found = session.exec(
        select(Conversation, Store, User, Product)
        .join(Store, col(Store.id) == col(Conversation.store_id))
        .join(User, col(User.id) == col(Conversation.user_id))
        .outerjoin(Product, col(Product.id) == col(Conversation.product_id))
        .where(Conversation.id == conversation_id, own)
    ).first()
    if found is None:
        raise NotFound(_("There is no such conversation."))
    conversation, store, user, product = found
    order = session.get(Order, conversation.order_id) if conversation.order_id else None
    said = session.exec(
        select(Message)
        .where(Message.conversation_id == conversation.id, _seen_by(role))
        .order_by(col(Message.id).desc())
        .limit(SHOWN)
    ).all()  # fmt: skip
    shown = [row.id for row in said if row.photos and (row.hidden_at is None or role == SenderRole.PLATFORM)]
    photos = photos_of(session, message_ids=shown)
    return Thread(
        id=conversation.id,
        store_id=store.id,
        store_name=store.name,
        awning=store.awning,
        initials=store.initials,
        shopper=short_name(user.name),
        subject=conversation.subject,
        product_slug=product.slug if product is not None else "",
        order_number=order.number if order is not None else "",
        store_slug=store.slug if conversation.about_store else "",
        closed=conversation.closed_reason,
        said=[_said(row, photos.get(row.id, []), role) for row in reversed(said)],
    )


def _said(row: Message, photos: list[UUID], role: SenderRole) -> Said:
    hidden = row.hidden_at is not None and role != SenderRole.PLATFORM
    return Said(
        row.id, SenderRole(row.sender), "" if hidden else row.body, row.created_at, photos, row.hidden_reason,
        SenderRole(row.only_for) if row.only_for else None,
    )  # fmt: skip


def mark_read(session: Session, *, actor: Actor, conversation_id: UUID, store_id: UUID | None = None) -> bool:
    """One has looked at it, as the shopper or as somebody of a store; whether that was news. Raises NotFound."""
    if store_id is not None:
        actor.require(Permission.ANSWER_MESSAGES, store=store_id)
        own = col(Conversation.store_id) == store_id
    else:
        actor.require(Permission.OWN_ACCOUNT)
        own = col(Conversation.user_id) == actor.user_id
    found = session.exec(select(Conversation).where(Conversation.id == conversation_id, own).with_for_update()).first()
    if found is None:
        raise NotFound(_("There is no such conversation."))
    seen = found.user_read_at if store_id is None else found.store_read_at
    if seen is not None and seen >= found.last_message_at:
        return False
    if store_id is None:
        found.user_read_at = datetime.now(UTC)
    else:
        found.store_read_at = datetime.now(UTC)
    session.add(found)
    session.flush()
    return True


def unread_of_store(session: Session, *, actor: Actor, store_id: UUID) -> int:
    """How many conversations of a store have something unread; none for those who may not read them. One query."""
    if not actor.can(Permission.ANSWER_MESSAGES, store=store_id):
        return 0
    return int(
        session.exec(
            select(func.count())
            .select_from(Conversation)
            .where(Conversation.store_id == store_id, _unread(SenderRole.STORE))
        ).one()
    )
