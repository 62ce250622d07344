"""A store's pages of returns and wishes to cancel: previews that are results, only its own (F079, F080)."""

from __future__ import annotations

from uuid import UUID

import pytest

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import books, cancelling, returns
from models.enums import StoreRole
from tests.factories import Shop, guest, read
from tests.money.test_cancel_requests import wish
from tests.money.test_drafts import pay
from tests.money.test_refunds import Sold
from tests.vendor.test_money_pages import ask, page_of
from vendor.state import order_after
from vendor.state import returns as state


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    yield made
    assert read(books.check_books) == []


@pytest.fixture
def sold(shop) -> Sold:
    store = shop.store(shipping=490)
    made = Sold(shop, store, shop.variant(store, price=1777), quantity=3)
    made.ship()
    return made


def asked(sold: Sold, count: int = 2) -> str:
    with transaction() as session:
        return str(
            returns.request_return(
                session, actor=guest(), token=sold.placed.token, number=sold.number, reason="damaged",
                note="The handle is off", units={sold.lines()[0].id: count},
            ).id
        )  # fmt: skip


def page(actor, ident: str):
    return read(lambda s: state.load_return(s, ask(actor, path=f"{state.PATH}/{ident}", id=ident))).view


def act(what, actor, **more):
    with transaction() as session:
        return what(session, actor=actor, slug="", **more)


def test_a_return_goes_from_the_answer_to_the_refund(shop, sold):  # F080
    ident, owner = asked(sold), sold.owner
    listed = read(lambda s: state.load_returns(s, ask(owner))).view
    assert (listed.sub, [row.badge for row in listed.rows]) == ("1 return under way", ["To answer"])
    view = page(owner, ident)
    assert view.can_decide and not view.can_receive and view.reason == "It arrived damaged"
    assert view.note == "The handle is off" and view.lines[0].units == "2"
    with pytest.raises(Invalid) as wrong:
        act(state._answer, owner, ident=ident, approve=True, form={})
    assert wrong.value.field == "note"
    act(state._answer, owner, ident=ident, approve=True, form={"note": "Post it to us", "address": "Kaai 1"})
    assert page(owner, ident).can_receive
    act(state._receive, owner, ident=ident)
    view = page(owner, ident)
    assert view.can_inspect and view.delivery_left == "€4.90" and view.places[0].text == "Ghent"
    line = view.lines[0].id
    for typed in ({f"again-{line}": "3"}, {f"again-{line}": "-1"}, {f"again-{line}": "x"}):
        with pytest.raises(Invalid):
            act(state._preview, owner, ident=ident, form=typed)
    form = {f"again-{line}": "1", "place": view.place, "delivery": "4.90"}
    plan = act(state._preview, owner, ident=ident, form=form)
    shown = state._previewed(view, form, plan)
    assert shown.previewing and shown.total == "€40.44" and shown.sums[-1].total
    with pytest.raises(Conflict):
        act(state._inspect, owner, ident=ident, form=form, expect_minor=plan.total_minor + 1)
    assert act(state._inspect, owner, ident=ident, form=form, expect_minor=plan.total_minor) == "€40.44"
    done = page(owner, ident)
    assert not done.can_inspect and done.lines[0].state == "1 put back, 1 scrapped"
    assert [fact.value for fact in done.facts if fact.label == "Given back"] == ["€40.44"]
    assert page_of(owner, sold.number).after.rows[0].badge == "Done"


def test_a_return_can_be_inspected_without_money_but_not_without_words(shop, sold):  # F080
    ident, owner = asked(sold), sold.owner
    act(state._answer, owner, ident=ident, approve=True, form={"label_url": "https://labels.example/1"})
    act(state._receive, owner, ident=ident)
    with pytest.raises(Invalid) as wrong:
        act(state._inspect, owner, ident=ident, form={"note": ""}, expect_minor=None)
    assert wrong.value.field == "note"
    assert act(state._inspect, owner, ident=ident, form={"note": "It was worn"}, expect_minor=None) == "€0.00"
    assert sold.share().refunded_minor == 0


def test_returns_are_only_the_store_s_own_and_roles_count(shop, sold):  # F080, F150
    ident, other = asked(sold), shop.owner(shop.store("Other"))
    for look in (ident, "nonsense"):
        with pytest.raises(NotFound):
            page(other, look)
    with pytest.raises(NotFound):
        act(state._answer, other, ident=ident, approve=True, form={"note": "Post it to us"})
    assert read(lambda s: state.load_returns(s, ask(other))).view.empty
    staff = shop.owner(sold.store, StoreRole.STAFF)
    assert not page(staff, ident).can_decide
    with pytest.raises(Refused):
        act(state._answer, staff, ident=ident, approve=True, form={"note": "Post it to us"})


