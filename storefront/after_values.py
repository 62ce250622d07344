"""What a shopper sees of returns and of wishes to cancel, order by order."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.cases import CaseTalk
from emporium.ui.desk_values import Option
from emporium.ui.values import Link


@dataclass(frozen=True)
class AfterLine:
    """Units of a line that can be sent back or cancelled."""

    id: str = ""
    name: str = ""
    variant: str = ""
    left: str = ""
    single: bool = False
    """There is one unit: it is ticked, not typed."""
    ticked: bool = False
    """It is all there is to choose."""


@dataclass(frozen=True)
class BackCard:
    """A return as its shopper follows it."""

    id: str = ""
    title: str = ""
    what: str = ""
    badge: str = ""
    tone: str = ""
    icon: str = "undo-2"
    said: list[str] = field(default_factory=list)
    label_url: str = ""
    pay_url: str = ""
    """Where the difference of a dearer replacement is paid."""
    sold_url: str = ""
    sold_as: str = ""
    """The order that it is then."""
    can_keep: bool = False
    can_add: bool = False
    photos: list[Link] = field(default_factory=list)
    has_photos: bool = False
    token: str = ""
    photo_action: str = ""
    photo_error: str = ""


@dataclass(frozen=True)
class AfterBox:
    """What can still be done about one store's order."""

    number: str = ""
    token: str = ""
    can_return: bool = False
    days: str = ""
    lines: list[AfterLine] = field(default_factory=list)
    reasons: list[Option] = field(default_factory=list)
    swaps: list[Option] = field(default_factory=list)
    """Money back, or another variant."""
    can_swap: bool = False
    error: str = ""
    wrong: str = ""
    fresh: str = ""
    cards: list[BackCard] = field(default_factory=list)
    case_kinds: list[Option] = field(default_factory=list)
    can_case: bool = False
    case_error: str = ""
    case_wrong: str = ""
    case: CaseTalk = CaseTalk()
    can_cancel: bool = False
    cancel_lines: list[AfterLine] = field(default_factory=list)
    cancel_hint: str = ""
    cancel_error: str = ""
    wish: str = ""
    """What became of the last wish to cancel, in words."""
    wish_title: str = ""
    wish_tone: str = "info"
    wish_open: bool = False
