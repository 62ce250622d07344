"""The pages about stock, as tabs."""

from __future__ import annotations

from emporium.ui.values import Link
from vendor.state.shell import link

TABS = (
    ("Levels", "/vendor/stock"),
    ("Count a list", "/vendor/stock/count"),
    ("Places", "/vendor/stock/places"),
    ("Bundles", "/vendor/stock/bundles"),
)


def stock_tabs(path: str, keep: str) -> list[Link]:
    """Each with the store that the address names."""
    return [Link(text, link(href, keep), href == path) for text, href in TABS]
