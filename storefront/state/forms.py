"""Pages around forms: what the server sends back to them stands in the address."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import N_, _
from emporium.services.users.setup import needs_first_admin
from emporium.settings import get_settings
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.ways_in import ways_in
from models.enums import Face
from storefront.values import FormPage

NOTICES = {"reset": N_("Your password is changed and every other session has ended. Sign in with the new one.")}


class LoginState(PageState, rx.State):
    """State of the sign-in page."""

    view: FormPage = FormPage()


class RegisterState(PageState, rx.State):
    """State of the page for new accounts."""

    view: FormPage = FormPage()


class ForgotState(PageState, rx.State):
    """State of the page for a forgotten password."""

    view: FormPage = FormPage()


class ResetState(PageState, rx.State):
    """State of the page for a new password."""

    view: FormPage = FormPage()


class VerifyState(PageState, rx.State):
    """State of the page that confirms an address."""

    view: FormPage = FormPage()


class SetupState(PageState, rx.State):
    """State of the page that makes the first administrator."""

    view: FormPage = FormPage()


def _form(request: PageRequest) -> FormPage:
    query = request.query
    to = query.get("next", "")[:500]
    ways = ways_in(Face.SHOP, to)
    notice = _(NOTICES.get(query.get("notice", ""), ""))
    if query.get("ended"):
        notice = _("You have been signed out. Sign in again to go on.")
    if sent := query.get("sent"):
        notice = _("We sent a link to {sent}. Open it to go on; it may take a minute to arrive.").format(
            sent=sent[:320]
        )
    return FormPage(
        next=to,
        email=query.get("email", query.get("sent", ""))[:320],
        name=query.get("name", "")[:120],
        token=query.get("token", "")[:200],
        error=query.get("error", "")[:300],
        field=query.get("field", "")[:40],
        notice=notice,
        done=query.get("done", "")[:10],
        ways=ways,
        has_ways=bool(ways),
    )


def loader(title: str):  # type: ignore[no-untyped-def]
    """A loader for one form's page."""

    def load(_session: Session, request: PageRequest) -> Loaded:
        return Loaded(_form(request), Seo(title=f"{_(title)} – {get_settings().name}", noindex=True))

    return load


def load_setup(session: Session, request: PageRequest) -> Loaded:
    """Only while nobody runs the platform."""
    if not needs_first_admin(session):
        return Loaded(redirect="/admin/login", status=303)
    return Loaded(_form(request), Seo(title=_("Set up – {name}").format(name=get_settings().name), noindex=True))
