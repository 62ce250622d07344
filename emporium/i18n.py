"""Texts, dates and numbers for people. Texts go through `_()` so that catalogues can take them over.

Catalogues lie in `emporium/locales/<locale>.po`, read as they are: a language is added by adding its file.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import negotiate_locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from emporium.locales.pseudo import PseudoTranslations

LOCALES_DIR = Path(__file__).parent / "locales"
SOURCE = "en_GB"
"""The language of the source: always there."""
PSEUDO = {"en_XA": "en_GB", "ar_XB": "en_GB"}
"""Made-up languages (CLDR's codes for them) that show which texts are not translatable, and how pages stand longer
texts and the other direction. Each with the locale whose dates and numbers it borrows."""

current_locale: ContextVar[str] = ContextVar("locale", default=SOURCE)
"""The reader's language. Set for each request, event and letter."""


def available_locales() -> tuple[str, ...]:
    """Languages that people can choose: the source's own, those with a catalogue, the made-up ones where wanted."""
    from emporium.settings import get_settings

    return (*_with_catalogue(), *(PSEUDO if get_settings().pseudo_locales else ()))


@lru_cache(maxsize=1)
def _with_catalogue() -> tuple[str, ...]:
    found = {path.stem for path in LOCALES_DIR.glob("*.po")}
    return (SOURCE, *sorted(found - {SOURCE}))


def best_locale(wanted: Iterable[str], default: str) -> str:
    """The first of the wanted languages that there is, by its own name or its language alone; else the default."""
    offered = available_locales()
    names = [name.replace("-", "_") for name in wanted]
    for name in names:
        near = [one for one in offered if one.split("_")[0] == name.split("_")[0] and one not in PSEUDO]
        if found := negotiate_locale([name], offered) or next(iter(near), None):
            return found
    return default if default in offered else SOURCE


def accepted(header: str | None) -> list[str]:
    """An `Accept-Language` header's languages, the most wanted first (RFC 9110, section 12.5.4)."""
    found: list[tuple[float, int, str]] = []
    for place, part in enumerate((header or "").split(",")[:20]):
        name, _sep, rest = part.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            continue
        if name and name != "*" and weight > 0:
            found.append((-weight, place, name.strip()))
    return [name for _weight, _place, name in sorted(found)]


def formats() -> str:
    """The locale whose dates, numbers and names of countries the reader is shown."""
    chosen = current_locale.get()
    return PSEUDO.get(chosen, chosen)


@lru_cache(maxsize=64)
def _parsed(locale: str) -> Locale:
    try:
        return Locale.parse(PSEUDO.get(locale, locale))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE)


def direction(locale: str) -> str:
    """`ltr` or `rtl`: which way a language is written."""
    return "rtl" if locale == "ar_XB" else _parsed(locale).text_direction


def language_tag(locale: str) -> str:
    """`en-GB`, as HTML's `lang` wants it (BCP 47)."""
    return locale.replace("_", "-")


def language_name(locale: str) -> str:
    """A language in itself, as whoever speaks it looks for it: `British English`, `Nederlands`."""
    if locale in PSEUDO:
        return f"Pseudo ({language_tag(locale)})"
    return str(_parsed(locale).get_display_name(locale) or locale)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Texts of `_()` come in this language while it lasts."""
    token = current_locale.set(locale)
    try:
        yield
    finally:
        current_locale.reset(token)


@lru_cache(maxsize=32)
def catalogue(locale: str) -> gettext.NullTranslations:
    """The texts of a language; the source's own where it has none."""
    if locale in PSEUDO:
        return PseudoTranslations()
    path = LOCALES_DIR / f"{locale}.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(text: str) -> str:
    """The text in the reader's language; English is the source."""
    return catalogue(current_locale.get()).gettext(text) if text else ""


def N_(text: str) -> str:
    """Marks a text of a constant, to be put through `_()` when it is shown."""
    return text


def ngettext(singular: str, plural: str, n: int) -> str:
    """Singular or plural by the rules of the reader's language."""
    return catalogue(current_locale.get()).ngettext(singular, plural, n)


def plural(count: int, one: str, many: str) -> str:
    """`1 item`, `1,203 items`: `plural(n, "{n} item", "{n} items")`."""
    return ngettext(one, many, count).format(n=number(count))


def all_of(names: Iterable[str]) -> str:
    """`Ana, Ben and Cleo`."""
    return str(format_list(list(names), locale=formats()))


def any_of(names: Iterable[str]) -> str:
    """`€5.00 or $6.00`."""
    return str(format_list(list(names), style="or", locale=formats()))


def number(value: int) -> str:
    """`1,203`, as the reader writes it."""
    return format_decimal(value, locale=formats())


def decimal(value: Decimal) -> str:
    """`1,203.5`, as the reader writes it; up to four decimals."""
    return format_decimal(value, "#,##0.####", locale=formats())


def size(count: int) -> str:
    """`340 KB`, `1.2 MB`: bytes, as the reader writes them."""
    if count < 1_000_000:
        return _("{n} KB").format(n=number(max(1, round(count / 1000))))
    return _("{n} MB").format(n=format_decimal(count / 1_000_000, "#,##0.#", locale=formats()))


def day(value: date | datetime, *, today: date | None = None) -> str:
    """`Thu 19 Mar`, with the year only when it is not this year."""
    moment = value.date() if isinstance(value, datetime) else value
    pattern = "EEE d MMM" if moment.year == (today or datetime.now(UTC).date()).year else "EEE d MMM yyyy"
    return format_date(moment, pattern, locale=formats())


def calendar_day(value: date) -> str:
    """`19 Mar 2026`, where the year matters."""
    return format_date(value, "d MMM yyyy", locale=formats())


def short_day(value: date | datetime) -> str:
    """`19 Mar`."""
    return format_date(value.date() if isinstance(value, datetime) else value, "d MMM", locale=formats())


def weekday(value: date | datetime) -> str:
    """`Thu`."""
    return format_date(value.date() if isinstance(value, datetime) else value, "EEE", locale=formats())


def moment(value: datetime) -> str:
    """`19 Mar 2026, 14:05` (UTC)."""
    return format_datetime(value, "d MMM yyyy, HH:mm", locale=formats())
