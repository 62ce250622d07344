"""What makes pictures come sooner: AVIF beside each WebP, and a blur for the place until they are there (F024).

Made after the picture is shown, never before: one that cannot be made leaves the picture as it was.
"""

from __future__ import annotations

import base64
import io
import logging
from datetime import UTC, datetime
from uuid import UUID

from PIL import Image
from sqlmodel import Session, col, select

from emporium.providers.storage import Storage, StorageError, get_storage
from emporium.services.opening import OpenTransaction
from emporium.services.pictures.keeping import PRIVATE
from models.catalogue import Media
from models.enums import MediaKind

WEBP, AVIF = ".webp", ".avif"
AVIF_QUALITY, AVIF_SPEED = 58, 8
BLUR_EDGE, BLUR_QUALITY = 16, 30
WORTH = 0.95
"""An AVIF version is kept when it has at most this share of the other's bytes."""

log = logging.getLogger(__name__)


def avif_key(key: str) -> str:
    """Where the AVIF version of a WebP picture lies; empty for every other file and for private ones."""
    return key.removesuffix(WEBP) + AVIF if key.endswith(WEBP) and not key.startswith(f"{PRIVATE}/") else ""


def blur_of(picture: Image.Image) -> str:
    """A picture with 16 pixels on its longer side, as WebP in base64; about a hundred letters."""
    small = picture.convert("RGB")
    small.thumbnail((BLUR_EDGE, BLUR_EDGE))
    out = io.BytesIO()
    small.save(out, "WEBP", quality=BLUR_QUALITY, method=6)
    return base64.b64encode(out.getvalue()).decode()


def to_refine(session: Session, *, limit: int = 20) -> list[UUID]:
    """Public pictures that nothing was made of yet. One query."""
    return list(
        session.exec(
            select(Media.id)
            .where(col(Media.refined_at).is_(None), Media.kind == MediaKind.IMAGE)
            .where(~col(Media.storage_key).startswith(f"{PRIVATE}/"))
            .order_by(col(Media.id))
            .limit(limit)
        ).all()
    )


def refine(begin: OpenTransaction, *, media_id: UUID) -> int:
    """Make what is missing for one picture; how many AVIF versions it has now got. Twice does no harm."""
    with begin() as session:
        media = session.get(Media, media_id)
        if media is None or media.refined_at is not None:
            return 0
        original, variants = media.storage_key, {key: int(width) for width, key in media.variants.items()}
    storage, blur, made = get_storage(), "", 0
    try:
        with Image.open(io.BytesIO(storage.read(original))) as opened:
            picture = opened.convert("RGB")
        blur = blur_of(picture)
        made = sum(_avif(storage, picture, key, width) for key, width in {original: picture.width, **variants}.items())
    except (OSError, ValueError, StorageError, Image.DecompressionBombError) as error:
        log.warning("picture %s has no smaller formats: %s", media_id, type(error).__name__)
    with begin() as session:
        media = session.get(Media, media_id, with_for_update=True)
        if media is not None:
            media.blur, media.refined_at = blur or media.blur, datetime.now(UTC)
    return made


def _avif(storage: Storage, picture: Image.Image, key: str, width: int) -> bool:
    """Whether a smaller AVIF version of one width was made. Without one the WebP is sent, as before."""
    to = avif_key(key)
    if not to:
        return False
    sized = picture
    if width < picture.width:
        height = round(picture.height * width / picture.width)
        sized = picture.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    sized.save(out, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED)
    if len(out.getvalue()) > storage.stat(key).size * WORTH:
        return False
    storage.put(to, out.getvalue(), "image/avif")
    return True
