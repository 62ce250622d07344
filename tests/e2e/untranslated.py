"""What a page says that went through no catalogue: it is read in the made-up language, where everything else stands
between brackets, and what comes from the database is known from there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from zoneinfo import available_timezones

from babel import Locale
from sqlalchemy import Engine, text

from emporium.services.tax import regions_of

SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-label")
WORD = re.compile(r"[A-Za-z]{2,}")
INITIALS = re.compile(r"[A-Z]{2}")
OWN = re.compile(
    r"Emporium|https?://\S+|\S+@\S+|/\S+|[A-Z0-9]{2,}(?:-[A-Z0-9]+)+"  # a name, addresses, numbers of things
    r"|en-XA|ar-XB|zzzqqq|\b(?:CSV|PDF|XML|JSON|VAT|SKU|UTC|IBAN|BIC|SEPA|EUR|USD|GBP|CHF|DAC7|MIT|OK|EU|UK|US)\b"
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b"  # Babel's
)


class Said(HTMLParser):
    """The texts of a document, with those that are only spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that are read out."""
        if tag in ("script", "style", "svg", "noscript"):
            self.silent += 1
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        """The end of what nobody reads."""
        if tag in ("script", "style", "svg", "noscript"):
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        """A text."""
        if not self.silent:
            self.texts.append(data)


def outside(text: str) -> str:
    """What of a text stands outside the brackets."""
    depth, kept = 0, []
    for letter in text:
        depth += letter == "⟦"
        if depth == 0:
            kept.append(letter)
        elif letter == "⟧":
            depth -= 1
            kept.append(" | ")
    return "".join(kept)


@dataclass
class Known:
    """What the database says, and what was already looked for in it."""

    text: str
    found: dict[str, bool] = field(default_factory=dict)

    def says(self, words: str) -> bool:
        """Whether something is said, and not only as a part of longer words."""
        low = words.lower()
        if low not in self.found:
            self.found[low] = self._says(low)
        return self.found[low]

    def _says(self, low: str) -> bool:
        at = self.text.find(low)
        while at >= 0:
            before, after = self.text[at - 1 : at], self.text[at + len(low) : at + len(low) + 1]
            if not before.isalnum() and not after.isalnum():
                return True
            at = self.text.find(low, at + 1)
        return False


def untranslated(document: str, known: Known) -> list[str]:
    """Texts of a document in the made-up language that are neither translated nor in the database."""
    said = Said()
    said.feed(document)
    found = []
    for text_ in said.texts:
        for part in re.split(r" \| |[\n·,:–—()“”›×−/]| x ", OWN.sub("|", outside(text_)).replace("|", " | ")):
            words = part.strip(" .…").split()
            clean = " ".join(words)
            bare = " ".join(word for word in words if not word.isdigit() and len(word.strip(".")) > 1)
            if WORD.search(bare) and not INITIALS.fullmatch(bare) and not any(map(known.says, (clean, bare))):
                found.append(clean)
    return sorted(set(found))


def everything_in(engine: Engine) -> Known:
    """Every text of the database in one, lower case."""
    with engine.connect() as connection:
        columns = connection.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
                "AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY')"
            )
        ).all()
        tables: dict[str, list[str]] = {}
        for table, column in columns:
            tables.setdefault(table, []).append(f'"{column}"::text')
        parts = [
            str(row[0])
            for table, names in tables.items()
            for row in connection.execute(text(f"SELECT concat_ws(' | ', {', '.join(names)}) FROM \"{table}\""))
        ]
    return Known(" ".join("\n".join([*parts, *_of_cldr()]).lower().split()))


def _of_cldr() -> list[str]:
    """Names of countries, regions, currencies and time zones, which Babel and the address forms translate."""
    locale = Locale.parse("en_GB")
    regions = [name for country in locale.territories if len(country) == 2 for _code, name in regions_of(country)]
    zones = [name.replace("_", " ") for name in available_timezones()]
    return [*locale.territories.values(), *locale.currencies.values(), *locale.currencies, *regions, *zones]
