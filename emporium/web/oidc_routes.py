"""Signing in through a provider of OpenID Connect: out, back, and connecting one to an account (F008)."""

from __future__ import annotations

from html import escape
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, NotFound, Unauthenticated
from emporium.i18n import _, current_locale
from emporium.providers.oidc import Person
from emporium.services.auth import identities, leaving, second_step
from emporium.services.auth.identities import EmailNotProved, ProofAsked
from emporium.services.auth.leaving import Flow
from emporium.services.auth.sessions import IssuedTokens, SecondStepAsked
from emporium.web import cookies
from emporium.web.account_routes import SECURITY, actor_of, site_of, to_login
from emporium.web.auth_routes import (
    HOME,
    LOGIN,
    ask_step,
    bring_cart,
    client_of,
    face_of_form,
    guest_of,
    local_path,
    signed_in,
    text_of,
)
from emporium.web.auth_routes import back as to_page
from emporium.web.threads import in_thread, run
from models.enums import Face

NO_STORE = {"cache-control": "no-store"}


async def _leave(request: Request, provider: str, face: Face, to: str, user_id: UUID | None = None) -> tuple[str, str]:
    back = f"{site_of(request).origin}/auth/oidc/{provider}/back"
    return await in_thread(
        leaving.leave, provider=provider, face=face, to=to, back=back, client=client_of(request), user_id=user_id
    )


def _carry(request: Request, response: Response, carried: str) -> Response:
    cookies.set_short(response, cookies.LEFT, carried, seconds=leaving.SECONDS, secure=cookies.is_tls(request))
    return response


async def out(request: Request) -> Response:
    """GET face, next: to the provider. It changes nothing here; whoever comes back must bring the cookie."""
    query = dict(request.query_params)
    try:
        face = face_of_form(query)
    except EmporiumError as error:
        return to_page("/login", error=error.message)
    to = local_path(query.get("next", "")[:500], "")
    try:
        address, carried = await _leave(request, request.path_params["provider"], face, to)
    except EmporiumError as error:
        return to_page(LOGIN[face], error=error.message, next=to)
    return _carry(request, RedirectResponse(address, 303, NO_STORE), carried)


async def back(request: Request) -> Response:
    """GET code, state, iss or error, from the provider. Signs in, asks for a proof, or connects."""
    query = dict(request.query_params)
    try:
        flow = await in_thread(
            leaving.returned, carried=request.cookies.get(cookies.LEFT, ""),
            provider=request.path_params["provider"], state=query.get("state", ""),
        )  # fmt: skip
    except EmporiumError as error:
        return _done_with(to_page("/login", error=error.message))
    connects = flow.user_id is not None
    try:
        person = await in_thread(
            leaving.who_returned, flow, code=query.get("code", ""), error=query.get("error", ""),
            issuer=query.get("iss", ""), client=client_of(request),
        )  # fmt: skip
        response = await (_connected if connects else _entered)(request, flow, person)
    except Unauthenticated:
        response = to_login(SECURITY)
    except EmailNotProved as error:
        place = "/register" if flow.face is Face.SHOP else LOGIN[flow.face]
        response = to_page(place, error=error.message, email=error.details["email"], next=flow.to)
    except EmporiumError as error:
        response = to_page(SECURITY if connects else LOGIN[flow.face], error=error.message, next=flow.to)
    return _done_with(response)


def _done_with(response: Response) -> Response:
    cookies.clear_short(response, cookies.LEFT)
    return response


def _enter(session: Session, *, guest: str | None, **given: Any) -> IssuedTokens | SecondStepAsked | ProofAsked:
    entered = identities.enter(session, **given)
    return bring_cart(session, entered, guest) if isinstance(entered, IssuedTokens) else entered


async def _entered(request: Request, flow: Flow, person: Person) -> Response:
    """Signed in, or on to the second step, or to a proof that the account of the address is theirs."""
    to = local_path(flow.to, HOME[flow.face])
    entered = await run(_enter, person=person, face=flow.face, client=client_of(request), guest=guest_of(request))
    if isinstance(entered, IssuedTokens):
        return signed_in(request, entered, to)
    if isinstance(entered, SecondStepAsked):
        return ask_step(request, entered, to)
    response = to_page(
        "/login/connect", provider=flow.provider, face=flow.face.value, email=entered.email, next=flow.to
    )
    cookies.set_short(
        response, cookies.CONNECT, entered.token, seconds=identities.SECONDS, secure=cookies.is_tls(request)
    )
    return response


async def _connected(request: Request, flow: Flow, person: Person) -> Response:
    new = await run(identities.connect, actor=await actor_of(request), person=person, asked_by=flow.user_id)
    return to_page(SECURITY, done="connected" if new else "connected_before")


async def connect(request: Request) -> Response:
    """POST provider, connect_present: whoever is signed in proves it, and leaves to connect a provider.

    The answer is a page that leads on by itself: a form may not end at another site (form-action of our CSP).
    """
    form = await request.form()
    provider = text_of(form, "provider")[:40]
    try:
        actor = await actor_of(request)
        user = await run(second_step.prove_owner, actor=actor, password=text_of(form, "connect_present"))
        address, carried = await _leave(request, provider, Face.SHOP, "", user.id)
        name = leaving.provider_for(provider, Face.SHOP).name
    except Unauthenticated:
        return to_login(SECURITY)
    except EmporiumError as error:
        return to_page(SECURITY, error=error.message, field={"present": "connect_present"}.get(error.field or ""))
    return _carry(request, _page_that_leads_to(address, name), carried)


def _page_that_leads_to(address: str, name: str) -> Response:
    to, text = escape(address, quote=True), escape(_("Continue with {provider}").format(provider=name))
    language = current_locale.get().replace("_", "-")
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f'<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="0;url={to}">'
        f'<title>{text}</title><link rel="stylesheet" href="/tokens.css"><p><a href="{to}">{text}</a></p></html>',
        headers=NO_STORE,
    )


async def disconnect(request: Request) -> Response:
    """POST identity, disconnect_present: whoever is signed in takes a provider off their account."""
    form = await request.form()
    try:
        actor = await actor_of(request)
        try:
            identity_id = UUID(text_of(form, "identity"))
        except ValueError as error:
            raise NotFound(_("There is no such connected sign-in of yours.")) from error
        await run(
            identities.disconnect, actor=actor, identity_id=identity_id, password=text_of(form, "disconnect_present")
        )
    except Unauthenticated:
        return to_login(SECURITY)
    except EmporiumError as error:
        return to_page(SECURITY, error=error.message, field={"present": "disconnect_present"}.get(error.field or ""))
    return to_page(SECURITY, done="disconnected")


def routes() -> list[Route]:
    """Every address."""
    return [
        Route("/auth/oidc/{provider}", out, methods=["GET"]),
        Route("/auth/oidc/{provider}/back", back, methods=["GET"]),
        Route("/auth/identity/connect", connect, methods=["POST"]),
        Route("/auth/identity/disconnect", disconnect, methods=["POST"]),
    ]
