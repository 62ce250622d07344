"""Short messages at the edge of the page, kept in state: no script is sent from the server, so no eval is needed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import count

import reflex as rx

from emporium.web.guards import ANYONE, guarded

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


class ToastState(rx.State):
    """The messages this tab shows."""

    toasts: list[Toast] = []
    _shown: dict[str, float] = {}

    @rx.event
    @guarded(ANYONE)
    async def dismiss(self, toast_id: str) -> None:
        """Take one away."""
        self.toasts = [toast for toast in self.toasts if toast.id != toast_id]


async def toast(
    state: rx.State, text: str, *, tone: str = "info", href: str = "", link: str = "", awning: str = ""
) -> None:
    """Show a message in the tab whose state this is. Old ones make room."""
    holder = await state.get_state(ToastState)
    now = time.time()
    fresh = [known for known in holder.toasts if now - holder._shown.get(known.id, 0) < SECONDS]
    new = Toast(id=str(next(_numbers)), text=text, tone=tone, href=href, link=link, awning=awning)
    holder.toasts = [*fresh, new][-KEPT:]
    holder._shown = {known.id: holder._shown.get(known.id, now) for known in holder.toasts}
