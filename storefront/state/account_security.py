"""How a person signs in, and where they are signed in (F007)."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import reflex as rx
import segno
from sqlmodel import Session

from emporium.errors import EmporiumError
from emporium.i18n import N_, _, day, moment, plural
from emporium.services.auth import Permission, identities, leaving, own_sessions, passkeys, second_step
from emporium.services.auth.identities import IdentityView
from emporium.services.auth.own_sessions import SessionView
from emporium.services.auth.passkeys import PasskeyView
from emporium.settings import get_settings
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import ago
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.accounts import User
from models.enums import Face
from storefront.account_values import IdentityRow, PasskeyRow, SecurityPage, SessionRow

DONE = {
    "password": N_("Your password is changed, and every other session has ended."),
    "email": N_("We sent a link to the new address. Until you open it, nothing changes."),
    "passkey": N_("Your passkey is kept. You can sign in with it from now on."),
    "connected": N_("It is connected. You can sign in with it from now on."),
    "connected_before": N_("It was connected before. Nothing more to do."),
    "disconnected": N_("It is disconnected and no longer opens your account."),
}
FACES = {Face.SHOP: N_("Shop"), Face.VENDOR: N_("Store"), Face.ADMIN: N_("Administration")}
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class SecurityState(PageState, rx.State):
    """State of sign-in and security. A secret or a code is shown to the tab that asked for it, once."""

    view: SecurityPage = SecurityPage()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def begin_app(self, form: dict[str, Any]) -> None:
        """A picture to scan with the app."""
        try:
            made = await run(second_step.begin_app, actor=current_actor(), password=_typed(form, "app_password"))
        except EmporiumError as error:
            self._wrong("app_password", error)
            return
        picture = segno.make(made.address, error="m").svg_data_uri(border=2, dark="#000", light="#fff")
        spaced = " ".join(re.findall("....", made.secret))
        self.view = dataclasses.replace(self.view, enrolling=True, qr=picture, secret=spaced, error="", wrong="")

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def confirm_app(self, form: dict[str, Any]) -> None:
        """The app's first code; then the recovery codes, shown this once."""
        try:
            codes = await run(second_step.confirm_app, actor=current_actor(), code=_typed(form, "code"))
        except EmporiumError as error:
            self._wrong("code", error)
            return
        await self._reload()
        self._show(list(codes))

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def new_paper(self, form: dict[str, Any]) -> None:
        """New recovery codes; the old ones are over."""
        try:
            codes = await run(second_step.new_paper, actor=current_actor(), code=_typed(form, "paper_code"))
        except EmporiumError as error:
            self._wrong("paper_code", error)
            return
        await self._reload()
        self._show(list(codes))

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def turn_off(self, form: dict[str, Any]) -> None:
        """No second step any more."""
        try:
            await run(
                second_step.turn_off_app, actor=current_actor(), password=_typed(form, "off_password"),
                code=_typed(form, "off_code"),
            )  # fmt: skip
        except EmporiumError as error:
            self._wrong("off_password" if error.field == "present" else "off_code", error)
            return
        await toast(self, _("The second step is off."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def drop_passkey(self, form: dict[str, Any]) -> None:
        """Forget a passkey."""
        try:
            await run(
                passkeys.drop_passkey, actor=current_actor(), passkey_id=known_id(_typed(form, "passkey")),
                password=_typed(form, "drop_password"),
            )  # fmt: skip
        except EmporiumError as error:
            self._wrong("drop_password", error)
            return
        await toast(self, _("The passkey is forgotten here. Take it out of your device too."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def end(self, session_id: str) -> None:
        """Sign another browser out."""
        await run(own_sessions.end_session, actor=current_actor(), session_id=known_id(session_id))
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def end_others(self) -> None:
        """Sign every other browser out."""
        ended = await run(own_sessions.end_other_sessions, actor=current_actor())
        await toast(
            self, _("{sessions} ended.").format(sessions=plural(ended, "{n} session", "{n} sessions")), tone="success"
        )
        await self._reload()

    def _wrong(self, field: str, error: EmporiumError) -> None:
        self.view = dataclasses.replace(self.view, error=error.message, wrong=field, done="")

    def _show(self, codes: list[str]) -> None:
        self.view = dataclasses.replace(self.view, codes=codes, has_codes=True)


def _typed(form: dict[str, Any], name: str) -> str:
    return str(form.get(name) or "")[:200]


def load_security(session: Session, request: PageRequest) -> Loaded:
    """Second steps, passkeys and sessions of a person."""
    actor, query = request.actor, request.query
    user = session.get_one(User, actor.user_id)
    steps = second_step.steps_of(session, user_id=user.id)
    rows = own_sessions.own_sessions(session, actor=actor)
    connected = [_identity(row) for row in identities.list_identities(session, actor=actor)]
    providers = [Option(one.id, one.name) for one in leaving.offered(Face.SHOP)]
    view = SecurityPage(
        email=user.email,
        has_password=user.password_hash is not None,
        done=_(DONE[query["done"]]) if query.get("done") in DONE else "",
        error=query.get("error", "")[:300],
        wrong=query.get("field", "")[:40],
        app=steps.app,
        codes_left=_("{codes} left").format(codes=plural(steps.paper_left, "{n} recovery code", "{n} recovery codes")),
        passkeys=[_passkey(row) for row in passkeys.list_passkeys(session, actor=actor)],
        identities=connected,
        providers=providers,
        has_identities=bool(connected or providers),
        sessions=[_session(row) for row in rows],
        others=len(rows) > 1,
    )
    return Loaded(
        view,
        Seo(title=_("Sign-in and security – {name}").format(name=get_settings().name), noindex=True),
        topics=[f"user:{actor.user_id}"],
    )


def _passkey(row: PasskeyView) -> PasskeyRow:
    used = _("last used {day}").format(day=day(row.last_used_at)) if row.last_used_at else _("not used yet")
    return PasskeyRow(str(row.id), row.name, f"{_('Added {day}').format(day=day(row.created_at))}, {used}")


def _identity(row: IdentityView) -> IdentityRow:
    used = _("last used {day}").format(day=day(row.last_used_at)) if row.last_used_at else _("not used yet")
    added = _("Connected {day}").format(day=day(row.created_at))
    return IdentityRow(str(row.id), row.provider, " · ".join(part for part in (row.email, f"{added}, {used}") if part))


def _session(row: SessionView) -> SessionRow:
    return SessionRow(
        id=str(row.id),
        device=device_of(row.user_agent),
        detail=" · ".join(
            part
            for part in (
                _(FACES[row.face]),
                row.ip,
                _("since {moment}").format(moment=moment(row.created_at)),
                _("last seen {ago}").format(ago=ago(row.last_seen_at)),
            )
            if part
        ),
        here=row.here,
    )


def device_of(user_agent: str) -> str:
    """`Firefox on Windows`, as far as a browser says."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), _("A browser"))
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return _("{browser} on {system}").format(browser=browser, system=system) if system else browser
