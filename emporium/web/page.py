"""Pages: what a face is made of. One entry names the route, the view, the loader, the state and who may see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

import reflex as rx
from sqlmodel import Session

from emporium.services.auth import Actor, Permission, face_of
from emporium.web.following import follow, raw
from models.enums import Face

ANYONE = None
"""Access for pages and handlers open to guests. Spelt out, so that forgetting a mark is not the same."""

_VARIANT = re.compile(r"(?:^|&)v=[^&]*")


@dataclass(frozen=True, slots=True)
class Seo:
    """What search engines and link previews read."""

    title: str = ""
    description: str = ""
    canonical_path: str = ""
    image: str = ""
    kind: str = "website"
    noindex: bool = False
    jsonld: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a loader may know about who asks for what."""

    actor: Actor
    path: str
    query_string: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    """What the tab has chosen without changing its address (a variant, a tab, how much is shown)."""

    early: bool = False
    """Asked for before anybody has gone there: it is not counted as seen. Who does go there reads it live as well."""

    def want(self, name: str, default: str = "") -> str:
        """A choice of the tab, else of the address."""
        return self.extra.get(name) or self.query.get(name, default)

    @property
    def address(self) -> str:
        """Path and query: where a link leads back to."""
        return self.path + (f"?{self.query_string}" if self.query_string else "")

    @property
    def key(self) -> str:
        """Path and query: the content of one page state belongs to one key.

        Without the variant: choosing one puts it into the address (assets/visit.js), and the page stays what it is.
        """
        query = _VARIANT.sub("", self.query_string).lstrip("&")
        return self.path + (f"?{query}" if query else "")

    @property
    def query(self) -> dict[str, str]:
        """The query's last value by name."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loader found: the view's value, or where to go instead."""

    view: Any = None
    seo: Seo = field(default_factory=Seo)
    status: int = 200
    redirect: str | None = None
    topics: Sequence[str] = ()
    """Live topics: the page loads again when one of them is published."""


Loader = Callable[[Session, PageRequest], Loaded]


@dataclass(frozen=True)
class Frame:
    """What surrounds the pages of a face: header, navigation, footer. Drawn by the same rule as a view."""

    face: Face
    state: type[rx.State]
    view: Callable[..., rx.Component]
    """`view(shell, inner)` draws the page around its content."""
    load: Callable[[Session, PageRequest], Any]
    """The frame's value (basket count, names ...)."""
    not_found: Callable[[Any], rx.Component]
    """Drawn from the frame's value, as the frame is."""
    refused: Callable[[], rx.Component]
    topics: Callable[[Any, Actor], Sequence[str]] = lambda _shell, _actor: ()
    empty: Any = None
    skeleton: Callable[[], rx.Component] = rx.fragment
    kept: bool = False
    """The frame stays in the browser from page to page. One frame can, the one that most people are in."""
    whole: bool = False
    """Pages in this frame always come as documents of their own: nothing of the page before stays in the browser."""


@dataclass(frozen=True)
class Page:
    """One page of a face."""

    route: str
    state: type[PageState]
    view: Callable[[Any], rx.Component]
    load: Loader
    frame: Frame
    access: Permission | None = ANYONE
    skeleton: Callable[[], rx.Component] | None = None
    """What stands there until the content has come; the frame's where the page has none of its own."""
    title: str = "Emporium"

    @property
    def face(self) -> Face:
        """Whose token opens the page."""
        return face_of(self.access) if self.access else self.frame.face

    @property
    def router_path(self) -> str:
        """`/p/[slug]` as the browser's router writes it: `/p/:slug`."""
        return re.sub(r"\[(\w+)\]", r":\1", self.route)

    @property
    def http_path(self) -> str:
        """`/p/[slug]` as the HTTP router writes it: `/p/{slug}`."""
        return re.sub(r"\[(\w+)\]", r"{\1}", self.route)

    @property
    def pattern(self) -> str:
        """`/p/[slug]` as a regular expression, for Python and for the browser: `/p/[^/]+`."""
        return re.sub(r"\[\w+\]", "[^/]+", self.route)

    def params(self, path: str) -> dict[str, str] | None:
        """The route's parameters in a path, or None when the path is another page's."""
        pattern = re.sub(r"\\\[(\w+)\\\]", r"(?P<\1>[^/]+)", re.escape(self.route))
        match = re.fullmatch(pattern, path.rstrip("/") or "/")
        return match.groupdict() if match else None


PAGES: dict[type[PageState], Page] = {}
"""Every page by its state. A state belongs to one page."""


class PageState(rx.State, mixin=True):
    """Base of every page's state. Subclasses add `view: SomeView = SomeView()`."""

    page_key: str = ""
    """Path and query that the content belongs to; empty until something is loaded."""
    status: int = 200
    title: str = ""
    _extra: dict[str, str] = {}
    _extra_of: str = ""
    """Path and query that the tab's choices belong to."""
    _read: Any = None
    """The content as it was read last; what differs from it was done on the page."""

    @rx.event
    async def load(self) -> Any:
        """Read the page's content for the address the browser is at. Guarded by the page's own access."""
        from emporium.web.loading import load_live

        return await load_live(self)

    def _kept(self, key: str) -> dict[str, str]:
        """What this tab had chosen at an address that it comes back to."""
        return {}

    def _arrive(self, key: str) -> None:
        """Choices belong to an address: at another one there are those that were kept for it."""
        if self._extra_of != key:
            self._extra, self._extra_of = self._kept(key), key

    def _came(self, request: PageRequest) -> None:
        """The tab comes to the page from another path; `_extra` has what it chose when it was here before."""

    def _here(self) -> PageRequest | None:
        """What the browser is at, as this tab has chosen it; None where that is another page's address."""
        from emporium.web.identity import current_actor

        url = self.router.url
        params = PAGES[type(self)].params(url.path)
        if params is None:
            return None
        request = PageRequest(current_actor(), url.path, url.query, params, url.origin)
        self._arrive(request.key)
        return replace(request, extra=dict(self._extra))

    async def _choose_extra(self, **values: str) -> Any:
        """Remember choices of this tab and read the page again with them."""
        self._here()
        self._extra = {**self._extra, **values}
        return await self._reload()

    async def _follow(self) -> Any:
        """Read the content again because of a live event; open forms, errors and what was told stay."""
        key, read, shown = self.page_key, self._read, self.view
        result = await self._reload()
        if read is not None and self.page_key == key and self.status == 200:
            self.view = follow(read, shown, raw(self.view))
        return result

    async def _reload(self) -> Any:
        """Read the content again, after a change."""
        from emporium.web.loading import load_live

        return await load_live(self)


def register(page: Page) -> Page:
    """Add a page to the app. Raises ValueError when its state already belongs to another page."""
    if page.state in PAGES:
        raise ValueError(f"{page.state.__name__} already belongs to {PAGES[page.state].route}")
    PAGES[page.state] = page
    return page
