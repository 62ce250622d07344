"""The operator's page of holds and debts, and what stores see of both (F100, F126)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from admin.state import holds
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, Refused
from emporium.services import debts
from emporium.web.page import PageRequest
from models.enums import PlatformRole
from models.orders import Order
from models.stores import Store
from tests.admin.test_money_pages import person
from tests.factories import Shop, read
from tests.money.test_debts import Indebted
from tests.money.test_holds import dear
from vendor.state import money as vendor_money
from vendor.state import order as vendor_order


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    return made


def view_of(actor, query: str = ""):
    return read(lambda s: holds.load_holds(s, PageRequest(actor=actor, path=holds.PATH, query_string=query))).view


def test_what_waits_is_shown_with_its_reasons_and_let_go(shop):
    order, admin = dear(shop), shop.admin()
    view = view_of(admin)
    (row,) = view.holds
    assert row.title == f"Order {order.number}" and "never had anything delivered" in row.reasons[0] and view.nobody
    slug = read(lambda s: s.get_one(Store, order.store_id).slug)
    page = read(
        lambda s: vendor_order.load_order(
            s,
            PageRequest(
                actor=shop.owner(order.store_id), path=f"/vendor/orders/{order.number}", query_string=f"store={slug}",
                params={"number": order.number},
            ),
        )
    ).view  # fmt: skip
    assert page.held and not page.can_ship
    with pytest.raises(Invalid), transaction() as session:
        holds._release(session, actor=admin, form={"id": row.id, "note": ""})
    with transaction() as session:
        holds._release(session, actor=admin, form={"id": row.id, "note": "Spoke to the buyer"})
    assert view_of(admin).quiet


def test_an_order_is_held_by_hand(shop):
    admin = shop.admin()
    placed = shop.buy(shop.variant(price=2400))
    number = read(lambda s: s.exec(select(Order.number).where(Order.purchase_id == placed.purchase_id)).one())
    with transaction() as session:
        holds._hold(session, actor=admin, form={"number": number.lower(), "note": "Called by the police"})
    assert view_of(admin).holds[0].reasons == ["Called by the police"]
    for form, error in (({"number": "", "note": "x"}, Invalid), ({"number": number, "note": "Once more"}, Conflict)):
        with pytest.raises(error), transaction() as session:
            holds._hold(session, actor=admin, form=form)


def test_a_debt_is_shown_to_both_and_paid_in_parts(shop):
    owing = Indebted(shop)
    owing.review()
    owing.review(timedelta(days=15))
    (row,) = view_of(owing.admin).debts
    assert row.status == "Asked to pay" and row.next_step.startswith("Next step on")
    slug = read(lambda s: s.get_one(Store, owing.store).slug)
    page = read(
        lambda s: vendor_money.load_money(
            s, PageRequest(actor=owing.owner, path="/vendor/money", query_string=f"store={slug}")
        )
    ).view
    assert page.owes and "Please pay" in page.debts[0]
    form = {"id": row.id, "currency": "EUR", "amount": "1.00", "note": "Bank, today", "key": row.key}
    with transaction() as session:
        holds._paid(session, actor=owing.admin, form=form)
    with pytest.raises(Conflict), transaction() as session:
        holds._paid(session, actor=owing.admin, form=form)
    with pytest.raises(Invalid) as wrong, transaction() as session:
        holds._paid(session, actor=owing.admin, form={**form, "amount": "9999", "key": "2"})
    assert wrong.value.field == "amount"
    with transaction() as session:
        holds._more_time(session, actor=owing.admin, form={"id": row.id, "note": "Pays on Friday"})
    rest = f"{(owing.owed - 100) / 100:.2f}"
    with transaction() as session:
        holds._forgive(session, actor=owing.admin, form={**form, "amount": rest, "key": "3"})
    assert view_of(owing.admin).nobody


def test_who_sees_and_who_acts(shop):  # F003
    dear(shop)
    support = person(shop, PlatformRole.SUPPORT)
    view = view_of(support)
    assert view.holds and not view.can_edit
    for act in (holds._release, holds._paid, holds._forgive, holds._more_time):
        with pytest.raises(Refused), transaction() as session:
            act(session, actor=support, form={"id": view.holds[0].id, "note": "Mine mine", "amount": "1"})
    with pytest.raises(Refused):
        read(lambda s: debts.debts(s, actor=shop.owner(shop.store())))
