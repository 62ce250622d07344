"""The account's ways, in one list: whoever adds a page to the account adds a line here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One way: its words, its address, its picture in the sprite."""

    text: str
    href: str
    icon: str


ENTRIES: tuple[Entry, ...] = (
    Entry("Orders", "/account", "package"),
    Entry("Messages", "/account/messages", "message-circle"),
    Entry("Reviews", "/account/reviews", "star"),
    Entry("Saved", "/saved", "heart"),
    Entry("Addresses", "/account/addresses", "map-pin"),
    Entry("Preferences", "/account/preferences", "sliders-horizontal"),
    Entry("Sign-in and security", "/account/security", "shield-check"),
    Entry("Your data", "/account/data", "file-text"),
)
