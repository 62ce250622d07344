"""Where payment providers report."""

from __future__ import annotations

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.db import transaction
from emporium.errors import EmporiumError, NotFound
from emporium.i18n import _
from emporium.services import payments
from emporium.web.bodies import read_body
from emporium.web.threads import in_thread, run

MAX_BODY = 256 * 1024


def _receive(session: Session, *, provider: str, body: bytes, headers: dict[str, str]) -> bool:
    return payments.receive_webhook(session, provider=provider, body=body, headers=headers) is not None


async def webhook(request: Request) -> Response:
    """POST: into the inbox and answered at once; a job applies it. The signature is the caller's permission."""
    body = await read_body(request, MAX_BODY)
    if body is None:
        return JSONResponse({"error": "too large"}, 413)
    try:
        new = await run(_receive, provider=request.path_params["provider"], body=body, headers=dict(request.headers))
    except EmporiumError as error:
        return JSONResponse({"error": error.code, "message": error.message}, error.status)
    except (ValueError, KeyError):
        return JSONResponse({"error": "invalid", "message": _("The body could not be read.")}, 422)
    return JSONResponse({"received": True, "new": new})


async def back(request: Request) -> Response:
    """GET: the shopper comes back from the provider's page; the unguessable link is the permission."""
    token = str(request.path_params["token"])
    try:
        await in_thread(payments.shopper_is_back, transaction, token=token)
    except NotFound:
        return RedirectResponse("/", 303)
    return RedirectResponse(f"/purchase/{token}", 303)


def routes() -> list[Route]:
    """Where providers post, and where they send shoppers back to."""
    return [
        Route("/hooks/{provider}", webhook, methods=["POST"]),
        Route("/pay/back/{token}", back, methods=["GET"]),
    ]
