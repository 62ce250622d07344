"""One gate before every event handler, shut by default.

Any browser may send any event of any state at any time, so pages and buttons protect nothing. A handler runs only
when it carries a mark that says who may call it and the caller fits. REFLEX's own events are listed by name.
"""

from __future__ import annotations

import inspect
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

import reflex as rx
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from emporium.services.auth import Permission, face_of
from emporium.web import cookies, language
from emporium.web.identity import current_actor, identify, set_current
from emporium.web.loading import read_first
from emporium.web.page import ANYONE, PAGES
from models.enums import Face

F = TypeVar("F", bound=Callable[..., Any])
MARK = "_emporium_guard"
INTERNAL = frozenset({"hydrate", "hydrate_and_load", "on_load_internal", "set_is_hydrated", "update_vars_internal"})
LOGIN = {Face.SHOP: "/login", Face.VENDOR: "/vendor/login", Face.ADMIN: "/admin/login"}
EVENTS_PER_SECOND, EVENTS_BURST = 25.0, 100.0
SOCKETS_REMEMBERED = 50_000

__all__ = ["ANYONE", "EventGate", "current_actor", "guard_of", "guarded"]


def guarded(access: Permission | None) -> Callable[[F], F]:
    """Mark a handler with the permission its caller needs, or ANYONE. Its typed errors become toasts."""

    def mark(handler: F) -> F:
        from emporium.web.errors import told

        asynchronous = inspect.iscoroutinefunction(handler) or inspect.isasyncgenfunction(handler)
        checked = told(handler) if asynchronous else handler
        setattr(checked, MARK, (access,))
        return checked

    return mark


def guard_of(state: type[rx.State], handler: Any) -> tuple[Permission | None] | None:
    """A handler's mark: a one-tuple with the permission (None for anyone), or None when it has no mark.

    A page state's `load` takes its page's access.
    """
    if handler.fn.__name__ == "load" and state in PAGES:
        return (PAGES[state].access,)
    mark: tuple[Permission | None] | None = getattr(handler.fn, MARK, None)
    return mark


class _Flood:
    """A leaking bucket per socket."""

    def __init__(self) -> None:
        self.levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def full(self, key: str) -> bool:
        now = time.monotonic()
        level, then = self.levels.get(key, (0.0, now))
        level = max(0.0, level - (now - then) * EVENTS_PER_SECOND) + 1
        self.levels[key] = (min(level, EVENTS_BURST + 1), now)
        self.levels.move_to_end(key)
        if len(self.levels) > SOCKETS_REMEMBERED:
            self.levels.popitem(last=False)
        return level > EVENTS_BURST


class TabOwner(rx.State):
    """Whose data a tab's state holds. Nothing of it reaches the browser."""

    _owner: str = ""


class LeavePage(rx.State):
    """A full page load asked for by the server, for addresses that are not the router's own."""

    to: str = ""


class EventGate(rx.Middleware):
    """Runs before every event of every state."""

    def __init__(self) -> None:
        self.flood = _Flood()
        self.sockets: OrderedDict[str, None] = OrderedDict()

    async def preprocess(self, app: rx.App, state: rx.State, event: Event) -> StateUpdate | None:
        """Let the event through (None), or answer it instead."""
        socket = state.router.session.session_id
        registered = RegistrationContext.get().event_handlers.get(event.name)
        if registered is None or self.flood.full(socket):
            return StateUpdate()
        owner_class = registered.states[0]
        name = event.name.rsplit(".", 1)[-1]
        if owner_class.__module__.startswith("reflex"):
            if name not in INTERNAL:
                return StateUpdate()
            if name in ("hydrate", "hydrate_and_load"):
                return await self._connected(state, event)
            return None
        mark = guard_of(owner_class, registered.handler)
        if mark is None or name == "setvar":
            return StateUpdate()
        return await self._check(state, mark[0], owner_class, name)

    async def _check(
        self, state: rx.State, access: Permission | None, owner: type[rx.State], name: str
    ) -> StateUpdate | None:
        page = PAGES.get(owner)
        face = face_of(access) if access else (page.frame.face if page else Face.SHOP)
        identity = await self._identify(state, face)
        if access is None or identity.actor.can(access):
            set_current(identity.actor)
            if page and name != "load" and (page.access is None or identity.actor.can(page.access)):
                await read_first(await state.get_state(owner))
            return None
        here = quote(str(state.router.url.path) + _query(state))
        if identity.actor.signed_in:
            return await _refuse(state)
        return await _leave(
            state, f"/auth/refresh?face={face.value}&next={here}" if identity.stale else f"{LOGIN[face]}?next={here}"
        )

    async def _identify(self, state: rx.State, face: Face) -> Any:
        headers = dict(state.router.headers.raw_headers)
        jar = cookies.parse(headers.get("cookie"))
        language.speak(language.of_browser(jar, headers.get("accept-language")))
        socket = state.router.session.session_id
        established = socket in self.sockets
        identity = await identify(jar, face=face, ip=state.router.session.client_ip, established=established)
        if not established and socket:
            self.sockets[socket] = None
            if len(self.sockets) > SOCKETS_REMEMBERED:
                self.sockets.popitem(last=False)
        return identity

    async def _connected(self, state: rx.State, event: Event) -> StateUpdate | None:
        """A tab (re)connects: it gets nothing of another person's, and nothing of the last page."""
        jar = cookies.parse(dict(state.router.headers.raw_headers).get("cookie"))
        identities = [await self._identify(state, face) for face in Face if cookies.access_name(face) in jar]
        sessions = sorted(str(i.actor.session_id) for i in identities if i.actor.signed_in)
        owner = "|".join([*sessions, jar.get(cookies.GUEST, "")])
        keeper = await state.get_state(TabOwner)
        root = state._get_root_state()
        if keeper._owner != owner:
            root.reset()
            keeper._owner = owner
        elif event.payload.get("hashes"):
            await _drop_pages(state)
        return None


async def _drop_pages(state: rx.State) -> None:
    """A fresh document brings its own boot state, newer than what the tab's state remembers."""
    from emporium.web.toasts import ToastState

    (await state.get_state(ToastState)).reset()
    for page_state in PAGES:
        page = await state.get_state(page_state)
        if page.page_key:
            page.reset()


def _query(state: rx.State) -> str:
    return f"?{state.router.url.query}" if state.router.url.query else ""


async def _leave(state: rx.State, to: str) -> StateUpdate:
    leave = await state.get_state(LeavePage)
    leave.to = to
    delta = await state._get_root_state()._get_resolved_delta()
    leave.to = ""
    state._get_root_state()._clean()
    return StateUpdate(delta=delta)


async def _refuse(state: rx.State) -> StateUpdate:
    from emporium.i18n import _
    from emporium.web.toasts import toast

    await toast(state, _("Your role does not allow this. Ask an owner or an administrator."), tone="danger")
    delta = await state._get_root_state()._get_resolved_delta()
    state._get_root_state()._clean()
    return StateUpdate(delta=delta)
