"""Where mail programs end letters with one click. The link is the permission.

Source: RFC 8058: a POST without cookies or a page in between. A GET changes nothing, because scanners follow links.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services import favourites, reminders
from emporium.services.auth import Actor
from emporium.web.threads import run

TOKEN_MAX = 200
KINDS: dict[str, tuple[Callable[..., None], str]] = {
    "basket": (reminders.stop_reminders, "/basket?stop=1&token={token}"),
    "news": (favourites.stop_news, "/saved?stop={token}"),
}
"""By what a letter is about: the service that ends such letters, and the page that asks a person."""


async def stop(request: Request) -> Response:
    """POST ends the letters; GET shows the page with the button."""
    kind, token = request.path_params["kind"], request.path_params["token"][:TOKEN_MAX]
    if kind not in KINDS:
        return PlainTextResponse(_("There are no such letters."), 404)
    service, page = KINDS[kind]
    if request.method != "POST":
        return RedirectResponse(page.format(token=quote(token)), 303)
    try:
        await run(service, actor=Actor(), token=token)
    except NotFound as error:
        return PlainTextResponse(error.message, 404)
    return PlainTextResponse(_("These letters have ended."))


def routes() -> list[Route]:
    """Where letters are ended."""
    return [Route("/letters/stop/{kind}/{token}", stop, methods=["GET", "POST"])]
