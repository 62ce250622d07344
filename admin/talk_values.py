"""What the operator's pages of questions and conversations show."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option
from emporium.ui.messages import Talk, TalkList
from emporium.ui.values import Link


@dataclass(frozen=True)
class PostRow:
    """A question or an answer, why it is here, and what can be decided."""

    id: str = ""
    kind: str = "question"
    what: str = ""
    author: str = ""
    day: str = ""
    body: str = ""
    question: str = ""
    """Of an answer: what it answers."""
    product: str = ""
    product_href: str = ""
    store: str = ""
    why: list[str] = field(default_factory=list)
    can_remove: bool = False
    keep: str = ""
    """What letting it stand is called here."""
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class PostsView:
    """One queue of questions and answers."""

    sub: str = ""
    kinds: list[Link] = field(default_factory=list)
    tabs: list[Link] = field(default_factory=list)
    rows: list[PostRow] = field(default_factory=list)
    reasons: list[Option] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class TalksView:
    """One queue of conversations."""

    sub: str = ""
    kinds: list[Link] = field(default_factory=list)
    tabs: list[Link] = field(default_factory=list)
    talks: TalkList = TalkList()


@dataclass(frozen=True)
class TalkView:
    """A reported conversation, and what can be decided about it."""

    id: str = ""
    heading: str = ""
    sub: str = ""
    talk: Talk = Talk()
    why: list[str] = field(default_factory=list)
    waits: bool = False
    closed: str = ""
    to_hide: list[Option] = field(default_factory=list)
    to_show: list[Option] = field(default_factory=list)
    can_show: bool = False
    sides: list[Option] = field(default_factory=list)
    reasons: list[Option] = field(default_factory=list)
    error: str = ""
    wrong: str = ""
    step: str = ""
    """Which form is told what is wrong."""
