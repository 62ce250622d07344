"""Invoices, credit notes and packing slips as files. Who may have one is decided by the service, paper by paper."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound
from emporium.i18n import _
from emporium.services import documents
from emporium.services.auth import Actor
from emporium.web import cookies
from emporium.web.identity import identify
from emporium.web.threads import run
from models.enums import Face

TOKEN_MAX = 128


def _paper(session: Session, *, actors: list[Actor], document_id: UUID, token: str | None) -> tuple[str, bytes]:
    """The paper for the first of a browser's identities that may have it. Raises NotFound."""
    for actor in actors:
        try:
            return documents.document_pdf(session, actor=actor, document_id=document_id, token=token)
        except NotFound:
            continue
    raise NotFound(_("There is no such document."))


async def paper(request: Request) -> Response:
    """GET: the PDF. A shopper without an account shows the purchase's own token."""
    jar = cookies.parse(request.headers.get("cookie"))
    actors = [(await identify(jar, face=face, ip=None)).actor for face in Face]
    token = request.query_params.get("token", "")[:TOKEN_MAX] or None
    try:
        name, content = await run(
            _paper, actors=actors, document_id=UUID(request.path_params["document_id"]), token=token
        )
    except (ValueError, NotFound):
        return PlainTextResponse(_("There is no such document."), 404)
    except EmporiumError as error:
        return PlainTextResponse(error.message, error.status)
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "private, no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def routes() -> list[Route]:
    """Where papers are fetched."""
    return [Route("/paper/{document_id}", paper, methods=["GET"])]
