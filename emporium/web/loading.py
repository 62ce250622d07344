"""Loading a page: the same loader for the first HTTP answer and for the live page."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.db import transaction
from emporium.errors import Expired, NotFound, Refused
from emporium.i18n import current_locale
from emporium.services.auth import Actor
from emporium.web import live
from emporium.web.page import PAGES, Loaded, Page, PageRequest, PageState
from emporium.web.threads import in_thread


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's content and the value of the frame around it."""

    loaded: Loaded
    shell: Any


def read_page(page: Page, request: PageRequest) -> Drawn:
    """Content and frame in one read-only transaction. What is missing or forbidden becomes a status."""
    with transaction() as session:
        loaded = _load(session, page, request)
        return Drawn(loaded, page.frame.load(session, request))


def _load(session: Session, page: Page, request: PageRequest) -> Loaded:
    try:
        with session.begin_nested():
            return page.load(session, request)
    except (NotFound, Expired) as missing:
        return Loaded(status=missing.status)
    except Refused as refused:
        return Loaded(status=refused.status)


class TabPlace(rx.State):
    """Where a tab is. Nothing of it reaches the browser."""

    _path: str = ""


async def load_live(state: PageState) -> Any:
    """Read the page a tab is at into its state, and watch its topics."""
    page, request = PAGES[type(state)], state._here()
    if request is None:
        return None
    place = await state.get_state(TabPlace)
    if place._path != request.path:
        place._path = request.path
        state._came(request)
        request = dataclasses.replace(request, extra=dict(state._extra))
    begun = time.monotonic()
    drawn = await in_thread(read_page, page, request)
    loaded = drawn.loaded
    if loaded.redirect:
        return rx.redirect(loaded.redirect, replace=True)
    empty = type(state).get_fields()["view"].default_value()
    state.view = loaded.view if loaded.view is not None else empty
    state._read = loaded.view
    state.status = loaded.status
    state.title = loaded.seo.title or page.title
    state.page_key = request.key
    frame_state = await state.get_state(page.frame.state)
    frame_state.shell = drawn.shell
    topics = [*loaded.topics, *page.frame.topics(drawn.shell, request.actor)]
    watch_page(state, page, request.actor, topics, since=begun)
    return None


async def read_first(state: PageState) -> None:
    """Where something is done on a page before its own reading was told of, the page is read first.

    The browser shows a page that it was given as data and tells what was done there without waiting for an answer, so
    the two can come in either order; what a handler goes by is the page's content. Whatever it changes is told with
    the address it belongs to: a browser that has gone on by then leaves it out (assets/visit.js).
    """
    state.page_key = state.page_key
    if state.page_key.partition("?")[0] != str(state.router.url.path):
        await load_live(state)


def watch_page(state: PageState, page: Page, actor: Actor, topics: list[str], *, since: float) -> None:
    """This tab now shows this page: hear of its topics, and of the session's end."""
    live.watch(
        live.Watch(
            client_token=state.router.session.client_token,
            state=type(state),
            actor=actor,
            face=page.face,
            locale=current_locale.get(),
        ),
        topics,
        since=since,
    )
