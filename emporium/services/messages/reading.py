"""Conversations as each side reads them, what is unread, and how soon a store answers (F111)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, text
from sqlmodel import Session, col, func, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from models.accounts import User
from models.catalogue import Product
from models.enums import SenderRole
from models.messages import Conversation, Message
from models.orders import Order
from models.stores import Store

PAGE = 20
SHOWN = 200
"""So many messages of a conversation are shown, the newest."""
WINDOW = timedelta(days=90)
LEAST_ANSWERS = 3
"""A figure about fewer answers says nothing."""


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


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of conversations, the last written in first; `next_before` continues it."""

    rows: list[ThreadRow]
    unread: int
    next_before: tuple[datetime, UUID] | None


@dataclass(frozen=True, slots=True)
class Said:
    """A message."""

    id: UUID
    sender: SenderRole
    body: str
    created_at: datetime


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
    last = _last(session, [conversation.id for conversation, _, _ in shown])
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


def _last(session: Session, ids: Sequence[UUID]) -> dict[UUID, Message]:
    rows = session.exec(
        select(Message)
        .where(col(Message.conversation_id).in_(ids))
        .distinct(col(Message.conversation_id))
        .order_by(col(Message.conversation_id), col(Message.id).desc())
    ).all()
    return {row.conversation_id: row for row in rows}


def _row(conversation: Conversation, store: Store, user: User, last: Message, role: SenderRole) -> ThreadRow:
    seen = conversation.store_read_at if role == SenderRole.STORE else conversation.user_read_at
    return ThreadRow(
        id=conversation.id,
        subject=conversation.subject,
        store_name=store.name,
        awning=store.awning,
        initials=store.initials,
        shopper=_shopper(user),
        last=last.body,
        last_by=SenderRole(last.sender),
        last_at=conversation.last_message_at,
        unread=seen is None or conversation.last_message_at > seen,
    )


def _shopper(user: User) -> str:
    parts = user.name.split()
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else (parts[0] if parts else "A shopper")


def shopper_thread(session: Session, *, actor: Actor, conversation_id: UUID) -> Thread:
    """A conversation of one's own. Raises NotFound. Two queries."""
    actor.require(Permission.OWN_ACCOUNT)
    return _thread(session, conversation_id, col(Conversation.user_id) == actor.user_id)


def store_thread(session: Session, *, actor: Actor, store_id: UUID, conversation_id: UUID) -> Thread:
    """A conversation of a store. Raises NotFound for another's. Two queries."""
    actor.require(Permission.ANSWER_MESSAGES, store=store_id)
    return _thread(session, conversation_id, col(Conversation.store_id) == store_id)


def _thread(session: Session, conversation_id: UUID, own: ColumnElement[bool]) -> Thread:
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
        .where(Message.conversation_id == conversation.id)
        .order_by(col(Message.id).desc())
        .limit(SHOWN)
    ).all()  # fmt: skip
    return Thread(
        id=conversation.id,
        store_id=store.id,
        store_name=store.name,
        awning=store.awning,
        initials=store.initials,
        shopper=_shopper(user),
        subject=conversation.subject,
        product_slug=product.slug if product is not None else "",
        order_number=order.number if order is not None else "",
        said=[Said(row.id, SenderRole(row.sender), row.body, row.created_at) for row in reversed(said)],
    )


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


def response_minutes(session: Session, *, store_id: UUID, now: datetime | None = None) -> int | None:
    """How soon a store answers: the median of the last 90 days, in minutes, or None after too few answers.

    It is counted from the first message that waits to the store's next one. One query.
    """
    row = session.execute(
        text(
            """
            SELECT count(*) AS answers,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered - asked)) AS seconds
            FROM (
                SELECT m.created_at AS answered, (
                    SELECT min(q.created_at) FROM message q
                    WHERE q.conversation_id = m.conversation_id AND q.sender = 'shopper' AND q.id < m.id
                      AND NOT EXISTS (SELECT 1 FROM message s WHERE s.conversation_id = m.conversation_id
                                      AND s.sender = 'store' AND s.id > q.id AND s.id < m.id)
                ) AS asked
                FROM message m JOIN conversation c ON c.id = m.conversation_id
                WHERE c.store_id = :store AND m.sender = 'store' AND m.created_at > :since
                ORDER BY m.id DESC LIMIT 200
            ) answers WHERE asked IS NOT NULL
            """
        ),
        {"store": store_id, "since": (now or datetime.now(UTC)) - WINDOW},
    ).one()
    return round(row.seconds / 60) if row.answers >= LEAST_ANSWERS else None
