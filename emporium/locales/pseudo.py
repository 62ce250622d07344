"""A made-up language: every text that went through a catalogue is accented, longer, and stands between brackets."""

from __future__ import annotations

import gettext
import re

OPEN, CLOSE = "⟦", "⟧"
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀćđéƒğĥíĵķłɱñöþɋřšţûṽŵẋýžÅƁĆĐÉƑĞĤÍĴĶŁḾÑÖÞɊŘŠŢÛṼŴẊÝŽ",
)
_HOLE = re.compile(r"(\{[^{}]*\}|%\([a-z_]+\)[sd])")
_LONGER = 0.35
"""Translations from English are so much longer, as a rule of thumb for anything but single words."""


def pseudo(text: str) -> str:
    """`Hello {name}` as `⟦Ĥéłłö {name} one⟧`: what is filled in stays as it is."""
    said = "".join(part if _HOLE.fullmatch(part) else part.translate(_LETTERS) for part in _HOLE.split(text))
    more = ("·" * max(1, round(len(text) * _LONGER))) if text.strip() else ""
    return f"{OPEN}{said}{more}{CLOSE}"


class PseudoTranslations(gettext.NullTranslations):
    """A catalogue that has every text."""

    def gettext(self, message: str) -> str:
        """The text, accented and longer."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Singular and plural as in English."""
        return pseudo(msgid1 if n == 1 else msgid2)
