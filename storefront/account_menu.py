"""The account's ways, in one list: whoever adds a page to the account adds a line here."""

from __future__ import annotations

from dataclasses import dataclass

from emporium.i18n import N_


@dataclass(frozen=True)
class Entry:
    """One way: its words, its address, its picture in the sprite."""

    text: str
    href: str
    icon: str


ENTRIES: tuple[Entry, ...] = (
    Entry(N_("Orders"), "/account", "package"),
    Entry(N_("Messages"), "/account/messages", "message-circle"),
    Entry(N_("Reviews"), "/account/reviews", "star"),
    Entry(N_("Saved"), "/saved", "heart"),
    Entry(N_("Addresses"), "/account/addresses", "map-pin"),
    Entry(N_("Preferences"), "/account/preferences", "sliders-horizontal"),
    Entry(N_("Sign-in and security"), "/account/security", "shield-check"),
    Entry(N_("Your data"), "/account/data", "file-text"),
)
