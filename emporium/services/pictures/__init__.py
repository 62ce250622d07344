"""Pictures that people hand in."""

from emporium.services.pictures.drawing import MOST_BYTES, drawn_anew, smaller
from emporium.services.pictures.keeping import MOST_PHOTOS, keep_picture, keep_under

__all__ = ["MOST_BYTES", "MOST_PHOTOS", "drawn_anew", "keep_picture", "keep_under", "smaller"]
