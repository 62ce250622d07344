"""Messages with pictures: handed in by either side as a form, and the pictures shown to both (F111).

A form that a script sends is answered with JSON, one that the browser posts itself with the page it came from.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound, Unauthenticated
from emporium.gateway.pictures import first_allowed, picture_answer, pictures_of, wants_json, who
from emporium.i18n import _
from emporium.services import messages
from emporium.services.auth import Actor
from emporium.web.auth_routes import local_path
from emporium.web.guards import LOGIN
from emporium.web.threads import run
from models.enums import Face

OWN = "/account/messages"


def _photo(session: Session, *, actors: list[Actor], photo_id: UUID, small: bool) -> str:
    return first_allowed(
        actors, lambda actor: messages.message_photo(session, actor=actor, photo_id=photo_id, small=small)
    )


async def photo(request: Request) -> Response:
    """GET: the picture. `small` asks for the one in lists."""
    small = request.query_params.get("small") == "1"
    try:
        ident = UUID(request.path_params["photo_id"])
        key = await run(_photo, actors=await who(request), photo_id=ident, small=small)
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such photo."), 404)
    return await picture_answer(key)


async def write(request: Request) -> Response:
    """POST body, photos, next, and of the store's side its key: goes on with a conversation."""
    read = await pictures_of(request, str(request.path_params["talk_id"]))
    if isinstance(read, Response):
        return read
    fields, files = read
    store, body = fields.get("store", "")[:40], fields.get("body", "")
    face = Face.VENDOR if store else Face.SHOP
    back = local_path(fields.get("next", ""), OWN)
    try:
        talk_id = UUID(request.path_params["talk_id"])
        (actor,) = await who(request, face)
        if store:
            await run(
                messages.write_as_store, actor=actor, store_id=UUID(store), conversation_id=talk_id, body=body,
                files=files,
            )  # fmt: skip
        else:
            await run(messages.write_as_shopper, actor=actor, conversation_id=talk_id, body=body, files=files)
    except ValueError:
        return _wrong(request, NotFound(_("There is no such conversation.")), back, face)
    except EmporiumError as error:
        return _wrong(request, error, back, face)
    return _done(request, _plain(back))


async def ask(request: Request) -> Response:
    """POST body, photos, next; what it is about stands in the address that it came from: begins a conversation."""
    read = await pictures_of(request, "ask")
    if isinstance(read, Response):
        return read
    fields, files = read
    back = local_path(fields.get("next", ""), OWN)
    query = dict(parse_qsl(urlsplit(back).query))
    about = {name: query.get(name, "")[:200] for name in messages.SUBJECTS}
    try:
        (actor,) = await who(request, Face.SHOP)
        made = await run(messages.ask_store, actor=actor, body=fields.get("body", ""), files=files, **about)
    except EmporiumError as error:
        return _wrong(request, error, back, Face.SHOP)
    return _done(request, f"{OWN}/{made}")


def _plain(path: str) -> str:
    """A page's address without what an earlier try was told."""
    parts = urlsplit(path)
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] not in ("field", "wrong", "photos")])
    return f"{parts.path}?{query}" if query else parts.path


def _done(request: Request, href: str) -> Response:
    return JSONResponse({"href": href}) if wants_json(request) else RedirectResponse(href, 303)


def _wrong(request: Request, error: EmporiumError, back: str, face: Face) -> Response:
    """What is wrong, and with which field."""
    if wants_json(request):
        return JSONResponse({"field": error.field or "", "message": error.message}, error.status)
    if isinstance(error, Unauthenticated):
        return RedirectResponse(f"{LOGIN[face]}?{urlencode({'next': back})}", 303)
    if isinstance(error, NotFound):
        return PlainTextResponse(error.message, 404)
    page = _plain(back)
    said = urlencode({"field": error.field or "", "wrong": error.message})
    return RedirectResponse(f"{page}{'&' if '?' in page else '?'}{said}#talk-form", 303)


def routes() -> list[Route]:
    """Where messages with pictures are handed in, and pictures fetched."""
    return [
        Route("/messages/ask", ask, methods=["POST"]),
        Route("/messages/write/{talk_id}", write, methods=["POST"]),
        Route("/messages/photo/{photo_id}", photo, methods=["GET"]),
    ]
