"""Media from our own storage, on the same origin. Keys carry a content hash, so answers never change."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from emporium.providers.storage import StorageKeyError, get_storage
from emporium.services.auth.tokens import digest
from emporium.web.threads import in_thread

TYPES = {
    "webp": "image/webp",
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
}

PRIVATE = "private"
"""What lies below this folder is not for everybody: routes of its own decide who may see it."""


async def media(request: Request) -> Response:
    """One stored file. Only media types we make ourselves are served inline."""
    key = request.path_params["key"]
    kind = TYPES.get(key.rsplit(".", 1)[-1].lower())
    if kind is None or key.split("/", 1)[0] == PRIVATE:
        return PlainTextResponse("Not found", 404)
    try:
        data = await in_thread(get_storage().read, key)
    except (FileNotFoundError, KeyError, StorageKeyError):
        return PlainTextResponse("Not found", 404)
    return Response(
        data,
        media_type=kind,
        headers={"cache-control": "public, max-age=31536000, immutable", "etag": f'"{digest(key)[:24]}"'},
    )


def routes() -> list[Route]:
    """Where media answers."""
    return [Route("/media/{key:path}", media, methods=["GET", "HEAD"])]
