"""Forms about a person's data, and the way back to an order for guests."""

from __future__ import annotations

from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound, Unauthenticated
from emporium.i18n import _
from emporium.services import orders
from emporium.services.auth import Actor
from emporium.services.privacy import copying, erasing
from emporium.web import cookies
from emporium.web.account_routes import actor_of, to_login
from emporium.web.auth_routes import back, text_of
from emporium.web.threads import run
from models.enums import Face

DATA = "/account/data"
ERASE = "/account/erase"
FIND = "/orders/find"


async def ask_export(request: Request) -> Response:
    """POST: a copy of everything that is held about whoever is signed in."""
    try:
        await run(copying.ask_export, actor=await actor_of(request))
    except Unauthenticated:
        return to_login(DATA)
    except EmporiumError as error:
        return back(DATA, error=error.message)
    return back(DATA, done="export")


async def export(request: Request) -> Response:
    """GET: the file, for its owner alone."""
    try:
        actor = await actor_of(request)
        name, content = await run(copying.export_file, actor=actor, export_id=UUID(request.path_params["export_id"]))
    except Unauthenticated:
        return to_login(DATA)
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such file, or its time is over."), 404)
    headers = {
        "content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }  # fmt: skip
    return Response(content, media_type=copying.ZIP, headers=headers)


async def ask_erasure(request: Request) -> Response:
    """POST present: mails the link that erases the account."""
    form = await request.form()
    try:
        await run(erasing.ask_erasure, actor=await actor_of(request), password=text_of(form, "present"))
    except Unauthenticated:
        return to_login(DATA)
    except EmporiumError as error:
        return back(DATA, error=error.message, field=error.field)
    return back(DATA, done="erase")


async def erase(request: Request) -> Response:
    """POST token: erases the account that the letter is about. The link is the permission."""
    form = await request.form()
    token = text_of(form, "token")[:200]
    try:
        await run(erasing.erase, token=token)
    except EmporiumError as error:
        return back(ERASE, error=error.message)
    response = back(ERASE, done="1")
    for face in Face:
        cookies.clear_tokens(response, face)
    return response


async def find_link(request: Request) -> Response:
    """POST number, email: mails an order's link; the answer is the same whether the two belong together or not."""
    form = await request.form()
    number, email = text_of(form, "number")[:20], text_of(form, "email")[:320]
    try:
        await run(orders.ask_link, actor=_anybody(request), number=number, email=email)
    except EmporiumError as error:
        return back(FIND, error=error.message, field=error.field, number=number)
    return back(FIND, done="1", number=number)


async def prove(request: Request) -> Response:
    """POST token, answer: back to the order, with a proof when the answer is right."""
    form = await request.form()
    token = text_of(form, "token")[:128]
    path = f"/purchase/{token}" if token.replace("-", "").replace("_", "").isalnum() else "/"
    try:
        proof = await run(orders.prove, token=token, answer=text_of(form, "answer"))
    except NotFound:
        return RedirectResponse(path, 303)
    except EmporiumError as error:
        return back(path, error=error.message)
    return back(path, proof=proof)


def _anybody(request: Request) -> Actor:
    return Actor(ip=request.client.host if request.client else None)


def routes() -> list[Route]:
    """Every form's address."""
    posts = {
        "/auth/data": ask_export,
        "/auth/erase": ask_erasure,
        "/auth/erased": erase,
        "/auth/order/find": find_link,
        "/auth/order/prove": prove,
    }
    return [
        *[Route(path, handler, methods=["POST"]) for path, handler in posts.items()],
        Route("/auth/data/{export_id}", export, methods=["GET"]),
    ]
