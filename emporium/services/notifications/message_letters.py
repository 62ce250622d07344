"""Letters about messages: one when somebody writes, and none for what is added before the other side has looked."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import SOURCE, _, ngettext
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.accounts import Preference, User
from models.enums import SenderRole
from models.messages import Conversation, Message
from models.outbox import OutboxEvent
from models.stores import Store


def message_sent(session: Session, event: OutboxEvent) -> list[Addressed]:
    """To the store, or to the shopper."""
    message = session.get(Message, UUID(str(event.payload["message_id"])))
    if message is None or message.hidden_at is not None or not event.payload["fresh"]:
        return []
    conversation = session.get_one(Conversation, message.conversation_id)
    store = session.get_one(Store, conversation.store_id)
    if message.sender == SenderRole.SHOPPER:
        heading = _("A shopper asks about {subject}").format(subject=conversation.subject)
        return to_store(session, store, _letter(heading, message, f"/vendor/messages/{conversation.id}"))
    user = session.get_one(User, conversation.user_id)
    preference = session.get(Preference, user.id)
    heading = _("{store} about {subject}").format(store=store.name, subject=conversation.subject)
    letter = _letter(heading, message, f"/account/messages/{conversation.id}")
    return [Addressed(user.email, letter, preference.locale if preference else SOURCE)]


def _letter(heading: str, message: Message, path: str) -> Letter:
    return Letter(
        subject=heading,
        heading=heading,
        paragraphs=(*([f"“{message.body}”"] if message.body else []), *_pictures(message)),
        action=Action(_("Read and answer"), link(path)),
        small=_("Please answer there and not to this letter."),
        shop=get_settings().name,
    )


def _pictures(message: Message) -> list[str]:
    """They stay where only the two sides can open them."""
    if not message.photos:
        return []
    return [
        ngettext("One picture goes with it.", "{count} pictures go with it.", message.photos).format(
            count=message.photos
        )
    ]  # fmt: skip
