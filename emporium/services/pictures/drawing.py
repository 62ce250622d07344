"""A picture from outside is drawn anew: bounded, and without what cameras write beside it."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from emporium.errors import Invalid
from emporium.i18n import _

MOST_BYTES = 8_000_000
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 1600
KINDS = ("JPEG", "PNG", "WEBP")


def drawn_anew(content: bytes, *, field: str = "photos") -> bytes:
    """A picture as WebP of at most 1600 pixels, without what cameras write beside it. Raises Invalid."""
    if len(content) > MOST_BYTES:
        raise Invalid(field, _("A photo has at most 8 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Invalid(field, _("A photo has at most 50 million pixels."))
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise Invalid(field, _("Photos are JPEG, PNG or WebP pictures.")) from error
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80)
    return out.getvalue()


def smaller(drawn: bytes, edge: int) -> bytes:
    """A picture that was drawn anew, once more, with at most `edge` pixels on its longer side."""
    with Image.open(io.BytesIO(drawn), formats=("WEBP",)) as picture:
        picture.thumbnail((edge, edge))
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=78)
    return out.getvalue()


def size_of(drawn: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    with Image.open(io.BytesIO(drawn), formats=("WEBP",)) as picture:
        return picture.size
