"""What a browser gets when a page could not be made: our own page, a reference that the log knows, nothing else."""

from __future__ import annotations

import logging
import secrets

import reflex as rx
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import HTMLResponse

from emporium import ui
from emporium.i18n import _, current_locale, direction, language_tag
from emporium.settings import get_settings
from emporium.web import ssr

log = logging.getLogger(__name__)
RETRY_SECONDS = "10"
AWAY = (OperationalError, RedisError, ConnectionError)
"""A part is away for a while: 503, and worth another try."""


def failed(request: Request, error: Exception) -> HTMLResponse:
    """The answer to an error nobody expected. It needs neither the database nor a script."""
    reference = f"err_{secrets.token_hex(3)}"
    log.error("%s: %s could not be answered", reference, request.url.path, exc_info=error)
    away, locale = isinstance(error, AWAY), current_locale.get()
    body = ssr.draw(lambda: failure_page(request.url.path, reference, away=away))
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{_("Something went wrong")} – {get_settings().name}</title>'
        '<link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/tokens.css">'
        '<link rel="stylesheet" href="/components.css">'
    )
    opened = f'<html lang="{language_tag(locale)}" dir="{direction(locale)}">'
    return HTMLResponse(
        f"<!doctype html>{opened}<head>{head}</head><body>{body}</body></html>",
        503 if away else 500,
        headers={"cache-control": "no-store", **({"retry-after": RETRY_SECONDS} if away else {})},
    )


def failure_page(path: str, reference: str, *, away: bool) -> rx.Component:
    """That it is our fault, that nothing is lost, and two ways on."""
    text = (
        _("A part of the shop is away for a moment. Your basket and any payment are safe.")
        if away
        else _("The page could not be made. Your basket and any payment are safe.")
    )
    return rx.el.div(
        rx.el.header(rx.el.div(ui.mark(), class_name="wrap wrap--narrow"), class_name="plain-head"),
        rx.el.main(
            rx.el.div(
                rx.el.div(
                    ui.drawing("stall"),
                    rx.el.h1(_("We dropped something"), class_name="t-h1"),
                    rx.el.p(
                        text,
                        " ",
                        _("We have been told, reference"),
                        " ",
                        rx.el.span(reference, class_name="t-mono"),
                        ".",
                    ),
                    rx.el.div(
                        ui.anchor(_("Try again"), href=path, class_name="btn btn--primary"),
                        ui.anchor(_("Go home"), href="/", class_name="btn btn--secondary"),
                        class_name="empty__actions",
                    ),
                    class_name="empty",
                ),
                class_name="wrap",
            ),
            id="main",
        ),
        class_name="shop-frame face-shop",
    )
