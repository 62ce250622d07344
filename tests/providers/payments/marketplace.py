"""A marketplace that takes money by one provider, set up by its settings alone, whose books are right at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emporium.providers.payments import get_provider
from emporium.services import books
from emporium.settings import get_settings
from tests.factories import Shop, read


def taking_money_by(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Iterator[Shop]:
    """The body of a fixture: a marketplace with a commission of 10 % and these settings."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    _forget()
    made = Shop()
    made.commission(1000)
    yield made
    assert read(books.check_books) == []
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    get_settings.cache_clear()
    get_provider.cache_clear()
