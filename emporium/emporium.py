"""The Reflex app: mounts the three faces, the gateway and the layers around them."""

from __future__ import annotations

from functools import partial

import reflex as rx
from starlette.applications import Starlette

import admin.routes
import storefront.routes
import vendor.routes
from emporium import gateway
from emporium.web import (
    account_routes,
    auth_routes,
    crawlers,
    data_routes,
    documents,
    errors,
    health,
    language,
    live,
    logs,
    media,
    not_found,
    oidc_routes,
    push_routes,
    ssr,
    wraps,
)
from emporium.web.guards import EventGate
from emporium.web.page import register
from emporium.web.security import SecurityLayer, proxy_aware

logs.install()
for page in [*storefront.routes.PAGES, *vendor.routes.PAGES, *admin.routes.PAGES]:
    register(page)
unknown = not_found.page_in(storefront.routes.FRAME)

api = Starlette(
    routes=[
        *health.routes(),
        *auth_routes.routes(),
        *account_routes.routes(),
        *oidc_routes.routes(),
        *data_routes.routes(),
        *push_routes.routes(),
        *media.routes(),
        *language.routes(),
        *crawlers.routes(),
        *gateway.routes(),
        *documents.routes(),
    ]
)

app = rx.App(
    html_lang="en",
    stylesheets=["/tokens.css", "/components.css"],
    head_components=[
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.meta(name="theme-color", content="#6b1140"),
        rx.el.script(src="/sw-register.js", defer=True),
        rx.el.script(src="/visit.js", defer=True),
        rx.el.script(src="/find.js", defer=True),
        rx.el.script(src="/talk.js", defer=True),
        rx.el.script(src="/filled.js", defer=True),
        rx.el.script(src="/menus.js", defer=True),
        rx.el.script(src="/password.js", defer=True),
    ],
    reset_style=False,
    toaster=None,
    hydrate_fallback=ssr.hydrate_fallback,
    app_wraps=wraps.wraps(),
    api_transformer=[
        api,
        partial(not_found.NotFoundLayer, page=unknown),
        language.LanguageLayer,
        SecurityLayer,
        proxy_aware,
    ],
    backend_exception_handler=errors.tell,
)
app.add_middleware(EventGate())
documents.mount_pages(app)
not_found.mount(app, unknown)
app.register_lifespan_task(live.run, app=app)

__all__ = ["app"]
