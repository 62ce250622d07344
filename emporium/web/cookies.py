"""The cookies we set: HttpOnly, SameSite=Lax, Secure under TLS. Nothing about a session is kept anywhere else."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.requests import HTTPConnection
from starlette.responses import Response

from emporium.services.auth.sessions import IssuedTokens
from emporium.settings import get_settings
from models.enums import Face

GUEST = "em_guest"
GUEST_DAYS = 180
REFRESH_PATH = "/auth"
LANGUAGE = "em_language"
"""The language that a browser chose, without an account."""
LANGUAGE_DAYS = 400
STEP = "em_step"
"""Says whose password was right, until the second step; sent to /auth only."""

LEFT = "em_left"
"""What a browser carries to a provider and back, sealed; sent to /auth only."""
CONNECT = "em_connect"
"""Which provider is connected with the sign-in that was asked for, sealed; sent to /auth only."""


def access_name(face: Face) -> str:
    """The cookie of a face's access token."""
    return f"em_{face.value}"


def refresh_name(face: Face) -> str:
    """The cookie of a face's refresh token; sent to /auth only."""
    return f"em_{face.value}_refresh"


def marker_name(face: Face) -> str:
    """Says only that a refresh token exists, so that a page knows when asking for a new access token is worth it."""
    return f"em_{face.value}_in"


def parse(header: str | None) -> dict[str, str]:
    """A Cookie header as names and values; nonsense reads as no cookies."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header or "").items()}
    except CookieError:
        return {}


def is_tls(connection: HTTPConnection) -> bool:
    """Whether the browser's side of the connection is encrypted, proxies included."""
    return connection.url.scheme in ("https", "wss")


def _set(response: Response, name: str, value: str, *, max_age: int, path: str, secure: bool) -> None:
    response.set_cookie(name, value, max_age=max_age, path=path, secure=secure, httponly=True, samesite="lax")


def set_tokens(response: Response, issued: IssuedTokens, *, secure: bool) -> None:
    """Put a face's tokens into the browser."""
    lifetime = get_settings().refresh_days * 86400
    _set(response, access_name(issued.face), issued.access, max_age=lifetime, path="/", secure=secure)
    if issued.refresh is not None:
        _set(response, refresh_name(issued.face), issued.refresh, max_age=lifetime, path=REFRESH_PATH, secure=secure)
        _set(response, marker_name(issued.face), "1", max_age=lifetime, path="/", secure=secure)


def clear_tokens(response: Response, face: Face) -> None:
    """Take a face's tokens out of the browser."""
    response.delete_cookie(access_name(face), path="/")
    response.delete_cookie(marker_name(face), path="/")
    response.delete_cookie(refresh_name(face), path=REFRESH_PATH)


def set_guest(response: Response, token: str, *, secure: bool) -> None:
    """Remember a guest's cart."""
    _set(response, GUEST, token, max_age=GUEST_DAYS * 86400, path="/", secure=secure)


def set_language(response: Response, locale: str, *, secure: bool) -> None:
    """Remember a browser's language."""
    _set(response, LANGUAGE, locale, max_age=LANGUAGE_DAYS * 86400, path="/", secure=secure)


def set_short(response: Response, name: str, value: str, *, seconds: int, secure: bool) -> None:
    """Something between two steps of a form; sent to /auth only."""
    _set(response, name, value, max_age=seconds, path=REFRESH_PATH, secure=secure)


def clear_short(response: Response, *names: str) -> None:
    """What stood between two steps is done."""
    for name in names:
        response.delete_cookie(name, path=REFRESH_PATH)
