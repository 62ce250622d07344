"""A marketplace with fees, and a paid order of one store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emporium import db
from emporium.db import transaction
from emporium.services import books
from models.commissions import FeeRule
from models.enums import FeeComponent
from models.stores import Store
from tests.factories import Shop, read
from tests.services.documents.kit import Sold


@pytest.fixture
def shop(db_url: str) -> Iterator[Shop]:
    """A marketplace with a commission of 12.5 %, a processing fee and a fixed fee."""
    db.configure(db_url, pool_size=30)
    made = Shop()
    made.commission(1250)
    with transaction() as session:
        session.add(FeeRule(component=FeeComponent.PROCESSING, rate_bp=140))
        session.add(FeeRule(component=FeeComponent.FIXED, fixed_minor=25, currency="EUR"))
    yield made
    assert read(books.check_books) == []


@pytest.fixture
def sold(shop: Shop) -> Sold:
    store = shop.store(shipping=490)
    with transaction() as session:
        row = session.get_one(Store, store)
        row.legal_name, row.legal_address, row.tax_id = "Clay & Kin BV", "Kraanlei 41\n9000 Ghent", "BE 0712.345.678"
    return Sold(shop, store, *shop.variants(store, prices=(2400, 1777)), quantity=3)
