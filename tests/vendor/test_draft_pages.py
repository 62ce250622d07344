"""Pages of prepared orders: the list, one draft, and the way through its link (F084)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Refused
from emporium.services import books, catalogue
from emporium.services.catalogue import WishChoice, WishField, WishKind
from models.catalogue import ProductVariant
from models.enums import StoreRole
from models.orders import Purchase
from storefront.state import checkout as shop_page
from storefront.state import purchase as order_page
from storefront.state.pay_link import buyer
from tests.factories import ADDRESS, Shop, guest, read
from tests.money.test_drafts import Desk
from tests.vendor.test_money_pages import ask
from vendor.state import draft, orders
from vendor.state import drafts as listed


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []


def page_of(desk: Desk, query: str = ""):
    return read(lambda s: draft.load_draft(s, ask(desk.actor, query=query, number=desk.number))).view


def link_page(token: str):
    return read(lambda s: shop_page.load_checkout(s, ask(guest(), path="/checkout", query=f"link={token}")))


def test_a_draft_is_made_filled_and_listed(shop):
    store = shop.store()
    owner = shop.owner(store)
    mug = shop.variant(store, price=2400, stock=2)
    assert read(lambda s: listed.load_drafts(s, ask(owner))).view.empty
    number = read(lambda s: listed._make(s, actor=owner, slug=""))
    desk = Desk(shop, store)
    desk.actor, desk.number = owner, number
    assert page_of(desk).empty and page_of(desk).open
    (hit,) = page_of(desk, "q=mug").hits
    assert (hit.price, hit.left) == ("€24.00", "2 left") and page_of(desk, "q=zzz").no_hits
    desk.fill(mug, quantity=2)
    view = page_of(desk)
    assert [(row.label, row.value) for row in view.sums[:2]] == [
        ("Goods, 2 items", "€48.00"), ("Delivery, Parcel", "€4.90"),
    ]  # fmt: skip
    assert (view.lines[0].quantity, view.email, view.city, view.sent) == ("2", "ana@example.com", "Ghent", False)
    assert [way.chosen for way in view.ways] == [True]
    units = draft.read_units({f"line-{view.lines[0].id}": "1", "other": "7"})
    assert list(units.values()) == [1]
    for nonsense in ("-1", "1.5", "many"):
        with pytest.raises(Invalid):
            draft.read_units({f"line-{view.lines[0].id}": nonsense})
    (row,) = [row for row in read(lambda s: listed.load_drafts(s, ask(owner))).view.rows if row.number == number]
    assert (row.who, row.total, row.state) == ("Ana Peeters", "€52.90", "Saved")
    assert read(lambda s: orders.load_orders(s, ask(owner))).view.drafts_href == "/vendor/drafts"
    desk.do(draft.drafts.set_discount, percent_bp=1250, reason="A regular")
    view = page_of(desk)
    assert (view.reason, view.percent, view.amount) == ("A regular", "12.5", "")
    assert ("A regular", "-€6.00") in [(row.label, row.value.replace("−", "-")) for row in view.sums]


def test_the_link_opens_the_checkout_with_what_was_made(shop, redis):
    store = shop.store("Clay & Kin")
    desk = Desk(shop, store).fill(shop.variant(store, price=2400))
    token = desk.send()
    view = page_of(desk)
    assert view.sent and view.link.endswith(f"/checkout?link={token}")
    seen = link_page(token).view
    assert seen.link_title == "Clay & Kin made this order for you" and seen.pay_label == "Pay €28.90"
    assert (seen.email, seen.line1, seen.gone, seen.changed) == ("ana@example.com", "Veldstraat 12", "", False)
    form = {"email": "ana@example.com", **ADDRESS, "line1": "Kouter 1"}
    placed = shop_page._place(guest(), seen, form, "sandbox_success", "one", "", token)
    assert read(lambda s: s.get_one(Purchase, placed.purchase_id).address["line1"]) == "Kouter 1"
    assert link_page(token).redirect == f"/purchase/{placed.token}"
    with pytest.raises(NotFound):
        read(lambda s: buyer(s, actor=guest(), token=token))
    view = page_of(desk)
    assert (view.open, view.badge, view.order) == (False, "Ordered", f"{placed.number}-1")


def test_a_link_that_is_over_says_so(shop, redis):
    store = shop.store()
    desk = Desk(shop, store).fill(shop.variant(store))
    token = desk.send()
    desk.do(draft.drafts.discard_draft)
    assert "no such link any more" in link_page(token).view.gone
    assert "no such link" in link_page("nonsense").view.gone
    assert page_of(desk).over.startswith("It was thrown away")
    with transaction() as session, pytest.raises(NotFound):
        buyer(session, actor=guest(), token=token)


def test_who_sees_what(shop):  # F003
    store = shop.store()
    desk = Desk(shop, store).fill(shop.variant(store))
    desk.actor = shop.owner(store, StoreRole.STAFF)
    assert not page_of(desk).can_discount
    desk.actor = shop.owner(store, StoreRole.FINANCE)
    with pytest.raises(Refused):
        page_of(desk)
    desk.actor = shop.owner(shop.store("Other"))
    with pytest.raises(NotFound):
        page_of(desk)
    assert read(lambda s: s.exec(select(Purchase)).all()) == []


def test_a_sent_draft_can_be_paid_from_its_order_page_too(shop, redis):
    store = shop.store()
    desk = Desk(shop, store).fill(shop.variant(store))
    token = desk.send()
    purchase = read(lambda s: s.exec(select(Purchase)).one())
    page = read(lambda s: order_page.load_purchase(s, ask(guest(), token=purchase.token))).view
    assert [one.href for one in page.changes.pay] == [f"/checkout?link={token}"]
    desk.do(draft.drafts.discard_draft)
    page = read(lambda s: order_page.load_purchase(s, ask(guest(), token=purchase.token))).view
    assert page.changes.pay == [] and not page.changes.some


def test_staff_types_what_the_customer_says_about_a_made_thing(shop, redis):  # F028, F084
    store = shop.store()
    mug = shop.variant(store, price=2400, stock=5)
    desk = Desk(shop, store)
    with transaction() as session:
        catalogue.set_wish_fields(
            session, actor=desk.actor, store_id=store, product_id=session.get_one(ProductVariant, mug).product_id,
            fields=[
                WishField("Name on it", required=True, longest=12, extra_minor=300),
                WishField("Thread", WishKind.CHOICE, choices=[WishChoice("Blue"), WishChoice("Gold", 150)]),
            ],
        )  # fmt: skip
    (hit,) = page_of(desk, "q=mug").hits
    assert hit.asks and [(one.label, one.required, one.hint) for one in hit.wishes] == [
        ("Name on it", True, "+ €3.00, up to 12 characters"), ("Thread", False, ""),
    ]  # fmt: skip
    typed = {"variant": hit.id, "say-name-on-it": "Ana", "say-thread": "Gold", "other": "x"}
    assert draft.read_wishes(typed) == {"name-on-it": "Ana", "thread": "Gold"}
    for wrong, where in (({}, "name-on-it"), ({"name-on-it": "A" * 13}, "name-on-it"),
                         ({"name-on-it": "A", "thread": "Red"}, "thread")):  # fmt: skip
        with pytest.raises(Invalid) as caught:
            desk.do(draft.drafts.add_item, variant_id=mug, wishes=wrong)
        told = draft.said_wrong(page_of(desk, "q=mug"), hit.id, caught.value)
        assert told.hits[0].open and [one.key for one in told.hits[0].wishes if one.error] == [where]
    desk.do(draft.drafts.add_item, variant_id=mug, wishes=draft.read_wishes(typed))
    desk.do(draft.drafts.add_item, variant_id=mug, wishes={"name-on-it": "Bo"})
    view = page_of(desk)
    assert [([one.text for one in line.wishes], line.price) for line in view.lines] == [
        (["Name on it: Ana", "Thread: Gold"], "€28.50"), (["Name on it: Bo"], "€27.00"),
    ]  # fmt: skip


def test_a_thing_that_needs_a_picture_is_left_to_the_customer(shop):  # F028, F084
    store = shop.store()
    mug = shop.variant(store, price=2400, stock=5)
    desk = Desk(shop, store)
    with transaction() as session:
        catalogue.set_wish_fields(
            session, actor=desk.actor, store_id=store, product_id=session.get_one(ProductVariant, mug).product_id,
            fields=[WishField("Photo", WishKind.FILE, required=True)],
        )  # fmt: skip
    (hit,) = page_of(desk, "q=mug").hits
    assert hit.gone and not hit.asks and "only the customer" in hit.only_customer
    with pytest.raises(Invalid):
        desk.do(draft.drafts.add_item, variant_id=mug)
