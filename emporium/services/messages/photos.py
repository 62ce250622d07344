"""Pictures of messages: drawn anew, private, for the two sides and, once it was reported, for the operator (F111).

Drawing a picture anew is the scan of what is attached: see `emporium.services.pictures.rows`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.messages.reporting import was_reported
from models.messages import Conversation, Message, MessagePhoto


def photos_of(session: Session, *, message_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Ids of the pictures of some messages, in order. One query, none for no messages."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    if message_ids:
        rows = session.exec(
            select(MessagePhoto.message_id, MessagePhoto.id)
            .where(col(MessagePhoto.message_id).in_(message_ids))
            .order_by(col(MessagePhoto.id))
        ).all()
        for message_id, photo_id in rows:
            found[message_id].append(photo_id)
    return found


def message_photo(session: Session, *, actor: Actor, photo_id: UUID, small: bool = False) -> str:
    """Where a picture is kept. A hidden message's is for the operator alone. Raises NotFound to everybody else."""
    found = session.exec(
        select(MessagePhoto, Message.hidden_at, Conversation)
        .join(Message, col(Message.id) == col(MessagePhoto.message_id))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(MessagePhoto.id == photo_id)
    ).first()
    if found is not None:
        photo, hidden_at, talk = found
        own = actor.user_id == talk.user_id and actor.can(Permission.OWN_ACCOUNT)
        party = actor.signed_in and (own or actor.can(Permission.ANSWER_MESSAGES, store=talk.store_id))
        looks = actor.can(Permission.MODERATE) and was_reported(session, conversation_id=talk.id)
        if (party and hidden_at is None) or looks:
            return photo.small_key if small else photo.storage_key
    raise NotFound(_("There is no such photo."))
