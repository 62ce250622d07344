"""Setting apart what was typed or looked for in a name."""

from __future__ import annotations

import re


def parts(name: str, words: str) -> tuple[str, str, str]:
    """What stands before, the first part that was asked for, and the rest: words match from their beginning.

    The longest word is tried first, and a plural finds its singular. Without a match all of it is the rest.
    """
    for word in sorted(words.split(), key=len, reverse=True):
        for form in (word, word.removesuffix("es"), word.removesuffix("s")):
            place = re.search(rf"\b{re.escape(form)}", name, re.IGNORECASE) if len(form) > 1 else None
            if place:
                start, end = place.span()
                return name[:start], name[start:end], name[end:]
    return "", "", name
