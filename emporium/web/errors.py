"""Errors on the way to people: typed ones become a message, anything else a calm sentence and a log entry."""

import inspect
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

import reflex as rx
from reflex.event import EventSpec

from emporium.errors import EmporiumError
from emporium.i18n import _

log = logging.getLogger("emporium.web")
F = TypeVar("F", bound=Callable[..., Awaitable[Any]])


def tell(exception: Exception) -> EventSpec | None:  # Reflex reads this annotation
    """The app's handler of last resort: the details are logged, the browser gets nothing of them."""
    log.error("an event handler failed", exc_info=exception)
    return None


def told(handler: F) -> F:
    """Turn typed errors of a handler into a toast in the same tab; anything else is logged and told calmly."""
    if inspect.isasyncgenfunction(handler):

        @wraps(handler)
        async def steps(self: rx.State, *args: Any, **kwargs: Any) -> Any:
            try:
                async for event in handler(self, *args, **kwargs):
                    yield event
            except Exception as error:
                await _say(self, error, handler.__qualname__)

        return steps  # type: ignore[return-value]

    @wraps(handler)
    async def wrapper(self: rx.State, *args: Any, **kwargs: Any) -> Any:
        try:
            return await handler(self, *args, **kwargs)
        except Exception as error:
            await _say(self, error, handler.__qualname__)
        return None

    return wrapper  # type: ignore[return-value]


async def _say(state: rx.State, error: Exception, where: str) -> None:
    from emporium.web.toasts import toast

    if isinstance(error, EmporiumError):
        href = str(error.details.get("href", ""))
        await toast(state, error.message, tone="danger", href=href, link=_("Confirm") if href else "")
        return
    log.error("%s failed", where, exc_info=error)
    await toast(state, _("Something went wrong on our side. Nothing was changed; please try again."), tone="danger")
