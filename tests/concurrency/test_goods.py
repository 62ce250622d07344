"""Bundles, back-orders and alerts under many hands at once, on real locks (F027, F029, F086, F087, F091, C05)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import func, select

from emporium import db
from emporium.db import transaction
from emporium.errors import Conflict, OutOfStock, QuoteChanged
from emporium.services import books, inventory, notifications
from emporium.services.checkout import Placement
from models.catalogue import ProductVariant, StockAlert
from models.inventory import Location, StockLevel
from models.notifications import Delivery
from models.orders import OrderLine
from models.outbox import OutboxEvent
from tests.factories import Shop, events, guest, in_parallel, read

pytestmark = pytest.mark.concurrency
BUYERS = 30


@pytest.fixture
def shop(db_url) -> Shop:
    db.configure(db_url, pool_size=40)
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []


def level(variant_id: UUID) -> StockLevel:
    return read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == variant_id)).one())


def bundle_of(shop: Shop, store: UUID, part: UUID, each: int) -> UUID:
    box = shop.variant(store, price=4000, stock=0)
    with transaction() as session:
        sku = session.get_one(ProductVariant, part).sku
        inventory.set_bundle(session, actor=shop.owner(store), store_id=store, variant_id=box, parts={sku: each})
    return box


def test_a_bundle_and_its_part_bought_by_many_never_go_below_zero(shop):  # F027, P01, P03
    store = shop.store()
    mug = shop.variant(store, stock=11)
    box = bundle_of(shop, store, mug, 2)
    waiting = []
    for number in range(BUYERS):
        actor = guest()
        waiting.append((actor, *shop.ready(actor, {box if number % 2 else mug: 1})))
    outcomes = in_parallel(BUYERS, lambda i: shop.place(*waiting[i]))
    sold = [2 if number % 2 else 1 for number, one in enumerate(outcomes) if isinstance(one, Placement)]
    refused = [one for one in outcomes if isinstance(one, OutOfStock)]
    assert len(sold) + len(refused) == BUYERS, outcomes
    row = level(mug)
    assert (row.on_hand, row.reserved) == (11, sum(sold))
    assert 10 <= sum(sold) <= 11, "as many as there are were sold"


def test_back_orders_stop_at_their_limit_and_everybody_was_told_the_day(shop):  # F029, C05
    store = shop.store()
    mug = shop.variant(store, stock=3)
    due = datetime.now(UTC).date() + timedelta(days=9)
    with transaction() as session:
        place = session.exec(select(Location.id).where(Location.store_id == store)).one()
        inventory.set_backorders(
            session, actor=shop.owner(store), store_id=store, variant_id=mug, location_id=place, limit=4, due=due
        )
    waiting = []
    for _ in range(BUYERS):
        actor = guest()
        waiting.append((actor, *shop.ready(actor, {mug: 1})))
    outcomes = in_parallel(BUYERS, lambda i: shop.place(*waiting[i]))
    told = [one for one in outcomes if isinstance(one, Placement)]
    assert all(isinstance(one, (Placement, OutOfStock, QuoteChanged)) for one in outcomes), outcomes
    assert len(told) == 3, "those who were shown no day get what is on the shelf, and nobody else"
    assert read(lambda s: s.exec(select(OrderLine.promised_date)).all()).count(None) == 3

    late = []
    for _ in range(BUYERS):
        actor = guest()
        late.append((actor, *shop.ready(actor, {mug: 1})))
    outcomes = in_parallel(BUYERS, lambda i: shop.place(*late[i]))
    assert sum(isinstance(one, Placement) for one in outcomes) == 4
    row = level(mug)
    assert (row.on_hand, row.reserved, row.backorder_limit) == (3, 7, 4)
    assert read(lambda s: s.exec(select(OrderLine.promised_date)).all()).count(due) == 4


def test_many_sales_over_the_mark_make_one_alert(shop):  # F091
    store = shop.store()
    mug = shop.variant(store, stock=20)
    waiting = []
    for _ in range(18):
        actor = guest()
        waiting.append((actor, *shop.ready(actor, {mug: 1})))
    outcomes = in_parallel(18, lambda i: shop.place(*waiting[i]))
    assert all(isinstance(one, Placement) for one in outcomes), outcomes
    assert [event.payload["available"] for event in events("stock_ran_low")] == [5]
    assert level(mug).low_since is not None

    def count(new: int) -> None:
        with transaction() as session:
            row = session.exec(select(StockLevel).where(StockLevel.variant_id == mug)).one()
            inventory.adjust(
                session, actor=shop.owner(store), store_id=store, variant_id=mug, location_id=row.location_id,
                seen=row.on_hand, new=new,
            )  # fmt: skip

    count(40)
    assert level(mug).low_since is None, "it was filled up"
    count(21)
    assert len(events("stock_ran_low")) == 2, "another crossing is another alert"
    count(20)
    assert len(events("stock_ran_low")) == 2


def test_what_a_checkout_only_holds_does_not_ring(shop):  # F086, F091
    store = shop.store()
    mug = shop.variant(store, stock=7)
    shop.buy(mug, quantity=4, method="sandbox_3ds")
    assert events("stock_ran_low") == []
    with transaction() as session:
        session.execute(text("UPDATE purchase SET hold_until = now() - interval '1 minute'"))
        assert inventory.release_expired(session) == 1
    assert events("stock_ran_low") == []
    shop.buy(mug, quantity=2)
    assert len(events("stock_ran_low")) == 1


def test_who_waits_hears_once_that_it_is_back_however_many_bring_it(shop):  # F091
    store = shop.store()
    mug = shop.variant(store, stock=0)
    box = bundle_of(shop, store, mug, 2)
    with transaction() as session:
        for number in range(5):
            for variant in (mug, box):
                session.add(
                    StockAlert(
                        variant_id=variant, email=f"w{number}@example.com", token=f"{variant}{number}",
                        confirmed_at=datetime.now(UTC),
                    )
                )  # fmt: skip
        session.add(StockAlert(variant_id=mug, email="no@example.com", token="unproved"))
        place = session.exec(select(Location.id).where(Location.store_id == store)).one()
    owner = shop.owner(store)

    def arrive(new: int) -> None:
        with transaction() as session:
            inventory.adjust(
                session, actor=owner, store_id=store, variant_id=mug, location_id=place, seen=new - 1, new=new
            )

    outcomes = in_parallel(6, lambda i: arrive(1))
    assert sum(isinstance(one, Conflict) for one in outcomes) == 5, outcomes
    assert [event.payload["variant_id"] for event in events("back_in_stock")] == [str(mug)]
    arrive(2)
    arrive(3)
    assert sorted(event.payload["variant_id"] for event in events("back_in_stock")) == sorted([str(mug), str(box)])
    with transaction() as session:
        for event in session.exec(select(OutboxEvent).where(OutboxEvent.kind == "back_in_stock")).all():
            notifications.prepare(session, event=event)
            notifications.prepare(session, event=event)
    written = read(lambda s: s.exec(select(Delivery.recipient, func.count()).group_by(Delivery.recipient)).all())
    assert dict(written) == {f"w{number}@example.com": 2 for number in range(5)}


def test_asking_while_it_comes_back_leaves_nobody_waiting(shop):  # F091
    store = shop.store()
    owner = shop.owner(store)
    mug = shop.variant(store, stock=0)
    user = shop.user()
    with transaction() as session:
        place = session.exec(select(Location.id).where(Location.store_id == store)).one()
        session.execute(text("UPDATE app_user SET email_verified_at = now()"))
        address = session.execute(text("SELECT email FROM app_user WHERE id = :id"), {"id": user}).scalar_one()
    from emporium.services.auth import Actor

    def either(number: int) -> bool:
        with transaction() as session:
            if number == 0:
                inventory.adjust(session, actor=owner, store_id=store, variant_id=mug, location_id=place, seen=0, new=1)
                return True
            return inventory.ask_alert(session, actor=Actor(user_id=user), variant_id=mug, email=address)

    outcomes = in_parallel(8, either)
    assert outcomes[0] is True
    assert all(one is True or isinstance(one, Conflict) for one in outcomes), outcomes
    assert read(lambda s: s.exec(select(StockAlert).where(StockAlert.sent_at.is_(None))).all()) == []
