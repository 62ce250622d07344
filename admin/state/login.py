"""Signing in as an operator."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _
from emporium.ui.desk_values import SignIn
from emporium.web.desk import load_sign_in
from emporium.web.page import Loaded, PageRequest, PageState


class AdminLoginState(PageState, rx.State):
    """State of the operator's sign-in page."""

    view: SignIn = SignIn()


def load_login(_session: Session, request: PageRequest) -> Loaded:
    """The form."""
    return load_sign_in(request, home="/admin", title=_("Sign in – Emporium admin"))
