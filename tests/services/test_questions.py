"""Public questions: who asks, who answers, what is hidden, voted on, reported and removed (F111, F124)."""

from __future__ import annotations

import pytest
from sqlmodel import col, func, select

from emporium import db
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, TooMany, Unauthenticated
from emporium.services import questions, users
from emporium.services.auth import limits
from models.accounts import User
from models.audit import AuditEvent
from models.enums import StoreRole
from models.outbox import OutboxEvent
from models.questions import ProductAnswer, ProductQuestion
from models.stores import Store
from tests.factories import Shop, guest, in_parallel, read, relay
from tests.reviewing import Buyer, joins, product_of


@pytest.fixture
def shop(db_url) -> Shop:
    db.configure(db_url, pool_size=20)
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def variant(shop):
    return shop.variant(shop.store(), stock=50)


@pytest.fixture
def ana(shop, variant) -> Buyer:
    """She has it."""
    made = Buyer(shop)
    made.buys(variant)
    return made


@pytest.fixture
def zoe(shop) -> Buyer:
    """She asks."""
    return Buyer(shop, "Zoe Quill")


def asks(buyer: Buyer, variant, body: str = "Is it dishwasher-safe?"):
    with transaction() as session:
        return questions.ask_question(session, actor=buyer.actor, product_id=product_of(variant), body=body)


def answers(buyer: Buyer, question, body: str = "It is."):
    with transaction() as session:
        return questions.answer_as_buyer(session, actor=buyer.actor, question_id=question, body=body).id


def store_answers(owner, store, question, body: str = "Yes, every day."):
    with transaction() as session:
        return questions.answer_as_store(session, actor=owner, store_id=store, question_id=question, body=body).id


def page(variant, actor=None, **more):
    return read(
        lambda s: questions.product_questions(s, actor=actor or guest(), product_id=product_of(variant), **more)
    )  # fmt: skip


def test_a_question_its_stores_answer_and_a_buyers(ana, zoe, variant):  # F111
    store = ana.order.store_id
    asked = asks(zoe, variant, "Is it safe? Call me on 0470 12 34 56 or write to zoe@mail.example.com.")
    assert asks(zoe, variant, "Is it safe? Call me on 0470 12 34 56 or write to zoe@mail.example.com.") == asked
    assert read(lambda s: questions.waiting_of_store(s, actor=ana.owner, store_id=store)) == 1
    answers(ana, asked, "Mine is. Look at www.elsewhere.be")
    store_answers(ana.owner, store, asked)
    (row,) = page(variant).rows
    assert (row.author, row.body) == ("Zoe Q.", "Is it safe? Call me on [hidden] or write to [hidden].")
    assert [(a.by_store, a.author, a.body) for a in row.answers] == [
        (True, "Clay & Kin", "Yes, every day."), (False, "Ana P.", "Mine is. Look at [hidden]")
    ]  # fmt: skip
    assert row.count == 2 and row.answered
    assert read(lambda s: questions.waiting_of_store(s, actor=ana.owner, store_id=store)) == 0
    answers(ana, asked, "Mine still is.")
    store_answers(ana.owner, store, asked, "Yes, and in a microwave.")
    (row,) = page(variant).rows
    assert [(a.body, a.edited_at is not None) for a in row.answers] == [
        ("Yes, and in a microwave.", True), ("Mine still is.", True)
    ]  # fmt: skip
    assert row.count == 2, "written again, an answer is changed"
    kept = read(lambda s: s.exec(select(AuditEvent.before).where(AuditEvent.action == "question.answered")).all())
    assert kept == [{"answer": ""}, {"answer": "Yes, every day."}]


