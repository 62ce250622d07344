"""What happens to questions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent

QUEUE = "admin:questions"


def topic_of_store(store_id: UUID) -> str:
    """What a store's own list and its menu listen to."""
    return f"store:{store_id}:questions"


@dataclass(frozen=True, slots=True)
class _OfProduct(DomainEvent):
    question_id: UUID
    product_id: UUID
    store_id: UUID

    def topics(self) -> list[str]:
        """The product's page and the store's list."""
        return [f"product:{self.product_id}", topic_of_store(self.store_id)]


@dataclass(frozen=True, slots=True)
class QuestionAsked(_OfProduct):
    """Somebody asks; the store has a letter."""


@dataclass(frozen=True, slots=True)
class QuestionAnswered(_OfProduct):
    """Somebody answers for the first time; whoever asked has a letter, if they want such ones."""

    answer_id: UUID


@dataclass(frozen=True, slots=True)
class PostChanged(_OfProduct):
    """A question or an answer became another one. `step`: edited, reported, removed, published, kept."""

    what: str
    """`question` or `answer`."""
    post_id: UUID
    step: str

    def topics(self) -> list[str]:
        """The operator's queue too."""
        return [f"product:{self.product_id}", topic_of_store(self.store_id), QUEUE]
