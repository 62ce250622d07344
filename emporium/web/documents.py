"""The first HTTP answer of every page: right status, full head, the content itself, and the data to go on from."""

from __future__ import annotations

import html
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import reflex as rx
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.i18n import _, current_locale, direction, language_tag
from emporium.services.auth import tokens
from emporium.settings import get_settings
from emporium.web import cookies, failures, frames, language, ssr, visits, wraps
from emporium.web.guards import LOGIN, LeavePage
from emporium.web.identity import identify, set_current
from emporium.web.loading import Drawn, read_page
from emporium.web.packing import packed
from emporium.web.page import PAGES, Loaded, Page, PageRequest, Seo
from emporium.web.threads import in_thread

log = logging.getLogger(__name__)


def routes() -> list[Route]:
    """One HTTP route per page, the most exact first."""
    pages = sorted(PAGES.values(), key=lambda page: (page.route.count("["), -len(page.route)))
    return [Route(page.http_path, _answer(page), methods=["GET", "HEAD"], name=page.state.__name__) for page in pages]


def _answer(page: Page) -> Any:
    async def document(request: Request) -> Response:
        try:
            return await in_thread(packed, request, await answer(page, request))
        except Exception as error:
            return failures.failed(request, error)

    return document


async def answer(page: Page, request: Request) -> Response:
    """The document of one page, its data alone for a browser that has a page open, or where to go instead."""
    if visits.is_visit(request) and page.frame.whole:
        return visits.by_document()
    jar = cookies.parse(request.headers.get("cookie"))
    ip = request.client.host if request.client else None
    identity = await identify(jar, face=page.face, ip=ip)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if identity.stale:
        return RedirectResponse(f"/auth/refresh?face={page.face.value}&next={quote(here)}", 303)
    actor = identity.actor
    if page.access is not None and not actor.can(page.access):
        if not actor.signed_in:
            return RedirectResponse(f"{LOGIN[page.face]}?next={quote(here)}", 303)
        return await document_of(page, PageRequest(actor, request.url.path), status=403)
    set_current(actor)
    asked = PageRequest(
        actor=actor,
        path=request.url.path if request.url.path == "/" else request.url.path.rstrip("/"),
        query_string=request.url.query,
        params=dict(request.path_params),
        base_url=f"{request.url.scheme}://{request.url.netloc}",
        early=visits.is_early(request),
    )
    drawn = await in_thread(read_page, page, asked)
    if drawn.loaded.redirect:
        return RedirectResponse(drawn.loaded.redirect, drawn.loaded.status if drawn.loaded.status > 300 else 303)
    guest = actor.guest_token or tokens.new_secret()
    boot = {visits.MARK: visits.mark(actor, guest, page), **_boot(page, asked, drawn)}
    if visits.is_visit(request):
        return visits.answer(page, drawn.loaded, boot)
    response = await in_thread(_document, page, asked, drawn, boot)
    if actor.guest_token is None:
        cookies.set_guest(response, guest, secure=cookies.is_tls(request))
    return response


async def answer_unknown(page: Page, request: Request) -> Response:
    """The document for an address that is no page's."""
    try:
        jar = cookies.parse(request.headers.get("cookie"))
        actor = (await identify(jar, face=page.face, ip=None)).actor
        return await document_of(page, PageRequest(actor, request.url.path, request.url.query), status=404)
    except Exception as error:
        return failures.failed(request, error)


async def document_of(page: Page, request: PageRequest, *, status: int) -> Response:
    """A page's frame around a refusal or a 'not found'."""
    shell = await in_thread(_frame_only, page, request)
    drawn = Drawn(Loaded(status=status), shell)
    return await in_thread(_document, page, request, drawn, _boot(page, request, drawn))


def _frame_only(page: Page, request: PageRequest) -> Any:
    from emporium.db import transaction

    with transaction() as session:
        return page.frame.load(session, request)


def _seo(loaded: Loaded) -> Seo:
    if loaded.status == 200:
        return loaded.seo
    return Seo(title=f"{_title(loaded.status)} – {get_settings().name}", noindex=True)


def _boot(page: Page, request: PageRequest, drawn: Drawn) -> dict[str, Any]:
    loaded = drawn.loaded
    return {
        **ssr.state_patch(page.frame.state, shell=drawn.shell),
        **ssr.state_patch(
            page.state,
            page_key=request.key,
            status=loaded.status,
            title=_seo(loaded).title or page.title,
            **({"view": loaded.view} if loaded.view is not None else {}),
        ),
    }


