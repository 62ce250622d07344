"""What a store sees of reviews."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.reviews import ReviewCard
from emporium.ui.values import Link


@dataclass(frozen=True)
class ReviewRow:
    """A review, and the form that answers it."""

    id: str = ""
    card: ReviewCard = ReviewCard()
    reply: str = ""
    ask: str = ""
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class ReviewsPage:
    """A store's reviews, newest first."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    rows: list[ReviewRow] = field(default_factory=list)
    reasons: list[Option] = field(default_factory=list)
    can_reply: bool = False
    empty: bool = False
    empty_title: str = ""
    empty_text: str = ""
    foot: str = ""
    older: str = ""
    newest: str = ""
