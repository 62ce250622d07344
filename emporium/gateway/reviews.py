"""A review is a real form: it is written, with its photos, before any script has run. Photos are given out here too."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound, Unauthenticated
from emporium.gateway.pictures import first_allowed, picture_answer, pictures_of, who
from emporium.i18n import _
from emporium.services import reviews
from emporium.services.auth import Actor, limits
from emporium.web.threads import run
from models.enums import Face

FIELDS = 12
"""Stars, title, text, and a box for each photo that is taken off."""
DROP = "drop-"
SEEN = "public, max-age=3600"
"""A photo that everybody may see, for an hour: its review may be removed."""


def _save(session: Session, *, actor: Actor, line_id: UUID, fields: dict[str, str]) -> None:
    limits.take(limits.REVIEWS_PER_PERSON, str(actor.user_id or actor.ip))
    rating = fields.get("rating", "")
    reviews.save_review(
        session, actor=actor, order_line_id=line_id,
        rating=int(rating) if rating.isascii() and rating.isdigit() and len(rating) == 1 else 0,
        title=fields.get("title", ""), body=fields.get("body", "").replace("\r\n", "\n"),
    )  # fmt: skip


def _pictures(session: Session, **what: Any) -> int:
    return reviews.change_photos(session, **what)


async def write(request: Request) -> Response:
    """POST rating, title, body, photos, drop-<photo>: to one's reviews, or back to the form with what is wrong.

    The words are kept before the photos are looked at, so a picture that is none costs nobody a text.
    """
    line = str(request.path_params["line_id"])
    read = await pictures_of(request, line, fields=FIELDS)
    if isinstance(read, Response):
        return read
    fields, files = read
    form = f"/review/{line}"
    try:
        line_id = UUID(line)
        (actor,) = await who(request, Face.SHOP)
        await run(_save, actor=actor, line_id=line_id, fields=fields)
        drop = {UUID(name.removeprefix(DROP)) for name in fields if name.startswith(DROP)}
        if files or drop:
            await run(_pictures, actor=actor, order_line_id=line_id, files=files, drop=drop)
    except Unauthenticated:
        return RedirectResponse(f"/login?{urlencode({'next': form})}", 303)
    except (ValueError, NotFound):
        return PlainTextResponse(_("You have not bought this."), 404)
    except EmporiumError as error:
        return RedirectResponse(f"{form}?{urlencode({'field': error.field or '', 'wrong': error.message})}", 303)
    return RedirectResponse(f"/account/reviews?{urlencode({'kept': line})}", 303)


def _photo(session: Session, *, actors: list[Actor], photo_id: UUID, small: bool) -> tuple[str, bool]:
    return first_allowed(
        actors, lambda actor: reviews.review_photo(session, actor=actor, photo_id=photo_id, small=small)
    )


async def photo(request: Request) -> Response:
    """GET: a photo of a review. `small` asks for the one in lists."""
    try:
        ident = UUID(request.path_params["photo_id"])
        small = request.query_params.get("small") == "1"
        key, public = await run(
            _photo, actors=await who(request, Face.SHOP, Face.ADMIN), photo_id=ident, small=small
        )  # fmt: skip
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such photo."), 404)
    answer = await picture_answer(key)
    if public and answer.status_code == 200:
        answer.headers["cache-control"] = SEEN
    return answer


def routes() -> list[Route]:
    """Where reviews are handed in and their photos fetched."""
    return [
        Route("/reviews/write/{line_id}", write, methods=["POST"]),
        Route("/reviews/photo/{photo_id}", photo, methods=["GET"]),
    ]
