"""Every test about files ends with the question whether the books and the audit's chain are right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emporium.services import audit, books
from tests.factories import Shop, read


@pytest.fixture
def shop(db_url: str) -> Iterator[Shop]:
    """A marketplace with a commission."""
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []
    assert read(audit.broken_links) == []
