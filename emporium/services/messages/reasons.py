"""Why a conversation is reported, and what a moderator decides by: codes, and the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from emporium.i18n import N_, _

REPORTS: Mapping[str, str] = MappingProxyType(
    {
        "offensive": N_("Insulting or threatening"),
        "outside": N_("Wants to deal outside of here"),
        "fraud": N_("Tries to cheat"),
        "private": N_("Asks for private things"),
        "advert": N_("Advertising"),
        "illegal": N_("Against the law"),
        "other": N_("Something else"),
    }
)
"""What a reporter can choose."""

RULES: Mapping[str, str] = MappingProxyType(
    {
        "offensive": N_("It insults or threatens somebody."),
        "outside": N_("It asks to deal outside of here, where nobody is protected."),
        "fraud": N_("It tries to cheat somebody."),
        "private": N_("It asks for private things that have no part in a sale."),
        "advert": N_("It advertises something that was not asked for."),
        "illegal": N_("It is against the law."),
        "other": N_("It breaks our rules for messages."),
    }
)
"""Why a message is hidden, somebody is warned or a conversation is closed."""


def rule_words(code: str) -> str:
    """A code as both sides read it."""
    return _(RULES.get(code, RULES["other"]))
