"""Whether this process can serve: the database and Redis answer."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emporium.redis import async_redis
from emporium.web.threads import run


def _answers(session: Session) -> bool:
    return bool(session.execute(text("SELECT 1")).scalar_one() == 1)


async def health(_request: Request) -> Response:
    """200 when the app can serve, 503 naming the part that cannot."""
    parts: dict[str, str] = {}
    try:
        await run(_answers)
        parts["database"] = "ok"
    except Exception as error:  # any failure is the answer here
        parts["database"] = type(error).__name__
    try:
        await async_redis().ping()
        parts["redis"] = "ok"
    except Exception as error:
        parts["redis"] = type(error).__name__
    good = all(state == "ok" for state in parts.values())
    return JSONResponse({"status": "ok" if good else "unavailable", **parts}, 200 if good else 503)


def routes() -> list[Route]:
    """Where health answers."""
    return [Route("/_health", health, methods=["GET", "HEAD"])]
