"""Why a question or an answer is reported, and why one is removed: codes, and the words that its author reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from emporium.i18n import N_, _

REPORTS: Mapping[str, str] = MappingProxyType(
    {
        "offensive": N_("Insulting or hateful"),
        "private": N_("Says private things about somebody"),
        "off_topic": N_("Not about the product"),
        "untrue": N_("Not true"),
        "advert": N_("Advertising"),
        "illegal": N_("Against the law"),
        "other": N_("Something else"),
    }
)
"""What a reporter can choose."""

REMOVALS: Mapping[str, str] = MappingProxyType(
    {
        "offensive": N_("It insults somebody or spreads hate."),
        "private": N_("It says private things about somebody."),
        "off_topic": N_("It is not about the product."),
        "untrue": N_("It misleads people about the product."),
        "advert": N_("It advertises something."),
        "illegal": N_("It is against the law."),
        "other": N_("It breaks our rules for questions and answers."),
    }
)
"""Why a moderator removes one."""


def removal_words(code: str) -> str:
    """A code as its author reads it."""
    return _(REMOVALS.get(code, REMOVALS["other"]))
