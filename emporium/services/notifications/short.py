"""What a letter says, short enough for a lock screen or a text."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from emporium.services.notifications.letter import Letter

TITLE, BODY = 80, 120


@dataclass(frozen=True)
class Short:
    """A title, a sentence or two, and where it leads."""

    title: str
    body: str
    url: str = ""

    def text(self, shop: str) -> str:
        """As one text message; it says whom it is from, because a number does not."""
        return " ".join(part for part in (f"{shop}:", self.body or self.title, self.url) if part)


def shortened(letter: Letter) -> Short:
    """The subject and the beginning of the first paragraph of a letter."""
    first = letter.paragraphs[0] if letter.paragraphs else ""
    return Short(_cut(letter.subject, TITLE), _cut(first, BODY), letter.action.url if letter.action else "")


def _cut(text: str, longest: int) -> str:
    """At most so many characters, ending with a whole word."""
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain
    return textwrap.shorten(plain, longest, placeholder="…") if " " in plain[:longest] else plain[: longest - 1] + "…"
