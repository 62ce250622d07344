"""The field for a password that somebody thinks of now."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.services.auth.passwords import MIN_LENGTH
from emporium.ui.words import t

LENGTH_HINT = N_("At least 10 characters. A few unrelated words work well.")


def new_password(label: str, error: Any) -> rx.Component:
    """What it has to be, and how good it is while one types."""
    return ui.field(
        label, "password", error=error, type_="password", autocomplete="new-password", hint=t(LENGTH_HINT),
        strength=MIN_LENGTH,
    )  # fmt: skip
