"""Signing in and out as plain form posts: the server sets HttpOnly cookies, the page never sees a token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError, Invalid
from emporium.i18n import _, available_locales
from emporium.services import carts, favourites, recommendations
from emporium.services.auth import accounts, identities, sessions
from emporium.services.auth.sessions import Client, IssuedTokens, Reuse, SecondStepAsked
from emporium.services.users import setup
from emporium.web import cookies, language
from emporium.web.identity import GUEST_TOKEN, forget_session, identify
from emporium.web.threads import run
from models.enums import Face

HOME = {Face.SHOP: "/", Face.VENDOR: "/vendor", Face.ADMIN: "/admin"}
LOGIN = {Face.SHOP: "/login", Face.VENDOR: "/vendor/login", Face.ADMIN: "/admin/login"}
Handler = Callable[[Request], Awaitable[Response]]


def local_path(value: str, default: str) -> str:
    """A path on this site, or the default: nobody is sent elsewhere after signing in."""
    ok = (
        value.startswith("/")
        and not value.startswith(("//", "/\\", "/auth/"))
        and not any(sign < " " for sign in value)  # browsers leave tabs and line ends out: "/\t/evil" is "//evil"
    )
    return value if ok else default


def face_of_form(form: FormData | dict[str, str]) -> Face:
    """The face that a form is about. Raises Invalid."""
    try:
        return Face(str(form.get("face") or Face.SHOP))
    except ValueError as error:
        raise Invalid("face", _("There is no such part of the site.")) from error


def client_of(request: Request) -> Client:
    """The browser at the other end of a request."""
    return Client(ip=request.client.host if request.client else None, user_agent=request.headers.get("user-agent", ""))


def text_of(form: FormData, name: str) -> str:
    """A text of a form; files count as none."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def back(path: str, **query: str | None) -> RedirectResponse:
    """To a page, with what it should say in its address."""
    kept = {name: value for name, value in query.items() if value}
    return RedirectResponse(f"{path}?{urlencode(kept)}" if kept else path, 303)


def signed_in(request: Request, issued: IssuedTokens, to: str) -> RedirectResponse:
    """On to a page, with the session's cookies; where there are several languages, with the account's too."""
    way = f"{language.MINE}?{urlencode({'next': to})}" if len(available_locales()) > 1 else to
    response = RedirectResponse(way, 303)
    cookies.set_tokens(response, issued, secure=cookies.is_tls(request))
    cookies.clear_short(response, cookies.STEP, cookies.CONNECT)
    return response


def guest_of(request: Request) -> str | None:
    """The guest's secret of a browser."""
    token = request.cookies.get(cookies.GUEST, "")
    return token if GUEST_TOKEN.fullmatch(token) else None


def _sign_in(
    session: Session, *, email: str, password: str, face: Face, client: Client, guest: str | None, pending: str | None
) -> IssuedTokens | SecondStepAsked:
    """Start a session and bring along what `arrived` brings, in one transaction."""
    issued = accounts.sign_in(session, email=email, password=password, face=face, client=client)
    return arrived(session, issued, guest, pending) if isinstance(issued, IssuedTokens) else issued


def arrived(session: Session, issued: IssuedTokens, guest: str | None, pending: str | None) -> IssuedTokens:
    """Signed in: the provider that this was the proof for is connected (F008), and the guest's things come along."""
    if pending is not None:
        identities.connect_pending(session, issued=issued, pending=pending)
    return bring_cart(session, issued, guest)


def pending_of(request: Request, connect: object) -> str | None:
    """What a browser wants connected with this sign-in; None when its form does not say so."""
    return request.cookies.get(cookies.CONNECT, "") if connect else None


def bring_cart(session: Session, issued: IssuedTokens, guest: str | None) -> IssuedTokens:
    """What lay in the guest's basket lies in the person's now (F005)."""
    if issued.face is Face.SHOP and guest:
        user_id = sessions.user_of(session, session_id=issued.session_id)
        carts.merge_guest_cart(session, guest_token=guest, user_id=user_id)
        favourites.merge_favourites(session, guest_token=guest, user_id=user_id)
        recommendations.merge_views(session, guest_token=guest, user_id=user_id)
    return issued


async def login(request: Request) -> Response:
    """POST email, password, face, next; connect, the id of a provider that this sign-in is the proof for (F008)."""
    form = await request.form()
    face = face_of_form(form)
    to = local_path(text_of(form, "next"), HOME[face])
    connect = text_of(form, "connect")[:40]
    try:
        issued = await run(
            _sign_in,
            email=text_of(form, "email"),
            password=text_of(form, "password"),
            face=face,
            client=client_of(request),
            guest=guest_of(request),
            pending=pending_of(request, connect),
        )
    except EmporiumError as error:
        said = {"error": error.message, "email": text_of(form, "email")[:320], "next": text_of(form, "next")}
        if connect:
            return back("/login/connect", provider=connect, face=face.value, **said)
        return back(LOGIN[face], **said)
    if isinstance(issued, SecondStepAsked):
        return ask_step(request, issued, to, connect)
    return signed_in(request, issued, to)


