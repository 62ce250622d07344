"""The pages about prices, as tabs."""

from __future__ import annotations

from emporium.i18n import N_, _
from emporium.ui.values import Link
from vendor.state.shell import link

TABS = (
    (N_("Prices"), "/vendor/prices"),
    (N_("Lists and groups"), "/vendor/prices/lists"),
    (N_("What may be ordered"), "/vendor/prices/rules"),
)


def price_tabs(path: str, keep: str) -> list[Link]:
    """Each with the store that the address names."""
    return [Link(_(text), link(href, keep), href == path) for text, href in TABS]
