"""What the scans of a parcel say. They are kept in the source's language, and put into the reader's when read."""

from __future__ import annotations

from emporium.i18n import N_, _

HANDED_TO = N_("Handed to {carrier}")
CALLED_BACK = N_("Called back")


def scan_words(message: str, carrier: str) -> str:
    """A scan in the reader's language; a carrier's own words stay as they came."""
    if message == HANDED_TO.format(carrier=carrier):
        return _(HANDED_TO).format(carrier=carrier)
    return _(message)
