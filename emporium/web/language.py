"""Which language somebody reads: what the browser chose, else what it asks for.

A choice lives in a cookie. Signing in brings the account's along, and who is signed in chooses for the account too. A
tab goes on in the language its document came in, because its socket was opened with the cookies of that moment.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from emporium.i18n import SOURCE, accepted, available_locales, best_locale, catalogue, current_locale
from emporium.locales.texts import page_texts
from emporium.services.auth import Actor
from emporium.settings import get_settings
from emporium.web import cookies
from emporium.web.packing import packed
from emporium.web.threads import in_thread, run
from models.enums import Face

MINE = "/language/mine"
ROOMS = {
    Face.SHOP: ("storefront", "emporium/ui"),
    Face.VENDOR: ("vendor", "emporium/ui"),
    Face.ADMIN: ("admin", "emporium/ui"),
}


def of_browser(jar: dict[str, str], accept_language: str | None) -> str:
    """The language of a browser: its choice, else the best of those it asks for, else the marketplace's."""
    chosen = jar.get(cookies.LANGUAGE)
    if chosen in available_locales():
        return str(chosen)
    return best_locale(accepted(accept_language), get_settings().locale)


def speak(locale: str | None) -> None:
    """Texts come in this language for the rest of the request or event; one that is not offered changes nothing."""
    if locale and locale in available_locales():
        current_locale.set(locale)


class LanguageLayer:
    """Sets the browser's language before anything answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read two headers."""
        if scope["type"] == "http":
            request = Request(scope)
            jar = cookies.parse(request.headers.get("cookie"))
            current_locale.set(of_browser(jar, request.headers.get("accept-language")))
        await self.app(scope, receive, send)


# ---- the texts that browsers look up -----------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _words(locale: str, face: Face) -> tuple[str, str]:
    """A script with a face's texts in a language, and its mark."""
    from emporium.web.ssr import safe_json

    known = catalogue(locale)
    said = {text: known.gettext(text) for text in page_texts(*ROOMS[face])}
    script = f"globalThis.__words={safe_json({text: own for text, own in said.items() if own != text})};"
    return script, sha256(script.encode()).hexdigest()[:16]


def words_tag(face: Face) -> str:
    """The element that brings the reader's texts before the page runs; nothing for the language of the source."""
    locale = current_locale.get()
    if locale == SOURCE or locale not in available_locales():
        return ""
    return f'<script src="/words/{face.value}/{locale}.{_words(locale, face)[1]}.js"></script>'


async def words(request: Request) -> Response:
    """A face's texts in a language. The address changes with them, so a browser keeps them."""
    locale, _dot, _mark = request.path_params["name"].partition(".")
    face = request.path_params["face"]
    if locale not in available_locales() or face not in {one.value for one in Face}:
        return PlainTextResponse("Not found", 404)
    script, _mark = await in_thread(_words, locale, Face(face))
    script_file = Response(
        script, media_type="text/javascript", headers={"cache-control": "public, max-age=31536000, immutable"}
    )
    return await in_thread(packed, request, script_file)


async def choose(request: Request) -> Response:
    """POST to, next: this browser's language, and with an account that of its owner."""
    from emporium.services import users
    from emporium.web.auth_routes import local_path, text_of

    form = await request.form()
    locale = text_of(form, "to")
    response = RedirectResponse(local_path(text_of(form, "next"), "/"), 303)
    if locale not in available_locales():
        return response
    for actor in await _signed_in(request):
        await run(users.choose_language, actor=actor, locale=locale)
    cookies.set_language(response, locale, secure=cookies.is_tls(request))
    return response


async def mine(request: Request) -> Response:
    """GET next: this browser speaks what the account of whoever is signed in says."""
    from emporium.services import users
    from emporium.web.auth_routes import local_path

    response = RedirectResponse(local_path(request.query_params.get("next", ""), "/"), 303)
    for actor in (await _signed_in(request))[:1]:
        chosen = await run(users.preferences, actor=actor)
        cookies.set_language(response, chosen.locale, secure=cookies.is_tls(request))
    return response


async def _signed_in(request: Request) -> list[Actor]:
    """Who is signed in here, on any face, the shop's first."""
    from emporium.web.identity import identify

    jar = cookies.parse(request.headers.get("cookie"))
    actors = [(await identify(jar, face=face, ip=None)).actor for face in Face]
    return [actor for actor in actors if actor.signed_in]


def routes() -> list[Route]:
    """Where texts answer, and where a language is chosen."""
    return [
        Route("/words/{face}/{name}.js", words, methods=["GET", "HEAD"]),
        Route("/language", choose, methods=["POST"]),
        Route(MINE, mine, methods=["GET"]),
    ]
