"""Hearing of it when something is back: the letter's link, yes and no, and nothing decided by opening it (F091)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound
from emporium.services import inventory
from emporium.web.page import PageRequest
from models.catalogue import StockAlert
from models.inventory import Location, StockLevel
from models.notifications import Delivery
from storefront.state import back_in_stock
from tests.factories import Shop, guest, read, relay


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def ask(variant_id, email: str = "ana@example.com") -> bool:
    with transaction() as session:
        return inventory.ask_alert(session, actor=guest(), variant_id=variant_id, email=email)


def token() -> str:
    return read(lambda s: s.exec(select(StockAlert.token)).one())


def opened(text: str, **more: str):
    query = "&".join(f"{name}={value}" for name, value in {"token": text, **more}.items())
    request = PageRequest(actor=guest(), path="/back-in-stock", query_string=query)
    return read(lambda s: back_in_stock.load_back_in_stock(s, request)).view


def letters(kind: str) -> list[Delivery]:
    return relay(kind)


def restock(shop: Shop, variant_id, units: int = 3) -> None:
    level = read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == variant_id)).one())
    store = read(lambda s: s.get_one(Location, level.location_id).store_id)
    with transaction() as session:
        inventory.adjust(
            session, actor=shop.owner(store), store_id=store, variant_id=variant_id, location_id=level.location_id,
            seen=level.on_hand, new=units,
        )  # fmt: skip


def test_a_guest_proves_the_address_and_hears_once(shop):
    mug = shop.variant(stock=0)
    assert ask(mug) is False
    (proof,) = letters("stock_alert_asked")
    assert f"/back-in-stock?token={token()}" in proof.body_text
    assert opened(token()).asking and not opened(token()).confirmed
    assert read(lambda s: s.exec(select(StockAlert.confirmed_at)).one()) is None, "opening decides nothing"
    with transaction() as session:
        inventory.confirm_alert(session, actor=guest(), token=token())
    assert opened(token()).confirmed
    restock(shop, mug)
    assert len(letters("back_in_stock")) == 1
    restock(shop, mug, 9)
    assert len(letters("back_in_stock")) == 1, "once a crossing"


def test_who_says_no_is_forgotten(shop):
    mug = shop.variant(stock=0)
    ask(mug)
    assert opened(token(), stop="1").confirmed
    with transaction() as session:
        inventory.stop_alert(session, actor=guest(), token=token())
    with pytest.raises(NotFound):
        opened("gone")
    restock(shop, mug)
    assert letters("back_in_stock") == []


def test_what_can_be_bought_needs_no_letter_and_addresses_are_checked(shop):
    with pytest.raises(Conflict):
        ask(shop.variant(stock=2))
    with pytest.raises(Invalid):
        ask(shop.variant(stock=0), "not an address")
