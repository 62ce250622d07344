"""Reviews as lists: sorted, narrowed, by keyset, in a fixed number of queries; photos and who may see them."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from emporium import db
from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Refused
from emporium.providers.storage import get_storage
from emporium.services import reviews
from emporium.services.auth import Actor
from models.enums import Face
from tests.factories import Shop, guest, read
from tests.reviewing import Buyer, joins, picture, product_of


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def variant(shop):
    return shop.variant(shop.store(), stock=50)


def said(shop, variant, *ratings: int) -> list[tuple[Buyer, object]]:
    """One buyer for each number of stars, in this order."""
    found = []
    for number, rating in enumerate(ratings):
        buyer = Buyer(shop, f"Buyer {number}")
        line = buyer.buys(variant)
        buyer.line, buyer.review = line, buyer.says(line, rating, f"Review {number}")
        found.append(buyer)
    return found


def page(variant, **how):
    return read(lambda s: reviews.product_reviews(s, product_id=product_of(variant), **how))


def test_sorting_narrowing_and_paging(shop, variant):
    people = said(shop, variant, 5, 1, 3, 5, 2)
    people[2].shows(people[2].line, picture())
    with transaction() as session:
        reviews.toggle_helpful(session, actor=people[0].actor, review_id=people[1].review.id)
    stars = {order: [row.rating for row in page(variant, order=order).rows] for order in reviews.ORDERS}
    assert stars == {"helpful": [1, 2, 5, 3, 5], "newest": [2, 5, 3, 1, 5], "lowest": [1, 2, 3, 5, 5]}
    five = page(variant, stars=5, order="newest")
    assert [row.title for row in five.rows] == ["Review 3", "Review 0"]
    assert (five.total, five.matching, five.histogram) == (5, 2, {5: 2, 4: 0, 3: 1, 2: 1, 1: 1})
    pictured = page(variant, with_photos=True)
    assert [row.rating for row in pictured.rows] == [3] and pictured.with_photos == pictured.matching == 1
    for order in reviews.ORDERS:
        seen, after = [], ""
        while True:
            part = page(variant, order=order, limit=2, after=after)
            seen += [row.rating for row in part.rows]
            after = part.next_after
            if after is None:
                break
        assert seen == stars[order]
    assert len(page(variant, after="nonsense").rows) == 5


def test_a_page_of_reviews_is_four_queries(shop, variant):
    people = said(shop, variant, 5, 4, 3, 2, 1)
    for buyer in people[:3]:
        buyer.shows(buyer.line, picture())
    counted: list[str] = []
    product = product_of(variant)
    with transaction() as session:
        event.listen(db.engine(), "before_cursor_execute", lambda *a: counted.append(a[2]))
        reviews.product_reviews(session, product_id=product, limit=5)
    assert len(counted) == 4, counted


def test_photos_are_kept_once_and_go_with_their_review(shop, variant):  # F110
    (ana,) = said(shop, variant, 4)
    assert ana.shows(ana.line, picture("red"), picture("blue")) == 2
    assert ana.shows(ana.line, picture("red"), picture("blue")) == 2, "the same form sent twice changes nothing"
    with pytest.raises(Invalid, match="At most 4 photos"):
        ana.shows(ana.line, *(picture(colour) for colour in ("green", "white", "black")))
    with pytest.raises(Invalid):
        ana.shows(ana.line, b"no picture")
    first, second = page(variant).rows[0].photos
    assert ana.shows(ana.line, drop=(first,)) == 1
    assert page(variant).rows[0].photos == [second]
    assert ana.shows(ana.line, picture("green")) == 2
    with pytest.raises(NotFound):
        Buyer(shop, "Ben").shows(ana.line, picture())


def test_a_photo_is_seen_as_long_as_its_review(shop, variant):
    (ana,) = said(shop, variant, 4)
    ana.shows(ana.line, picture(size=(900, 600)))
    (photo,) = page(variant).rows[0].photos

    def seen(actor, small=False):
        return read(lambda s: reviews.review_photo(s, actor=actor, photo_id=photo, small=small))

    large, public = seen(guest())
    little, _ = seen(guest(), small=True)
    assert public and large.startswith("private/reviews/")
    assert len(get_storage().read(little)) < len(get_storage().read(large))
    admin = shop.admin()
    with transaction() as session:
        reviews.remove_review(session, actor=admin, review_id=ana.review.id, reason="private")
    for stranger in (guest(), Buyer(shop, "Ben").actor, ana.owner):
        with pytest.raises(NotFound):
            seen(stranger)
    assert seen(ana.actor) == (large, False) and seen(admin) == (large, False)


def test_votes_are_one_each_and_never_ones_own(shop, variant):  # F110
    ana, ben = said(shop, variant, 5, 4)

    def vote(actor: Actor, review=ana.review.id):
        with transaction() as session:
            return reviews.toggle_helpful(session, actor=actor, review_id=review)

    assert vote(ben.actor) == (True, 1)
    assert read(lambda s: reviews.voted(s, actor=ben.actor, review_ids=[ana.review.id])) == {ana.review.id}
    assert vote(ben.actor) == (False, 0)
    with pytest.raises(Refused):
        vote(ana.actor)
    clerk = Buyer(shop, "Clerk")
    joins(ana.order.store_id, clerk.actor.user_id)
    with pytest.raises(Refused):
        vote(clerk.actor)
    assert read(lambda s: reviews.voted(s, actor=guest(), review_ids=[ana.review.id])) == set()


def test_what_waits_for_a_word_and_what_was_said(shop, variant):
    ana = Buyer(shop)
    line = ana.buys(variant, shop.variant(read_store(variant)))
    waiting = read(lambda s: reviews.to_review(s, actor=ana.actor))
    assert len(waiting) == 2
    ana.says(line, 4)
    assert [row.line_id for row in read(lambda s: reviews.to_review(s, actor=ana.actor))] == [
        row.line_id for row in waiting if row.line_id != line
    ]
    mine, more = read(lambda s: reviews.own_reviews(s, actor=ana.actor))
    assert [row.line_id for row in mine] == [line] and more is None
    lines = read(lambda s: reviews.lines_to_review(s, actor=ana.actor, purchase_id=ana.purchase_id))
    assert sorted(lines.values()) == [False, True] and lines[line] is True
    waits = lambda actor: read(lambda s: reviews.purchases_to_review(s, actor=actor, purchase_ids=[ana.purchase_id]))  # noqa: E731
    assert waits(ana.actor) == {ana.purchase_id} and waits(guest()) == waits(Buyer(shop, "Bo").actor) == set()
    form = read(lambda s: reviews.review_form(s, actor=ana.actor, order_line_id=line))
    assert form.review is not None and form.review.rating == 4
    for other in (guest(), Buyer(shop, "Ben").actor, Actor(user_id=ana.owner.user_id, face=Face.VENDOR)):
        assert read(lambda s, other=other: reviews.lines_to_review(s, actor=other, purchase_id=ana.purchase_id)) == {}
    ana.says(next(row.line_id for row in waiting if row.line_id != line), 3)
    assert waits(ana.actor) == set(), "both were reviewed"


def read_store(variant):
    from models.catalogue import ProductVariant

    return read(lambda s: s.get_one(ProductVariant, variant).store_id)
