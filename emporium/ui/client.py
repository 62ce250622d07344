"""What a browser does by itself, compiled into the page: nothing is asked of the server and nothing is evaluated.

Each works on an element that also does something without it (a link to a picture, a place in the page).
"""

from __future__ import annotations

import reflex as rx
from reflex.event import EventChain


def _does(body: str) -> rx.Var:
    """An event handler in the browser's own language."""
    return rx.Var(_js_expr=f"((event) => {{ {body} }})", _var_type=EventChain)


SHOW_PLACE = _does(
    "const place = document.getElementById(event.currentTarget.hash.slice(1)); "
    "if (place) { event.preventDefault(); place.scrollIntoView({block: 'nearest', inline: 'start'}); }"
)
"""A link to a place in a scroller moves the scroller and not the page."""

MARK_PLACE = _does(
    "const track = event.currentTarget; "
    "const at = Math.round(Math.abs(track.scrollLeft) / Math.max(1, track.clientWidth)); "
    "track.closest('.gallery').querySelectorAll('.gallery__thumb').forEach("
    "(thumb, number) => thumb.setAttribute('aria-current', number === at ? 'true' : 'false'));"
)
"""A gallery's small pictures say which one is shown."""

ENLARGE = _does(
    "const box = document.getElementById('zoom'); if (!box || !box.showModal) return; event.preventDefault(); "
    "const own = event.currentTarget, shown = box.querySelector('img'); "
    "shown.src = own.href; shown.alt = own.querySelector('img').alt; box.showModal();"
)
"""A link to a picture shows it in the page's `zoom` dialog."""

CLOSE = _does("event.currentTarget.closest('dialog').close();")
"""Closes the dialog around a button."""

SHARE = _does(
    "const own = event.currentTarget, link = {url: own.dataset.url, title: own.dataset.title}; "
    "const copied = () => { own.dataset.done = 'true'; }; "
    "if (navigator.share) navigator.share(link).catch(() => {}); "
    "else if (navigator.clipboard) navigator.clipboard.writeText(link.url).then(copied).catch(() => {});"
)
"""Hands the address in `data-url` to the system's own way to share, else copies it."""
