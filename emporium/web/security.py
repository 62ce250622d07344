"""The outermost ASGI layer: origin checks, security headers, cache rules, and our own 404 for unknown addresses."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from emporium.web.cookies import is_tls

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SOCKETS_PER_IP = 500
IMMUTABLE = b"public, max-age=31536000, immutable"
HOUR = b"public, max-age=3600"


def content_security_policy(inline_scripts: list[str]) -> str:
    """Scripts from here only, and the few inline ones of the built page by their hashes. No eval, no framing."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline_scripts
    )
    return (
        "default-src 'self'; "
        f"script-src 'self' {hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; font-src 'self'; "
        "media-src 'self' https:; "
        "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
    )


@lru_cache(maxsize=1)
def _policy() -> bytes:
    from emporium.web.ssr import shell

    try:
        return content_security_policy(shell().inline_scripts).encode()
    except (OSError, StopIteration):  # hot reload has no build; Vite needs its inline scripts
        return b"frame-ancestors 'none'; base-uri 'self'; object-src 'none'"


def _headers(connection: HTTPConnection) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"x-frame-options", b"DENY"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(self)"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"content-security-policy", _policy()),
    ]
    if is_tls(connection):
        headers.append((b"strict-transport-security", b"max-age=31536000"))
    return headers


def same_origin(connection: HTTPConnection) -> bool | None:
    """Whether the Origin header names this host; None when there is none."""
    origin = connection.headers.get("origin")
    if origin is None:
        return None
    return urlsplit(origin).netloc == connection.headers.get("host", "")


async def _drain(receive: Receive) -> None:
    """Read a refused request's body, up to a bound: a server may otherwise cut the line before the answer."""
    left = 1_000_000
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


class SecurityLayer:
    """Wraps the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.sockets: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or socket."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        ip = connection.client.host if connection.client else "unknown"
        if same_origin(connection) is not True or self.sockets.get(ip, 0) >= SOCKETS_PER_IP:
            await receive()
            await send({"type": "websocket.close", "code": 4403})
            return
        self.sockets[ip] = self.sockets.get(ip, 0) + 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.sockets[ip] -= 1
            if not self.sockets[ip]:
                del self.sockets[ip]

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if scope["method"] not in SAFE and same_origin(request) is False:
            await _drain(receive)
            await PlainTextResponse("Cross-site requests are refused.", 403)(scope, receive, self._guard(request, send))
            return
        if scope["path"].startswith("/_upload"):
            await PlainTextResponse("Not found", 404)(scope, receive, self._guard(request, send))
            return
        await self.app(scope, receive, self._guard(request, send))

    @staticmethod
    def _guard(request: Request, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(k, v) for k, v in message.get("headers", []) if k.lower() != b"server"]
                have = {k.lower() for k, _ in headers}
                headers += [(k, v) for k, v in _headers(request) if k not in have]
                if b"cache-control" not in have:
                    headers.append((b"cache-control", _cache_rule(request.url.path, message["status"])))
                message = {**message, "headers": headers}
            await send(message)

        return sending


def _cache_rule(path: str, status: int) -> bytes:
    if status not in (200, 304):
        return b"no-cache"
    if path.startswith("/assets/"):
        return IMMUTABLE
    static = path.startswith(("/fonts/", "/img/", "/demo/")) or path.endswith((".svg", ".png", ".ico", ".webmanifest"))
    return HOUR if static else b"no-cache"


def proxy_aware(app: ASGIApp) -> Any:
    """Believe X-Forwarded-For and -Proto from trusted proxies only."""
    from granian.utils.proxies import wrap_asgi_with_proxy_headers

    from emporium.settings import get_settings

    trusted = [host.strip() for host in get_settings().trusted_proxies.split(",") if host.strip()]
    return wrap_asgi_with_proxy_headers(app, trusted_hosts=trusted)
