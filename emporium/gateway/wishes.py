"""Pictures for things made for somebody: handed in from the product's page, shown to whoever knows their secret."""

from __future__ import annotations

from urllib.parse import quote, urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound
from emporium.gateway.pictures import picture_answer, pictures_of, who
from emporium.i18n import _
from emporium.services import catalogue
from emporium.web.threads import run
from models.enums import Face


async def hand_in(request: Request) -> Response:
    """POST field, slug, sku, photos: to the product's page again, with the picture's secret or what was wrong."""
    read = await pictures_of(request)
    if isinstance(read, Response):
        return read
    fields, files = read
    field, slug, sku = (fields.get(name, "")[:120] for name in ("field", "slug", "sku"))
    try:
        (actor,) = await who(request, Face.SHOP)
        kept = await run(
            catalogue.keep_wish_file, actor=actor, product_id=UUID(request.path_params["product_id"]),
            content=files[0] if len(files) == 1 else b"",
        )  # fmt: skip
        said = {f"wish.{field}": kept}
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such product."), 404)
    except EmporiumError as error:
        said = {f"wrong.{field}": error.message}
    query = urlencode({**({"v": sku} if sku else {}), **said})
    return RedirectResponse(f"/p/{quote(slug, safe='')}?{query}#buy-form", 303)


async def picture(request: Request) -> Response:
    """GET: the picture. Its unguessable secret is the permission."""
    try:
        key = await run(catalogue.wish_file, secret=request.path_params["secret"][:128])
    except NotFound:
        return PlainTextResponse(_("There is no such photo."), 404)
    return await picture_answer(key)


def routes() -> list[Route]:
    """Where pictures are handed in and fetched."""
    return [
        Route("/wish/for/{product_id}", hand_in, methods=["POST"]),
        Route("/wish/{secret}", picture, methods=["GET"]),
    ]
