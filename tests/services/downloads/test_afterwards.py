"""Files beside the rest of the shop: prepared orders, days, copies of a person's data, erasure, forgetting (F026)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Invalid, NotFound
from emporium.services import checkout, drafts, search
from emporium.services.privacy import copying, retention
from emporium.services.search import Wanted
from models.accounts import User
from models.catalogue import Product
from models.downloads import Download, DownloadUse
from models.enums import OrderStatus
from models.orders import OrderLine, Purchase
from tests.factories import read
from tests.money.test_drafts import Desk, pay
from tests.services.account.test_privacy import asked, erase, signed_up
from tests.services.downloads.kit import Files


def test_of_a_prepared_order_the_customer_agrees_not_the_staff(shop):  # F026, F084
    files = Files.sold_by(shop)
    desk = Desk(shop, files.store).fill(files.variant)
    with pytest.raises(Invalid) as wrong:
        desk.place("cash")
    assert wrong.value.field == "payment" and "consent" in wrong.value.message
    token = desk.send()
    with pytest.raises(Invalid):
        pay(token, submission="unticked")
    with transaction() as session:
        found = drafts.linked(session, token=token).found
        checkout.set_consent(session, actor=found.basket, checkout_id=found.checkout.id, agreed=True)
    placed = pay(token)
    assert read(lambda s: s.get_one(Purchase, placed.purchase_id)).digital_consent_at is not None


def test_a_list_of_what_arrives_today_has_files_in_it(shop):  # F026, F034
    store = shop.store()
    files, mug = Files.sold_by(shop, store), shop.variant(store)
    today = datetime.now(UTC).date()
    with transaction() as session:
        search.engine().index(session, product_ids=search.engine().waiting(session))
    page = read(lambda s: search.engine().find(s, wanted=Wanted(words="", arrives_by=today))).page
    assert [row.id for row in page.rows] == [files.product] and page.rows[0].is_digital
    assert mug != files.variant


def test_erasure_forgets_who_fetched_and_keeps_what_was_sold(shop):  # F026, F154
    zoe, files = signed_up(), Files.sold_by(shop)
    bought = files.buy(actor=zoe, email=zoe.email)
    bought.fetch()
    user = read(lambda s: s.get_one(User, zoe.user_id))
    held = read(lambda s: copying.held(s, user=user))
    assert [row["ip"] for row in held["download_use"]] == ["203.0.113.0/24"] and "link" not in held["download_use"][0]
    erase(asked(zoe))
    assert read(lambda s: s.exec(select(DownloadUse)).all()) == []
    assert read(lambda s: s.exec(select(Download)).one()).used == 1
    assert bought.order().status == OrderStatus.DELIVERED
    assert read(lambda s: s.exec(select(OrderLine)).one()).total_minor == 900
    with pytest.raises(NotFound):
        bought.link()


def test_who_fetched_what_is_forgotten_after_a_time(shop):  # F026, F154
    bought = Files.sold_by(shop).buy()
    bought.fetch()
    now = datetime.now(UTC)
    with transaction() as session:
        retention.forget_old(session, now=now + timedelta(days=399))
    assert len(bought.uses()) == 1
    with transaction() as session:
        retention.forget_old(session, now=now + timedelta(days=401))
    assert bought.uses() == [] and bought.rights()[0].used == 1


def test_prices_of_files_go_through_offers_like_any_other(shop):
    """Nothing about a file's price is special: its line adds up with tax and commission as the books ask."""
    files = Files.sold_by(shop, price=1210)
    line = files.buy(units=2).line()
    assert (line.total_minor, line.tax_minor, line.commission_base_minor) == (2420, 420, 2000)
    assert isinstance(line.id, UUID) and read(lambda s: s.get_one(Product, files.product)).sold_count == 2
