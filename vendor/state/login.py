"""Signing in to a store."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _
from emporium.ui.desk_values import SignIn
from emporium.web.desk import load_sign_in
from emporium.web.page import Loaded, PageRequest, PageState
from vendor.values import VendorShell


class VendorLoginState(PageState, rx.State):
    """State of the stores' sign-in page."""

    view: SignIn = SignIn()


def load_login(_session: Session, request: PageRequest) -> Loaded:
    """The form."""
    return load_sign_in(request, home="/vendor", title=_("Sign in to your store"))


def no_shell(_session: Session, _request: PageRequest) -> VendorShell:
    """Before signing in there is no store."""
    return VendorShell()
