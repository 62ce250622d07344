"""Files over HTTP: handed in by their store, fetched by whoever bought them.

A buyer's page leads to `/download/{id}`, which makes a link that is good for some minutes and sends the browser on to
it; that link is what is counted. No address of the file store is ever given out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode
from uuid import UUID

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound
from emporium.gateway.pictures import TOKEN_MAX, first_allowed, who
from emporium.i18n import _
from emporium.providers.storage import StorageError, get_storage
from emporium.services import downloads
from emporium.services.auth import Actor
from emporium.services.auth.link_proofs import BETWEEN
from emporium.services.downloads import Opened
from emporium.web.threads import in_thread, run
from models.enums import Face

PAGE = "/vendor/stock/files"
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
LINK_MAX = 200


def _link(session: Session, *, actors: list[Actor], download_id: UUID, token: str | None) -> str:
    return first_allowed(
        actors, lambda actor: downloads.make_link(session, actor=actor, download_id=download_id, token=token)
    )


async def begin(request: Request) -> Response:
    """GET: on to a link that works for some minutes, or back to the order's page with what is wrong."""
    token = request.query_params.get("token", "")[:TOKEN_MAX] or None
    try:
        link = await run(
            _link, actors=await who(request, Face.SHOP), download_id=UUID(request.path_params["download_id"]),
            token=token,
        )  # fmt: skip
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such download."), 404)
    except EmporiumError as error:
        return _told(token, error)
    return RedirectResponse(f"/download/file/{link}", 303)


def _told(token: str | None, error: EmporiumError) -> Response:
    """The order's page says it beside its files; without its link there is only the sentence."""
    if token is None:
        return _plain(error)
    secret, _between, proof = token.partition(BETWEEN)
    said = urlencode({**({"proof": proof} if proof else {}), "download": error.message})
    return RedirectResponse(f"/purchase/{quote(secret, safe='')}?{said}#downloads", 303)


def _plain(error: EmporiumError) -> Response:
    return PlainTextResponse(error.message, error.status, headers={"cache-control": "no-store"})


async def fetch(request: Request) -> Response:
    """GET: the file, or the part of it that is asked for. HEAD tells its size and is not counted."""
    ip = request.client.host if request.client else None
    try:
        found = await run(
            downloads.open_download, link=request.path_params["link"][:LINK_MAX], ip=ip, count=request.method == "GET"
        )
    except EmporiumError as error:
        return _plain(error)
    headers = _headers(found)
    part = _part(request.headers, found, headers["etag"])
    if part is None:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{found.size_bytes}"})
    start, length = part
    whole = length == found.size_bytes
    headers["content-length"] = str(length)
    if not whole:
        headers["content-range"] = f"bytes {start}-{start + length - 1}/{found.size_bytes}"
    status = 200 if whole else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=found.content_type)
    try:
        pieces = await in_thread(get_storage().stream, found.storage_key, start=start, length=length)
    except StorageError:
        return PlainTextResponse(_("The file cannot be read now. Please try again in a while."), 503)
    return StreamingResponse(pieces, status_code=status, headers=headers, media_type=found.content_type)


def _headers(found: Opened) -> dict[str, str]:
    """Saved, never shown or run as a page; known to nobody's cache."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", found.file_name)
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.file_name, safe='')}",
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
        "accept-ranges": "bytes",
        "etag": f'"{found.file_id.hex}-{found.version}"',
    }


def _part(headers: Mapping[str, str], found: Opened, etag: str) -> tuple[int, int] | None:
    """Where to begin and how many bytes; None for a part that the file does not have.

    Of a file that was replaced meanwhile, the whole new one is sent.
    """
    asked = RANGE.fullmatch(headers.get("range", "").strip())
    if asked is None or headers.get("if-range", etag) != etag or asked[0] == "bytes=-":
        return 0, found.size_bytes
    first, last = asked[1], asked[2]
    if not first:
        length = min(int(last), found.size_bytes)
        return (found.size_bytes - length, length) if length else None
    start, end = int(first), min(int(last), found.size_bytes - 1) if last else found.size_bytes - 1
    return (start, end - start + 1) if start <= end else None


async def hand_in(request: Request) -> Response:
    """POST file, and perhaps name: one more file of a product, or a new version of one; back to its store's page."""
    try:
        product_id = UUID(request.path_params["product_id"])
        (actor,) = await who(request, Face.VENDOR)
        await run(downloads.check_may_upload, actor=actor, product_id=product_id)
    except ValueError:
        return PlainTextResponse(_("There is no such product in this store."), 404)
    except EmporiumError as error:
        return _plain(error)
    store = request.query_params.get("store", "")[:80]
    file_id = request.path_params.get("file_id", "")
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > downloads.most_bytes() + 100_000:
        return _back(product_id, store, _("That is too large, or the browser did not say how large it is."), file_id)
    try:
        fields, file_name, content = await _read(request)
        await run(
            _keep, actor=actor, product_id=product_id, file_id=file_id, file_name=file_name, content=content,
            name=fields.get("name", "")[:200],
        )  # fmt: skip
    except HTTPException:
        return PlainTextResponse(_("This form cannot be read."), 400)
    except EmporiumError as error:
        return _back(product_id, store, error.message, file_id)
    return _back(product_id, store, "", "")


async def _read(request: Request) -> tuple[dict[str, str], str, bytes]:
    form = await request.form(max_files=1, max_fields=4)
    try:
        file = form.get("file")
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if not isinstance(file, UploadFile):
            return fields, "", b""
        return fields, file.filename or "", await file.read()
    finally:
        await form.close()


def _keep(
    session: Session, *, actor: Actor, product_id: UUID, file_id: str, file_name: str, content: bytes, name: str
) -> None:
    store_id = downloads.check_may_upload(session, actor=actor, product_id=product_id)
    given = {"actor": actor, "store_id": store_id, "product_id": product_id, "file_name": file_name, "content": content}
    if not file_id:
        downloads.add_file(session, **given, name=name)
        return
    try:
        wanted = UUID(file_id)
    except ValueError:
        raise NotFound(_("There is no such file at this product.")) from None
    downloads.replace_file(session, **given, file_id=wanted)


def _back(product_id: UUID, store: str, wrong: str, file_id: str) -> Response:
    """To the page that the form was on; it says what is wrong beside the form."""
    said = {**({"store": store} if store else {}), "product": str(product_id)}
    if wrong:
        said |= {"wrong": wrong, **({"at": file_id} if file_id else {})}
    return RedirectResponse(f"{PAGE}?{urlencode(said)}#files", 303)


def routes() -> list[Route]:
    """Where files are fetched and handed in."""
    return [
        Route("/download/file/{link}", fetch, methods=["GET"]),
        Route("/download/of/{product_id}", hand_in, methods=["POST"]),
        Route("/download/of/{product_id}/{file_id}", hand_in, methods=["POST"]),
        Route("/download/{download_id}", begin, methods=["GET"]),
    ]
