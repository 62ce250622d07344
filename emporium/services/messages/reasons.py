"""Why a conversation is reported, and what a moderator decides by: codes, and the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

REPORTS: Mapping[str, str] = MappingProxyType(
    {
        "offensive": "Insulting or threatening",
        "outside": "Wants to deal outside of here",
        "fraud": "Tries to cheat",
        "private": "Asks for private things",
        "advert": "Advertising",
        "illegal": "Against the law",
        "other": "Something else",
    }
)
"""What a reporter can choose."""

RULES: Mapping[str, str] = MappingProxyType(
    {
        "offensive": "It insults or threatens somebody.",
        "outside": "It asks to deal outside of here, where nobody is protected.",
        "fraud": "It tries to cheat somebody.",
        "private": "It asks for private things that have no part in a sale.",
        "advert": "It advertises something that was not asked for.",
        "illegal": "It is against the law.",
        "other": "It breaks our rules for messages.",
    }
)
"""Why a message is hidden, somebody is warned or a conversation is closed."""


def rule_words(code: str) -> str:
    """A code as both sides read it."""
    return RULES.get(code, RULES["other"])
