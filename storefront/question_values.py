"""What a product's page shows of questions."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.questions import QuestionCard


@dataclass(frozen=True)
class QuestionsBox:
    """The questions about a product."""

    title: str = ""
    cards: list[QuestionCard] = field(default_factory=list)
    empty: bool = True
    signed_in: bool = False
    team: bool = False
    """One of the store's own people: they answer on its own pages."""
    login: str = ""
    more: str = ""
    more_shown: int = 0
    full: bool = False
    more_href: str = ""
    newest: str = ""
    reasons: list[Option] = field(default_factory=list)
    body: str = ""
    error: str = ""
    wrong: str = ""
    fresh: str = ""
    """Another one empties the form."""
