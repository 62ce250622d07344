"""What the operator's page of searches shows."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SearchLine:
    """Words that were looked for."""

    id: str = ""
    words: str = ""
    href: str = ""
    searches: str = ""
    results: str = ""
    nothing: bool = False
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class SynonymLine:
    """Two words that find the same."""

    word: str = ""
    same_as: str = ""


@dataclass(frozen=True)
class PinLine:
    """A product that comes first for some words."""

    words: str = ""
    product_id: str = ""
    name: str = ""


@dataclass(frozen=True)
class SearchTab:
    """A tab of the list."""

    text: str = ""
    count: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class SearchesPage:
    """What was looked for, and what is done about it."""

    sub: str = ""
    tabs: list[SearchTab] = field(default_factory=list)
    lines: list[SearchLine] = field(default_factory=list)
    quiet: bool = False
    quiet_line: str = ""
    foot: str = ""
    older: str = ""
    newest: str = ""
    synonyms: list[SynonymLine] = field(default_factory=list)
    no_synonyms: bool = False
    pins: list[PinLine] = field(default_factory=list)
    no_pins: bool = False
    can_edit: bool = False
    done: str = ""
    """What was just done and can be taken back."""
    error: str = ""
    wrong: str = ""
    fresh: str = ""
