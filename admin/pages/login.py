"""Signing in as an operator."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t


def login_page(v: Any) -> rx.Component:
    """The form."""
    return ui.sign_in(v, face="admin", title=t("Emporium admin"), lead=t("For the people who run the marketplace."))