def _document(page: Page, request: PageRequest, drawn: Drawn, boot: dict[str, Any]) -> HTMLResponse:
    loaded, frame = drawn.loaded, page.frame
    body = ssr.draw(lambda: frame.view(drawn.shell, content(page, drawn)))
    seo = _seo(loaded)
    html_text = ssr.shell().render(
        route=page.router_path,
        head=head_tags(seo, request, fallback=_(page.title)) + language.words_tag(frame.face),
        body=body,
        tail=jsonld_tags(seo.jsonld),
        boot=boot,
        lang=language_tag(current_locale.get()),
        way=direction(current_locale.get()),
    )
    return HTMLResponse(
        html_text, loaded.status, headers={"cache-control": "private, no-cache", "vary": "Accept-Language, Cookie"}
    )


def _title(status: int) -> str:
    return _("Not allowed") if status == 403 else _("Not found")


def content(page: Page, drawn: Drawn) -> rx.Component:
    """What stands in the frame for a status, on the server."""
    if drawn.loaded.status == 403:
        return page.frame.refused()
    if drawn.loaded.status != 200:
        return page.frame.not_found(drawn.shell)
    return page.view(drawn.loaded.view)


def head_tags(seo: Seo, request: PageRequest, *, fallback: str) -> str:
    """Title, description, canonical, Open Graph and Twitter tags."""
    title = seo.title or fallback
    out = [f"<title>{html.escape(title, quote=False)}</title>"]

    def meta(kind: str, name: str, value: str) -> None:
        if value:
            out.append(f'<meta {kind}="{name}" content="{html.escape(value)}"/>')

    meta("name", "description", seo.description)
    if seo.noindex:
        meta("name", "robots", "noindex")
    if seo.canonical_path:
        url = request.base_url + seo.canonical_path
        out.append(f'<link rel="canonical" href="{html.escape(url)}"/>')
        meta("property", "og:url", url)
    meta("property", "og:title", title)
    meta("property", "og:description", seo.description)
    meta("property", "og:type", seo.kind)
    meta("property", "og:site_name", get_settings().name)
    if seo.image:
        meta("property", "og:image", seo.image if seo.image.startswith("http") else request.base_url + seo.image)
        meta("name", "twitter:card", "summary_large_image")
    return "".join(out)


def jsonld_tags(items: Sequence[Any]) -> str:
    """Structured data, at the end of the body where hydration leaves it alone."""
    return "".join(f'<script type="application/ld+json">{ssr.safe_json(item)}</script>' for item in items)


def path_key() -> rx.Var[str]:
    """The browser's present `PageRequest.key`, following client-side navigation."""
    from reflex_base.utils.imports import ImportVar
    from reflex_base.vars.base import Var, VarData

    return Var(
        _js_expr=r"(__here.pathname + __here.search.replace(/([?&])v=[^&]*&?/, '$1').replace(/[?&]$/, ''))",
        _var_type=str,
        _var_data=VarData(
            hooks={"const __here = useLocation()": None}, imports={"react-router": [ImportVar(tag="useLocation")]}
        ),
    ).to(str)


def live_component(page: Page) -> Any:
    """The page as the browser runs it: the same view, fed by state."""
    state, frame = page.state, page.frame

    def component() -> rx.Component:
        inner = rx.cond(
            state.page_key == path_key(),
            # another address is another page: fields and opened parts of the one before do not stay
            rx.fragment(
                rx.match(
                    state.status,
                    (200, page.view(state.view)),
                    (403, frame.refused()),
                    frame.not_found(frame.state.shell),  # type: ignore[attr-defined]
                ),
                key=state.page_key,
            ),
            (page.skeleton or frame.skeleton)(),
        )
        return wraps.around(frames.around(frame, inner))

    component.__name__ = f"page_{page.state.__name__}"
    # Reflex puts the parts of pages from one module into one file; from here they would all be one, sent to everybody
    component.__module__ = page.view.__module__
    return component


def mount_pages(app: rx.App) -> None:
    """Give every registered page to the app."""
    for page in PAGES.values():
        app.add_page(
            live_component(page),
            route=page.route,
            title=rx.cond(page.state.title != "", page.state.title, page.title),  # type: ignore[call-overload]
            image="",
            on_load=page.state.load,
        )


__all__ = ["LeavePage", "answer", "mount_pages", "routes"]
