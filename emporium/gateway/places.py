"""Where things are to go: chosen by anybody, for themselves, before an address is typed."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import Invalid
from emporium.gateway.pictures import who
from emporium.services import checkout
from emporium.web.auth_routes import local_path, text_of
from emporium.web.threads import run
from models.enums import Face


async def choose(request: Request) -> Response:
    """POST country, next: for whoever asks and for them alone; then the page they came from."""
    form = await request.form()
    there = local_path(text_of(form, "next"), "/")
    (actor,) = await who(request, Face.SHOP)
    try:
        await run(checkout.choose_country, actor=actor, country=text_of(form, "country"))
    except Invalid as wrong:
        return RedirectResponse("/deliver-to?" + urlencode({"next": there, "error": wrong.message}), 303)
    return RedirectResponse(there, 303)


def routes() -> list[Route]:
    """Where the choice leads."""
    return [Route("/country", choose, methods=["POST"])]
