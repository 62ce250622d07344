"""Errors on the way to people: typed ones become a message, anything else a calm sentence and a log entry."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

import reflex as rx

from emporium.errors import EmporiumError
from emporium.i18n import _
from emporium.web.toasts import toast

log = logging.getLogger("emporium.web")
F = TypeVar("F", bound=Callable[..., Awaitable[Any]])


def tell(error: Exception) -> None:
    """The app's handler of last resort: the details are logged, the browser gets nothing of them."""
    log.error("an event handler failed", exc_info=error)


def told(handler: F) -> F:
    """Turn typed errors of a handler into a toast in the same tab."""

    @wraps(handler)
    async def wrapper(self: rx.State, *args: Any, **kwargs: Any) -> Any:
        try:
            return await handler(self, *args, **kwargs)
        except EmporiumError as error:
            await toast(self, error.message, tone="danger")
        except Exception:
            log.exception("%s failed", handler.__qualname__)
            await toast(self, _("Something went wrong on our side. Nothing was changed; please try again."), tone="danger")
        return None

    return wrapper  # type: ignore[return-value]
