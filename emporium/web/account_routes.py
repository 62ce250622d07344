"""Forms of the account that change how somebody signs in, and passkeys: plain posts, so that cookies may be set."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, Unauthenticated
from emporium.i18n import _
from emporium.services.auth import Actor, accounts, changing, fresh, passkeys
from emporium.services.auth.passkeys import Site
from emporium.services.auth.sessions import IssuedTokens
from emporium.settings import get_settings
from emporium.web import cookies
from emporium.web.auth_routes import (
    HOME,
    arrived,
    back,
    client_of,
    face_of_form,
    guest_of,
    local_path,
    pending_of,
    signed_in,
    text_of,
)
from emporium.web.bodies import read_json
from emporium.web.identity import forget_session, identify
from emporium.web.threads import in_thread, run
from models.enums import Face

SECURITY = "/account/security"
CEREMONY = "em_passkey"
BODY_MAX = 32_000


async def actor_of(request: Request, face: Face = Face.SHOP) -> Actor:
    """Who is signed in on a face. Raises Unauthenticated."""
    jar = cookies.parse(request.headers.get("cookie"))
    ip = request.client.host if request.client else None
    actor = (await identify(jar, face=face, ip=ip)).actor
    if not actor.signed_in:
        raise Unauthenticated(_("Please sign in."))
    return actor


def to_login(path: str) -> Response:
    """Sign in first."""
    return RedirectResponse(f"/login?next={quote(path)}", 303)


async def password(request: Request) -> Response:
    """POST present, password: a new password for whoever is signed in."""
    form = await request.form()
    try:
        actor = await actor_of(request)
        await run(
            changing.change_password, actor=actor, present=text_of(form, "present"), new=text_of(form, "password")
        )
    except Unauthenticated:
        return to_login(SECURITY)
    except EmporiumError as error:
        return back(SECURITY, error=error.message, field=error.field)
    return back(SECURITY, done="password")


async def email(request: Request) -> Response:
    """POST present, email: mails the new address a link."""
    form = await request.form()
    address = text_of(form, "email")[:320]
    try:
        actor = await actor_of(request)
        await run(changing.ask_email_change, actor=actor, present=text_of(form, "mail_present"), email=address)
    except Unauthenticated:
        return to_login(SECURITY)
    except EmporiumError as error:
        field = {"present": "mail_present"}.get(error.field or "", error.field)
        return back(SECURITY, error=error.message, field=field)
    return back(SECURITY, done="email")


async def new_email(request: Request) -> Response:
    """POST token, from the page that the new address's letter opens. The link is the permission."""
    form = await request.form()
    try:
        await run(changing.change_email, token=text_of(form, "token")[:200])
    except EmporiumError as error:
        return back("/account/email", error=error.message)
    return back("/account/email", done="1")


def _finished(session: Session, *, guest: str | None, pending: str | None, **given: Any) -> IssuedTokens:
    return arrived(session, accounts.finish_sign_in(session, **given), guest, pending)


def _by_passkey(session: Session, *, guest: str | None, pending: str | None, **given: Any) -> IssuedTokens:
    return arrived(session, passkeys.sign_in_with_passkey(session, **given), guest, pending)


async def step(request: Request) -> Response:
    """POST code, next, connect: the second step of signing in. The cookie says whose password was right."""
    form = await request.form()
    to, connect = text_of(form, "next"), text_of(form, "connect")[:40]
    try:
        issued = await run(
            _finished, guest=guest_of(request), pending=pending_of(request, connect),
            token=request.cookies.get(cookies.STEP, ""), code=text_of(form, "code")[:40], client=client_of(request),
        )  # fmt: skip
    except EmporiumError as error:
        return back("/login/step", error=error.message, next=to, connect=connect)
    return signed_in(request, issued, local_path(to, HOME[issued.face]))


async def confirm(request: Request) -> Response:
    """POST face, next, code: the second step again, for something that needs it fresh."""
    form = await request.form()
    face = face_of_form(form)
    to = local_path(text_of(form, "next"), HOME[face])
    try:
        actor = await actor_of(request, face)
        await run(fresh.confirm_step, actor=actor, code=text_of(form, "code")[:40])
    except EmporiumError as error:
        return back("/confirm", error=error.message, face=face.value, next=to)
    if actor.session_id is not None:
        forget_session(actor.session_id)
    return RedirectResponse(to, 303)


def site_of(request: Request) -> Site:
    """The site as the browser sees it: the origin that passkeys are bound to."""
    host = request.url.hostname or "localhost"
    return Site(host, f"{request.url.scheme}://{request.url.netloc}", get_settings().name)


async def begin(request: Request) -> Response:
    """POST what: `new` (signed in, with the password) or `check`. Answers what the device is to do."""
    asked = await read_json(request, BODY_MAX)
    try:
        if asked.get("what") == "new":
            made = await run(
                passkeys.begin_passkey, actor=await actor_of(request), password=str(asked.get("password", "")),
                site=site_of(request),
            )  # fmt: skip
        else:
            made = await in_thread(passkeys.begin_passkey_check, site=site_of(request), client=client_of(request))
    except EmporiumError as error:
        return JSONResponse({"error": error.message}, error.status)
    response = JSONResponse(json.loads(made.options))
    cookies.set_short(response, CEREMONY, made.handle, seconds=300, secure=cookies.is_tls(request))
    return response


async def finish(request: Request) -> Response:
    """POST what, credential, name, face, next, connect: keeps a new passkey, signs in or confirms; says where to go."""
    asked = await read_json(request, BODY_MAX)
    handle = request.cookies.get(CEREMONY, "")
    credential = asked.get("credential")
    given: dict[str, Any] = {
        "handle": handle, "credential": credential if isinstance(credential, dict) else {}, "site": site_of(request),
    }  # fmt: skip
    try:
        face = face_of_form({"face": str(asked.get("face") or "shop")})
        to = local_path(str(asked.get("next") or ""), HOME[face])
        if asked.get("what") == "new":
            await run(
                passkeys.add_passkey, actor=await actor_of(request), name=str(asked.get("name") or "")[:60], **given
            )
            return JSONResponse({"to": f"{SECURITY}?{urlencode({'done': 'passkey'})}"})
        if asked.get("what") == "confirm":
            actor = await actor_of(request, face)
            await run(passkeys.confirm_with_passkey, actor=actor, **given)
            if actor.session_id is not None:
                forget_session(actor.session_id)
            return JSONResponse({"to": to})
        issued = await run(
            _by_passkey, guest=guest_of(request), pending=pending_of(request, asked.get("connect")), face=face,
            client=client_of(request), **given,
        )  # fmt: skip
    except EmporiumError as error:
        return JSONResponse({"error": error.message}, error.status)
    response = JSONResponse({"to": to})
    cookies.set_tokens(response, issued, secure=cookies.is_tls(request))
    cookies.clear_short(response, cookies.CONNECT)
    return response


def routes() -> list[Route]:
    """Every form's address."""
    posts = {
        "/auth/password": password,
        "/auth/email": email,
        "/auth/email/new": new_email,
        "/auth/step": step,
        "/auth/confirm": confirm,
        "/auth/passkey/begin": begin,
        "/auth/passkey/finish": finish,
    }
    return [Route(path, handler, methods=["POST"]) for path, handler in posts.items()]


__all__ = ["actor_of", "routes", "site_of", "to_login"]
