"""Why a review is reported, and why one is removed: codes, and the words that its author reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from emporium.i18n import _

REPORTS: Mapping[str, str] = MappingProxyType(
    {
        "offensive": _("Insulting or hateful"),
        "private": _("Says private things about somebody"),
        "fake": _("Not by somebody who bought it"),
        "off_topic": _("Not about the product"),
        "advert": _("Advertising"),
        "illegal": _("Against the law"),
        "other": _("Something else"),
    }
)
"""What a reporter can choose."""

REMOVALS: Mapping[str, str] = MappingProxyType(
    {
        "offensive": _("It insults somebody or spreads hate."),
        "private": _("It says private things about somebody."),
        "own_store": _("It was written by somebody who belongs to the store."),
        "paid_for": _("Something was given for it, or promised."),
        "off_topic": _("It is not about the product."),
        "advert": _("It advertises something."),
        "illegal": _("It is against the law."),
        "other": _("It breaks our rules for reviews."),
    }
)
"""Why a moderator removes one. That a store does not like it is none of these."""


def removal_words(code: str) -> str:
    """A code as its author reads it."""
    return REMOVALS.get(code, REMOVALS["other"])
