"""Pictures in messages, reports by either side, and what an operator decides about a conversation (F111, F124)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import col, select

from emporium import db
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, TooMany
from emporium.providers.storage import StorageError, get_storage
from emporium.services import messages, notifications
from emporium.services.auth import limits
from models.audit import AuditEvent
from models.catalogue import Product
from models.enums import SenderRole
from models.messages import Message, MessagePhoto
from models.notifications import Delivery
from models.outbox import OutboxEvent
from models.stores import Store
from tests.factories import Shop, guest, in_parallel, read
from tests.reviewing import Buyer, picture, product_of


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


def asks(buyer: Buyer, body: str = "Is this yours?", *files: bytes) -> UUID:
    with transaction() as session:
        return messages.ask_store(session, actor=buyer.actor, body=body, product=buyer.slug, files=files)


def answers(buyer: Buyer, talk: UUID, body: str = "It is.", *files: bytes) -> None:
    with transaction() as session:
        messages.write_as_store(
            session, actor=buyer.owner, store_id=buyer.order.store_id, conversation_id=talk, body=body, files=files
        )


def thread(buyer: Buyer, talk: UUID):
    return read(lambda s: messages.shopper_thread(s, actor=buyer.actor, conversation_id=talk))


def store_thread(buyer: Buyer, talk: UUID):
    return read(
        lambda s: messages.store_thread(
            s, actor=buyer.owner, store_id=buyer.order.store_id, conversation_id=talk
        )
    )  # fmt: skip


def key(actor, photo: UUID, *, small: bool = False) -> str:
    return read(lambda s: messages.message_photo(s, actor=actor, photo_id=photo, small=small))


def reports(buyer: Buyer, talk: UUID, message: UUID | None = None, *, store: bool = True, reason: str = "outside"):
    with transaction() as session:
        return messages.report_talk(
            session, actor=buyer.owner if store else buyer.actor, conversation_id=talk, message_id=message,
            reason=reason, details="Please look", store_id=buyer.order.store_id if store else None,
        )  # fmt: skip


def decide(act, actor, talk: UUID, **more) -> None:
    with transaction() as session:
        act(session, actor=actor, conversation_id=talk, **more)


def test_pictures_are_drawn_anew_and_only_the_two_sides_see_them(shop, ana):  # F111
    talk = asks(ana, "", picture(size=(900, 600)), picture("blue"))
    answers(ana, talk, "And this is ours.", picture("green"))
    first, second = thread(ana, talk).said
    assert (first.body, len(first.photos), len(second.photos)) == ("", 2, 1)
    for photo in (*first.photos, *second.photos):
        kept = key(ana.actor, photo)
        assert kept == key(ana.owner, photo) and kept.startswith(f"private/messages/{talk}/")
        content, small = get_storage().read(kept), get_storage().read(key(ana.actor, photo, small=True))
        assert content[8:12] == small[8:12] == b"WEBP"
        for stranger in (Buyer(shop, "Ben").actor, guest(), shop.owner(shop.store("Another")), shop.admin()):
            with pytest.raises(NotFound):
                key(stranger, photo)
    row = read(lambda s: messages.shopper_threads(s, actor=ana.actor)).rows[0]
    assert (row.last, row.photos) == ("And this is ours.", 1)


def test_what_is_no_picture_or_too_much_is_refused_and_nothing_is_said(ana, monkeypatch):
    talk = asks(ana)
    for files, said in (
        ((b"no picture",), "JPEG, PNG or WebP"),
        ((picture(),) * 5, "At most 4"),
        ((b"x" * 8_000_001,), "8 MB"),
        ((picture(), b"<svg/>"), "JPEG, PNG or WebP"),
    ):
        with pytest.raises(Invalid, match=said) as wrong:
            answers(ana, talk, "Look", *files)
        assert wrong.value.field == "photos"
    with pytest.raises(Invalid) as wrong:
        answers(ana, talk, " ")
    assert wrong.value.field == "body"
    monkeypatch.setattr(limits, "PICTURES_PER_CLIENT", limits.Limit("pictures-none", 0, 3600))
    with pytest.raises(TooMany):
        answers(ana, talk, "Look", picture())
    assert len(thread(ana, talk).said) == 1 and read(lambda s: s.exec(select(MessagePhoto)).all()) == []


def test_operators_read_what_was_reported_and_nothing_else(shop, ana):  # F124
    talk, admin = asks(ana, "Sell it to me directly.", picture()), shop.admin()
    (said,) = thread(ana, talk).said
    with pytest.raises(NotFound):
        read(lambda s: messages.reported_talk(s, actor=admin, conversation_id=talk))
    with pytest.raises(NotFound):
        decide(messages.close_talk, admin, talk, reason="other")
    assert reports(ana, talk, said.id) and not reports(ana, talk, said.id)
    assert reports(ana, talk, store=False, reason="offensive"), "the other side may as well"
    found = read(lambda s: messages.reported_talk(s, actor=admin, conversation_id=talk))
    assert found.waits and found.of_messages[said.id][0].reason == "Wants to deal outside of here"
    assert found.reports[0].reason == "Insulting or threatening"
    assert key(admin, found.thread.said[0].photos[0])
    queue = read(lambda s: messages.moderation_queue(s, actor=admin))
    assert [row.id for row in queue.rows] == [talk] and queue.counts == {"reported": 1, "decided": 0}
    assert read(lambda s: messages.waiting_talks(s, actor=admin)) == 1
    with pytest.raises(Refused):
        read(lambda s: messages.moderation_queue(s, actor=ana.owner))
    decide(messages.keep_talk, admin, talk)
    with pytest.raises(Conflict):
        decide(messages.keep_talk, admin, talk)
    assert read(lambda s: messages.moderation_queue(s, actor=admin, queue="decided")).rows[0].id == talk
    assert read(lambda s: messages.waiting_talks(s, actor=admin)) == 0


def test_only_the_sides_report_and_only_what_the_other_one_wrote(shop, ana):
    talk = asks(ana)
    answers(ana, talk)
    mine, theirs = thread(ana, talk).said
    ben = Buyer(shop, "Ben")
    ben.slug = ana.slug
    other = asks(ben, "Another conversation")
    (foreign,) = thread(ben, other).said
    for act, wrong in (
        (lambda: reports(ana, talk, mine.id, store=False), Refused),
        (lambda: reports(ana, talk, theirs.id), Refused),
        (lambda: reports(ana, talk, foreign.id, store=False), NotFound),
        (lambda: reports(ana, other, store=False), NotFound),
        (lambda: reports(ana, talk, reason="nonsense"), Invalid),
    ):
        with pytest.raises(wrong):
            act()
    another = shop.store("Another")
    with pytest.raises(NotFound), transaction() as session:
        messages.report_talk(
            session, actor=shop.owner(another), store_id=another, conversation_id=talk, reason="other"
        )  # fmt: skip


def test_a_hidden_message_says_why_and_shows_nothing(shop, ana):
    talk, admin = asks(ana, "You are thieves.", picture()), shop.admin()
    (said,) = thread(ana, talk).said
    reports(ana, talk, said.id)
    with pytest.raises(Invalid):
        decide(messages.hide_message, admin, talk, message_id=said.id, reason="nonsense")
    decide(messages.hide_message, admin, talk, message_id=said.id, reason="offensive")
    for seen in (thread(ana, talk), store_thread(ana, talk)):
        assert [(row.body, row.photos, row.hidden) for row in seen.said] == [("", [], "offensive")]
    with pytest.raises(NotFound):
        key(ana.owner, said.photos[0])
    found = read(lambda s: messages.reported_talk(s, actor=admin, conversation_id=talk))
    assert found.thread.said[0].body == "You are thieves." and not found.waits
    assert key(admin, said.photos[0])
    assert read(lambda s: messages.shopper_threads(s, actor=ana.actor)).rows[0].last == ""
    decide(messages.show_message, admin, talk, message_id=said.id)
    assert thread(ana, talk).said[0].body == "You are thieves."
    noted = read(lambda s: s.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).all())
    assert [(row.action, row.after["reason"]) for row in noted[:2]] == [
        ("conversation.shown", "offensive"), ("conversation.hidden", "offensive")
    ]  # fmt: skip


def test_a_warning_is_for_one_side(shop, ana):
    talk, admin = asks(ana, "Pay me in cash."), shop.admin()
    answers(ana, talk)
    for own in ({}, {"store_id": ana.order.store_id}):
        with transaction() as session:
            messages.mark_read(session, actor=ana.owner if own else ana.actor, conversation_id=talk, **own)
    reports(ana, talk)
    with pytest.raises(Invalid):
        decide(messages.warn, admin, talk, side="platform", reason="outside")
    decide(messages.warn, admin, talk, side="shopper", reason="outside")
    assert thread(ana, talk).said[-1].sender == SenderRole.PLATFORM
    assert "nobody is protected" in thread(ana, talk).said[-1].body
    assert [row.sender for row in store_thread(ana, talk).said] == [SenderRole.SHOPPER, SenderRole.STORE]
    mine = read(lambda s: messages.shopper_threads(s, actor=ana.actor)).rows[0]
    theirs = read(lambda s: messages.store_threads(s, actor=ana.owner, store_id=ana.order.store_id)).rows[0]
    assert (mine.unread, mine.last_by) == (True, SenderRole.PLATFORM)
    assert (theirs.unread, theirs.last) == (False, "It is.")


def test_closed_is_closed_for_both_until_it_is_opened_again(shop, ana):
    talk, admin = asks(ana), shop.admin()
    reports(ana, talk)
    decide(messages.close_talk, admin, talk, reason="fraud")
    assert thread(ana, talk).closed == "fraud"
    with pytest.raises(Conflict, match="tries to cheat"):
        asks(ana, "Hello?")
    with pytest.raises(Conflict):
        answers(ana, talk)
    with pytest.raises(Conflict), transaction() as session:
        messages.write_as_shopper(session, actor=ana.actor, conversation_id=talk, body="Hello?", files=[picture()])
    with pytest.raises(Conflict):
        decide(messages.close_talk, admin, talk, reason="fraud")
    decide(messages.reopen_talk, admin, talk)
    answers(ana, talk)


def test_nothing_is_said_after_it_was_closed(shop, ana):
    """Writers and the operator take turns at the conversation's row."""
    talk, admin = asks(ana), shop.admin()
    reports(ana, talk)

    def act(number: int) -> str:
        if number == 3:
            decide(messages.close_talk, admin, talk, reason="other")
            return "closed"
        answers(ana, talk, f"Answer {number}")
        return "said"

    done = in_parallel(7, act)
    kept = read(lambda s: s.exec(select(Message).where(Message.sender == "store")).all())
    assert done.count("closed") == 1 and len(kept) == done.count("said")
    assert all(isinstance(result, Conflict) for result in done if result not in ("closed", "said")), done
    closed = read(lambda s: messages.reported_talk(s, actor=admin, conversation_id=talk))
    assert closed.thread.closed == "other"


