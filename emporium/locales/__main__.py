"""Collects texts into the lists and brings every language's file in step: `python -m emporium.locales [new language]`.

With the name of a language that has no file yet, like `nl_NL`, an empty one is made for it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from emporium.locales.texts import HERE, LISTS, collected


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as out:
        write_po(out, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=path.suffix == ".pot")


def main(added: list[str]) -> None:
    """Write the lists, then every language's file; texts that are gone leave it."""
    everything = Catalog(project="Emporium", charset="utf-8")
    for which, path in LISTS.items():
        found = collected(which)
        _write(path, found)
        for message in found:
            if message.id:
                everything.add(message.id, locations=message.locations)
    for path in sorted({*HERE.glob("*.po"), *(HERE / f"{name}.po" for name in added)}):
        known = Catalog(locale=path.stem, project="Emporium", charset="utf-8")
        if path.exists():
            with path.open("rb") as source:
                known = read_po(source, locale=path.stem)
        known.update(everything, no_fuzzy_matching=True)
        known.obsolete.clear()
        _write(path, known)
        missing = sum(1 for message in known if message.id and not message.string)
        print(f"{path.stem}: {len(known)} texts, {missing} without translation")


if __name__ == "__main__":
    main(sys.argv[1:])
