"""Signing in to a store."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def login_page(v: Any) -> rx.Component:
    """The form."""
    return ui.sign_in(v, face="vendor", title=t("Your store"), lead=t("Sign in to see your orders and send them."))
