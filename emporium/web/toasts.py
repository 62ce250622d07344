"""Short messages at the edge of the page, kept in state: no script is sent from the server, so no eval is needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import reflex as rx

from emporium.i18n import _
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import PAGES
from emporium.web.threads import run
from models.enums import Face

KEPT = 4
SECONDS = 8.0
_numbers = count(int(time.time() * 1000))


@dataclass(frozen=True)
class Toast:
    """One message. `tone` is info, success, warning or danger; a link is optional."""

    id: str = ""
    text: str = ""
    tone: str = "info"
    href: str = ""
    link: str = ""
    awning: str = ""
    undo: str = ""
    """What the button says that takes back what just happened; empty without one."""


UNDO: dict[str, Callable[..., Any]] = {}
"""Services that take something back, by name. They are called as whoever presses the button."""


class ToastState(rx.State):
    """The messages this tab shows."""

    toasts: list[Toast] = []
    _shown: dict[str, float] = {}
    _undos: dict[str, tuple[str, dict[str, Any]]] = {}

    @rx.event
    @guarded(ANYONE)
    async def dismiss(self, toast_id: str) -> None:
        """Take one away."""
        self.toasts = [toast for toast in self.toasts if toast.id != toast_id]

    @rx.event
    @guarded(ANYONE)
    async def undo(self, toast_id: str) -> Any:
        """Take back what a message tells of, once, and draw the page again."""
        name, values = self._undos.pop(toast_id, ("", {}))
        self.toasts = [toast for toast in self.toasts if toast.id != toast_id]
        if name not in UNDO:
            return None
        actor = current_actor()
        await run(UNDO[name], actor=actor, **values)
        for state, page in PAGES.items():
            open_to = page.access is None or actor.can(page.access)
            if page.face is Face.SHOP and open_to and page.params(self.router.url.path) is not None:
                return await (await self.get_state(state))._reload()
        return None


async def toast(
    state: rx.State,
    text: str,
    *,
    tone: str = "info",
    href: str = "",
    link: str = "",
    awning: str = "",
    undo: tuple[str, dict[str, Any]] | None = None,
) -> None:
    """Show a message in the tab whose state this is. Old ones make room.

    `undo` names a service of UNDO and what it is called with; what it is called with never reaches the browser.
    """
    holder = await state.get_state(ToastState)
    now = time.time()
    fresh = [known for known in holder.toasts if now - holder._shown.get(known.id, 0) < SECONDS]
    new = Toast(
        id=str(next(_numbers)),
        text=text,
        tone=tone,
        href=href,
        link=link,
        awning=awning,
        undo=_("Undo") if undo else "",
    )
    holder.toasts = [*fresh, new][-KEPT:]
    kept = {known.id for known in holder.toasts}
    holder._undos = {
        **{key: value for key, value in holder._undos.items() if key in kept}, **({new.id: undo} if undo else {})
    }  # fmt: skip
    holder._shown = {known.id: holder._shown.get(known.id, now) for known in holder.toasts}
