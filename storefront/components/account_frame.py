"""What stands around every page of the account: the way between them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.account_menu import ENTRIES


def account_frame(current: str, *children: Any) -> rx.Component:
    """Navigation beside the page; on a phone a row above it that scrolls."""
    return rx.el.div(
        rx.el.nav(*[_entry(entry, current) for entry in ENTRIES], class_name="account__nav", aria_label=t("Account")),
        rx.el.div(*children, class_name="account__page stack"),
        class_name="wrap account pad-block",
    )


def _entry(entry: Any, current: str) -> rx.Component:
    here = entry.href == current
    return ui.anchor(
        ui.icon(entry.icon),
        rx.el.span(t(entry.text)),
        href=entry.href,
        class_name="nav-item",
        **({"aria_current": "page"} if here else {}),
    )


def said(v: Any) -> rx.Component:
    """What was done, or what was wrong: a form of the page came back with it."""
    return rx.fragment(
        ui.when(v.done != "", ui.alert("success", v.done, role="status")),
        ui.when(v.error != "", ui.when(v.wrong == "", ui.alert("danger", v.error, role="alert"))),
    )


def section(title: str, ident: str, *children: Any, lead: str = "") -> rx.Component:
    """A titled card of the account."""
    return rx.el.section(
        rx.el.div(rx.el.h2(title, id=ident), class_name="card__head"),
        rx.el.div(
            *([rx.el.p(lead, class_name="t-small t-2")] if lead else []), *children, class_name="card__body stack"
        ),
        class_name="card",
        aria_labelledby=ident,
    )
