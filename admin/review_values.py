"""What the operator's page of reviews shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.reviews import ReviewCard
from emporium.ui.values import Link


@dataclass(frozen=True)
class ModerationRow:
    """A review, why it is here, and what can be decided."""

    id: str = ""
    card: ReviewCard = ReviewCard()
    store: str = ""
    badge: str = ""
    tone: str = ""
    icon: str = "clock"
    why: list[str] = field(default_factory=list)
    can_remove: bool = False
    publish: str = ""
    """What letting it stand is called here."""
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class ModerationView:
    """One queue."""

    sub: str = ""
    kinds: list[Link] = field(default_factory=list)
    tabs: list[Link] = field(default_factory=list)
    rows: list[ModerationRow] = field(default_factory=list)
    reasons: list[Option] = field(default_factory=list)
    can_decide: bool = False
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