def ask_step(request: Request, asked: SecondStepAsked, to: str, connect: str = "") -> Response:
    """On to the second step; the cookie says whose first proof was right."""
    response = back("/login/step", next=to, connect=connect)
    cookies.set_short(response, cookies.STEP, asked.token, seconds=600, secure=cookies.is_tls(request))
    return response


async def register(request: Request) -> Response:
    """POST email, password, name, next. The reply does not tell whether the address was known."""
    form = await request.form()
    email, name = text_of(form, "email"), text_of(form, "name")
    try:
        await run(
            accounts.register, email=email, password=text_of(form, "password"), name=name, client=client_of(request)
        )
    except EmporiumError as error:
        return back(
            "/register",
            error=error.message,
            field=error.field,
            email=email[:320],
            name=name[:120],
            next=text_of(form, "next"),
        )
    return back("/login", sent=email[:320], next=text_of(form, "next"))


async def forgot(request: Request) -> Response:
    """POST email. Always the same reply."""
    form = await request.form()
    email = text_of(form, "email")
    try:
        await run(accounts.request_reset, email=email, client=client_of(request))
    except EmporiumError as error:
        return back("/forgot", error=error.message, email=email[:320])
    return back("/forgot", sent=email[:320])


async def reset(request: Request) -> Response:
    """POST token, password."""
    form = await request.form()
    token = text_of(form, "token")
    try:
        await run(accounts.reset_password, token=token, password=text_of(form, "password"))
    except EmporiumError as error:
        return back("/reset", error=error.message, token=token)
    return back("/login", notice="reset")


async def verify(request: Request) -> Response:
    """POST token, from the page the mailed link opens: mail scanners that only fetch links use nothing up."""
    form = await request.form()
    try:
        first = await run(accounts.verify_email, token=text_of(form, "token"))
    except EmporiumError as error:
        return back("/verify", error=error.message)
    return back("/verify", done="1" if first else "again")


async def logout(request: Request) -> Response:
    """POST face, everywhere. Ends this session, or every session of the person on every face."""
    form = await request.form()
    face = face_of_form(form)
    jar = cookies.parse(request.headers.get("cookie"))
    actor = (await identify(jar, face=face, ip=None, established=True)).actor
    response = RedirectResponse(HOME[Face.SHOP] if face is Face.SHOP else LOGIN[face], 303)
    if actor.session_id is not None and actor.user_id is not None:
        if text_of(form, "everywhere"):
            await run(sessions.revoke_all, user_id=actor.user_id, reason="signed out everywhere")
        else:
            await run(sessions.revoke_session, session_id=actor.session_id, reason="signed out")
        forget_session(actor.session_id)
    for which in Face if text_of(form, "everywhere") else [face]:
        cookies.clear_tokens(response, which)
    return response


async def refresh(request: Request) -> Response:
    """GET face, next. Exchanges the refresh cookie for new tokens and goes back, or ends the session."""
    query = dict(request.query_params)
    face = face_of_form(query)
    to = local_path(query.get("next", ""), HOME[face])
    secret = request.cookies.get(cookies.refresh_name(face), "")
    result = await run(sessions.rotate, refresh=secret, face=face, client=client_of(request)) if secret else None
    if isinstance(result, IssuedTokens):
        return signed_in(request, result, to)
    if isinstance(result, Reuse):
        forget_session(result.session_id)
    response = RedirectResponse(to, 303)
    cookies.clear_tokens(response, face)
    return response


async def first_admin(request: Request) -> Response:
    """POST code, email, password, name: makes the first administrator with the one-time code of the terminal."""
    form = await request.form()
    email, name = text_of(form, "email"), text_of(form, "name")
    try:
        issued = await run(
            setup.create_first_admin,
            code=text_of(form, "code"),
            email=email,
            password=text_of(form, "password"),
            name=name,
            client=client_of(request),
        )
    except EmporiumError as error:
        return back("/setup", error=error.message, field=error.field, email=email[:320], name=name[:120])
    return signed_in(request, issued, "/admin")


def routes() -> list[Route]:
    """Every form's address."""
    posts: dict[str, Handler] = {
        "/auth/login": login,
        "/auth/register": register,
        "/auth/forgot": forgot,
        "/auth/reset": reset,
        "/auth/verify": verify,
        "/auth/logout": logout,
        "/auth/setup": first_admin,
    }
    return [
        *[Route(path, handler, methods=["POST"]) for path, handler in posts.items()],
        Route("/auth/refresh", refresh, methods=["GET"]),
    ]
