"""A few pictures of people, drawn anew and kept where no public address leads."""

from __future__ import annotations

from uuid import uuid4

from emporium.providers.storage import get_storage
from emporium.services.pictures.drawing import size_of

MOST_PHOTOS = 4
PRIVATE = "private"
"""Keys below it are not given out by the public media route."""


def keep_picture(room: str, drawn: bytes) -> tuple[str, int]:
    """Keep one that was drawn anew already."""
    key, size, _ = keep_under(f"{room}/{uuid4().hex}", drawn)
    return key, size


def keep_under(name: str, drawn: bytes) -> tuple[str, int, tuple[int, int]]:
    """Keep one that was drawn anew already under a name; returns key, size in bytes, width and height."""
    key = f"{PRIVATE}/{name}.webp"
    get_storage().put(key, drawn, "image/webp")
    return key, len(drawn), size_of(drawn)
