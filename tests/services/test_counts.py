"""Counting by list: what is stale is refused with the new value, and no row is half written (F090)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import books, inventory
from emporium.services.auth import SYSTEM
from models.catalogue import ProductVariant
from models.enums import StoreRole
from models.inventory import Location, StockCount, StockLevel, StockMovement
from models.outbox import OutboxEvent
from tests.factories import Shop, in_parallel, read


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    yield made
    assert read(books.check_books) == []


@pytest.fixture
def store(shop) -> UUID:
    return shop.store()


def skus(*variants: UUID) -> list[str]:
    return [read(lambda s, v=variant: s.get_one(ProductVariant, v).sku) for variant in variants]


def place(store: UUID) -> str:
    return read(lambda s: s.exec(select(Location.name).where(Location.store_id == store)).one())


def on_hand(variant: UUID) -> int:
    return read(lambda s: s.exec(select(StockLevel.on_hand).where(StockLevel.variant_id == variant)).one())


def hand_in(shop: Shop, store: UUID, text: str) -> inventory.CountView:
    with transaction() as session:
        return inventory.hand_in_count(session, actor=shop.owner(store), store_id=store, text=text)


def accept(shop: Shop, store: UUID, count_id: UUID) -> inventory.CountView:
    with transaction() as session:
        return inventory.accept_count(session, actor=shop.owner(store), store_id=store, count_id=count_id)


def test_a_list_is_looked_at_first_and_set_row_by_row(shop, store):
    one, two, three = shop.variants(store, prices=(100, 200, 300), stock=10)
    first, second, third = skus(one, two, three)
    where = place(store)
    text = f"sku,location,counted\n{first},{where},7\n{second},{where},10\n{third},{where.upper()},12\nNOPE,{where},1\n"
    seen = hand_in(shop, store, text)
    assert [(line.sku, line.state, line.seen, line.counted) for line in seen.lines] == [
        (first, "change", 10, 7), (second, "same", 10, 10), (third, "change", 10, 12), ("NOPE", "wrong", 0, 0),
    ]  # fmt: skip
    assert on_hand(one) == 10, "looking changes nothing"
    with transaction() as session:
        spot = session.exec(select(Location.id).where(Location.store_id == store)).one()
        inventory.adjust(
            session, actor=shop.owner(store), store_id=store, variant_id=three, location_id=spot, seen=10, new=9
        )
    done = accept(shop, store, seen.id)
    assert [(line.sku, line.state) for line in done.lines] == [
        (first, "set"), (second, "same"), (third, "stale"), ("NOPE", "wrong"),
    ]  # fmt: skip
    assert "It is now 9, not 10" in done.lines[2].words
    assert (on_hand(one), on_hand(two), on_hand(three)) == (7, 10, 9)
    moved = read(lambda s: s.exec(select(StockMovement.quantity).where(StockMovement.cause == "count")).all())
    assert sorted(moved) == [-3, -1]
    with pytest.raises(Conflict, match="set already"):
        accept(shop, store, seen.id)


def test_the_download_is_the_upload(shop, store):
    mug = shop.variant(store, stock=4)
    with transaction() as session:
        text = inventory.counts_csv(session, actor=shop.owner(store), store_id=store)
    head, row, _ = text.split("\r\n")
    assert head == "sku,location,counted,expected"
    assert row == f"{skus(mug)[0]},{place(store)},,4"
    with pytest.raises(Invalid, match="no counted row"):
        hand_in(shop, store, text)
    stale = hand_in(shop, store, text.replace(",,4", ",6,3").replace(",", ";"))
    assert stale.lines[0].state == "wrong" and "It is now 4, not 3" in stale.lines[0].words
    fine = hand_in(shop, store, "\ufeff" + text.replace(",,4", ",6,4"))
    accept(shop, store, fine.id)
    assert on_hand(mug) == 6


@pytest.mark.parametrize(
    "text,says",
    [("", "empty"), ("sku,counted\nA,1", "location"), ("sku,location,counted\n" + "A,B,1\n" * 5001, "at most")],
)
def test_what_is_no_list_is_refused(shop, store, text, says):
    with pytest.raises(Invalid, match=says):
        hand_in(shop, store, text)


@pytest.mark.parametrize("counted", ["-1", "1.5", "many", "99999999", "1e3"])
def test_what_is_no_number_stands_in_its_row(shop, store, counted):
    mug = shop.variant(store)
    seen = hand_in(shop, store, f"sku,location,counted\n{skus(mug)[0]},{place(store)},{counted}")
    assert seen.lines[0].state == "wrong" and "whole number" in seen.lines[0].words


def test_promised_units_are_not_counted_away(shop, store):  # F085
    mug = shop.variant(store, stock=5)
    shop.buy(mug, quantity=3)
    text = f"sku,location,counted\n{skus(mug)[0]},{place(store)},"
    assert hand_in(shop, store, text + "2").lines[0].state == "wrong"
    seen = hand_in(shop, store, text + "3")
    shop.buy(mug)
    done = accept(shop, store, seen.id)
    assert done.lines[0].state == "refused" and "4 are promised" in done.lines[0].words
    assert on_hand(mug) == 5


def test_another_store_sees_and_sets_nothing(shop, store):  # F150
    mug = shop.variant(store)
    other = shop.store("Other")
    text = f"sku,location,counted\n{skus(mug)[0]},{place(store)},1"
    assert hand_in(shop, other, text).lines[0].words == "Your store has no such SKU."
    seen = hand_in(shop, store, text)
    with pytest.raises(NotFound):
        accept(shop, other, seen.id)
    with pytest.raises(Refused), transaction() as session:
        finance = shop.owner(store, StoreRole.FINANCE)
        inventory.accept_count(session, actor=finance, store_id=store, count_id=seen.id)


@pytest.mark.concurrency
def test_a_list_accepted_by_many_at_once_is_set_once(shop, store):
    mug = shop.variant(store, stock=5)
    seen = hand_in(shop, store, f"sku,location,counted\n{skus(mug)[0]},{place(store)},8")
    outcomes = in_parallel(8, lambda i: accept(shop, store, seen.id))
    assert sum(isinstance(one, inventory.CountView) for one in outcomes) == 1, outcomes
    assert sum(isinstance(one, Conflict) for one in outcomes) == 7
    assert on_hand(mug) == 8


def test_a_long_list_is_set_by_a_job_once(shop, store, monkeypatch):
    from emporium.services.inventory import counting

    monkeypatch.setattr(counting, "AT_ONCE", 1)
    one, two = shop.variants(store, prices=(100, 200), stock=10)
    first, second = skus(one, two)
    seen = hand_in(shop, store, f"sku,location,counted\n{first},{place(store)},1\n{second},{place(store)},2")
    assert accept(shop, store, seen.id).status == "waiting"
    assert on_hand(one) == 10
    event = read(lambda s: s.exec(select(OutboxEvent).where(OutboxEvent.kind == "stock_count_handed_in")).one())
    from jobs import relay, tasks

    assert relay.FOLLOW_UP[event.kind][1] in event.payload
    assert tasks.set_stock_count(event.payload["count_id"]) is True
    assert tasks.set_stock_count(event.payload["count_id"]) is False
    assert tasks.look_after_counts() == 0
    assert (on_hand(one), on_hand(two)) == (1, 2)
    row = read(lambda s: s.get_one(StockCount, seen.id))
    assert row.status == "done" and [line["state"] for line in row.lines] == ["set", "set"]
    assert SYSTEM.user_id is None
