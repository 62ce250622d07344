"""The switch on the front page: whether it may follow what somebody looks at, and forgetting it (F116)."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import Invalid
from emporium.gateway.pictures import who
from emporium.i18n import _
from emporium.services import recommendations
from emporium.web.threads import run
from models.enums import Face

WAYS: dict[str, Callable[..., None]] = {
    "on": recommendations.agree,
    "off": recommendations.disagree,
    "clear": recommendations.clear_views,
}


async def change(request: Request) -> Response:
    """POST, for whoever asks and for them alone: on, off or clear; then the front page again."""
    way = request.path_params["way"]
    if way not in WAYS:
        return PlainTextResponse(_("There is no such choice."), 404)
    (actor,) = await who(request, Face.SHOP)
    try:
        await run(WAYS[way], actor=actor)
    except Invalid as error:
        return PlainTextResponse(error.message, 422)
    return RedirectResponse("/#for-you", 303)


def routes() -> list[Route]:
    """Where the switch leads."""
    return [Route("/for-you/{way}", change, methods=["POST"])]
