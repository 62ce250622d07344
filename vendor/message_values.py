"""What a store sees of its conversations."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.messages import TalkList
from emporium.ui.values import Link


@dataclass(frozen=True)
class MessagesPage:
    """A store's conversations, and how soon it answers."""

    sub: str = ""
    tabs: list[Link] = field(default_factory=list)
    talks: TalkList = TalkList()
