"""Letters about public questions: to the store, to whoever asked, and to the author of what was removed (F111)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import _
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.services.questions.reasons import removal_words
from emporium.settings import get_settings
from models.accounts import Preference, User
from models.catalogue import Product
from models.enums import AnswerBy, PostStatus
from models.outbox import OutboxEvent
from models.questions import ProductAnswer, ProductQuestion
from models.stores import Store


def question_asked(session: Session, event: OutboxEvent) -> list[Addressed]:
    """To the store."""
    question = session.get(ProductQuestion, UUID(str(event.payload["question_id"])))
    if question is None or question.status != PostStatus.PUBLISHED or question.store_answered_at is not None:
        return []
    product, store = session.get_one(Product, question.product_id), session.get_one(Store, question.store_id)
    heading = _("{author} asks about {name}").format(author=question.author, name=product.name)
    letter = _letter(heading, (_quoted(question.body),), _("Answer it"), "/vendor/questions?tab=waiting",
                     _("Everybody can read the question on the product's page, and your answer."))  # fmt: skip
    return to_store(session, store, letter)


def question_answered(session: Session, event: OutboxEvent) -> list[Addressed]:
    """To whoever asked, unless it is their own answer."""
    answer = session.get(ProductAnswer, UUID(str(event.payload["answer_id"])))
    if answer is None or answer.status != PostStatus.PUBLISHED:
        return []
    question = session.get_one(ProductQuestion, answer.question_id)
    product = session.get_one(Product, question.product_id)
    said = _("{store} has answered your question about {name}") if answer.voice == AnswerBy.STORE else _(
        "Somebody who bought {name} has answered your question"
    )  # fmt: skip
    heading = said.format(store=answer.author, name=product.name)
    words = (_("You asked: {words}").format(words=_quoted(question.body)), _quoted(answer.body))
    return _to(session, question.user_id, _letter(heading, words, _("See the answers"), f"/p/{product.slug}#questions"))


def post_changed(session: Session, event: OutboxEvent) -> list[Addressed]:
    """To the author of a question or an answer that was removed."""
    if event.payload["step"] != "removed":
        return []
    ident = UUID(str(event.payload["post_id"]))
    post: ProductQuestion | ProductAnswer | None = session.get(ProductQuestion, ident)
    if event.payload["what"] == "answer":
        post = session.get(ProductAnswer, ident)
    if post is None or post.status != PostStatus.REMOVED:
        return []
    product = session.get_one(Product, UUID(str(event.payload["product_id"])))
    reason = removal_words(post.status_reason)
    answer = isinstance(post, ProductAnswer)
    heading = _("We have removed your answer") if answer else _("We have removed your question")
    words = _("What you wrote about {name} is no longer shown. The reason: {reason}").format(
        name=product.name, reason=reason
    )
    letter = _letter(heading, (words, _quoted(post.body)), _("See the product"), f"/p/{product.slug}#questions")
    if isinstance(post, ProductAnswer) and post.voice == AnswerBy.STORE:
        return to_store(session, session.get_one(Store, product.store_id), letter)
    return _to(session, post.user_id, letter)


def _to(session: Session, user_id: UUID | None, letter: Letter) -> list[Addressed]:
    user = session.get(User, user_id) if user_id else None
    if user is None:
        return []
    preference = session.get(Preference, user.id)
    return [Addressed(user.email, letter, preference.locale if preference else "en_GB")]


def _quoted(text: str) -> str:
    return f"“{text}”"


def _letter(heading: str, words: tuple[str, ...], button: str, path: str, small: str = "") -> Letter:
    return Letter(
        subject=heading, heading=heading, paragraphs=words, action=Action(button, link(path)), small=small,
        shop=get_settings().name,
    )  # fmt: skip
