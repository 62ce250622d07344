"""Texts, dates and numbers for people. Texts go through `_()` so that catalogues can take them over."""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime

LOCALES_DIR = Path(__file__).parent / "locales"
current_locale: ContextVar[str] = ContextVar("locale", default="en_GB")


SOURCE = "en_GB"
"""The language of the source: always there."""


@lru_cache(maxsize=1)
def available_locales() -> tuple[str, ...]:
    """Languages that people can choose: the source's own, and those with a compiled catalogue."""
    found = {path.parent.parent.name for path in LOCALES_DIR.glob("*/LC_MESSAGES/emporium.mo")}
    return (SOURCE, *sorted(found - {SOURCE}))


def language_name(locale: str) -> str:
    """A language in itself, as whoever speaks it looks for it: `British English`, `Nederlands`."""
    return str(Locale.parse(locale).get_display_name(locale) or locale)


@lru_cache(maxsize=32)
def _catalogue(locale: str) -> gettext.NullTranslations:
    return gettext.translation("emporium", localedir=LOCALES_DIR, languages=[locale], fallback=True)


def _(text: str) -> str:
    """The text in the reader's language; English is the source."""
    return _catalogue(current_locale.get()).gettext(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Singular or plural by the rules of the reader's language."""
    return _catalogue(current_locale.get()).ngettext(singular, plural, n)


def day(value: date | datetime, *, today: date | None = None) -> str:
    """`Thu 19 Mar`, with the year only when it is not this year."""
    moment = value.date() if isinstance(value, datetime) else value
    pattern = "EEE d MMM" if moment.year == (today or datetime.now(UTC).date()).year else "EEE d MMM yyyy"
    return format_date(moment, pattern, locale=current_locale.get())


def moment(value: datetime) -> str:
    """`19 Mar 2026, 14:05` (UTC)."""
    return format_datetime(value, "d MMM yyyy, HH:mm", locale=current_locale.get())
