"""Photos of cases: handed in by either side, shown to both and to the operator."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound
from emporium.gateway.pictures import TOKEN_MAX, first_allowed, picture_answer, pictures_of, told, who
from emporium.i18n import _
from emporium.services import cases
from emporium.services.auth import Actor
from emporium.web.auth_routes import local_path
from emporium.web.threads import run


def _key(session: Session, *, actors: list[Actor], photo_id: UUID, token: str | None) -> str:
    return first_allowed(
        actors, lambda actor: cases.case_photo(session, actor=actor, photo_id=photo_id, token=token)
    )


def _add(session: Session, *, actors: list[Actor], case_id: UUID, token: str | None, files: list[bytes]) -> str:
    return first_allowed(
        actors,
        lambda actor: cases.add_case_photos(session, actor=actor, case_id=case_id, token=token, files=files),
    )


async def photo(request: Request) -> Response:
    """GET: the picture. A shopper without an account shows the purchase's own token."""
    token = request.query_params.get("token", "")[:TOKEN_MAX] or None
    try:
        ident = UUID(request.path_params["photo_id"])
        key = await run(_key, actors=await who(request), photo_id=ident, token=token)
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such photo."), 404)
    return await picture_answer(key)


async def add(request: Request) -> Response:
    """POST next, photos, and the token for shoppers: back to the page it came from, which says what was wrong."""
    ident = str(request.path_params["case_id"])
    read = await pictures_of(request, ident)
    if isinstance(read, Response):
        return read
    fields, files = read
    back = local_path(fields.get("next", ""), "/")
    try:
        await run(
            _add, actors=await who(request), case_id=UUID(ident),
            token=fields.get("token", "")[:TOKEN_MAX] or None, files=files,
        )  # fmt: skip
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such case."), 404)
    except EmporiumError as error:
        return told(back, ident, error.message)
    return RedirectResponse(back, 303)


def routes() -> list[Route]:
    """Where photos of cases are handed in and fetched."""
    return [
        Route("/cases/{case_id}/photos", add, methods=["POST"]),
        Route("/cases/photo/{photo_id}", photo, methods=["GET"]),
    ]
