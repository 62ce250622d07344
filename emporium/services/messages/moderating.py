"""The operator's look at a reported conversation: hide a message, warn a side, close it, or let it stand (F124).

Every decision names a rule, is kept in the audit log with it, and decides about all reports that wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from emporium.services.messages.asking import locked_talk, of_both
from emporium.services.messages.reading import Thread, ThreadRow, talk_rows, whole_thread
from emporium.services.messages.reasons import REPORTS, RULES, rule_words
from emporium.services.messages.reporting import MESSAGE, QUEUE, TALK, reported
from emporium.services.moderation import ReportView, close_reports, open_reports
from models.enums import SenderRole
from models.messages import Conversation, Message

REPORTED, DECIDED = "reported", "decided"
QUEUES = (REPORTED, DECIDED)
PAGE = 20
SIDES = (SenderRole.SHOPPER, SenderRole.STORE)


@dataclass(frozen=True, slots=True)
class TalkModerated(DomainEvent):
    """An operator has decided. `step`: hidden, shown, warned, closed, reopened, kept; `side`: whom it is about."""

    conversation_id: UUID
    store_id: UUID
    user_id: UUID
    step: str
    side: str = ""
    reason: str = ""

    def topics(self) -> list[str]:
        """Both sides' own pages, and the operator's queue."""
        return [*of_both(self.store_id, self.user_id), QUEUE]


@dataclass(frozen=True, slots=True)
class TalkQueue:
    """A page of reported conversations, and how many there are in each queue."""

    rows: list[ThreadRow]
    counts: dict[str, int]
    next_after: UUID | None


@dataclass(frozen=True, slots=True)
class ModeratedTalk:
    """A reported conversation with everything in it, and why it was reported."""

    thread: Thread
    waits: bool
    """Whether a report waits for a decision."""
    reports: list[ReportView]
    of_messages: dict[UUID, list[ReportView]]


def moderation_queue(
    session: Session, *, actor: Actor, queue: str = REPORTED, after: UUID | None = None, limit: int = PAGE
) -> TalkQueue:
    """Conversations with a report that waits, oldest first, or where all are decided, newest first. Four queries."""
    actor.require(Permission.MODERATE)
    tests = {REPORTED: (reported(),), DECIDED: (reported(decided=True), ~reported())}
    wanted, newest = tests[queue if queue in QUEUES else REPORTED], queue == DECIDED
    ident = col(Conversation.id)
    statement = select(Conversation).where(*wanted)
    if after is not None:
        statement = statement.where(ident < after if newest else ident > after)
    found = session.exec(statement.order_by(ident.desc() if newest else ident).limit(limit + 1)).all()
    counts = {
        name: int(session.exec(select(func.count()).select_from(Conversation).where(*test)).one())
        for name, test in tests.items()
    }
    shown = found[:limit]
    return TalkQueue(
        rows=talk_rows(session, [row.id for row in shown]),
        counts=counts,
        next_after=shown[-1].id if len(found) > limit else None,
    )


def waiting_talks(session: Session, *, actor: Actor) -> int:
    """How many reported conversations wait; none for those who do not decide. One query."""
    if not actor.can(Permission.MODERATE):
        return 0
    return int(session.exec(select(func.count()).select_from(Conversation).where(reported())).one())


def reported_talk(session: Session, *, actor: Actor, conversation_id: UUID) -> ModeratedTalk:
    """A conversation as an operator reads it. Raises NotFound before somebody has reported it. Seven queries."""
    actor.require(Permission.MODERATE)
    known = session.exec(
        select(reported()).where(Conversation.id == conversation_id, reported(decided=None))
    ).first()  # fmt: skip
    if known is None:
        raise NotFound(_("There is no such conversation among those that were reported."))
    thread = whole_thread(session, conversation_id)
    said = [row.id for row in thread.said]
    return ModeratedTalk(
        thread=thread,
        waits=bool(known),
        reports=open_reports(session, kind=TALK, ids=[thread.id], words=REPORTS, decided=True).get(thread.id, []),
        of_messages=dict(open_reports(session, kind=MESSAGE, ids=said, words=REPORTS, decided=True)),
    )


def keep_talk(session: Session, *, actor: Actor, conversation_id: UUID) -> None:
    """Nothing is wrong with it. Raises NotFound, Conflict when nobody's report waits."""
    talk = _held(session, actor, conversation_id)
    if not _close_reports(session, actor, talk, "kept"):
        raise Conflict(_("Somebody has decided about this already."))
    _told(session, actor, talk, "kept")


def hide_message(
    session: Session, *, actor: Actor, conversation_id: UUID, message_id: UUID, reason: str
) -> None:  # fmt: skip
    """Neither side reads it any more, nor sees its pictures. Raises NotFound, Invalid, Conflict."""
    talk = _held(session, actor, conversation_id)
    _rule(reason)
    message = _message(session, talk, message_id)
    if message.sender == SenderRole.PLATFORM:
        raise Invalid("message", _("Choose what one of the two sides wrote."))
    if message.hidden_at is not None:
        raise Conflict(_("This message is hidden already."))
    message.hidden_at, message.hidden_reason = datetime.now(UTC), reason
    session.add(message)
    _close_reports(session, actor, talk, f"hidden:{reason}")
    _told(session, actor, talk, "hidden", side=SenderRole(message.sender), reason=reason, message=message)


