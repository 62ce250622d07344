"""Ways to meet outside are taken out of a message before it is kept: who pays elsewhere is not protected (F111)."""

from __future__ import annotations

import re

HIDDEN = "[hidden]"

_AT = r"(?:@|\s*[\[(]\s*at\s*[\])]\s*)"
_DOT = r"(?:\.|\s*[\[(]\s*dot\s*[\])]\s*)"
_MAIL = re.compile(rf"[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|io|me|app|shop|store|eu|be|nl|de|fr|uk|lu|at|it|es|dk|se|ie|pt|gg|ly)"
    r"\b(?:/\S*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,-])(?:\+|00)?\(?\d(?:[\s()./-]{0,2}\d){7,14}(?!\w)")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_HANDLE = re.compile(r"(?<!\w)@[a-z0-9_.]{3,}", re.IGNORECASE)


def masked(text: str) -> str:
    """A message without e-mail addresses, links, telephone numbers and handles.

    Order numbers, dates, prices and measures stay: a run of digits is a telephone number from eight digits on.
    """
    for pattern in (_MAIL, _LINK, _DOMAIN, _HANDLE):
        text = pattern.sub(HIDDEN, text)
    return _PHONE.sub(lambda found: found.group() if _DATE.fullmatch(found.group().strip()) else HIDDEN, text)
