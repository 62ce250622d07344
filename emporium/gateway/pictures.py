"""Pictures over HTTP: read from a posted form, answered for one browser and nobody's cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.providers.storage import StorageError, get_storage
from emporium.services.auth import Actor
from emporium.services.pictures import MOST_BYTES, MOST_PHOTOS
from emporium.web import cookies
from emporium.web.auth_routes import local_path
from emporium.web.identity import identify
from emporium.web.threads import in_thread
from models.enums import Face

T = TypeVar("T")
TOKEN_MAX = 128
BODY_MAX = MOST_PHOTOS * MOST_BYTES + 100_000


async def who(request: Request, *faces: Face) -> list[Actor]:
    """A browser's identities on the faces, on all of them when none is named."""
    jar = cookies.parse(request.headers.get("cookie"))
    ip = request.client.host if request.client else None
    return [(await identify(jar, face=face, ip=ip)).actor for face in faces or Face]


def first_allowed(actors: Sequence[Actor], ask: Callable[[Actor], T]) -> T:
    """What the first of a browser's identities is given that may have it. Raises NotFound."""
    for actor in actors:
        try:
            return ask(actor)
        except NotFound:
            continue
    raise NotFound(_("There is no such thing here."))


def wants_json(request: Request) -> bool:
    """Whether a script asks, and not the browser itself."""
    return "application/json" in request.headers.get("accept", "")


async def picture_answer(key: str) -> Response:
    """A kept picture."""
    try:
        content = await in_thread(get_storage().read, key)
    except StorageError:
        return PlainTextResponse(_("There is no such photo."), 404)
    headers = {"cache-control": "private, no-store", "x-content-type-options": "nosniff", "x-robots-tag": "noindex"}
    return Response(content, media_type="image/webp", headers=headers)


def told(path: str, ident: str, message: str) -> Response:
    """Back to a page that says beside its form `ident` what is wrong."""
    parts = urlsplit(path)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("photos", "wrong")]
    query = urlencode([*kept, ("photos", ident), ("wrong", message)])
    return RedirectResponse(f"{parts.path}?{query}", 303)


async def pictures_of(
    request: Request, ident: str = "", *, fields: int = 6
) -> Response | tuple[dict[str, str], list[bytes]]:
    """The texts and pictures of a posted form; an answer instead when it is too much.

    A browser that came from a page of ours with the form `ident` is sent back there.
    """
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > BODY_MAX:
        return _too_much(
            request,
            ident,
            _("These photos are too large. {most_photos} of at most 8 MB can be sent.").format(most_photos=MOST_PHOTOS),
            413,
        )
    try:
        form = await request.form(max_files=MOST_PHOTOS + 1, max_fields=fields)
    except HTTPException:
        return _too_much(
            request, ident, _("At most {most_photos} photos at once.").format(most_photos=MOST_PHOTOS), 400
        )
    try:
        chosen = [item for item in form.getlist("photos") if isinstance(item, UploadFile) and item.size]
        files = [await item.read(MOST_BYTES + 1) for item in chosen]
        return {name: value for name, value in form.items() if isinstance(value, str)}, files
    finally:
        await form.close()


def _too_much(request: Request, ident: str, message: str, status: int) -> Response:
    """The form was not read, so only the browser's word tells which page it came from."""
    if wants_json(request):
        return JSONResponse({"field": "photos", "message": message}, status)
    came = urlsplit(request.headers.get("referer", ""))
    path = local_path(f"{came.path}?{came.query}", "")
    if ident and path and came.netloc == request.headers.get("host"):
        return told(path, ident, message)
    return PlainTextResponse(message, status)
