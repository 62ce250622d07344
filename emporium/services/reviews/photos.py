"""Photos of reviews: kept where no public address leads, and shown as long as the review is (F110)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission, limits
from emporium.services.pictures import MOST_PHOTOS, drawn_anew, keep_under, smaller
from emporium.services.reviews.writing import tell
from emporium.services.stored_files import delete_files
from models.catalogue import Media
from models.enums import ReviewStatus
from models.reviews import Review, ReviewMedia

SMALL = 240
"""Pixels of the longest edge of a photo in a list."""


def change_photos(
    session: Session,
    *,
    actor: Actor,
    order_line_id: UUID,
    files: Sequence[bytes] = (),
    drop: Collection[UUID] = (),
) -> int:
    """Take photos from one's review and add others; returns how many there are.

    A photo that is there already is not added again, so the same form sent twice changes nothing. Raises NotFound,
    Conflict for a removed review, Invalid for too many or anything that is not a picture, TooMany.
    """
    actor.require(Permission.OWN_ACCOUNT)
    if files:
        limits.take_pictures(actor)
    drawn = {hashlib.sha256(content).hexdigest()[:32]: content for content in map(drawn_anew, files)}
    review = session.exec(
        select(Review)
        .where(Review.order_line_id == order_line_id, Review.user_id == actor.user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if review is None:
        raise NotFound(_("There is no such review."))
    if review.status == ReviewStatus.REMOVED:
        raise Conflict(_("This review was removed and cannot be changed."))
    have = {media.storage_key: media for media in _media(session, review.id) if media.id not in drop}
    keys = {f"reviews/{review.id}/{name}": content for name, content in drawn.items()}
    new = {path: content for path, content in keys.items() if f"private/{path}.webp" not in have}
    if len(have) + len(new) > MOST_PHOTOS:
        raise Invalid(
            "photos",
            _("At most {most_photos} photos; there are {have} already.").format(
                most_photos=MOST_PHOTOS, have=len(have)
            ),
        )
    dropped = [media for media in _media(session, review.id) if media.id in drop]
    anew = {f"private/{path}" for path in new}  # taken off and sent again in one form
    for media in dropped:
        session.delete(media)
        if media.storage_key.removesuffix(".webp") not in anew:
            delete_files(session, [media.storage_key, *media.variants.values()])
    session.flush()
    for position, (path, content) in enumerate(new.items(), review.photos):
        _add(session, review, path, content, position)
    changed = bool(new) or len(have) + len(new) != review.photos
    review.photos = len(have) + len(new)
    session.add(review)
    session.flush()
    if changed:
        tell(session, review, "edited")
    return review.photos


def _media(session: Session, review_id: UUID) -> Sequence[Media]:
    return session.exec(
        select(Media)
        .join(ReviewMedia, col(ReviewMedia.media_id) == col(Media.id))
        .where(ReviewMedia.review_id == review_id)
        .order_by(col(ReviewMedia.position), col(Media.id))
    ).all()


def _add(session: Session, review: Review, path: str, content: bytes, position: int) -> None:
    key, size, (width, height) = keep_under(path, content)
    small, _, _ = keep_under(f"{path}-{SMALL}", smaller(content, SMALL))
    media = Media(
        store_id=None, storage_key=key, content_type="image/webp", width=width, height=height, bytes=size,
        variants={str(SMALL): small},
    )  # fmt: skip
    session.add(media)
    session.flush()
    session.add(ReviewMedia(review_id=review.id, media_id=media.id, position=position))


def photos_of(session: Session, *, review_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Ids of the photos of some reviews, in order. One query, none for no reviews."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    if review_ids:
        rows = session.exec(
            select(ReviewMedia)
            .where(col(ReviewMedia.review_id).in_(review_ids))
            .order_by(col(ReviewMedia.position), col(ReviewMedia.media_id))
        ).all()
        for row in rows:
            found[row.review_id].append(row.media_id)
    return found


def review_photo(session: Session, *, actor: Actor, photo_id: UUID, small: bool = False) -> tuple[str, bool]:
    """Where a photo is kept, and whether everybody may see it.

    While its review is not published, only its author and the operator's moderators may. Raises NotFound.
    """
    found = session.exec(
        select(Media, Review)
        .join(ReviewMedia, col(ReviewMedia.media_id) == col(Media.id))
        .join(Review, col(Review.id) == col(ReviewMedia.review_id))
        .where(Media.id == photo_id)
    ).first()
    if found is not None:
        media, review = found
        public = review.status == ReviewStatus.PUBLISHED
        own = actor.user_id is not None and actor.user_id == review.user_id and actor.can(Permission.OWN_ACCOUNT)
        if public or own or actor.can(Permission.MODERATE):
            return (media.variants.get(str(SMALL), media.storage_key) if small else media.storage_key), public
    raise NotFound(_("There is no such photo."))
