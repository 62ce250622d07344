"""Media from our own storage, on the same origin. Keys carry a content hash, so answers never change."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from emporium.providers.storage import StorageKeyError, get_storage
from emporium.services.auth.tokens import digest
from emporium.services.pictures import avif_key
from emporium.web.lately import Lately
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


ABSENT = Lately(seconds=60.0, most=10_000)
"""Keys that storage did not have a moment ago, so that it is not asked for each of them with every request."""


async def media(request: Request) -> Response:
    """One stored file. Only media types we make ourselves are served inline."""
    key = request.path_params["key"]
    kind = TYPES.get(key.rsplit(".", 1)[-1].lower())
    if kind is None or key.split("/", 1)[0] == PRIVATE:
        return PlainTextResponse("Not found", 404)
    try:
        for version in _versions(key, request.headers.get("accept", "")):
            data = await in_thread(_read, version)
            if data is not None:
                return _file(version, data, varies=bool(avif_key(key)))
    except StorageKeyError:
        pass
    return PlainTextResponse("Not found", 404)


def _versions(key: str, accepted: str) -> list[str]:
    """The file's own key, after its AVIF version where the browser reads that and there may be one."""
    better = avif_key(key) if "image/avif" in accepted else ""
    return [better, key] if better and not ABSENT.has(better) else [key]


def _read(key: str) -> bytes | None:
    try:
        return get_storage().read(key)
    except (FileNotFoundError, KeyError):
        ABSENT.note(key)
        return None


def _file(key: str, data: bytes, *, varies: bool) -> Response:
    return Response(
        data,
        media_type=TYPES[key.rsplit(".", 1)[-1].lower()],
        headers={
            "cache-control": "public, max-age=31536000, immutable",
            "etag": f'"{digest(key)[:24]}"',
            **({"vary": "Accept"} if varies else {}),
        },
    )


def routes() -> list[Route]:
    """Where media answers."""
    return [Route("/media/{key:path}", media, methods=["GET", "HEAD"])]
