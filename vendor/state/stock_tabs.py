"""The pages about stock, as tabs."""

from __future__ import annotations

from emporium.i18n import N_, _
from emporium.ui.values import Link
from vendor.state.shell import link

TABS = (
    (N_("Levels"), "/vendor/stock"),
    (N_("Count a list"), "/vendor/stock/count"),
    (N_("Places"), "/vendor/stock/places"),
    (N_("Bundles"), "/vendor/stock/bundles"),
    (N_("Files"), "/vendor/stock/files"),
)


def stock_tabs(path: str, keep: str) -> list[Link]:
    """Each with the store that the address names."""
    return [Link(_(text), link(href, keep), href == path) for text, href in TABS]