def show_message(session: Session, *, actor: Actor, conversation_id: UUID, message_id: UUID) -> None:
    """Take hiding back. Raises NotFound, Conflict for one that is not hidden."""
    talk = _held(session, actor, conversation_id)
    message = _message(session, talk, message_id)
    if message.hidden_at is None:
        raise Conflict(_("This message is not hidden."))
    was = message.hidden_reason
    message.hidden_at, message.hidden_reason = None, ""
    session.add(message)
    _told(session, actor, talk, "shown", reason=was, message=message)


def warn(session: Session, *, actor: Actor, conversation_id: UUID, side: str, reason: str) -> None:
    """Tell one side which rule it has broken; the other one does not see that. Raises NotFound, Invalid."""
    talk = _held(session, actor, conversation_id)
    if side not in SIDES:
        raise Invalid("side", _("Choose who is warned."))
    _rule(reason)
    now, whom = datetime.now(UTC), SenderRole(side)
    words = _("Something you wrote here was reported, and we agree. {reason} Next time we close the conversation.")
    session.add(
        Message(
            conversation_id=talk.id, sender=SenderRole.PLATFORM, sender_id=actor.user_id, only_for=whom,
            body=words.format(reason=rule_words(reason)), created_at=now,
        )
    )  # fmt: skip
    _unread_for(talk, whom, now)
    session.add(talk)
    _close_reports(session, actor, talk, f"warned:{reason}")
    _told(session, actor, talk, "warned", side=whom, reason=reason)


def _unread_for(talk: Conversation, whom: SenderRole, now: datetime) -> None:
    """New for one side; the other one, when it had read everything, still has."""
    if whom == SenderRole.SHOPPER:
        if talk.store_read_at is not None and talk.store_read_at >= talk.last_message_at:
            talk.store_read_at = now
    elif talk.user_read_at is not None and talk.user_read_at >= talk.last_message_at:
        talk.user_read_at = now
    talk.last_message_at = now


def close_talk(session: Session, *, actor: Actor, conversation_id: UUID, reason: str) -> None:
    """Nobody writes in it any more; both sides read why. Raises NotFound, Invalid, Conflict."""
    talk = _held(session, actor, conversation_id)
    _rule(reason)
    if talk.closed_at is not None:
        raise Conflict(_("This conversation is closed already."))
    talk.closed_at, talk.closed_reason = datetime.now(UTC), reason
    session.add(talk)
    _close_reports(session, actor, talk, f"closed:{reason}")
    _told(session, actor, talk, "closed", reason=reason)


def reopen_talk(session: Session, *, actor: Actor, conversation_id: UUID) -> None:
    """Take closing back. Raises NotFound, Conflict for one that is open."""
    talk = _held(session, actor, conversation_id)
    if talk.closed_at is None:
        raise Conflict(_("This conversation is open."))
    was = talk.closed_reason
    talk.closed_at, talk.closed_reason = None, ""
    session.add(talk)
    _told(session, actor, talk, "reopened", reason=was)


def _held(session: Session, actor: Actor, conversation_id: UUID) -> Conversation:
    """A reported conversation, its row held. Raises NotFound before somebody has reported it."""
    actor.require(Permission.MODERATE)
    known = session.exec(
        select(Conversation.id).where(Conversation.id == conversation_id, reported(decided=None))
    ).first()
    if known is None:
        raise NotFound(_("There is no such conversation among those that were reported."))
    return locked_talk(session, known)


def _message(session: Session, talk: Conversation, message_id: UUID) -> Message:
    found = session.exec(
        select(Message).where(Message.id == message_id, Message.conversation_id == talk.id).with_for_update()
    ).first()
    if found is None:
        raise NotFound(_("There is no such message in this conversation."))
    return found


def _rule(reason: str) -> None:
    if reason not in RULES:
        raise Invalid("reason", _("Choose which rule it breaks."))


def _close_reports(session: Session, actor: Actor, talk: Conversation, decision: str) -> int:
    said = session.exec(select(Message.id).where(Message.conversation_id == talk.id)).all()
    return close_reports(session, actor=actor, kind=TALK, ids=[talk.id], decision=decision) + close_reports(
        session, actor=actor, kind=MESSAGE, ids=said, decision=decision
    )


def _told(
    session: Session, actor: Actor, talk: Conversation, step: str, *, side: SenderRole | None = None, reason: str = "",
    message: Message | None = None,
) -> None:  # fmt: skip
    """Into the audit log, and to whom it concerns."""
    session.flush()
    audit.note(
        session, actor=actor, action=f"conversation.{step}", subject_kind="message" if message else "conversation",
        subject_id=message.id if message else talk.id, store_id=talk.store_id,
        after={"reason": reason, "side": side.value if side else ""},
    )  # fmt: skip
    outbox.record(
        session,
        TalkModerated(
            conversation_id=talk.id, store_id=talk.store_id, user_id=talk.user_id, step=step,
            side=side.value if side else "", reason=reason,
        ),
    )  # fmt: skip
