"""Kinds of files that can be sold, known by their endings and by how they begin.

Nothing is run or drawn here, and buyers get a file as a download, never as a page. Looking at the beginning keeps out
what was merely renamed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.settings import get_settings

ZIP = ((0, b"PK\x03\x04"),)
TEXT: tuple[tuple[int, bytes], ...] = ()
"""Plain text: it has no beginning of its own, but is UTF-8 without zero bytes."""
OFFICE = "application/vnd.openxmlformats-officedocument"
NAME_MAX = 120
LOOKED_AT = 4096


@dataclass(frozen=True, slots=True)
class Kind:
    """A content type, and what stands where at the beginning of such a file; one of them is enough."""

    content_type: str
    begins: tuple[tuple[int, bytes], ...]


KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", ((0, b"%PDF-"),)),
    "epub": Kind("application/epub+zip", ZIP),
    "zip": Kind("application/zip", ZIP),
    "docx": Kind(f"{OFFICE}.wordprocessingml.document", ZIP),
    "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", ZIP),
    "pptx": Kind(f"{OFFICE}.presentationml.presentation", ZIP),
    "odt": Kind("application/vnd.oasis.opendocument.text", ZIP),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", ZIP),
    "mp3": Kind("audio/mpeg", ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"), (0, b"\xff\xfa"))),
    "m4a": Kind("audio/mp4", ((4, b"ftyp"),)),
    "m4b": Kind("audio/mp4", ((4, b"ftyp"),)),
    "mp4": Kind("video/mp4", ((4, b"ftyp"),)),
    "flac": Kind("audio/flac", ((0, b"fLaC"),)),
    "ogg": Kind("audio/ogg", ((0, b"OggS"),)),
    "wav": Kind("audio/wav", ((8, b"WAVE"),)),
    "png": Kind("image/png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    "jpg": Kind("image/jpeg", ((0, b"\xff\xd8\xff"),)),
    "jpeg": Kind("image/jpeg", ((0, b"\xff\xd8\xff"),)),
    "webp": Kind("image/webp", ((8, b"WEBP"),)),
    "gif": Kind("image/gif", ((0, b"GIF87a"), (0, b"GIF89a"))),
    "tif": Kind("image/tiff", ((0, b"II*\x00"), (0, b"MM\x00*"))),
    "psd": Kind("image/vnd.adobe.photoshop", ((0, b"8BPS"),)),
    "otf": Kind("font/otf", ((0, b"OTTO"),)),
    "ttf": Kind("font/ttf", ((0, b"\x00\x01\x00\x00"), (0, b"true"))),
    "txt": Kind("text/plain", TEXT),
    "csv": Kind("text/csv", TEXT),
    "svg": Kind("image/svg+xml", TEXT),
    "gpx": Kind("application/gpx+xml", TEXT),
}
ACCEPT = ",".join(f".{ending}" for ending in KINDS)
"""For the file field of a form."""


def most_bytes() -> int:
    """How large a file may be."""
    return get_settings().file_max_mb * 1024 * 1024


def checked_file(file_name: str, content: bytes) -> tuple[str, str, str]:
    """The name without what a computer cannot keep, its ending and content type. Raises Invalid for `file`."""
    name = clean_name(file_name)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(ending)
    if kind is None:
        known = ", ".join(ending.upper() for ending in ("pdf", "epub", "zip", "mp3", "flac", "png", "jpg", "docx"))
        raise Invalid("file", _("Choose a file of a kind that can be sold, like {known}.").format(known=known))
    if not content:
        raise Invalid("file", _("Choose a file that is not empty."))
    if len(content) > most_bytes():
        raise Invalid("file", _("A file has at most {most} MB.").format(most=get_settings().file_max_mb))
    if not _begins_as(kind, content):
        raise Invalid("file", _("This does not look like a {kind} file. Save it again and try once more.").format(
            kind=ending.upper()))  # fmt: skip
    return name, ending, kind.content_type


def _begins_as(kind: Kind, content: bytes) -> bool:
    if kind.begins:
        return any(content[at : at + len(mark)] == mark for at, mark in kind.begins)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in content[:LOOKED_AT]


def clean_name(file_name: str) -> str:
    """A file's own name: no folders, nothing that a computer or a header cannot keep."""
    last = unicodedata.normalize("NFC", file_name).replace("\\", "/").rpartition("/")[2]
    plain = re.sub(r'[\x00-\x1f\x7f"*:<>?|;]+', " ", last)
    kept = " ".join(plain.split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: NAME_MAX - 12]}.{ending[:10]}" if dot and stem else kept[:NAME_MAX]
