"""A few pictures of people, drawn anew and kept where no public address leads."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.providers.storage import get_storage
from emporium.services.pictures.drawing import drawn_anew, size_of

MOST_PHOTOS = 4
PRIVATE = "private"
"""Keys below it are not given out by the public media route."""


def keep_photos(*, room: str, have: int, files: Sequence[bytes]) -> list[tuple[str, int]]:
    """Keep pictures in a private room beside those there are; returns key and size in bytes of each.

    Raises Invalid for none, too many, too large or anything that is not a picture; then nothing is kept.
    """
    if not files:
        raise Invalid("photos", _("Choose a picture."))
    if have + len(files) > MOST_PHOTOS:
        raise Invalid(
            "photos",
            _("At most {most_photos} photos; there are {have} already.").format(most_photos=MOST_PHOTOS, have=have),
        )
    return [keep_picture(room, drawn) for drawn in [drawn_anew(content) for content in files]]


def keep_picture(room: str, drawn: bytes) -> tuple[str, int]:
    """Keep one that was drawn anew already."""
    key, size, _ = keep_under(f"{room}/{uuid4().hex}", drawn)
    return key, size


def keep_under(name: str, drawn: bytes) -> tuple[str, int, tuple[int, int]]:
    """Keep one that was drawn anew already under a name; returns key, size in bytes, width and height."""
    key = f"{PRIVATE}/{name}.webp"
    get_storage().put(key, drawn, "image/webp")
    return key, len(drawn), size_of(drawn)
