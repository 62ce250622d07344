"""The address book, buying again, preferences, and what messages follow them (F006, F103)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Unauthenticated
from emporium.services import addresses, books, carts, checkout, orders, users
from emporium.services.addresses import clean_address
from emporium.services.auth import SYSTEM, Actor
from emporium.services.ledger.fx import add_rate
from emporium.services.notifications.choosing import PARCELS, earliest
from emporium.services.users import Looks
from models.accounts import Preference, User
from models.carts import Cart, Checkout
from models.enums import Channel
from models.notifications import Delivery
from models.orders import Order, Purchase
from models.privacy import ConsentRecord
from tests.factories import ADDRESS, Shop, guest, in_parallel, read, relay

LOOKS = Looks(locale="en_GB", currency="EUR", colour_mode="dark", time_zone="Europe/Brussels")


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    yield made
    assert read(books.check_books) == []


def person(shop: Shop) -> Actor:
    user_id = shop.user()
    user = read(lambda s: s.get_one(User, user_id))
    return Actor(user_id=user_id, email=user.email, name=user.name)


def kept(actor: Actor) -> list[addresses.AddressView]:
    return read(lambda s: addresses.list_addresses(s, actor=actor))


def add(actor: Actor, **changes):
    with transaction() as session:
        return addresses.add_address(
            session, actor=actor, address={**ADDRESS, **changes}, default=bool(changes.get("default"))
        )


def test_one_entry_is_the_default_and_the_same_twice_is_kept_once(shop):
    ana = person(shop)
    first = add(ana)
    assert add(ana) == first
    second = add(ana, line1="Kaai 1")
    assert [entry.is_default for entry in kept(ana)] == [True, False]
    with transaction() as session:
        addresses.make_default(session, actor=ana, address_id=second)
    assert [entry.id for entry in kept(ana)] == [second, first]
    with transaction() as session:
        addresses.drop_address(session, actor=ana, address_id=second)
    (left,) = kept(ana)
    assert (left.id, left.is_default) == (first, True)


def test_an_address_book_is_its_owners_alone(shop):
    ana, eve = person(shop), person(shop)
    entry = add(ana)
    for act in (addresses.make_default, addresses.drop_address):
        with pytest.raises(NotFound), transaction() as session:
            act(session, actor=eve, address_id=entry)
    with pytest.raises(NotFound), transaction() as session:
        addresses.change_address(session, actor=eve, address_id=entry, address=ADDRESS)
    with pytest.raises(Unauthenticated), transaction() as session:
        addresses.list_addresses(session, actor=guest())
    assert kept(eve) == []


def test_two_new_defaults_at_once_make_one(shop):
    ana = person(shop)
    done = in_parallel(6, lambda number: add(ana, line1=f"Kaai {number}", default="1"))
    assert not [one for one in done if isinstance(one, BaseException)]
    assert sum(entry.is_default for entry in kept(ana)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"postcode": "90"}, "postcode"),
        ({"country": "Belgium"}, "country"),
        ({"city": " "}, "city"),
        ({"country": "US", "postcode": "10001", "region": ""}, "region"),
        ({"country": "GB", "postcode": "9000"}, "postcode"),
        ({"country": "JP", "postcode": ""}, "postcode"),
    ],
)
def test_what_is_wrong_with_an_address_is_named(changes, field):
    with pytest.raises(Invalid) as wrong:
        clean_address({**ADDRESS, **changes})
    assert wrong.value.field == field


def test_everything_that_is_wrong_is_named_at_once():
    assert addresses.address_problems(ADDRESS) == {}
    empty = addresses.address_problems({"country": "BE"})
    assert list(empty) == ["name", "line1", "city", "postcode"]
    assert list(addresses.address_problems({**ADDRESS, "country": ""})) == ["country"]
    with pytest.raises(Invalid) as first:
        clean_address({"country": "BE"})
    assert (first.value.field, first.value.message) == ("name", empty["name"])


def test_countries_without_postcodes_or_towns_need_none():
    assert clean_address({**ADDRESS, "country": "AE", "postcode": ""})["postcode"] == ""
    assert clean_address({**ADDRESS, "country": "SG", "postcode": "546080", "city": ""})["city"] == ""
    assert not addresses.address_form("AE").postcode
    assert addresses.address_form("GB").postcode_like


def test_a_checkout_begins_at_the_default_and_takes_others(shop):
    ana = person(shop)
    add(ana)
    other = add(ana, line1="Kaai 1", country="NL", postcode="1012 AB", city="Amsterdam")
    with transaction() as session:
        carts.add_line(session, actor=ana, variant_id=shop.variant())
        made = checkout.start_checkout(session, actor=ana)
        assert made.address["line1"] == ADDRESS["line1"]
        checkout.use_address(session, actor=ana, checkout_id=made.id, address_id=other)
    kept_there = read(lambda s: s.get_one(Checkout, made.id))
    assert (kept_there.address["city"], kept_there.address["country"]) == ("Amsterdam", "NL")
    eve = person(shop)
    with pytest.raises(NotFound), transaction() as session:
        checkout.use_address(session, actor=eve, checkout_id=made.id, address_id=other)


def test_buying_again_takes_what_there_is_and_names_the_rest(shop):
    ana = person(shop)
    store = shop.store()
    plenty, few = shop.variant(store, stock=9), shop.variant(store, stock=4)
    with transaction() as session:
        carts.add_line(session, actor=ana, variant_id=plenty, quantity=2)
        carts.add_line(session, actor=ana, variant_id=few, quantity=3)
    checkout_id, version = shop.ready(ana, {}, email=ana.email)
    placed = shop.place(ana, checkout_id, version)
    with transaction() as session:
        found = carts.buy_again(session, actor=ana, purchase_id=placed.purchase_id)
    assert found.units == 3
    assert [one.reason for one in found.missed] == ["1 of 3: there are no more."]
    with pytest.raises(NotFound), transaction() as session:
        carts.buy_again(session, actor=person(shop), purchase_id=placed.purchase_id)


def test_another_currency_reprices_the_basket_and_no_order(shop):  # F006
    ana = person(shop)
    mug = shop.variant(price=2000)
    placed = shop.buy(mug, actor=ana)
    with transaction() as session:
        add_rate(session, actor=SYSTEM, base="USD", quote="EUR", rate=Decimal("0.8"), source="test")
        carts.add_line(session, actor=ana, variant_id=mug)
        before = read(lambda s: s.get_one(Purchase, placed.purchase_id)).model_dump()
    with transaction() as session:
        repriced = users.choose_looks(session, actor=ana, looks=replace(LOOKS, currency="USD"))
    assert repriced == carts.Repriced(2000, "EUR", 2500, "USD")
    cart = read(lambda s: s.exec(select(Cart).where(Cart.user_id == ana.user_id, Cart.status == "open")).one())
    assert cart.currency == "USD"
    assert read(lambda s: carts.cart_view(s, cart=cart)).changes == []
    assert read(lambda s: s.get_one(Purchase, placed.purchase_id)).model_dump() == before
    with transaction() as session:
        assert users.choose_looks(session, actor=ana, looks=replace(LOOKS, currency="USD")) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"currency": "JPY"}, "currency"),
        ({"locale": "xx"}, "locale"),
        ({"colour_mode": "pink"}, "colour_mode"),
        ({"time_zone": "Nowhere"}, "time_zone"),
        ({"quiet_from": "22"}, "quiet_until"),
        ({"quiet_from": "25", "quiet_until": "7"}, "quiet_from"),
    ],
)
def test_only_what_is_offered_can_be_chosen(shop, changes, field):
    ana = person(shop)
    with pytest.raises(Invalid) as wrong, transaction() as session:
        users.choose_looks(session, actor=ana, looks=replace(LOOKS, **changes))
    assert wrong.value.field == field
    assert read(lambda s: s.get(Preference, ana.user_id)) is None


def shipped_letters(shop: Shop, ana: Actor, changes: dict[str, object]) -> list[Delivery]:
    placed = shop.buy(shop.variant(), actor=ana)
    with transaction() as session:
        users.choose_messages(session, actor=ana, wanted={PARCELS: [Channel.EMAIL]})
        known = session.get_one(Preference, ana.user_id)
        for name, value in changes.items():
            setattr(known, name, value)
        session.add(known)
        session.get_one(Purchase, placed.purchase_id).email = ana.email
    order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())
    with transaction() as session:
        orders.ship_order(
            session, actor=shop.owner(order.store_id), store_id=order.store_id, number=order.number,
            carrier="bpost", tracking_number="BE1234",
        )  # fmt: skip
    return relay("order_shipped")


def test_a_letter_comes_unless_it_was_turned_off(shop):  # F103
    ana = person(shop)
    assert len(shipped_letters(shop, ana, {})) == 1
    assert len(shipped_letters(shop, ana, {"channels": {PARCELS: []}})) == 1, "no second one"


def test_quiet_hours_wait_for_their_end_across_midnight():
    chosen = Preference(user_id=uuid4(), quiet_from=22, quiet_until=7, time_zone="Europe/Brussels")
    night = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)  # half past midnight in Brussels
    assert earliest(chosen, kind="order_shipped", now=night) == datetime(2026, 3, 11, 6, tzinfo=UTC)
    evening = datetime(2026, 3, 10, 21, 30, tzinfo=UTC)
    assert earliest(chosen, kind="order_shipped", now=evening) == datetime(2026, 3, 11, 6, tzinfo=UTC)
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert earliest(chosen, kind="order_shipped", now=noon) == noon
    assert earliest(chosen, kind="purchase_paid", now=night) == night, "what must be known comes at once"


def test_each_yes_and_each_no_is_written_down_once(shop):  # F154
    ana = person(shop)
    for wanted in (True, True, False, True):
        with transaction() as session:
            users.choose_personalisation(session, actor=ana, wanted=wanted)
    answers = read(lambda s: s.exec(select(ConsentRecord).order_by(ConsentRecord.id)).all())
    assert [(one.given, one.text_version) for one in answers] == [(yes, "2026-11") for yes in (True, False, True)]
