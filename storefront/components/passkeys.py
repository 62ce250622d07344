"""The button that asks the device for a passkey."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui


def passkey_button(
    text: str, what: str, *, face: Any = "shop", next_: Any = "", connect: Any = "", look: str = "btn--secondary"
) -> rx.Component:
    """`what`: `check` signs in, `confirm` proves it again, `new` makes one. What went wrong stands under it.

    `connect` is the provider that is connected with signing in.
    """
    ident = f"passkey-{what}-said"
    return rx.fragment(
        rx.el.button(
            ui.icon("key-round", "icon--sm"), text, type="button", class_name=f"btn {look}",
            custom_attrs={
                "data-passkey": what, "data-face": face, "data-next": next_, "data-connect": connect,
                "aria-describedby": ident,
            },
        ),
        rx.el.p(id=ident, class_name="field__error passkey-said", role="alert"),
        rx.el.script(src="/passkeys.js", custom_attrs={"async": True}),
    )  # fmt: skip
