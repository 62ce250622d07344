"""Fetching a file by many at once, on real locks (F026)."""

from __future__ import annotations

import pytest

from emporium import db
from emporium.errors import Refused
from emporium.services import books
from emporium.services.downloads import Opened
from tests.factories import Shop, in_parallel, read
from tests.services.downloads.kit import Bought, Files

pytestmark = pytest.mark.concurrency


@pytest.fixture
def bought(db_url) -> Bought:
    db.configure(db_url, pool_size=25)
    shop = Shop()
    shop.commission()
    made = Files.sold_by(shop, limit=3).buy(send=False)
    in_parallel(5, lambda _: made.send(made.order().id))
    assert len(made.rights()) == 1, "five relays at once send the files once"
    return made


def test_a_limit_of_three_gives_three_of_twenty_at_once(bought):  # F026
    links = [bought.link() for _ in range(20)]
    outcomes = in_parallel(20, lambda number: bought.fetch(links[number]))
    assert sum(isinstance(one, Opened) for one in outcomes) == 3, outcomes
    assert sum(isinstance(one, Refused) for one in outcomes) == 17, outcomes
    assert bought.rights()[0].used == len(bought.uses()) == 3
    assert read(books.check_books) == []


def test_one_link_asked_for_by_twenty_connections_counts_once(bought):  # F026
    link = bought.link()
    outcomes = in_parallel(20, lambda _: bought.fetch(link))
    assert all(isinstance(one, Opened) for one in outcomes), outcomes
    assert bought.rights()[0].used == len(bought.uses()) == 1