def test_who_hears_of_a_decision(shop, ana):
    store = ana.order.store_id
    with transaction() as session:
        session.get_one(Store, store).email = "store@example.com"
    talk, admin = asks(ana, "Pay me in cash."), shop.admin()
    (said,) = thread(ana, talk).said
    reports(ana, talk)
    decide(messages.hide_message, admin, talk, message_id=said.id, reason="outside")
    decide(messages.close_talk, admin, talk, reason="outside")
    with transaction() as session:
        for event in session.exec(select(OutboxEvent).order_by(col(OutboxEvent.id))).all():
            if event.kind in ("talk_moderated", "report_decided"):
                notifications.prepare(session, event=event)
    sent = read(lambda s: s.exec(select(Delivery.recipient, Delivery.subject).order_by(col(Delivery.id))).all())
    assert (ana.actor.email, "We have hidden a message of yours") in sent
    assert {who for who, what in sent if what == "We have closed a conversation"} == {
        ana.actor.email, "store@example.com"
    }  # fmt: skip
    assert len([1 for _, what in sent if what == "We have looked at what you reported"]) == 1


def test_erased_with_the_account_are_pictures_and_their_files(ana):
    from emporium.services.privacy.copying import held, pictures
    from emporium.services.privacy.erasing import _empty
    from models.accounts import User

    talk = asks(ana, "Look", picture())
    answers(ana, talk, "Nice", picture("green"))
    mine, theirs = (row.photos[0] for row in thread(ana, talk).said)
    keys = [key(ana.owner, mine), key(ana.owner, mine, small=True)]
    user = read(lambda s: s.get_one(User, ana.actor.user_id))
    assert len(read(lambda s: held(s, user=user))["message_photo"]) == 1
    copied = read(lambda s: list(pictures(s, user=user)))
    assert [content for _, content in copied] == [get_storage().read(keys[0])], "their own, not the store's"
    with transaction() as session:
        _empty(session, session.get_one(User, ana.actor.user_id))
    for gone in keys:
        with pytest.raises(StorageError):
            get_storage().read(gone)
    assert get_storage().read(key(ana.owner, theirs))
    assert [row.photos for row in store_thread(ana, talk).said] == [[], [theirs]]