def test_who_may_ask_and_answer(shop, ana, zoe, variant):
    store, asked = ana.order.store_id, asks(zoe, variant)
    waits = Buyer(shop, "Ben Wait")
    waits.buys(variant, arrives=False)
    for buyer, said in ((zoe, "own question"), (waits, "who have the product"), (Buyer(shop, "Eve"), "who have")):
        with pytest.raises(Refused, match=said):
            answers(buyer, asked)
    with pytest.raises(Unauthenticated), transaction() as session:
        questions.ask_question(session, actor=guest(), product_id=product_of(variant), body="Hm?")
    another = shop.store("Another")
    for actor, own, wrong in (
        (shop.owner(another), another, NotFound),
        (shop.owner(store, StoreRole.FINANCE), store, Refused),
        (ana.actor, store, NotFound),
    ):
        with pytest.raises(wrong):
            store_answers(actor, own, asked)
        with pytest.raises(NotFound if own == another else wrong):
            read(lambda s, a=actor: questions.store_questions(s, actor=a, store_id=store))
    joins(store, ana.actor.user_id)
    with pytest.raises(Refused, match="own store"):
        asks(ana, variant)
    with pytest.raises(Refused, match="store's page"):
        answers(ana, asked)
    for body in (" ", "x" * 501):
        with pytest.raises(Invalid):
            asks(zoe, variant, body)
    finance = shop.owner(store, StoreRole.FINANCE)
    assert read(lambda s: questions.waiting_of_store(s, actor=finance, store_id=store)) == 0


def test_by_keyset_and_what_waits(ana, zoe, variant):
    made = [asks(zoe, variant, f"Question {number}?") for number in range(5)]
    store_answers(ana.owner, ana.order.store_id, made[0])
    first = page(variant, limit=3)
    rest = page(variant, limit=3, before=first.next_before)
    assert [row.id for row in [*first.rows, *rest.rows]] == made[::-1] and rest.next_before is None
    assert first.total == 5
    waiting = read(
        lambda s: questions.store_questions(s, actor=ana.owner, store_id=ana.order.store_id, waiting=True, limit=2)
    )
    assert [row.id for row in waiting.rows] == made[:2:-1] and (waiting.total, waiting.waiting) == (5, 4)


def test_the_helpful_answer_comes_first_but_after_the_stores(shop, ana, zoe, variant):
    asked = asks(zoe, variant)
    ben = Buyer(shop, "Ben Buys")
    ben.buys(variant)
    answers(ana, asked, "First")
    second = answers(ben, asked, "Second")
    store_answers(ana.owner, ana.order.store_id, asked, "Store")
    done = in_parallel(8, lambda i: votes(shop, second))
    assert sorted(count for _, count in done) == list(range(1, 9)), done
    assert [answer.body for answer in page(variant).rows[0].answers] == ["Store", "Second", "First"]
    with transaction() as session:
        assert questions.toggle_helpful(session, actor=zoe.actor, answer_id=second) == (True, 9)
    assert [a.voted for a in page(variant, zoe.actor).rows[0].answers] == [False, True, False]
    with transaction() as session:
        assert questions.toggle_helpful(session, actor=zoe.actor, answer_id=second) == (False, 8)
    with pytest.raises(Refused), transaction() as session:
        questions.toggle_helpful(session, actor=ben.actor, answer_id=second)


def votes(shop, answer):
    actor = Buyer(shop, "A reader").actor
    with transaction() as session:
        return questions.toggle_helpful(session, actor=actor, answer_id=answer)


def test_at_once_there_is_one_question_and_one_answer(ana, zoe, variant):
    done = in_parallel(6, lambda _: asks(zoe, variant))
    assert len(set(done)) == 1, done
    in_parallel(6, lambda i: store_answers(ana.owner, ana.order.store_id, done[0], f"Answer {i}"))
    in_parallel(6, lambda i: answers(ana, done[0], f"Mine {i}"))
    assert read(lambda s: s.exec(select(func.count()).select_from(ProductQuestion)).one()) == 1
    assert read(lambda s: s.exec(select(func.count()).select_from(ProductAnswer)).one()) == 2
    assert page(variant).rows[0].count == 2


def test_nobody_asks_without_end(zoe, variant, monkeypatch):
    monkeypatch.setattr(limits, "QUESTIONS_PER_PERSON", limits.Limit("questions-few", 1, 3600))
    asks(zoe, variant)
    with pytest.raises(TooMany):
        asks(zoe, variant, "And another?")


def letters(kind: str) -> list[tuple[str, str]]:
    return [(row.recipient, row.subject) for row in relay(kind)]


