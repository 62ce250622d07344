"""Letters about decisions of the operator: to the side of a conversation they are about, and to who reported (F124)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import SOURCE, _
from emporium.services.messages.reasons import rule_words
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.accounts import Preference, User
from models.enums import SenderRole
from models.messages import Conversation
from models.moderation import Report
from models.outbox import OutboxEvent
from models.stores import Store


def talk_moderated(session: Session, event: OutboxEvent) -> list[Addressed]:
    """Whose message was hidden, who is warned, and both when it was closed."""
    talk = session.get(Conversation, UUID(str(event.payload["conversation_id"])))
    said = {
        "hidden": (
            _("We have hidden a message of yours"), _("In your conversation about {subject} we have hidden a message.")
        ),
        "warned": (_("A warning about a conversation"), _("What you wrote about {subject} breaks our rules.")),
        "closed": (
            _("We have closed a conversation"), _("Nobody can write in the conversation about {subject} any more.")
        ),
    }.get(str(event.payload["step"]))  # fmt: skip
    if talk is None or said is None:
        return []
    heading, words = said
    reason = _("The reason: {reason}").format(reason=rule_words(str(event.payload["reason"])))
    paragraphs = (words.format(subject=talk.subject or _("an order")), reason)
    side = event.payload["side"]
    found: list[Addressed] = []
    if side in ("", SenderRole.SHOPPER):
        user = session.get_one(User, talk.user_id)
        found += _to(session, user.id, _letter(heading, paragraphs, f"/account/messages/{talk.id}"))
    if side in ("", SenderRole.STORE):
        store = session.get_one(Store, talk.store_id)
        found += to_store(session, store, _letter(heading, paragraphs, f"/vendor/messages/{talk.id}"))
    return found


def report_decided(session: Session, event: OutboxEvent) -> list[Addressed]:
    """To who reported something: that somebody has looked, and what came of it."""
    report = session.get(Report, UUID(str(event.payload["report_id"])))
    if report is None or report.reporter_id is None:
        return []
    what = {
        "review": _("a review"), "question": _("a question about a product"), "answer": _("an answer"),
        "conversation": _("a conversation"), "message": _("a message"), "store": _("a store"),
    }.get(report.subject_kind, _("a product"))  # fmt: skip
    kept = report.decision == "kept"
    words = (
        _("You reported {what} to us. We have looked at it, and it may stand: it breaks none of our rules.")
        if kept
        else _("You reported {what} to us. We have looked at it, and have acted. Thank you for telling us.")
    )
    letter = Letter(
        subject=_("We have looked at what you reported"), heading=_("About your report"),
        paragraphs=(words.format(what=what),), small=_("If you see it differently, answer this letter."),
        shop=get_settings().name,
    )  # fmt: skip
    return _to(session, report.reporter_id, letter)


def _to(session: Session, user_id: UUID, letter: Letter) -> list[Addressed]:
    user = session.get(User, user_id)
    if user is None:
        return []
    preference = session.get(Preference, user.id)
    return [Addressed(user.email, letter, preference.locale if preference else SOURCE)]


def _letter(heading: str, words: tuple[str, ...], path: str) -> Letter:
    return Letter(
        subject=heading, heading=heading, paragraphs=words, action=Action(_("See the conversation"), link(path)),
        shop=get_settings().name,
    )  # fmt: skip
