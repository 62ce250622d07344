"""Pictures as pages need them: storage keys by width."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from models.catalogue import Media
from models.enums import MediaKind


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture: `widths` maps pixels to storage key; `key` is the original."""

    key: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0
    widths: dict[int, str] = field(default_factory=dict)
    film: bool = False
    """Whether it moves."""
    blur: str = ""
    """A few pixels of it, WebP in base64."""


NO_IMAGE = ImageRef()


def image_of(media: Media | None) -> ImageRef:
    """The reference of a stored picture; an empty one for None."""
    if media is None:
        return NO_IMAGE
    widths = {int(width): key for width, key in media.variants.items()}
    moves = media.kind == MediaKind.VIDEO
    return ImageRef(media.storage_key, media.alt, media.width, media.height, widths, moves, media.blur)


def image_refs(session: Session, *, media_ids: Collection[UUID | None]) -> dict[UUID, ImageRef]:
    """Pictures by id. One query, none when there is nothing to look for."""
    wanted = {media_id for media_id in media_ids if media_id is not None}
    if not wanted:
        return {}
    return {row.id: image_of(row) for row in session.exec(select(Media).where(col(Media.id).in_(wanted))).all()}
