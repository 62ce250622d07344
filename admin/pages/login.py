"""Signing in as an operator."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui


def login_page(v: Any) -> rx.Component:
    """The form."""
    return ui.sign_in(v, face="admin", title="Emporium admin", lead="For the people who run the marketplace.")
