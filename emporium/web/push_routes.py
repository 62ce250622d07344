"""Where a browser says that it takes push messages, or takes them no more: its script knows what no form can."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError
from emporium.services import users
from emporium.web.account_routes import actor_of
from emporium.web.bodies import read_json
from emporium.web.threads import run

BODY_MAX = 4_000


async def device(request: Request) -> Response:
    """POST endpoint, keys: the subscription as the browser writes it. For whoever is signed in."""
    asked = await read_json(request, BODY_MAX)
    keys = asked.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    try:
        await run(
            users.add_device, actor=await actor_of(request), endpoint=str(asked.get("endpoint") or ""),
            p256dh=str(keys.get("p256dh") or ""), auth=str(keys.get("auth") or ""),
            user_agent=request.headers.get("user-agent", ""),
        )  # fmt: skip
    except EmporiumError as error:
        return JSONResponse({"error": error.message}, error.status)
    return JSONResponse({})


async def off(request: Request) -> Response:
    """POST endpoint: this browser of whoever is signed in."""
    asked = await read_json(request, BODY_MAX)
    try:
        await run(users.drop_endpoint, actor=await actor_of(request), endpoint=str(asked.get("endpoint") or "")[:1000])
    except EmporiumError as error:
        return JSONResponse({"error": error.message}, error.status)
    return JSONResponse({})


def routes() -> list[Route]:
    """On and off."""
    return [Route("/push/device", device, methods=["POST"]), Route("/push/device/off", off, methods=["POST"])]
