"""What a store sees of public questions."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.questions import QuestionCard
from emporium.ui.values import Link


@dataclass(frozen=True)
class QuestionsPage:
    """What is asked about a store's goods, newest first."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    rows: list[QuestionCard] = field(default_factory=list)
    reasons: list[Option] = field(default_factory=list)
    empty: bool = False
    empty_title: str = ""
    empty_text: str = ""
    foot: str = ""
    older: str = ""
    newest: str = ""
