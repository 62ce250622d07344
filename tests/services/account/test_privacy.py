"""Copies, erasure that keeps the books, and what is forgotten by itself (F154)."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, EmporiumError, Expired, Invalid, NotFound, TooMany
from emporium.providers.storage import get_storage
from emporium.redis import redis_client
from emporium.services import addresses, audit, books, cases, checkout, credit, favourites, orders, reminders, reviews
from emporium.services.auth import SYSTEM, Actor, accounts, sessions
from emporium.services.auth.sessions import Client
from emporium.services.checkout import Placement
from emporium.services.privacy import copying, erasing, retention
from emporium.services.privacy.places import NOT_PERSONAL, PLACES
from jobs import relay
from models import metadata
from models.accounts import EmailToken, User, UserSession
from models.carts import Checkout
from models.catalogue import Media
from models.enums import ExportStatus, Face, UserStatus
from models.orders import Order, OrderLine, Purchase
from models.outbox import OutboxEvent
from models.privacy import DataExport
from models.reviews import Review
from tests.factories import ADDRESS, Shop, in_parallel, read
from tests.web.test_after_sale import picture

PASSWORD = "copper kettle noon"
CLIENT = Client(ip="10.9.8.7", user_agent="a very own browser")
LOOKS_PERSONAL = re.compile(
    r"(email|name|address|phone|\bip\b|^ip$|user_agent|note|body|message|recipient|subject|payload|reason|author|postcode"
    r"|city|line1|line2|words|comment|secret|content|data|details|personalisation|^ask|evidence|customer|token|reference"
    r"|holder|iban|birth|reporter|answer|given|signals|headers|endpoint|credential|code_hash)"
)


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    yield made
    assert read(books.check_books) == []
    assert read(audit.broken_links) == []


def signed_up() -> Actor:
    email = f"zoe-{uuid4().hex[:8]}@example.com"
    with transaction() as session:
        accounts.register(session, email=email, password=PASSWORD, name="Zoe Quillfeather", client=CLIENT)
    with transaction() as session:
        accounts.verify_email(session, token=last_token("user_registered"))
        issued = accounts.sign_in(session, email=email, password=PASSWORD, face=Face.SHOP, client=CLIENT)
    actor = read(lambda s: sessions.load_actor(s, session_id=issued.session_id, face=Face.SHOP))
    assert actor is not None
    return actor


def last_token(kind: str) -> str:
    rows = read(lambda s: s.exec(select(OutboxEvent).where(OutboxEvent.kind == kind).order_by(OutboxEvent.id)).all())
    return str(rows[-1].payload["token"])


def bought(shop: Shop, zoe: Actor, *, delivered: bool = True) -> Placement:
    checkout_id, version = shop.ready(zoe, {shop.variant(): 1}, email=zoe.email)
    with transaction() as session:
        checkout.set_address(
            session, actor=zoe, checkout_id=checkout_id, email=zoe.email,
            address={**ADDRESS, "name": "Zoe Quillfeather", "line1": "Harlequin Street 7"},
        )  # fmt: skip
        checkout.set_gift(session, actor=zoe, checkout_id=checkout_id, message="Love, Zoe", receipt=True)
    placed = shop.place(zoe, checkout_id, version)
    order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())
    if delivered:
        with transaction() as session:
            parcel = orders.ship_order(
                session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number,
                carrier="bpost", tracking_number="BE1234",
            )  # fmt: skip
        with transaction() as session:
            orders.mark_delivered(
                session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number,
                parcel_id=parcel.id,
            )  # fmt: skip
    return placed


def asked(zoe: Actor) -> str:
    with transaction() as session:
        erasing.ask_erasure(session, actor=zoe, password=PASSWORD)
    return last_token("erasure_asked")


def erase(token: str) -> None:
    with transaction() as session:
        erasing.erase(session, token=token)


def everywhere(word: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """Tables in which a word stands anywhere."""
    with transaction() as session:
        return [
            table.name
            for table in metadata.sorted_tables
            if table.name not in but
            and session.execute(
                text(f'SELECT 1 FROM "{table.name}" t WHERE t::text ILIKE :word LIMIT 1'), {"word": f"%{word}%"}
            ).first()
        ]


def test_every_column_that_looks_personal_is_accounted_for():
    """Whoever adds one says in services/privacy/places.py what a copy shows of it and what erasure does."""
    named = {f"{place.table}.{column}" for place in PLACES for column in place.columns} | set(NOT_PERSONAL)
    missing = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            keyed = any(key.column.table.name == "app_user" for key in column.foreign_keys)
            plain = column.name.endswith(("_minor", "_bp", "_at"))
            if (keyed or (LOOKS_PERSONAL.search(column.name) and not plain)) and (
                f"{table.name}.{column.name}" not in named
            ):
                missing.append(f"{table.name}.{column.name}")
    assert not missing, "say in emporium/services/privacy/places.py what happens to them"


def test_the_places_name_columns_that_exist():
    for place in PLACES:
        columns = set(metadata.tables[place.table].columns.keys())
        assert {*place.columns, *place.shown, *place.sets} <= columns, place.table
        assert bool(place.kept) != bool(place.deletes or place.sets), f"{place.table}: kept, or erased"
    tables = {name.split(".")[0]: name.split(".")[1] for name in NOT_PERSONAL}
    assert all(name in metadata.tables for name in tables)
    stale = [one for one in NOT_PERSONAL if one.split(".")[1] not in metadata.tables[one.split(".")[0]].columns]
    assert stale == []


def test_a_copy_holds_what_is_known_and_no_secret(shop):
    zoe = signed_up()
    bought(shop, zoe)
    with transaction() as session:
        addresses.add_address(session, actor=zoe, address={**ADDRESS, "name": "Zoe Quillfeather"})
        reminders.choose_letters(session, actor=zoe, wanted=True)
        copying.ask_export(session, actor=zoe)
        copying.ask_export(session, actor=zoe)
    (export,) = read(lambda s: s.exec(select(DataExport)).all())
    assert copying.make_export(transaction, export_id=export.id)
    assert not copying.make_export(transaction, export_id=export.id), "once"
    name, content = read(lambda s: copying.export_file(s, actor=zoe, export_id=export.id))
    assert name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {one: archive.read(one).decode() for one in archive.namelist()}
    assert json.loads(held["app_user.json"])[0]["email"] == zoe.email
    assert json.loads(held["purchase.json"])[0]["address"]["line1"] == "Harlequin Street 7"
    assert {"address.json", "consent_record.json", "store_order.json", "user_session.json"} <= set(held)
    assert "Harlequin Street 7" in held["index.html"]
    user = read(lambda s: s.get_one(User, zoe.user_id))
    secrets = [user.password_hash, *read(lambda s: s.exec(select(EmailToken.token_hash)).all())]
    assert not [one for one in secrets if any(one in text_ for text_ in held.values())]


def test_a_copy_is_its_owners_alone_and_for_a_time(shop):
    zoe, eve = signed_up(), signed_up()
    with transaction() as session:
        copying.ask_export(session, actor=zoe)
    (export,) = read(lambda s: s.exec(select(DataExport)).all())
    copying.make_export(transaction, export_id=export.id)
    with pytest.raises(NotFound):
        read(lambda s: copying.export_file(s, actor=eve, export_id=export.id))
    key = read(lambda s: s.get_one(DataExport, export.id)).storage_key
    with transaction() as session:
        retention.forget_old(session, now=datetime.now(UTC) + timedelta(days=8))
    assert read(lambda s: s.get_one(DataExport, export.id)).status == ExportStatus.FORGOTTEN
    assert not get_storage().exists(key)
    with pytest.raises(NotFound):
        read(lambda s: copying.export_file(s, actor=zoe, export_id=export.id))


def test_copies_are_not_made_without_end(shop):
    zoe = signed_up()
    with pytest.raises(TooMany):
        for _ in range(10):
            with transaction() as session:
                copying.ask_export(session, actor=zoe)


def test_nothing_personal_is_left_and_every_amount_stays(shop):  # F154
    zoe = signed_up()
    placed = bought(shop, zoe)
    order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())
    with transaction() as session:
        addresses.add_address(session, actor=zoe, address={**ADDRESS, "name": "Zoe Quillfeather"})
        reminders.choose_letters(session, actor=zoe, wanted=True)
        audit.note(session, actor=zoe, action="test", subject_kind="x", subject_id="1")
        case_id = cases.open_case(
            session, actor=zoe, token=placed.token, number=order.number, kind="not_as_described",
            words="I, Zoe Quillfeather, am not happy with it.",
        ).id  # fmt: skip
        favourites.make_list(session, actor=zoe, name="Quillfeather gifts")
        line = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).one()
        reviews.save_review(session, actor=zoe, order_line_id=line.id, rating=4, title="Good", body="As it should be.")
    with transaction() as session:
        cases.withdraw_case(session, actor=zoe, case_id=case_id, token=placed.token)
        photos = reviews.change_photos(session, actor=zoe, order_line_id=line.id, files=[picture()])
    storage, files = get_storage(), read(lambda s: [
        key for one in s.exec(select(Media).where(col(Media.store_id).is_(None))).all()
        for key in (one.storage_key, *one.variants.values())
    ])  # fmt: skip
    assert photos == 1 and len(files) == 2 and all(storage.exists(key) for key in files)
    amounts = "SELECT sum(total_minor), sum(tax_minor), sum(goods_minor), sum(commission_minor) FROM store_order"
    before = read(lambda s: s.execute(text(amounts)).one())
    relay.relay_batch(redis_client())
    assert everywhere("Quillfeather") and everywhere(zoe.email)
    erase(asked(zoe))
    for word in ("Quillfeather", zoe.email, "Harlequin", "Love, Zoe", CLIENT.user_agent, CLIENT.ip):
        assert everywhere(word) == [], word
    assert not any(storage.exists(key) for key in files), "photos of reviews go, the reviews stay without a name"
    (kept,) = read(lambda s: s.exec(select(Review)).all())
    assert (kept.author, kept.user_id, kept.photos) == ("A former customer", None, 0)
    user = read(lambda s: s.get_one(User, zoe.user_id))
    assert (user.status, user.password_hash, user.name) == (UserStatus.ERASED, None, "")
    purchase = read(lambda s: s.get_one(Purchase, placed.purchase_id))
    assert purchase.address == {"country": "BE", "region": ""} and purchase.token != placed.token
    assert read(lambda s: s.execute(text(amounts)).one()) == before
    with pytest.raises(EmporiumError), transaction() as session:
        accounts.sign_in(session, email=zoe.email, password=PASSWORD, face=Face.SHOP, client=CLIENT)
    assert read(lambda s: sessions.load_actor(s, session_id=zoe.session_id, face=Face.SHOP)) is None


def test_others_keep_what_is_theirs(shop):
    zoe, ana = signed_up(), signed_up()
    placed = bought(shop, ana)
    with transaction() as session:
        addresses.add_address(session, actor=ana, address=ADDRESS)
    guest_cart = shop.ready(Actor(guest_token="h" * 43), {shop.variant(): 1}, email="other@example.com")
    erase(asked(zoe))
    assert read(lambda s: s.get_one(Purchase, placed.purchase_id)).email == ana.email
    assert len(read(lambda s: addresses.list_addresses(s, actor=ana))) == 1
    assert read(lambda s: s.get_one(Checkout, guest_cart[0])).email == "other@example.com"


def test_what_is_open_comes_first_in_plain_words(shop):
    zoe = signed_up()
    placed = bought(shop, zoe, delivered=False)
    with pytest.raises(Conflict) as open_order:
        asked(zoe)
    number = read(lambda s: s.exec(select(Order.number).where(Order.purchase_id == placed.purchase_id)).one())
    assert number in open_order.value.message
    ana = signed_up()
    with transaction() as session:
        credit.grant_credit(session, actor=SYSTEM, user_id=ana.user_id, amount_minor=500, currency="EUR", cause_id="x")
    with pytest.raises(Conflict) as owed:
        asked(ana)
    assert "credit in EUR" in owed.value.message


def test_the_link_is_needed_works_once_and_the_password_before_it(shop):
    zoe = signed_up()
    with pytest.raises(Invalid), transaction() as session:
        erasing.ask_erasure(session, actor=zoe, password="wrong")
    with pytest.raises(Expired):
        erase("nonsense")
    token = asked(zoe)
    erase(token)
    with pytest.raises(Expired):
        erase(token)


@pytest.mark.parametrize("_round", range(4))
def test_erasing_and_ordering_at_once_is_one_or_the_other(shop, _round):
    """Either the order is seen as open, or its checkout is closed: never an order of somebody who is erased."""
    zoe = signed_up()
    checkout_id, version = shop.ready(zoe, {shop.variant(): 1}, email=zoe.email)
    token = asked(zoe)
    placed, done = in_parallel(2, lambda number: erase(token) if number else shop.place(zoe, checkout_id, version))
    rows = read(lambda s: s.exec(select(Purchase).where(Purchase.user_id == zoe.user_id)).all())
    if read(lambda s: s.get_one(User, zoe.user_id)).status == UserStatus.ERASED:
        assert done is None and rows == [] and isinstance(placed, EmporiumError)
    else:
        assert isinstance(done, Conflict) and len(rows) == 1 and isinstance(placed, Placement)


def test_links_sessions_and_forgotten_checkouts_have_their_time(shop):
    zoe = signed_up()
    later = datetime.now(UTC) + timedelta(days=200)
    with transaction() as session:
        sessions.revoke_session(session, session_id=zoe.session_id, reason="test")
        retention.forget_old(session, now=datetime.now(UTC))
    assert read(lambda s: s.get(UserSession, zoe.session_id)) is not None
    with transaction() as session:
        retention.forget_old(session, now=later)
        assert retention.forget_old(session, now=later) == 0
    assert read(lambda s: s.get(UserSession, zoe.session_id)) is None
    assert read(lambda s: s.exec(select(EmailToken)).all()) == []
