"""Every test about money ends with the question whether the books are right (I1-I6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emporium.services import books
from tests.factories import Shop, read


@pytest.fixture
def shop(db_url: str) -> Iterator[Shop]:
    """A marketplace with a commission of 12.5 %; its invariants are checked when the test is over."""
    made = Shop()
    made.commission(1250)
    yield made
    assert read(books.check_books) == []
