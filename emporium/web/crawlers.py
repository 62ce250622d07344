"""robots.txt and the sitemap."""

from __future__ import annotations

from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from emporium.services import catalogue
from emporium.web.threads import run

CLOSED = (
    "/cart",
    "/checkout",
    "/purchase/",
    "/account",
    "/login",
    "/register",
    "/forgot",
    "/reset",
    "/verify",
    "/setup",
    "/vendor",
    "/admin",
    "/auth/",
    "/pay/",
    "/search",
    "/orders/",
    "/confirm",
)
STATIC = ("/", "/stores", "/collections", "/about", "/help", "/shipping", "/returns", "/privacy", "/terms")


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


async def robots(request: Request) -> Response:
    """What crawlers should leave alone."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {_base(request)}/sitemap.xml"]
    return PlainTextResponse("\n".join(lines) + "\n")


async def sitemap(request: Request) -> Response:
    """Every public address with the day it last changed."""
    base = _base(request)
    entries = [(path, None) for path in STATIC]
    entries += await run(catalogue.public_addresses)
    urls = "".join(
        f"<url><loc>{escape(base + path)}</loc>"
        + (f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else "")
        + "</url>"
        for path, changed in entries
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return Response(xml, media_type="application/xml", headers={"cache-control": "public, max-age=3600"})


def routes() -> list[Route]:
    """Where crawlers look."""
    return [Route("/robots.txt", robots), Route("/sitemap.xml", sitemap)]
