"""From reviews to what pages show of them. Shared by the faces."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from emporium.i18n import _, day
from emporium.services.reviews import ReviewView
from emporium.ui.reviews import ReviewCard, ReviewPhoto


def review_shown(view: ReviewView, *, viewer: UUID | None = None, voted: Collection[UUID] = ()) -> ReviewCard:
    """A review for a page; `viewer` is the shopper who looks, `voted` what they found helpful."""
    return ReviewCard(
        id=str(view.id),
        author=view.author,
        initials="".join(word[0] for word in view.author.split())[:2],
        day=day(view.created_at),
        edited=_("changed {day}").format(day=day(view.edited_at)) if view.edited_at else "",
        rating=str(view.rating),
        title=view.title,
        body=view.body,
        variant=view.variant_title,
        verified=view.verified,
        photos=[photo_shown(photo, number, view.author) for number, photo in enumerate(view.photos, 1)],
        has_photos=bool(view.photos),
        reply=view.reply,
        reply_day=day(view.replied_at) if view.reply and view.replied_at else "",
        store=view.store_name,
        awning=view.awning,
        product=view.product_name,
        product_href=f"/p/{view.product_slug}#reviews",
        helpful=_("Helpful ({count})").format(count=view.helpful) if view.helpful else _("Helpful"),
        voted=view.id in voted,
        own=viewer is not None and viewer == view.user_id,
    )


def photo_shown(photo: UUID, number: int, author: str) -> ReviewPhoto:
    """A photo, small and large."""
    href = f"/reviews/photo/{photo}"
    return ReviewPhoto(f"{href}?small=1", href, _("Photo {number} by {author}").format(number=number, author=author))
