"""The frame that stays: header and footer of the shop are drawn once, around every page (`assets/frames.js`)."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.base.fragment import Fragment

from emporium.web.page import PAGES, Frame


class Slot(Fragment):
    """Where the present page stands in the frame that stays."""

    library = "$/public/frames.js"
    tag = "Slot"


class Frames(rx.Component):
    """Two children: the frame that stays, and the page. Draws the one around the other, or the page alone."""

    library = "$/public/frames.js"
    tag = "Frames"

    others: rx.Var[str]
    """A regular expression that fits the paths of pages with a frame of their own."""


@rx.memo
def kept_frame() -> rx.Component:
    """The one frame that stays, around the slot."""
    (frame,) = {id(page.frame): page.frame for page in PAGES.values() if page.frame.kept}.values()
    return drawn(frame, Slot.create())


def drawn(frame: Frame, inner: rx.Component) -> rx.Component:
    """A frame fed by its state."""
    return frame.view(frame.state.shell, inner)  # type: ignore[attr-defined]


def around(frame: Frame, inner: rx.Component) -> rx.Component:
    """A page's part of what is drawn: all of it, or only what stands in the frame that stays."""
    return inner if frame.kept else drawn(frame, inner)


def others() -> str:
    """Fits the paths of all pages that bring their own frame."""
    return f"^({'|'.join(sorted(page.pattern for page in PAGES.values() if not page.frame.kept))})/?$"


def frames() -> rx.Component:
    """The app wrap: the router's page comes as its last child."""
    return Frames.create(kept_frame(), others=others())
