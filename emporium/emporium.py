"""The Reflex app: mounts the three faces, the gateway and the layers around them."""

from __future__ import annotations

import logging

import reflex as rx
from starlette.applications import Starlette
from starlette.routing import Mount

import admin.routes
import storefront.routes
import vendor.routes
from emporium import gateway
from emporium.errors import EmporiumError
from emporium.settings import get_settings
from emporium.web import auth_routes, crawlers, documents, errors, health, live, media, not_found, ssr, wraps
from emporium.web.guards import EventGate
from emporium.web.page import register
from emporium.web.security import SecurityLayer, proxy_aware

log = logging.getLogger("emporium")

for page in [*storefront.routes.PAGES, *vendor.routes.PAGES, *admin.routes.PAGES]:
    register(page)

api = Starlette(
    routes=[
        *health.routes(),
        *auth_routes.routes(),
        *media.routes(),
        *crawlers.routes(),
        *gateway.routes(),
        *documents.routes(),
    ]
)

app = rx.App(
    html_lang="en",
    stylesheets=["/tokens.css", "/components.css"],
    reset_style=False,
    toaster=None,
    hydrate_fallback=ssr.hydrate_fallback,
    app_wraps=wraps.wraps(),
    api_transformer=[api, not_found.NotFoundLayer, SecurityLayer, proxy_aware],
    backend_exception_handler=errors.tell,
)
app.add_middleware(EventGate())
documents.mount_pages(app)
not_found.mount(app)
app.register_lifespan_task(live.run, app=app)

__all__ = ["EmporiumError", "Mount", "app", "get_settings"]
