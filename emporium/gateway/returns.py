"""Photos of returns: handed in by the shopper with the purchase's token, shown to those the service lets see them."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound
from emporium.gateway.pictures import TOKEN_MAX, first_allowed, picture_answer, pictures_of, told, who
from emporium.i18n import _
from emporium.services import returns
from emporium.services.auth import Actor
from emporium.web.threads import run
from models.enums import Face


def _key(session: Session, *, actors: list[Actor], photo_id: UUID, token: str | None) -> str:
    return first_allowed(
        actors, lambda actor: returns.return_photo(session, actor=actor, photo_id=photo_id, token=token)
    )


async def photo(request: Request) -> Response:
    """GET: the picture. A shopper without an account shows the purchase's own token."""
    actors = await who(request)
    token = request.query_params.get("token", "")[:TOKEN_MAX] or None
    try:
        key = await run(_key, actors=actors, photo_id=UUID(request.path_params["photo_id"]), token=token)
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such photo."), 404)
    return await picture_answer(key)


async def add(request: Request) -> Response:
    """POST token, photos: back to the purchase's page, with what was wrong in its address."""
    ident = str(request.path_params["return_id"])
    read = await pictures_of(request, ident)
    if isinstance(read, Response):
        return read
    fields, files = read
    token = fields.get("token", "")[:TOKEN_MAX]
    try:
        (actor,) = await who(request, Face.SHOP)
        await run(returns.add_photos, actor=actor, token=token, return_id=UUID(ident), files=files)
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such return."), 404)
    except EmporiumError as error:
        return told(f"/purchase/{token}", ident, error.message)
    return RedirectResponse(f"/purchase/{token}", 303)


def routes() -> list[Route]:
    """Where photos are handed in and fetched."""
    return [
        Route("/returns/{return_id}/photos", add, methods=["POST"]),
        Route("/returns/photo/{photo_id}", photo, methods=["GET"]),
    ]