def test_an_order_shows_the_wish_to_cancel_and_its_answer(shop):  # F079
    store = shop.store(shipping=490)
    fresh = Sold(shop, store, shop.variant(store, price=1777), quantity=2)
    wish(fresh, units={fresh.lines()[0].id: 1})
    after = page_of(fresh.owner, fresh.number).after
    assert after.wish == "Ordered twice" and after.wish_lines[0].startswith("1 × ") and after.can_answer
    assert not page_of(shop.owner(store, StoreRole.STAFF), fresh.number).after.can_answer
    with pytest.raises(Invalid):
        act(order_after._decide, fresh.owner, number=fresh.number, agree=False, note="")
    assert act(order_after._decide, fresh.owner, number=fresh.number, agree=True) == "€17.77"
    after = page_of(fresh.owner, fresh.number).after
    assert not after.wish and "Cancelled." in after.past[0]
    with pytest.raises(NotFound), transaction() as session:
        cancelling.request_cancel(session, actor=guest(), token="x", number=fresh.number, units={})


def test_a_replacement_is_kept_sent_or_cancelled_on_the_return_s_page(shop):  # F080
    store = shop.store(shipping=0)
    sizes = shop.variants(store, prices=(2400, 3000), stock=10)
    sales = [Sold(shop, store, sizes[0]) for _ in range(2)]
    made = []
    for sale in sales:
        sale.ship()
        with transaction() as session:
            made.append(
                str(
                    returns.request_return(
                        session, actor=guest(), token=sale.placed.token, number=sale.number, reason="too_small",
                        units={sale.lines()[0].id: 1}, swap=sizes[1],
                    ).id
                )
            )  # fmt: skip
    owner = sales[0].owner
    view = page(owner, made[0])
    assert "€6.00 dearer; the shopper pays that" in view.instead and not view.can_replace and view.dearer == "€6.00"
    for ident in made:
        act(state._answer, owner, ident=ident, approve=True, form={"note": "Post it to us", "waive": "on"})
    view = page(owner, made[0])
    assert view.can_replace and view.can_drop and view.no_money and view.charged == "" and view.dearer == ""
    assert "you waived that" in view.instead
    for form in ({"carrier": "bpost"}, {"carrier": "Nobody", "tracking_number": "3232"}):
        with pytest.raises(Invalid):
            act(state._replace, owner, ident=made[0], form=form)
    assert act(state._replace, owner, ident=made[0], form={"carrier": "bpost", "tracking_number": "3232"}) == "€0.00"
    assert "It was sent." in page(owner, made[0]).instead
    with pytest.raises(Invalid):
        act(state._drop, owner, ident=made[1], form={"note": ""})
    act(state._drop, owner, ident=made[1], form={"note": "The last one is cracked"})
    view = page(owner, made[1])
    assert not view.can_replace and not view.no_money and "not sent any more" in view.instead


def test_a_dearer_replacement_is_charged_from_the_return_s_page(shop):  # F080
    store = shop.store(shipping=0)
    sizes = shop.variants(store, prices=(2400, 3000), stock=10)
    sale = Sold(shop, store, sizes[0])
    sale.ship()
    with transaction() as session:
        ident = str(
            returns.request_return(
                session, actor=guest(), token=sale.placed.token, number=sale.number, reason="too_small",
                units={sale.lines()[0].id: 1}, swap=sizes[1],
            ).id
        )  # fmt: skip
    act(state._answer, sale.owner, ident=ident, approve=True, form={"note": "Post it to us"})
    view = page(sale.owner, ident)
    assert view.can_drop and not view.can_replace and "link to pay €6.00" in view.charged and view.sold_as == ""
    exchange = read(lambda s: returns.store_return(s, actor=sale.owner, store_id=store, return_id=UUID(ident))).exchange
    assert exchange is not None
    pay(exchange.link)
    view = page(sale.owner, ident)
    assert "€6.00 more was paid" in view.charged and view.sold_as and view.sold_href.endswith(view.sold_as)
    act(state._receive, sale.owner, ident=ident)
    line = page(sale.owner, ident).lines[0].id
    plan = act(state._preview, sale.owner, ident=ident, form={f"again-{line}": "1"})
    shown = state._previewed(page(sale.owner, ident), {}, plan)
    assert shown.no_money and plan.total_minor == 0
    act(state._drop, sale.owner, ident=ident, form={"note": "The last one is cracked"})
    plan = act(state._preview, sale.owner, ident=ident, form={f"again-{line}": "1"})
    shown = state._previewed(page(sale.owner, ident), {}, plan)
    assert not shown.no_money and shown.total == "€24.00"
