"""The store replies and never removes; the operator decides, with a reason that the author reads (F109, F110, F124)."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import audit, reviews
from models.audit import AuditEvent
from models.enums import ReportStatus, ReviewStatus, StoreRole
from models.moderation import Report
from models.notifications import Delivery
from models.reviews import Review, ReviewReplyVersion
from models.stores import Store
from tests.factories import Shop, guest, read, relay
from tests.reviewing import Buyer, figures


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def variant(shop):
    return shop.variant(shop.store(), stock=20)


@pytest.fixture
def ana(shop, variant) -> Buyer:
    made = Buyer(shop)
    made.line = made.buys(variant)
    made.review = made.says(made.line, 2, "Meh", "It leaks.")
    return made


def reply(actor, store, review, words="We send you another one."):
    with transaction() as session:
        return reviews.write_reply(session, actor=actor, store_id=store, review_id=review, words=words)


def listed(actor, store, **how):
    return read(lambda s: reviews.store_reviews(s, actor=actor, store_id=store, **how))


def queue(actor, name="held"):
    return read(lambda s: reviews.moderation_queue(s, actor=actor, queue=name))


def letters() -> list[tuple[str, str]]:
    return [(row.recipient, row.subject) for row in relay("review_changed")]


def test_a_store_replies_once_in_public_and_every_version_is_kept(shop, ana):  # F110
    store, review = ana.order.store_id, ana.review.id
    assert listed(ana.owner, store).unanswered == 1
    for role in (StoreRole.STAFF, StoreRole.MANAGER):
        reply(shop.owner(store, role), store, review, f"A word of the {role.value}")
    with pytest.raises(Refused):
        reply(shop.owner(store, StoreRole.FINANCE), store, review)
    with pytest.raises(Invalid):
        reply(ana.owner, store, review, "  ")
    with pytest.raises(Invalid):
        reply(ana.owner, store, review, "x" * 2001)
    other = shop.store("Another store")
    with pytest.raises(NotFound):
        reply(shop.owner(other), other, review)
    page = listed(ana.owner, store)
    assert page.unanswered == 0 and page.rows[0].reply == "A word of the manager"
    assert listed(ana.owner, store, unanswered=True).rows == []
    assert [row.rating for row in listed(ana.owner, store, stars=2).rows] == [2]
    assert listed(ana.owner, store, stars=5).rows == []
    kept = read(lambda s: s.exec(select(ReviewReplyVersion.body).order_by(col(ReviewReplyVersion.id))).all())
    assert kept == ["A word of the staff", "A word of the manager"]


def test_a_store_can_report_a_review_and_not_decide_about_it(shop, ana, variant):  # F110
    review, admin = ana.review.id, shop.admin()
    with transaction() as session:
        assert reviews.report_review(session, actor=ana.owner, review_id=review, reason="offensive", details="Rude.")
    with transaction() as session:
        assert not reviews.report_review(session, actor=ana.owner, review_id=review, reason="fake")
    for decide in (reviews.publish_review, reviews.remove_review):
        more = {"reason": "other"} if decide is reviews.remove_review else {}
        for nobody in (ana.owner, ana.actor, guest()):
            with pytest.raises(Exception) as refused, transaction() as session:
                decide(session, actor=nobody, review_id=review, **more)
            assert refused.type.__name__ in ("Refused", "Unauthenticated")
    (waiting,) = queue(admin, "reported").rows
    assert [(row.reason, row.details) for row in waiting.reports] == [("Insulting or hateful", "Rude.")]
    with transaction() as session:
        reviews.publish_review(session, actor=admin, review_id=review)
    assert queue(admin, "reported").rows == []
    report = read(lambda s: s.exec(select(Report)).one())
    assert (report.status, report.decision, report.decided_by) == (ReportStatus.DECIDED, "kept", admin.user_id)
    with pytest.raises(Conflict), transaction() as session:
        reviews.publish_review(session, actor=admin, review_id=review)
    assert figures(variant)[0] == (2, 1)


def test_a_report_has_a_known_reason_and_is_not_about_ones_own(shop, ana):
    for actor, reason, wrong in ((Buyer(shop, "Ben").actor, "ugly", Invalid), (ana.actor, "fake", Refused)):
        with pytest.raises(wrong), transaction() as session:
            reviews.report_review(session, actor=actor, review_id=ana.review.id, reason=reason)


def test_removed_with_a_reason_and_back_again(shop, ana, variant):
    admin, review = shop.admin(), ana.review.id
    with pytest.raises(Invalid), transaction() as session:
        reviews.remove_review(session, actor=admin, review_id=review, reason="I do not like it")
    with transaction() as session:
        reviews.remove_review(session, actor=admin, review_id=review, reason="off_topic")
    assert figures(variant) == ((0, 0), (0, 0))
    (mine,), _ = read(lambda s: reviews.own_reviews(s, actor=ana.actor))
    assert (mine.status, mine.status_reason) == (ReviewStatus.REMOVED, "off_topic")
    with pytest.raises(Conflict), transaction() as session:
        reviews.remove_review(session, actor=admin, review_id=review, reason="off_topic")
    for gone in (
        lambda s: reviews.toggle_helpful(s, actor=Buyer(shop, "Ben").actor, review_id=review),
        lambda s: reviews.write_reply(
            s, actor=ana.owner, store_id=ana.order.store_id, review_id=review, words="No."
        ),
    ):  # fmt: skip
        with pytest.raises(NotFound), transaction() as session:
            gone(session)
    assert [row.review.id for row in queue(admin, "removed").rows] == [review]
    with transaction() as session:
        reviews.publish_review(session, actor=admin, review_id=review)
    assert figures(variant) == ((2, 1), (2, 1))
    noted = read(lambda s: s.exec(select(AuditEvent.action, AuditEvent.after).order_by(col(AuditEvent.id))).all())
    assert [action for action, _ in noted] == ["review.removed", "review.published"]
    assert noted[0][1]["reason"] == "off_topic" and read(audit.broken_links) == []


def test_a_held_review_is_published_once_somebody_has_looked(shop, ana, variant):
    with transaction() as session:
        review = session.get_one(Review, ana.review.id)
        review.signals = [["address", "Sent to an address of somebody of the store."]]
    held = Buyer(shop, "Ben")
    line = held.buys(variant)
    from models.accounts import Address
    from tests.factories import ADDRESS
    from tests.reviewing import joins

    friend = shop.user("Friend")
    joins(held.order.store_id, friend)
    with transaction() as session:
        session.add(Address(user_id=friend, **ADDRESS))
    said = held.says(line, 5)
    admin = shop.admin()
    (waiting,) = queue(admin).rows
    assert waiting.review.id == said.id and waiting.review.signals[0][0] == "address"
    assert queue(admin).counts == {"held": 1, "reported": 0, "removed": 0}
    with transaction() as session:
        reviews.publish_review(session, actor=admin, review_id=said.id)
    assert figures(variant)[0] == (7, 2)
    assert held.says(line, 4).status == ReviewStatus.PUBLISHED, "what was looked at is not held again"
    assert figures(variant)[0] == (6, 2)


def test_letters_go_to_the_store_and_to_the_author(shop, ana, variant):
    admin, store = shop.admin(), ana.order.store_id
    with transaction() as session:
        session.get_one(Store, store).email = "store@example.com"
    reply(ana.owner, store, ana.review.id)
    reply(ana.owner, store, ana.review.id, "And a mug on top.")
    with transaction() as session:
        reviews.remove_review(session, actor=admin, review_id=ana.review.id, reason="advert")
    found = letters()
    name = read(lambda s: reviews.own_reviews(s, actor=ana.actor))[0][0].product_name
    assert found == [
        (ana.actor.email, f"{read(lambda s: s.get_one(Store, store).name)} has answered your review"),
        (ana.actor.email, f"Your review of {name} was removed"),
    ], "what was removed meanwhile is announced to nobody"
    text = read(lambda s: s.exec(select(Delivery.body_text).order_by(col(Delivery.id))).all())[-1]
    assert "It advertises something." in " ".join(text.split())
    ben = Buyer(shop, "Ben")
    ben.says(ben.buys(variant), 5)
    assert letters()[-1] == ("store@example.com", f"A new review of {name}")


def test_what_waits_is_counted_for_those_who_decide(shop, ana):
    admin = shop.admin()
    assert read(lambda s: reviews.waiting_reviews(s, actor=admin)) == {}
    with transaction() as session:
        reviews.report_review(session, actor=ana.owner, review_id=ana.review.id, reason="fake")
    assert read(lambda s: reviews.waiting_reviews(s, actor=admin)) == {"reported": 1}
    assert read(lambda s: reviews.waiting_reviews(s, actor=ana.owner)) == {}
