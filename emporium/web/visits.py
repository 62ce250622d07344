"""From page to page without a new document: the same reading as for the document, sent as data (assets/visit.js).

The browser asks for the next page by its own address with a header. It gets the page's boot state and a mark of what
it was made for; it goes on only when the mark is the one its document came with, and loads the document otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from emporium.i18n import current_locale, language_tag
from emporium.services.auth import Actor
from emporium.web import ssr
from emporium.web.page import Loaded, Page

HEADER = "x-visit"
EARLY = "early"
"""What the header says while a pointer rests on a link and nobody has gone there yet: such reading counts nothing."""
MARK = ""
"""The boot state's key for what it was made for; no state has an empty name."""


def is_visit(request: Request) -> bool:
    """Whether a page is asked for from within another one."""
    return request.headers.get(HEADER) in ("1", EARLY)


def is_early(request: Request) -> bool:
    """Whether nobody has gone to the page yet."""
    return request.headers.get(HEADER) == EARLY


def mark(actor: Actor, guest: str, page: Page) -> dict[str, str]:
    """What a document was made for: front-end build, person, language, face. Names nobody."""
    who = sha256(f"{actor.session_id}|{guest}".encode()).hexdigest()[:16]
    return {
        "build": ssr.shell().version,
        "who": who,
        "lang": language_tag(current_locale.get()),
        "face": page.frame.face.value,
    }


def answer(page: Page, loaded: Loaded, boot: Mapping[str, Any]) -> Response:
    """The next page as data; empty where only a document will do."""
    if loaded.status != 200:
        return by_document()
    return Response(ssr.safe_json(boot), media_type="application/json", headers={"cache-control": "no-store"})


def by_document() -> Response:
    """Tells the browser to load the document."""
    return Response(status_code=204, headers={"cache-control": "no-store"})
