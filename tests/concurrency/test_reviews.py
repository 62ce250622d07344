"""Reviews at the same moment: figures that add up, one review of a line, votes that are all counted (F108, F110)."""

from __future__ import annotations

import pytest
from sqlmodel import func, select

from emporium import db
from emporium.db import transaction
from emporium.services import reviews
from models.reviews import Review, ReviewMedia, ReviewVote
from tests.factories import Shop, in_parallel, read
from tests.reviewing import Buyer, figures, picture, product_of

pytestmark = pytest.mark.concurrency


@pytest.fixture
def shop(db_url) -> Shop:
    db.configure(db_url, pool_size=40)
    made = Shop()
    made.commission()
    return made


def count(table) -> int:
    return read(lambda s: s.exec(select(func.count()).select_from(table)).one())


def test_many_reviews_of_one_product_at_once_all_count(shop):  # F108
    variant = shop.variant(shop.store(), stock=30)
    people = [Buyer(shop, f"Buyer {number}") for number in range(12)]
    lines = [buyer.buys(variant) for buyer in people]
    done = in_parallel(12, lambda i: people[i].says(lines[i], 1 + i % 5))
    assert all(isinstance(made, Review) for made in done), done
    total = sum(1 + i % 5 for i in range(12))
    assert figures(variant) == ((total, 12), (total, 12))
    again = in_parallel(12, lambda i: people[i].says(lines[i], 5))
    assert all(isinstance(made, Review) for made in again), again
    assert figures(variant) == ((60, 12), (60, 12))


def test_a_form_sent_many_times_is_one_review(shop):
    variant = shop.variant(shop.store())
    ana = Buyer(shop)
    line = ana.buys(variant)
    done = in_parallel(8, lambda _i: ana.says(line, 4))
    assert all(isinstance(made, Review) for made in done), done
    assert count(Review) == 1 and figures(variant) == ((4, 1), (4, 1))
    shown = in_parallel(4, lambda _i: ana.shows(line, picture("red"), picture("blue")))
    assert shown == [2] * 4 and count(ReviewMedia) == 2


def test_parallel_votes_are_all_counted_and_one_persons_toggles(shop):  # F110
    variant = shop.variant(shop.store())
    ana = Buyer(shop)
    review = ana.says(ana.buys(variant)).id
    people = [Buyer(shop, f"Reader {number}").actor for number in range(10)]

    def vote(actor):
        with transaction() as session:
            return reviews.toggle_helpful(session, actor=actor, review_id=review)

    done = in_parallel(10, lambda i: vote(people[i]))
    assert sorted(number for _, number in done) == list(range(1, 11)), done
    in_parallel(9, lambda _i: vote(people[0]))
    shown = read(lambda s: reviews.product_reviews(s, product_id=product_of(variant))).rows[0].helpful
    assert shown == count(ReviewVote) == 9, "nine more clicks of the first reader took the vote back"


def test_an_edit_and_a_removal_at_once_leave_true_figures(shop):
    variant = shop.variant(shop.store())
    ana, admin = Buyer(shop), shop.admin()
    line = ana.buys(variant)
    review = ana.says(line, 1)

    def both(i: int):
        if i:
            return ana.says(line, 5)
        with transaction() as session:
            return reviews.remove_review(session, actor=admin, review_id=review.id, reason="other")

    in_parallel(2, both)
    assert figures(variant) == ((0, 0), (0, 0))
    assert read(lambda s: s.get_one(Review, review.id).status) == "removed"
