"""Which texts there are: those that the server makes, and those that stand in page functions for browsers to show."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FACES = ("storefront", "vendor", "admin")
OF_SERVER: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2), "plural": (2, 3)}
OF_PAGES: dict[str, tuple[int, ...] | None] = {"t": None, "N_": None}
LISTS = {"server": HERE / "server.pot", "pages": HERE / "pages.pot"}


def page_files() -> list[Path]:
    """Files of page functions: what they say is shown by the browser too."""
    found = [path for face in FACES for room in ("pages", "components") for path in (ROOT / face / room).glob("*.py")]
    return sorted([*found, *(ROOT / "emporium" / "ui").glob("*.py"), ROOT / "storefront" / "account_menu.py"])


def server_files() -> list[Path]:
    """Every other file that may say something."""
    of_pages = set(page_files()) - set((ROOT / "emporium" / "ui").glob("*.py"))
    rooms = [ROOT / name for name in ("emporium", *FACES, "jobs")]
    return sorted(path for room in rooms for path in room.rglob("*.py") if path not in of_pages)


def collected(which: str) -> Catalog:
    """The texts in the source: `server` or `pages`. Sorted, with files and without lines, so that it rarely changes."""
    catalogue = Catalog(project="Emporium", charset="utf-8")
    files, keywords = (page_files(), OF_PAGES) if which == "pages" else (server_files(), OF_SERVER)
    for path in files:
        place = path.relative_to(ROOT).as_posix()
        for found in extract_from_file("python", path, keywords=keywords, strip_comment_tags=True):
            _line, message, _comments, context = found
            catalogue.add(message, locations=[(place, 0)], context=context)
    return catalogue


def listed(which: str) -> Catalog:
    """The texts as they were last collected, from the repository's list."""
    with LISTS[which].open("rb") as source:
        return read_po(source)


@lru_cache(maxsize=4)
def page_texts(*rooms: str) -> tuple[str, ...]:
    """The texts of page functions in some rooms (`storefront`, `emporium/ui`), for browsers."""
    return tuple(
        str(message.id)
        for message in listed("pages")
        if message.id and any(place.startswith(f"{room}/") for place, _line in message.locations for room in rooms)
    )
