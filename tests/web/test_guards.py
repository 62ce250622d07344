"""Deny by default: every handler, page and HTTP route of the app has a declared permission (F002, F003, F150)."""

from __future__ import annotations

import pytest
import reflex as rx
from reflex_base.registry import RegistrationContext

from emporium.services.auth import Actor, Permission, face_of
from emporium.services.auth.permissions import (
    PLATFORM_PERMISSIONS,
    PLATFORM_SCOPED,
    STORE_PERMISSIONS,
    STORE_SCOPED,
)
from models.enums import Face, PlatformRole, StoreRole


@pytest.fixture(scope="module")
def app() -> rx.App:
    from emporium.emporium import app

    return app


def test_every_handler_of_the_app_declares_who_may_call_it(app):
    from emporium.web.guards import INTERNAL, guard_of

    unmarked, seen = [], 0
    for name, registered in RegistrationContext.get().event_handlers.items():
        owner = registered.states[0]
        if owner.__module__.startswith(("reflex", "tests")):
            continue
        short = name.rsplit(".", 1)[-1]
        if short == "setvar" or short in INTERNAL:
            continue
        seen += 1
        if guard_of(owner, registered.handler) is None:
            unmarked.append(name)
    assert seen > 20, "the walk found no handlers: it looks in the wrong place"
    assert not unmarked, f"these handlers carry no permission mark: {unmarked}"


def test_vendor_and_admin_handlers_never_allow_guests(app):
    from emporium.web.guards import guard_of

    open_ones = []
    for name, registered in RegistrationContext.get().event_handlers.items():
        owner = registered.states[0]
        face = owner.__module__.split(".")[0]
        mark = guard_of(owner, registered.handler)
        if face in ("vendor", "admin") and mark is not None and mark[0] is None:
            open_ones.append(name)
        if face in ("vendor", "admin") and mark is not None and mark[0] is not None:
            assert face_of(mark[0]) == Face(face), f"{name} takes another face's token"
    assert all("login" in name.lower() for name in open_ones), open_ones


def test_every_page_of_the_dashboards_needs_a_permission_of_its_face(app):
    from emporium.web.page import PAGES

    for page in PAGES.values():
        root = page.route.split("/")[1] if page.route != "/" else ""
        if root in ("vendor", "admin") and not page.route.endswith("/login"):
            assert page.access is not None, page.route
            assert page.face == Face(root), page.route


def test_http_routes_are_known_ones(app):
    """Whoever adds an HTTP route comes by here and says who may call it."""
    from emporium.emporium import api
    from emporium.web.page import PAGES

    pages = {page.http_path for page in PAGES.values()}
    open_to_all = {
        "/_health",
        "/robots.txt",
        "/sitemap.xml",
        "/media/{key:path}",
        "/words/{face}/{name}.js",
        "/language",
        "/language/mine",
        "/auth/login",
        "/auth/register",
        "/auth/forgot",
        "/auth/reset",
        "/auth/verify",
        "/auth/logout",
        "/auth/refresh",
        "/auth/setup",
        "/auth/step",
        "/auth/email/new",
        "/auth/passkey/begin",
        "/auth/passkey/finish",
        "/auth/erased",
        "/auth/order/find",
        "/auth/order/prove",
        "/auth/oidc/{provider}",
        "/auth/oidc/{provider}/back",
    }
    signed_in = {
        "/auth/password",
        "/auth/email",
        "/auth/confirm",
        "/auth/data",
        "/auth/erase",
        "/auth/identity/connect",
        "/auth/identity/disconnect",
        "/push/device",
        "/push/device/off",
    }
    """They ask for whoever is signed in, and the service for the password or a code where it needs one."""
    signed = {"/hooks/{provider}"}
    scoped = {
        "/paper/{document_id}",
        "/download/{download_id}",
        "/download/file/{link}",
        "/download/of/{product_id}",
        "/download/of/{product_id}/{file_id}",
        "/pay/back/{token}",
        "/returns/{return_id}/photos",
        "/returns/photo/{photo_id}",
        "/cases/{case_id}/photos",
        "/cases/photo/{photo_id}",
        "/wish/for/{product_id}",
        "/wish/{secret}",
        "/letters/stop/{kind}/{token}",
        "/reviews/write/{line_id}",
        "/reviews/photo/{photo_id}",
        "/messages/ask",
        "/messages/write/{talk_id}",
        "/messages/photo/{photo_id}",
        "/auth/data/{export_id}",
        "/for-you/{way}",
        "/country",
        "/basket/add",
    }
    """The service decides for each thing who may have it, and says 404 to everybody else."""
    found = {route.path for route in api.routes if getattr(route, "path", "")}
    assert found - pages - open_to_all - signed_in - signed - scoped == set()


def test_no_upload_endpoint_is_open(app):
    from reflex_components_core.core.upload import Upload

    assert not Upload.is_used


@pytest.mark.parametrize("permission", list(Permission))
def test_permissions_belong_to_one_face(permission):  # F003
    assert face_of(permission) in Face
    assert (permission in STORE_SCOPED) + (permission in PLATFORM_SCOPED) <= 1


def test_the_matrix_covers_every_role():  # F003
    assert set(STORE_PERMISSIONS) == set(StoreRole)
    assert set(PLATFORM_PERMISSIONS) == set(PlatformRole)


def test_a_shop_token_opens_nothing_else():  # F002
    import uuid

    store = uuid.uuid4()
    shopper = Actor(
        user_id=uuid.uuid4(),
        face=Face.SHOP,
        store_roles={store: StoreRole.OWNER},
        platform_roles=frozenset({PlatformRole.ADMIN}),
    )
    assert not any(shopper.can(p, store=store) for p in STORE_SCOPED)
    assert not any(shopper.can(p) for p in PLATFORM_SCOPED)


def test_every_address_of_the_gateway_is_reached_and_not_taken_for_a_page():
    from emporium import gateway
    from emporium.web.not_found import BACKEND

    lost = [route.path for route in gateway.routes() if not route.path.startswith(BACKEND)]
    assert lost == []
