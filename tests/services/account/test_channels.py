"""One event, several ways: push and texts beside letters, by preference, once each (F103, F104, F106, F154)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, TooMany
from emporium.providers.mail import Mailer, Message
from emporium.providers.push import WebPusher
from emporium.providers.push.keys import key_of_secret
from emporium.providers.sms import Sms, SmsError, Texter
from emporium.services import notifications, orders, users
from emporium.services.auth import Actor, sessions
from emporium.services.auth.sessions import Client
from emporium.services.notifications import choosing
from emporium.services.privacy import copying
from emporium.services.users.preferences import open_way
from emporium.settings import get_settings
from models.accounts import Preference, User, UserSession
from models.enums import Channel, DeliveryStatus, Face, FulfillmentStatus, StoreRole
from models.notifications import Delivery, PhoneNumber, PushSubscription
from models.orders import Order, Purchase
from models.outbox import OutboxEvent
from models.privacy import DataExport
from models.stores import StoreMember
from tests.factories import Shop, in_parallel, read
from tests.little_servers import Receiver, Recorder, recording
from tests.services.account.test_privacy import asked, erase, everywhere, signed_up

MOBILE = "+32470123456"
EMAIL, PUSH, SMS = Channel.EMAIL, Channel.PUSH, Channel.SMS


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


@pytest.fixture
def service(monkeypatch) -> Iterator[Recorder]:
    """A push service on this machine, which is allowed here."""
    with recording() as seen:
        monkeypatch.setattr(get_settings(), "push_services", "http://127.0.0.1:*")
        yield seen


@dataclass
class Post(Mailer, Texter):
    """Counts letters and texts."""

    letters: list[Message] = field(default_factory=list)
    texts: list[Sms] = field(default_factory=list)
    error: SmsError | None = None

    def send(self, message: Message) -> None:
        self.letters.append(message)

    def text(self, message: Sms) -> None:
        if self.error:
            raise self.error
        self.texts.append(message)

    def check(self) -> str:
        return "post"

    describe = check


PUSHER = WebPusher(key_of_secret("tests"), contact="hello@emporium.example")


def send(delivery_id: UUID, post: Post | None = None) -> DeliveryStatus | None:
    post = post or Post()
    with transaction() as session:
        return notifications.send(
            session, delivery_id=delivery_id, mailer=post, texter=lambda: post, pusher=lambda: PUSHER
        )


def person(*, verified: bool = True) -> Actor:
    with transaction() as session:
        user = User(
            email=f"ana-{uuid4().hex[:8]}@example.com", name="Ana",
            email_verified_at=datetime.now(UTC) if verified else None,
        )  # fmt: skip
        session.add(user)
        session.flush()
        issued = sessions.start_session(session, user=user, face=Face.SHOP, client=Client(ip="10.1.1.1"))
        return Actor(user_id=user.id, session_id=issued.session_id, email=user.email, ip="10.1.1.1")


def browser(actor: Actor, service: Recorder, path: str = "/one", receiver: Receiver | None = None) -> Receiver:
    made = receiver or Receiver()
    with transaction() as session:
        users.add_device(session, actor=actor, endpoint=service.url + path, user_agent="Firefox/140 Linux", **made.keys)
    return made


def code_of(actor: Actor) -> str:
    events = read(lambda s: s.exec(
        select(OutboxEvent).where(OutboxEvent.kind == "phone_code_asked").order_by(col(OutboxEvent.id))
    ).all())  # fmt: skip
    return str([event for event in events if event.payload["user_id"] == str(actor.user_id)][-1].payload["code"])


def number(actor: Actor, to: str = "0470 12 34 56") -> None:
    with transaction() as session:
        users.ask_code(session, actor=actor, number=to)
    with transaction() as session:
        assert users.confirm_code(session, actor=actor, code=code_of(actor)).proven


def choose(actor: Actor, **wanted: list[Channel]) -> None:
    with transaction() as session:
        users.choose_messages(session, actor=actor, wanted=wanted)


def sold(shop: Shop, actor: Actor) -> Order:
    placed = shop.buy(shop.variant(), actor=actor)
    with transaction() as session:
        session.get_one(Purchase, placed.purchase_id).email = actor.email
    return read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())


def shipped(shop: Shop, actor: Actor) -> Order:
    order = sold(shop, actor)
    with transaction() as session:
        orders.ship_order(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number,
            carrier="bpost", tracking_number="BE1234",
        )  # fmt: skip
    return order


def relayed(kind: str) -> list[UUID]:
    """The messages of the newest event of a kind that may leave now."""
    with transaction() as session:
        event = session.exec(
            select(OutboxEvent).where(OutboxEvent.kind == kind).order_by(col(OutboxEvent.id).desc())
        ).first()
        assert event is not None
        return notifications.prepare(session, event=event)


def written(kind: str) -> dict[tuple[str, Channel], Delivery]:
    rows = read(lambda s: s.exec(select(Delivery).where(Delivery.kind == kind)).all())
    made = {(row.recipient, Channel(row.channel)): row for row in rows}
    assert len(made) == len(rows), "one for each recipient and way"
    return made


def test_one_event_goes_by_every_way_that_was_chosen_and_by_each_once(shop, service):  # F103, F104
    ana = person()
    receiver = browser(ana, service)
    number(ana)
    order = shipped(shop, ana)
    made = relayed("order_shipped")
    assert relayed("order_shipped") == [], "relayed twice is one message for each way"
    found = written("order_shipped")
    assert set(found) == {(ana.email, EMAIL), (ana.email, PUSH), (ana.email, SMS)} and len(made) == 3
    post = Post()
    assert {send(one, post) for one in made} == {DeliveryStatus.SENT}
    assert {send(one, post) for one in made} == {DeliveryStatus.SENT}, "sent twice is sent once"
    assert (len(post.letters), len(post.texts), len(service.asked)) == (1, 1, 1)
    said = json.loads(receiver.read(service.asked[0].body))
    purchase = read(lambda s: s.get_one(Purchase, order.purchase_id))
    assert said["title"] == "Your parcel from Clay & Kin is on its way" == post.letters[0].subject
    assert said["body"].startswith(f"Clay & Kin sent a parcel of your order {purchase.number}.")
    assert len(said["body"]) <= 120 and said["url"] == f"/purchase/{purchase.token}"
    assert (said["lang"], said["dir"], said["id"]) == ("en-GB", "ltr", str(found[ana.email, PUSH].id))
    assert post.texts[0].to == MOBILE
    assert post.texts[0].text.startswith("Emporium: Clay & Kin sent a parcel") and purchase.token in post.texts[0].text


def test_each_way_can_be_left_out(shop, service):  # F006, F103
    ana = person()
    browser(ana, service)
    number(ana)
    for wanted in ([PUSH], [SMS, EMAIL], []):
        choose(ana, parcels=wanted)
        shipped(shop, ana)
        made = relayed("order_shipped")
        ways = read(lambda s, made=made: s.exec(select(Delivery.channel).where(col(Delivery.id).in_(made))).all())
        assert sorted(ways) == sorted(way.value for way in wanted)
    with pytest.raises(Invalid):
        choose(ana, stock=[SMS])  # texts cost money
    with pytest.raises(Invalid):
        choose(ana, sales=[PUSH])  # only people of a store have that


def test_what_was_chosen_before_there_were_several_ways_still_means_the_same():  # F006
    old = Preference(user_id=uuid4(), channels={"parcels": ["email"], "stock": []})
    assert choosing.wanted(old, kind="order_shipped") and not choosing.wanted(old, kind="back_in_stock")
    assert choosing.wanted(old, kind="question_answered"), "a kind that was never chosen about comes by e-mail"
    assert choosing.wanted(old, kind="return_changed"), "letters that are needed come always"
    for kind in ("order_shipped", "back_in_stock", "question_answered", "password_reset_requested"):
        assert not any(choosing.wanted(old, kind=kind, channel=way) for way in (PUSH, SMS))


def test_secrets_and_marketing_never_leave_by_push_or_text():  # F103
    everything = Preference(user_id=uuid4(), channels={
        kind: ["email", "push", "sms"] for kind in (*choosing.CHOICES, *choosing.STORE_CHOICES, choosing.BASKETS)
    })  # fmt: skip
    secret = ("user_registered", "password_reset_requested", "email_change_asked", "erasure_asked", "export_ready",
              "second_step_changed", "find_order_asked", "stock_alert_asked", "cart_reminded")  # fmt: skip
    for kind in secret:
        for way in (PUSH, SMS):
            assert not choosing.wanted(everything, kind=kind, channel=way), kind
    texted = [
        kind for kind in {*choosing.GROUPS, *choosing.STORE_GROUPS} for store in (False, True)
        if choosing.wanted(everything, kind=kind, channel=SMS, store=store)
    ]  # fmt: skip
    assert sorted(texted) == sorted(
        ["order_shipped", "parcel_moved", "edit_waiting", "draft_sent", "draft_ordered", "debt_asked",
         "debt_restricted", "debt_settled"]
    )  # fmt: skip


def test_quiet_hours_hold_push_and_texts_and_let_needed_letters_go():  # F106
    chosen = Preference(user_id=uuid4(), quiet_from=22, quiet_until=7, time_zone="Europe/Brussels")
    night = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    morning = datetime(2026, 3, 11, 6, tzinfo=UTC)
    for kind in ("order_shipped", "return_changed", "edit_waiting"):
        for way in (PUSH, SMS):
            assert choosing.earliest(chosen, kind=kind, channel=way, now=night) == morning
    assert choosing.earliest(chosen, kind="return_changed", now=night) == night
    assert choosing.earliest(chosen, kind="order_shipped", now=night) == morning


def test_in_quiet_hours_a_push_message_waits_in_the_database(shop, service):  # F103, F106
    ana = person()
    browser(ana, service)
    now = datetime.now(UTC)
    with transaction() as session:
        known = session.get_one(Preference, ana.user_id)
        known.time_zone, known.quiet_from = "UTC", now.hour
        known.quiet_until = (now.hour + 2) % 24
    shipped(shop, ana)
    assert relayed("order_shipped") == []
    waits = written("order_shipped")[ana.email, PUSH]
    assert waits.next_try_at > now + timedelta(minutes=55)


def test_the_arrival_of_a_parcel_is_a_push_message_and_no_letter(shop, service):  # F103
    ana = person()
    receiver = browser(ana, service)
    order = shipped(shop, ana)
    with transaction() as session:
        parcel = session.execute(text("SELECT id FROM fulfillment WHERE order_id = :id"), {"id": order.id}).scalar_one()
        orders.record_scan(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number,
            parcel_id=parcel, status=FulfillmentStatus.IN_TRANSIT,
        )  # fmt: skip
    assert relayed("parcel_moved") == [], "scans on the way are not worth a message"
    with transaction() as session:
        orders.mark_delivered(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number, parcel_id=parcel
        )
    (made,) = relayed("parcel_moved")
    assert send(made) == DeliveryStatus.SENT
    assert json.loads(receiver.read(service.asked[0].body))["title"] == "Your parcel from Clay & Kin has arrived"


def test_it_is_said_in_the_language_of_its_reader(shop, service, monkeypatch):  # F105
    monkeypatch.setattr(get_settings(), "pseudo_locales", True)
    ana = person()
    receiver = browser(ana, service)
    with transaction() as session:
        users.choose_language(session, actor=ana, locale="ar_XB")
    shipped(shop, ana)
    for made in relayed("order_shipped"):
        send(made)
    said = json.loads(receiver.read(service.asked[0].body))
    assert said["dir"] == "rtl" and said["lang"].startswith("ar")
    assert "Your parcel" not in said["title"] and "Clay & Kin" in said["title"]


def test_a_browser_that_has_gone_is_forgotten_and_the_others_get_it(shop, service):  # F103, RFC 8030
    ana = person()
    browser(ana, service, "/gone")
    browser(ana, service, "/here")
    service.codes["/gone"] = 410
    shipped(shop, ana)
    made = {Channel(read(lambda s, one=one: s.get_one(Delivery, one)).channel): one for one in relayed("order_shipped")}
    assert send(made[PUSH]) == DeliveryStatus.SENT
    assert sorted(one.path for one in service.asked) == ["/gone", "/here"]
    left = read(lambda s: s.exec(select(PushSubscription)).all())
    assert [row.endpoint for row in left] == [f"{service.url}/here"] and left[0].last_ok_at is not None
    service.codes["/here"] = 404
    shipped(shop, ana)
    made = {Channel(read(lambda s, one=one: s.get_one(Delivery, one)).channel): one for one in relayed("order_shipped")}
    assert send(made[PUSH]) == DeliveryStatus.FAILED
    assert read(lambda s: s.exec(select(PushSubscription)).all()) == []
    shipped(shop, ana)
    assert len(relayed("order_shipped")) == 1, "without a browser there is no push message to write"


def test_a_push_service_that_is_away_is_asked_again_and_only_it(shop, service):  # F103, F104
    ana = person()
    browser(ana, service, "/well")
    receiver = browser(ana, service, "/ill")
    service.codes["/ill"], service.headers = 503, {"retry-after": "600"}
    shipped(shop, ana)
    relayed("order_shipped")
    waits = written("order_shipped")[ana.email, PUSH].id
    assert send(waits) == DeliveryStatus.QUEUED
    row = read(lambda s: s.get_one(Delivery, waits))
    assert (row.next_try_at - datetime.now(UTC)).total_seconds() == pytest.approx(600, abs=10), "when it says"
    assert row.last_error is not None and "503" in row.last_error
    service.codes.clear()
    assert send(waits) == DeliveryStatus.SENT
    assert sorted(one.path for one in service.asked) == ["/ill", "/ill", "/well"]
    assert len({one.headers["topic"] for one in service.asked}) == 1
    assert receiver.read(service.asked[-1].body)


def test_what_could_not_leave_is_not_tried_again_in_quiet_hours(shop, service):  # F106
    ana = person()
    browser(ana, service, "/ill")
    service.codes["/ill"] = 503
    shipped(shop, ana)
    relayed("order_shipped")
    now = datetime.now(UTC)
    with transaction() as session:
        known = session.get_one(Preference, ana.user_id)
        known.time_zone, known.quiet_from = "UTC", now.hour
        known.quiet_until = (now.hour + 2) % 24
    waits = written("order_shipped")[ana.email, PUSH]
    assert send(waits.id) == DeliveryStatus.QUEUED
    assert read(lambda s: s.get_one(Delivery, waits.id)).next_try_at > now + timedelta(minutes=55)
    later = choosing.not_before
    with transaction() as session:
        for kind, channel in (("order_shipped", Channel.EMAIL), ("phone_code_asked", SMS)):
            assert later(session, recipient=ana.email, kind=kind, channel=channel, moment=now) == now


def test_ten_jobs_at_once_push_and_text_once(shop, service):  # F104
    ana = person()
    browser(ana, service)
    number(ana)
    shipped(shop, ana)
    relayed("order_shipped")
    found, post = written("order_shipped"), Post()
    in_parallel(10, lambda n: send(found[ana.email, PUSH if n % 2 else SMS].id, post))
    assert len(service.asked) == 1 and len(post.texts) == 1


def test_six_relays_at_once_write_each_message_once(shop, service):  # F104
    ana = person()
    browser(ana, service)
    number(ana)
    shipped(shop, ana)
    outcomes = in_parallel(6, lambda _: relayed("order_shipped"))
    assert sum(len(one) for one in outcomes) == 3, outcomes
    assert len(written("order_shipped")) == 3


def test_signing_out_ends_the_messages_of_that_browser(shop, service):  # F103
    ana = person()
    browser(ana, service)
    shipped(shop, ana)
    relayed("order_shipped")
    waits = written("order_shipped")[ana.email, PUSH].id
    with transaction() as session:
        sessions.revoke_session(session, session_id=ana.session_id, reason="signed out")
    assert send(waits) == DeliveryStatus.FAILED, "also of what was waiting"
    assert service.asked == [] and read(lambda s: users.list_devices(s, actor=ana)) == []
    with transaction() as session:
        session.delete(session.get_one(UserSession, ana.session_id))
    assert read(lambda s: s.exec(select(PushSubscription)).all()) == []


def test_an_address_that_was_not_proven_gets_nothing_of_somebody_elses_orders(shop, service):  # F103
    thief = person(verified=False)
    with pytest.raises(Conflict):
        browser(thief, service)
    with pytest.raises(Conflict):
        number(thief)
    with transaction() as session:  # even with a browser from before the address was changed
        session.add(PushSubscription(
            user_id=thief.user_id, session_id=thief.session_id, endpoint=f"{service.url}/x", keys=Receiver().keys
        ))  # fmt: skip
        open_way(session, owner=thief.user_id, way=PUSH)
    shipped(shop, thief)
    relayed("order_shipped")
    assert set(written("order_shipped")) == {(thief.email, EMAIL)}


def test_people_of_a_store_hear_of_its_orders_by_role_and_choice(shop, service):  # F103
    order = sold(shop, person())
    cast = {role: person() for role in (StoreRole.OWNER, StoreRole.STAFF, StoreRole.FINANCE)}
    with transaction() as session:
        for role, one in cast.items():
            session.add(StoreMember(store_id=order.store_id, user_id=one.user_id, role=role))
    for one in cast.values():
        browser(one, service, f"/{one.email}")
    choose(cast[StoreRole.STAFF], sales=[EMAIL], desk=[EMAIL, PUSH])
    relayed("order_placed")
    pushed = {recipient for recipient, way in written("order_placed") if way is PUSH}
    assert pushed == {cast[StoreRole.OWNER].email, cast[StoreRole.FINANCE].email}
    title = written("order_placed")[cast[StoreRole.OWNER].email, PUSH].subject
    assert title.startswith(f"New order {order.number}")
    with transaction() as session:
        session.add(OutboxEvent(kind="dispatch_late", payload={"order_id": str(order.id)}))
    relayed("dispatch_late")
    pushed = {recipient for recipient, way in written("dispatch_late") if way is PUSH}
    assert pushed == {cast[StoreRole.OWNER].email, cast[StoreRole.STAFF].email}, "finance does not answer shoppers"


def test_the_first_browser_turns_the_usual_messages_on_and_choices_stay(shop, service):  # F006
    ana = person()
    choose(ana, parcels=[], stock=[EMAIL])
    browser(ana, service)
    chosen = read(lambda s: s.get_one(Preference, ana.user_id)).channels
    assert chosen["parcels"] == ["push"] and chosen["stock"] == ["email"] and chosen["talks"] == ["email", "push"]
    choose(ana, parcels=[PUSH])
    browser(ana, service, "/two")
    assert read(lambda s: s.get_one(Preference, ana.user_id)).channels["talks"] == ["email"]


def test_what_a_browser_says_is_checked(service):
    ana, eve = person(), person()
    good = Receiver().keys
    for changes in (
        {"endpoint": "https://inside.example/x"}, {"endpoint": service.url + "/" + "x" * 1000},
        {"p256dh": "AAAA"}, {"p256dh": "*"}, {"auth": "short"},
    ):  # fmt: skip
        with pytest.raises(Invalid), transaction() as session:
            users.add_device(session, actor=ana, **{"endpoint": f"{service.url}/x", **good, **changes})
    receiver = browser(ana, service)
    with pytest.raises(Invalid):
        browser(eve, service)  # knows the address and not the keys
    (mine,) = read(lambda s: users.list_devices(s, actor=ana))
    with pytest.raises(NotFound), transaction() as session:
        users.drop_device(session, actor=eve, device_id=mine.id)
    with transaction() as session:
        users.drop_endpoint(session, actor=eve, endpoint=f"{service.url}/one")
    assert len(read(lambda s: users.list_devices(s, actor=ana))) == 1
    browser(eve, service, receiver=receiver)  # the same browser, somebody else signed in
    assert read(lambda s: users.list_devices(s, actor=ana)) == []
    for place in range(9):
        browser(eve, service, f"/{place}")
    with pytest.raises(Conflict):
        browser(eve, service, "/one-too-many")


def test_a_number_is_proven_by_five_tries_in_ten_minutes(shop):  # F103
    ana = person()
    with transaction() as session:
        assert users.ask_code(session, actor=ana, number="0470 12 34 56") == MOBILE
    code = code_of(ana)
    kept = read(lambda s: s.get_one(PhoneNumber, ana.user_id))
    assert kept.number is None and len(code) == 6 and code not in str(kept.code_hash)
    (sent,) = relayed("phone_code_asked")
    post = Post()
    assert send(sent, post) == DeliveryStatus.SENT and post.letters == []
    assert post.texts[0].to == MOBILE and code in post.texts[0].text
    wrong = f"{(int(code) + 1) % 10**6:06d}"

    def give(given: str) -> users.Checked:
        with transaction() as session:
            return users.confirm_code(session, actor=ana, code=given)

    assert [give(wrong).tries_left for _ in range(5)] == [4, 3, 2, 1, 0]
    with pytest.raises(Invalid):
        give(code)  # the right one comes too late
    with transaction() as session:
        users.ask_code(session, actor=ana, number=MOBILE)
    with pytest.raises(Invalid), transaction() as session:
        session.execute(text("UPDATE phone_number SET code_expires_at = now()"))
        users.confirm_code(session, actor=ana, code=code_of(ana))
    assert read(lambda s: users.phone_of(s, actor=ana)) == users.PhoneView("", MOBILE)
    fresh = code_of(ana)
    assert give(f" {fresh[:3]} {fresh[3:]}").proven
    assert read(lambda s: users.phone_of(s, actor=ana)) == users.PhoneView(MOBILE, "")
    with pytest.raises(Invalid):
        give(fresh)


def test_wrong_codes_at_once_are_all_counted(shop):  # F103
    ana = person()
    with transaction() as session:
        users.ask_code(session, actor=ana, number=MOBILE)
    wrong = f"{(int(code_of(ana)) + 1) % 10**6:06d}"

    def give(_: int) -> users.Checked:
        with transaction() as session:
            return users.confirm_code(session, actor=ana, code=wrong)

    outcomes = in_parallel(8, give)
    assert sorted(one.tries_left for one in outcomes if isinstance(one, users.Checked)) == [0, 1, 2, 3, 4]
    assert sum(isinstance(one, Invalid) for one in outcomes) == 3


def test_codes_are_not_sent_without_end_nor_to_numbers_that_cost(shop):  # F103
    ana = person()
    for wrong in ("12", "hello", "+32 2 555 12 12", "+32 903 12 345", "+1 900 555 0100", "+999 123456"):
        with pytest.raises(Invalid) as said, transaction() as session:
            users.ask_code(session, actor=ana, number=wrong)
        assert said.value.field == "phone"
    with pytest.raises(TooMany):
        for _ in range(6):
            with transaction() as session:
                users.ask_code(session, actor=ana, number=MOBILE)


def test_a_number_that_was_taken_back_gets_nothing_more(shop):  # F103
    ana = person()
    number(ana)
    shipped(shop, ana)
    relayed("order_shipped")
    waits = written("order_shipped")[ana.email, SMS].id
    post = Post(error=SmsError("away"))
    assert send(waits, post) == DeliveryStatus.QUEUED
    with transaction() as session:
        users.drop_number(session, actor=ana)
    post.error = None
    assert send(waits, post) == DeliveryStatus.FAILED and post.texts == []


def test_staff_find_a_message_by_the_number_it_went_to(shop):  # F104
    ana = person()
    number(ana)
    relayed("phone_code_asked")
    (row,) = read(lambda s: notifications.list_deliveries(s, actor=shop.admin(), search=MOBILE)).rows
    assert (row.channel, row.recipient, row.phone) == (SMS, ana.email, MOBILE)


def test_a_copy_holds_devices_and_number_and_erasure_leaves_none(shop, service):  # F154
    zoe = signed_up()
    browser(zoe, service, "/zoes-own-endpoint")
    number(zoe)
    with transaction() as session:
        copying.ask_export(session, actor=zoe)
    export = read(lambda s: s.exec(select(DataExport.id)).one())
    copying.make_export(transaction, export_id=export)
    _name, content = read(lambda s: copying.export_file(s, actor=zoe, export_id=export))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {one: archive.read(one).decode() for one in archive.namelist()}
    assert json.loads(held["phone_number.json"])[0]["number"] == MOBILE
    assert "zoes-own-endpoint" in held["push_subscription.json"] and "Firefox" in held["push_subscription.json"]
    secret = read(lambda s: s.exec(select(PushSubscription.keys)).one())["auth"]
    assert not [name for name, words in held.items() if secret in words]
    relayed("phone_code_asked")
    assert everywhere(MOBILE[1:])
    erase(asked(zoe))
    for word in (MOBILE[1:], "zoes-own-endpoint", secret):
        assert everywhere(word) == [], word
