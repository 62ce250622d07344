"""Either side asks the operator for a look at a conversation; nobody of the operator reads one before (F111, F124)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, exists, select

from emporium.errors import NotFound, Refused
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission, limits
from emporium.services.events import DomainEvent
from emporium.services.messages.reasons import REPORTS
from emporium.services.moderation import is_reported, report
from models.enums import SenderRole
from models.messages import Conversation, Message

QUEUE = "admin:conversations"
TALK, MESSAGE = "conversation", "message"


@dataclass(frozen=True, slots=True)
class TalkReported(DomainEvent):
    """Somebody asks for a look at a conversation."""

    conversation_id: UUID

    def topics(self) -> list[str]:
        """The operator's queue."""
        return [QUEUE]


def report_talk(
    session: Session,
    *,
    actor: Actor,
    conversation_id: UUID,
    reason: str,
    message_id: UUID | None = None,
    details: str = "",
    store_id: UUID | None = None,
) -> bool:
    """Report one message of the other side, or the whole conversation. False when one's own report about it waits.

    As the shopper, or as somebody of the store that is named. From then on operators can read the conversation.
    Raises NotFound for a conversation of others, Invalid, Refused for one's own words, TooMany.
    """
    limits.take(limits.REPORTS_PER_PERSON, str(actor.user_id or actor.ip))
    if store_id is not None:
        actor.require(Permission.ANSWER_MESSAGES, store=store_id)
        own, side = col(Conversation.store_id) == store_id, SenderRole.STORE
    else:
        actor.require(Permission.OWN_ACCOUNT)
        own, side = col(Conversation.user_id) == actor.user_id, SenderRole.SHOPPER
    if session.exec(select(Conversation.id).where(Conversation.id == conversation_id, own)).first() is None:
        raise NotFound(_("There is no such conversation."))
    if message_id is not None:
        _expect_theirs(session, conversation_id, message_id, side)
    made = report(
        session, actor=actor, kind=MESSAGE if message_id else TALK, subject_id=message_id or conversation_id,
        reason=reason, known=REPORTS, details=details,
    )  # fmt: skip
    if made:
        outbox.record(session, TalkReported(conversation_id=conversation_id))
    return made


def _expect_theirs(session: Session, conversation_id: UUID, message_id: UUID, side: SenderRole) -> None:
    sender = session.exec(
        select(Message.sender).where(Message.id == message_id, Message.conversation_id == conversation_id)
    ).first()
    if sender is None:
        raise NotFound(_("There is no such message."))
    if sender in (side, SenderRole.PLATFORM):
        raise Refused(_("Report what the other side wrote, or the whole conversation."))


def reported(*, decided: bool | None = False) -> ColumnElement[bool]:
    """Whether a conversation, or a message of it, has a report that waits, one that was decided, or (None) any."""
    of_message = exists().where(
        col(Message.conversation_id) == col(Conversation.id), is_reported(MESSAGE, col(Message.id), decided=decided)
    )
    return or_(is_reported(TALK, col(Conversation.id), decided=decided), of_message)


def was_reported(session: Session, *, conversation_id: UUID) -> bool:
    """Whether anybody ever reported something of a conversation. One query."""
    return bool(
        session.exec(
            select(Conversation.id).where(Conversation.id == conversation_id, reported(decided=None))
        ).first()
    )  # fmt: skip