def test_letters_go_to_who_wants_them(shop, ana, zoe, variant):
    store = ana.order.store_id
    with transaction() as session:
        session.get_one(Store, store).email = "store@example.com"
    asked = asks(zoe, variant)
    assert [who for who, _ in letters("question_asked")] == ["store@example.com"]
    answers(ana, asked)
    assert [who for who, _ in letters("question_answered")] == [zoe.actor.email]
    with transaction() as session:
        users.choose_messages(session, actor=zoe.actor, wanted={})
    store_answers(ana.owner, store, asked)
    assert len(letters("question_answered")) == 1, "she does not want such letters any more"
    topics = read(lambda s: s.exec(select(OutboxEvent.topics).where(OutboxEvent.kind == "question_answered")).first())
    assert set(topics) == {f"product:{product_of(variant)}", f"store:{store}:questions"}


def test_what_is_reported_is_decided_about(shop, ana, zoe, variant):  # F124
    asked, admin, ben = asks(zoe, variant), shop.admin(), Buyer(shop, "Ben")
    answer = answers(ana, asked, "No idea, buy it elsewhere.")
    store = ana.order.store_id

    def report(actor, kind, ident, reason="off_topic"):
        with transaction() as session:
            return questions.report_post(session, actor=actor, kind=kind, post_id=ident, reason=reason, details="Look")

    assert report(ben.actor, "answer", answer) and not report(ben.actor, "answer", answer)
    assert report(ana.owner, "question", asked)
    for actor, kind, ident, wrong in (
        (ana.actor, "answer", answer, Refused),
        (zoe.actor, "question", asked, Refused),
        (guest(), "question", asked, Unauthenticated),
    ):
        with pytest.raises(wrong):
            report(actor, kind, ident)
    with pytest.raises(Invalid):
        report(ben.actor, "question", asked, "nonsense")

    def queue(name="reported", **more):
        return read(lambda s: questions.moderation_queue(s, actor=admin, queue=name, **more))

    found = queue()
    assert [(row.kind, row.reports[0].reason) for row in found.rows] == [
        ("question", "Not about the product"), ("answer", "Not about the product")
    ]  # fmt: skip
    assert found.rows[1].question == "Is it dishwasher-safe?"
    first = queue(limit=1)
    assert [first.rows[0].id, queue(after=first.next_after).rows[0].id] == [asked, answer]
    assert read(lambda s: questions.waiting_posts(s, actor=admin)) == 2
    assert read(lambda s: questions.waiting_posts(s, actor=ana.owner)) == 0
    with pytest.raises(Refused):
        read(lambda s: questions.moderation_queue(s, actor=ana.owner))
    with transaction() as session:
        questions.keep_post(session, actor=admin, kind="question", post_id=asked)
    with pytest.raises(Conflict), transaction() as session:
        questions.keep_post(session, actor=admin, kind="question", post_id=asked)
    with pytest.raises(Invalid), transaction() as session:
        questions.remove_post(session, actor=admin, kind="answer", post_id=answer, reason="")
    with transaction() as session:
        questions.remove_post(session, actor=admin, kind="answer", post_id=answer, reason="off_topic")
    assert page(variant).rows[0].answers == [] and page(variant).rows[0].count == 0
    assert [row.status_reason for row in queue("removed").rows] == ["off_topic"] and not queue().rows
    assert letters("post_changed") == [(ana.actor.email, "We have removed your answer")]
    assert {who for who, _ in letters("report_decided")} == {
        ben.actor.email, read(lambda s: s.get_one(User, ana.owner.user_id).email)
    }  # fmt: skip
    with pytest.raises(Conflict):
        answers(ana, asked, "Again.")
    with transaction() as session:
        questions.keep_post(session, actor=admin, kind="answer", post_id=answer)
    assert page(variant).rows[0].count == 1
    with transaction() as session:
        questions.remove_post(session, actor=admin, kind="question", post_id=asked, reason="advert")
    assert page(variant).total == 0
    with pytest.raises(Conflict, match="removed"):
        asks(zoe, variant)
    with pytest.raises(NotFound):
        store_answers(ana.owner, store, asked)
    noted = read(lambda s: s.exec(select(AuditEvent.action).order_by(col(AuditEvent.id))).all())
    assert noted[-4:] == ["question.published", "answer.removed", "answer.published", "question.removed"]
