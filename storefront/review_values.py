"""What the pages of a person's own reviews show."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.reviews import ReviewCard, ReviewPhoto
from emporium.ui.values import Picture


@dataclass(frozen=True)
class ToReview:
    """Something that arrived and waits for a word."""

    href: str = ""
    name: str = ""
    variant: str = ""
    line: str = ""
    picture: Picture = Picture()


@dataclass(frozen=True)
class OwnReview:
    """A review of one's own, and what became of it."""

    card: ReviewCard = ReviewCard()
    href: str = ""
    badge: str = ""
    tone: str = ""
    icon: str = "check"
    said: str = ""
    can_edit: bool = False


@dataclass(frozen=True)
class OwnReviewsPage:
    """What waits and what was said."""

    waiting: list[ToReview] = field(default_factory=list)
    rows: list[OwnReview] = field(default_factory=list)
    nothing: bool = False
    kept: str = ""
    """What became of the one that was just handed in."""
    older: str = ""
    newest: str = ""


@dataclass(frozen=True)
class StarChoice:
    """A number of stars to choose."""

    value: str = "5"
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class PhotoChoice:
    """A photo that is there, and the field that takes it off."""

    photo: ReviewPhoto = ReviewPhoto()
    name: str = ""
    label: str = ""


@dataclass(frozen=True)
class ReviewFormPage:
    """A review as its author fills it in."""

    action: str = ""
    heading: str = ""
    product: str = ""
    product_href: str = ""
    variant: str = ""
    store: str = ""
    awning: str = "tyrian"
    picture: Picture = Picture()
    stars: list[StarChoice] = field(default_factory=list)
    title: str = ""
    body: str = ""
    photos: list[PhotoChoice] = field(default_factory=list)
    has_photos: bool = False
    button: str = ""
    error: str = ""
    wrong: str = ""
