"""The reviews of a product's page: sorted, narrowed and counted by its address, voted on and reported by handlers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import reflex as rx
from sqlmodel import Session

from emporium.i18n import N_, _, all_of, plural
from emporium.services import reviews
from emporium.services.auth import Actor, Permission
from emporium.services.reviews import ReviewPage
from emporium.ui.desk_values import Option
from emporium.ui.values import Link
from emporium.web.desk import known_id
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import PageRequest, PageState
from emporium.web.reporting import reported
from emporium.web.reviews import review_shown
from emporium.web.threads import run
from storefront.product_values import Bar, ReviewsBox

FIRST, MORE, MOST = 6, 12, 60
"""So many are shown at first, so many more each time, and so many on one page at most."""
SORTS = {"helpful": N_("Most helpful"), "newest": N_("Newest"), "lowest": N_("Lowest")}


class ReviewActions(PageState, rx.State, mixin=True):
    """What can be done with the reviews of a page."""

    @rx.event
    @guarded(ANYONE)
    async def more_reviews(self, shown: int) -> None:
        """The next ones, under those that are there."""
        await self._choose_extra(shown=str(min(MOST, max(FIRST, int(shown)))))

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def helpful(self, review_id: str) -> None:
        """It helped, or it did not after all."""
        await run(reviews.toggle_helpful, actor=current_actor(), review_id=known_id(review_id))
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def report(self, form: dict[str, Any]) -> None:
        """Ask for a look at a review."""
        await reported(self, reviews.report_review, form, review_id=known_id(form.get("id")))


def _stars(request: PageRequest) -> int | None:
    asked = request.query.get("stars", "")
    return int(asked) if asked in ("1", "2", "3", "4", "5") else None


def read_reviews(session: Session, request: PageRequest, product_id: Any) -> ReviewPage:
    """The page of reviews that an address asks for."""
    shown = request.extra.get("shown", "")
    return reviews.product_reviews(
        session, product_id=product_id, order=request.query.get("sort", ""), stars=_stars(request),
        with_photos=request.query.get("photos") == "1", after=request.query.get("after", "")[:60],
        limit=min(MOST, int(shown)) if shown.isdigit() and len(shown) < 4 else FIRST,
    )  # fmt: skip


def reviews_box(session: Session, request: PageRequest, found: ReviewPage) -> ReviewsBox:
    """Figures, ways to sort and narrow, and the reviews. One query for somebody who is signed in."""
    if not found.total:
        return ReviewsBox(title=_("No reviews yet"))
    actor: Actor = request.actor
    own = reviews.voted(session, actor=actor, review_ids=[row.id for row in found.rows])
    average = sum(stars * count for stars, count in found.histogram.items()) / found.total
    stars, photos, sort = _stars(request), request.query.get("photos") == "1", request.query.get("sort", "helpful")
    left = found.matching - len(found.rows)
    return ReviewsBox(
        title=plural(found.total, "{n} review", "{n} reviews"),
        rating=f"{average:.1f}",
        line=_("{average:.1f} from {total}").format(
            average=average, total=plural(found.total, "{n} review", "{n} reviews")
        ),
        bars=_bars(request, found, stars),
        sorts=[
            Link(_(words), _address(request, sort=code), current=code == (sort if sort in SORTS else "helpful"))
            for code, words in SORTS.items()
        ],
        photos=Link(
            _("With photos ({count})").format(count=found.with_photos),
            _address(request, photos="" if photos else "1"),
            current=photos,
        ),
        has_photos=bool(found.with_photos),
        narrowed=_narrowed(found, stars, photos),
        clear=_address(request, stars="", photos=""),
        cards=[review_shown(row, viewer=actor.user_id, voted=own) for row in found.rows],
        shown=len(found.rows),
        more=plural(min(left, MORE), "{n} more review", "{n} more reviews") if found.next_after and left > 0 else "",
        more_shown=min(MOST, len(found.rows) + MORE),
        full=len(found.rows) >= MOST,
        more_href=_address(request, after=found.next_after or ""),
        reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in reviews.REPORTS.items())],
    )


def _bars(request: PageRequest, found: ReviewPage, stars: int | None) -> list[Bar]:
    return [
        Bar(
            label=_("{count} star").format(count=rating),
            width=f"{round(count / found.total * 100)}%",
            count=str(count),
            href=_address(request, stars="" if stars == rating else str(rating)),
            chosen=stars == rating,
            said=plural(count, "{n} review", "{n} reviews"),
        )
        for rating, count in sorted(found.histogram.items(), reverse=True)
    ]


def _narrowed(found: ReviewPage, stars: int | None, photos: bool) -> str:
    if stars is None and not photos:
        return ""
    what = [plural(stars, "{n} star", "{n} stars")] if stars else []
    what += [_("photos")] if photos else []
    return _("{matching} with {what}").format(
        matching=plural(found.matching, "{n} review", "{n} reviews"), what=all_of(what)
    )


def _address(request: PageRequest, **change: str) -> str:
    """This page with other reviews. What was read on from is forgotten unless it is what changes."""
    kept = {name: request.query.get(name, "") for name in ("v", "sort", "stars", "photos")}
    query = {name: value for name, value in {**kept, **change}.items() if value and value != "helpful"}
    return f"{request.path}{'?' + urlencode(query) if query else ''}#reviews"


def review_ld(found: ReviewPage) -> dict[str, Any]:
    """What search engines read: the figure of all reviews, and the first of those that are shown."""
    if not found.total:
        return {}
    average = sum(stars * count for stars, count in found.histogram.items()) / found.total
    return {
        "aggregateRating": {
            "@type": "AggregateRating", "ratingValue": f"{average:.1f}", "reviewCount": found.total,
            "bestRating": 5, "worstRating": 1,
        },
        "review": [
            {
                "@type": "Review",
                "author": {"@type": "Person", "name": row.author},
                "datePublished": row.created_at.date().isoformat(),
                "reviewRating": {"@type": "Rating", "ratingValue": row.rating, "bestRating": 5, "worstRating": 1},
                **({"name": row.title} if row.title else {}),
                **({"reviewBody": row.body} if row.body else {}),
            }
            for row in found.rows[:FIRST]
        ],
    }  # fmt: skip
