"""Why a question or an answer is reported, and why one is removed: codes, and the words that its author reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

REPORTS: Mapping[str, str] = MappingProxyType(
    {
        "offensive": "Insulting or hateful",
        "private": "Says private things about somebody",
        "off_topic": "Not about the product",
        "untrue": "Not true",
        "advert": "Advertising",
        "illegal": "Against the law",
        "other": "Something else",
    }
)
"""What a reporter can choose."""

REMOVALS: Mapping[str, str] = MappingProxyType(
    {
        "offensive": "It insults somebody or spreads hate.",
        "private": "It says private things about somebody.",
        "off_topic": "It is not about the product.",
        "untrue": "It misleads people about the product.",
        "advert": "It advertises something.",
        "illegal": "It is against the law.",
        "other": "It breaks our rules for questions and answers.",
    }
)
"""Why a moderator removes one."""


def removal_words(code: str) -> str:
    """A code as its author reads it."""
    return REMOVALS.get(code, REMOVALS["other"])
