"""Addresses that belong to no page: our own 404, with the frame of the shop around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import reflex as rx
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from emporium.web import documents, frames, wraps
from emporium.web.guards import guarded
from emporium.web.page import ANYONE, PAGES, Frame, Loaded, Page, PageRequest, PageState

BACKEND = (
    "/_event",
    "/_upload",
    "/ping",
    "/_health",
    "/auth/",
    "/push/",
    "/media/",
    "/words/",
    "/language",
    "/country",
    "/basket/",
    "/api/",
    "/hooks/",
    "/paper/",
    "/download/",
    "/returns/",
    "/cases/",
    "/wish/",
    "/letters/",
    "/reviews/",
    "/messages/",
    "/for-you/",
    "/pay/",
    "/robots.txt",
    "/sitemap.xml",
)

OFFLINE = "/offline.html"
"""What a browser keeps for when there is no network; the other files of that kind are the router's own."""


@dataclass(frozen=True)
class Nothing:
    """This page has no content of its own."""

    text: str = ""


class NotFoundState(PageState, rx.State):
    """State of the page for unknown addresses."""

    view: Nothing = Nothing()

    @rx.event
    @guarded(ANYONE)
    async def load(self) -> None:
        """Nothing is there to be read."""


def _load(_session: object, _request: PageRequest) -> Loaded:
    return Loaded(status=404)


def page_in(frame: Frame) -> Page:
    """The page for unknown addresses, in a face's frame."""
    return Page(
        route="404", state=NotFoundState, view=lambda _view: rx.fragment(), load=_load, frame=frame, title="Not found"
    )


def mount(app: rx.App, page: Page) -> None:
    """The router's page for everything it does not know."""

    def component() -> rx.Component:
        frame = page.frame
        shell = frame.state.shell  # type: ignore[attr-defined]
        return wraps.around(frames.around(frame, frame.not_found(shell)))

    app.add_page(component, route="404", title=page.title, image="")


@lru_cache(maxsize=1)
def _files() -> frozenset[str]:
    from reflex.utils.prerequisites import get_web_dir

    root: Path = get_web_dir() / "build" / "client"
    return frozenset("/" + str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


class NotFoundLayer:
    """Answers GETs for addresses that are neither a page, a file, nor an endpoint."""

    def __init__(self, app: ASGIApp, page: Page) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and self._unknown(scope["path"]):
            response = await documents.answer_unknown(self.page, Request(scope))
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    @staticmethod
    def _unknown(path: str) -> bool:
        file = path in _files() and (path == OFFLINE or not path.endswith(".html"))
        if not _files() or file or path.startswith(BACKEND):
            return False
        return all(page.params(path) is None for page in PAGES.values())
