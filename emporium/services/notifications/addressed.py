"""A letter with the address it goes to, and how links in it are made."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.notifications.letter import Letter
from emporium.settings import get_settings


@dataclass(frozen=True)
class Addressed:
    """One letter to one person."""

    recipient: str
    letter: Letter
    locale: str = "en_GB"
    stop_url: str = ""
    """Where a mail program ends letters of this kind with one click (RFC 8058)."""
    store_id: UUID | None = None
    """The store it is for: its people may want it by other ways too."""
    by_mail: bool = True
    """Messages that are not worth a letter come by other ways only."""
    phone: str = ""
    """The number of a text that goes there whatever was chosen: a code that proves it."""


def link(path: str) -> str:
    """An address that works outside a browser.

    Pages never need to know their host; mails do. It is a setting and not the Host header of some request, because
    a forged header would put somebody else's address into a password mail.
    """
    settings = get_settings()
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    return base.rstrip("/") + path
