"""Pictures that people hand in."""

from emporium.services.pictures.drawing import MOST_BYTES, drawn_anew, smaller
from emporium.services.pictures.keeping import MOST_PHOTOS, keep_picture, keep_under
from emporium.services.pictures.refining import avif_key, blur_of, refine, to_refine

__all__ = [
    "MOST_BYTES",
    "MOST_PHOTOS",
    "avif_key",
    "blur_of",
    "drawn_anew",
    "keep_picture",
    "keep_under",
    "refine",
    "smaller",
    "to_refine",
]
