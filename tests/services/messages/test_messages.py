"""Shoppers and stores talk about an order or a product, and meet nowhere else (F111)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, func, select

from emporium import db
from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Refused, TooMany, Unauthenticated
from emporium.services import messages, notifications
from emporium.services.auth import limits
from models.catalogue import Product
from models.enums import SenderRole, StoreRole, StoreStatus
from models.messages import Conversation, Message
from models.notifications import Delivery
from models.outbox import OutboxEvent
from models.stores import Store
from tests.factories import Shop, guest, in_parallel, read
from tests.reviewing import Buyer, joins, product_of


@pytest.fixture
def shop(db_url) -> Shop:
    db.configure(db_url, pool_size=20)
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def ana(shop) -> Buyer:
    made = Buyer(shop)
    variant = shop.variant(shop.store())
    made.buys(variant, arrives=False)
    made.slug = read(lambda s: s.get_one(Product, product_of(variant)).slug)
    return made


def asks(buyer: Buyer, body: str = "Is it safe in an oven?", **about):
    with transaction() as session:
        return messages.ask_store(session, actor=buyer.actor, body=body, **(about or {"product": buyer.slug}))


def answers(buyer: Buyer, ident, body: str = "Yes, it is.", actor=None, store=None) -> None:
    with transaction() as session:
        messages.write_as_store(
            session,
            actor=actor or buyer.owner,
            store_id=store or buyer.order.store_id,
            conversation_id=ident,
            body=body,
        )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Write to ana.peeters+x@mail.example.com please", "Write to [hidden] please"),
        ("ana (at) mail (dot) com", "[hidden]"),
        ("Look at https://pay.example.com/x?y=1 or www.elsewhere.be", "Look at [hidden] or [hidden]"),
        ("My shop is cheap-mugs.shop/mug", "My shop is [hidden]"),
        ("Call +32 470 12 34 56 or 0470/12.34.56", "Call [hidden] or [hidden]"),
        ("I am @ana_p there", "I am [hidden] there"),
        ("Order E10482-1 of 12.11.2026, 30 x 40 cm, €1,250.00, by 2026-12-24", None),
        ("It holds 300 ml. Is it 8.5 or 10 cm high?", None),
    ],
)
def test_ways_to_meet_outside_are_hidden_and_the_rest_stays(said, kept):
    assert messages.masked(said) == (said if kept is None else kept)


def test_a_question_and_its_answer(shop, ana):  # F111
    talk = asks(ana, "My number is 0470 12 34 56.")
    assert asks(ana, "And in a dishwasher?") == talk, "one conversation about one product"
    other = asks(ana, order=ana.order.number)
    assert other != talk
    owner, store = ana.owner, ana.order.store_id
    listed = read(lambda s: messages.store_threads(s, actor=owner, store_id=store))
    assert listed.unread == 2 and [row.unread for row in listed.rows] == [True, True]
    thread = read(lambda s: messages.store_thread(s, actor=owner, store_id=store, conversation_id=talk))
    assert [said.body for said in thread.said] == ["My number is [hidden].", "And in a dishwasher?"]
    assert (thread.shopper, thread.product_slug) == ("Ana P.", ana.slug)
    with transaction() as session:
        assert messages.mark_read(session, actor=owner, conversation_id=talk, store_id=store)
    with transaction() as session:
        assert not messages.mark_read(session, actor=owner, conversation_id=talk, store_id=store)
    assert read(lambda s: messages.unread_of_store(s, actor=owner, store_id=store)) == 1
    answers(ana, talk)
    mine = read(lambda s: messages.shopper_threads(s, actor=ana.actor))
    assert mine.unread == 1 and (mine.rows[0].id, mine.rows[0].last_by) == (talk, SenderRole.STORE)
    with transaction() as session:
        messages.mark_read(session, actor=ana.actor, conversation_id=talk)
    assert read(lambda s: messages.shopper_threads(s, actor=ana.actor)).unread == 0
    first = read(lambda s: messages.shopper_threads(s, actor=ana.actor, limit=1))
    rest = read(lambda s: messages.shopper_threads(s, actor=ana.actor, limit=1, before=first.next_before))
    assert [first.rows[0].id, rest.rows[0].id] == [talk, other] and rest.next_before is None


def test_only_the_two_parties_read_and_write(shop, ana):
    talk, store, ben = asks(ana), ana.order.store_id, Buyer(shop, "Ben")
    another = shop.store("Another")
    for actor, own, wrong in (
        (shop.owner(another), another, NotFound),
        (shop.owner(store, StoreRole.FINANCE), store, Refused),
        (ana.actor, store, NotFound),
        (guest(), store, Unauthenticated),
    ):
        with pytest.raises(wrong):
            answers(ana, talk, actor=actor, store=own)
        with pytest.raises(wrong):
            read(lambda s, a=actor, o=own: messages.store_thread(s, actor=a, store_id=o, conversation_id=talk))
    for call in (
        lambda s: messages.shopper_thread(s, actor=ben.actor, conversation_id=talk),
        lambda s: messages.write_as_shopper(s, actor=ben.actor, conversation_id=talk, body="Hello"),
        lambda s: messages.mark_read(s, actor=ben.actor, conversation_id=talk),
        lambda s: messages.ask_store(s, actor=ben.actor, body="Hello", order=ana.order.number),
        lambda s: messages.ask_store(s, actor=ben.actor, body="Hello", product="no-such"),
    ):
        with pytest.raises(NotFound), transaction() as session:
            call(session)
    with pytest.raises(Invalid):
        asks(ana, "  ")
    joins(store, ben.actor.user_id)
    ben.slug = ana.slug
    with pytest.raises(Refused, match="own store"):
        asks(ben)
    assert read(lambda s: messages.unread_of_store(s, actor=shop.owner(store, StoreRole.FINANCE), store_id=store)) == 0


def test_the_store_itself_is_written_to_in_one_conversation(shop, ana):
    store = ana.order.store_id
    slug = read(lambda s: s.get_one(Store, store).slug)
    product = asks(ana)
    done = in_parallel(6, lambda i: asks(ana, f"Do you wrap gifts? {i}", store=slug))
    assert len(set(done)) == 1 and product not in done
    thread = read(lambda s: messages.shopper_thread(s, actor=ana.actor, conversation_id=done[0]))
    assert (thread.subject, thread.store_slug, thread.product_slug) == (thread.store_name, slug, "")
    assert read(lambda s: messages.unread_of_store(s, actor=ana.owner, store_id=store)) == 2
    with transaction() as session:  # the product goes: its conversation does not become the store's
        session.get_one(Conversation, product).product_id = None
    assert asks(ana, "And cards?", store=slug) == done[0]
    for wrong in ("no-such-store", slug + "x"):
        with pytest.raises(NotFound):
            asks(ana, store=wrong)
    with transaction() as session:
        session.get_one(Store, store).status = StoreStatus.SUSPENDED
    with pytest.raises(NotFound):
        asks(ana, store=slug)


def test_questions_at_once_are_one_conversation(shop, ana):
    done = in_parallel(6, lambda i: asks(ana, f"Question {i}"))
    assert len(set(done)) == 1, done
    assert read(lambda s: s.exec(select(func.count()).select_from(Conversation)).one()) == 1
    assert read(lambda s: s.exec(select(func.count()).select_from(Message)).one()) == 6


def test_nobody_writes_without_end(shop, ana, monkeypatch):
    monkeypatch.setattr(limits, "MESSAGES_PER_PERSON", limits.Limit("messages-few", 2, 3600))
    asks(ana)
    asks(ana)
    with pytest.raises(TooMany):
        asks(ana)


def test_one_letter_until_the_other_side_has_looked(shop, ana):
    store = ana.order.store_id
    with transaction() as session:
        session.get_one(Store, store).email = "store@example.com"
    talk = asks(ana)
    asks(ana, "And?")
    with transaction() as session:
        messages.mark_read(session, actor=ana.owner, conversation_id=talk, store_id=store)
    asks(ana, "Still there?")
    answers(ana, talk)
    with transaction() as session:
        for event in session.exec(
            select(OutboxEvent).where(OutboxEvent.kind == "message_sent").order_by(col(OutboxEvent.id))
        ).all():
            assert set(event.topics) == {f"store:{store}:messages", f"user:{ana.actor.user_id}:messages"}
            notifications.prepare(session, event=event)
    sent = read(lambda s: s.exec(select(Delivery.recipient).order_by(col(Delivery.id))).all())
    assert sent == ["store@example.com", "store@example.com", ana.actor.email]


def test_how_soon_a_store_answers_is_the_median_from_the_first_question(shop, ana):
    store, began = ana.order.store_id, datetime.now(UTC) - timedelta(days=2)

    def figure():
        return read(lambda s: messages.response_minutes(s, store_id=store))

    with transaction() as session:
        talk = Conversation(store_id=store, user_id=ana.actor.user_id, subject="A mug")
        session.add(talk)
        session.flush()
        said = [(0, "shopper"), (5, "shopper"), (60, "store"), (61, "store"), (100, "shopper"), (110, "store"),
                (200, "shopper"), (230, "store"), (300, "shopper")]  # fmt: skip
        for minute, sender in said:
            session.add(
                Message(conversation_id=talk.id, sender=sender, body="x", created_at=began + timedelta(minutes=minute))
            )
            session.flush()
    assert figure() == 30, "60, 10 and 30 minutes"
    with transaction() as session:
        session.delete(
            session.exec(select(Message).where(Message.sender == "store").order_by(col(Message.id).desc())).first()
        )
    assert figure() is None, "two answers say nothing"
