"""Who may review what, and what becomes of it: verified purchase, after delivery, one per line (F108, F109)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import func, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.services import refunds, reviews
from emporium.services.refunds import RefundAsk
from models.accounts import Address, UserSession
from models.enums import Face, ReviewStatus
from models.payments import PaymentAttempt
from models.reviews import Review
from tests.factories import ADDRESS, Shop, guest, read
from tests.reviewing import Buyer, figures, joins, picture, product_of


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def variant(shop):
    return shop.variant(shop.store(), stock=20)


def test_a_review_needs_something_of_ones_own_that_arrived(shop, variant):  # F108
    ana, ben = Buyer(shop), Buyer(shop, "Ben")
    line = ana.buys(variant, arrives=False)
    with pytest.raises(Refused, match="once it has arrived"):
        ana.says(line)
    ana.receives()
    with pytest.raises(NotFound):
        ben.says(line)
    ben.actor = guest()
    with pytest.raises(Unauthenticated):
        ben.says(line)
    made = ana.says(line, 4, "  Good ", " It holds tea. ")
    assert (made.author, made.title, made.body, made.status) == ("Ana P.", "Good", "It holds tea.", "published")
    assert figures(variant) == ((4, 1), (4, 1))


@pytest.mark.parametrize(
    ("field", "words"),
    [("rating", {"rating": 0}), ("rating", {"rating": 6}), ("rating", {"rating": True}),
     ("title", {"title": "x" * 121}), ("body", {"body": "x" * 5001})],
)  # fmt: skip
def test_what_is_wrong_names_its_field(shop, variant, field, words):
    ana = Buyer(shop)
    line = ana.buys(variant)
    with pytest.raises(Invalid) as wrong:
        ana.says(line, **words)
    assert wrong.value.field == field
    assert figures(variant) == ((0, 0), (0, 0))


def test_an_author_changes_the_review_and_the_figures_follow(shop, variant):
    ana = Buyer(shop)
    line = ana.buys(variant)
    first = ana.says(line, 2)
    again = ana.says(line, 5, "Better", "After a week.")
    assert again.id == first.id and again.edited_at is not None
    assert figures(variant) == ((5, 1), (5, 1))
    same = ana.says(line, 5, "Better", "After a week.")
    assert same.edited_at == again.edited_at, "the same words change nothing"
    assert read(lambda s: s.exec(select(func.count()).select_from(Review)).one()) == 1


def test_a_stores_own_people_do_not_review_its_goods(shop, variant):  # F109
    ana = Buyer(shop)
    line = ana.buys(variant)
    joins(ana.order.store_id, ana.actor.user_id)
    with pytest.raises(Refused, match="own people"):
        ana.says(line)
    assert read(lambda s: reviews.to_review(s, actor=ana.actor)) == []


def _same_card(ana: Buyer, friend: Buyer) -> None:
    with transaction() as session:
        for attempt in session.exec(select(PaymentAttempt)).all():
            attempt.instrument = "card_fp_1"


def _same_address(ana: Buyer, friend: Buyer) -> None:
    with transaction() as session:
        session.add(
            Address(
                user_id=friend.actor.user_id, name="Ben", line1="VELDSTRAAT  12.", postcode="90 00", city="Gent",
                country=ADDRESS["country"],
            )
        )  # fmt: skip


def _same_device(ana: Buyer, friend: Buyer) -> None:
    with transaction() as session:
        for buyer, face in ((ana, Face.SHOP), (friend, Face.VENDOR)):
            session.add(
                UserSession(
                    user_id=buyer.actor.user_id, face=face, ip="198.51.100.7", user_agent="Firefox on Debian",
                    expires_at=datetime.now(UTC) + timedelta(days=1),
                )
            )  # fmt: skip


@pytest.mark.parametrize(
    ("share", "code"), [(_same_card, "card"), (_same_address, "address"), (_same_device, "device")]
)
def test_what_a_buyer_shares_with_the_stores_people_holds_the_review(shop, variant, share, code):  # F109
    ana, friend = Buyer(shop), Buyer(shop, "Ben")
    line = ana.buys(variant)
    if code == "card":
        friend.buys(shop.variant())
        with transaction() as session:
            from models.orders import Purchase

            session.get_one(Purchase, friend.purchase_id).address = {**ADDRESS, "line1": "Kouter 1"}
    joins(ana.order.store_id, friend.actor.user_id)
    share(ana, friend)
    held = ana.says(line)
    assert held.status == ReviewStatus.HELD and [name for name, _ in held.signals] == [code]
    assert figures(variant) == ((0, 0), (0, 0))
    assert read(lambda s: reviews.product_reviews(s, product_id=product_of(variant))).total == 0


def test_an_address_or_a_browser_alone_of_a_stranger_holds_nothing(shop, variant):
    ana, stranger = Buyer(shop), Buyer(shop, "Ben")
    line = ana.buys(variant)
    _same_address(ana, stranger)
    _same_device(ana, stranger)
    assert ana.says(line).status == ReviewStatus.PUBLISHED
    friend = Buyer(shop, "Cleo")
    joins(ana.order.store_id, friend.actor.user_id)
    with transaction() as session:
        session.add(
            UserSession(
                user_id=friend.actor.user_id, face=Face.VENDOR, ip="198.51.100.7", user_agent="Another browser",
                expires_at=datetime.now(UTC) + timedelta(days=1),
            )
        )  # fmt: skip
    assert ana.says(line, 4).status == ReviewStatus.PUBLISHED, "an office shares an address, not a browser"


def test_the_badge_goes_with_the_money_and_the_review_stays(shop, variant):  # F108
    ana = Buyer(shop)
    line = ana.buys(variant, quantity=2)
    ana.says(line, 1)

    def shown():
        return read(lambda s: reviews.product_reviews(s, product_id=product_of(variant))).rows[0].verified

    def back(units: int, key: str) -> None:
        with transaction() as session:
            refunds.refund_order(
                session, actor=ana.owner, store_id=ana.order.store_id, number=ana.order.number,
                ask=RefundAsk({line: units}), key=key,
            )  # fmt: skip

    back(1, "one")
    assert shown() is True
    back(1, "two")
    assert shown() is False
    assert figures(variant) == ((1, 1), (1, 1)), "a store cannot buy itself out of a bad word"
    assert ana.says(line, 2).rating == 2, "its author may still change it"


def test_what_was_wholly_given_back_cannot_be_reviewed_any_more(shop, variant):
    ana = Buyer(shop)
    line = ana.buys(variant)
    with transaction() as session:
        refunds.refund_order(
            session, actor=ana.owner, store_id=ana.order.store_id, number=ana.order.number, ask=RefundAsk({line: 1}),
            key="all",
        )  # fmt: skip
    with pytest.raises(Refused, match="nothing to review"):
        ana.says(line)
    assert read(lambda s: reviews.to_review(s, actor=ana.actor)) == []


def test_a_removed_review_is_closed_to_its_author(shop, variant):
    ana = Buyer(shop)
    line = ana.buys(variant)
    review = ana.says(line)
    with transaction() as session:
        reviews.remove_review(session, actor=shop.admin(), review_id=review.id, reason="advert")
    with pytest.raises(Conflict):
        ana.says(line, 3)
    with pytest.raises(Conflict):
        ana.shows(line, picture())
