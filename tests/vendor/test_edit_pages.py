"""The page that changes an order, and what the order's pages say of it (F081)."""

from __future__ import annotations

import dataclasses

import pytest

from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import books, catalogue
from emporium.services.edits import EditChanged, OtherTerms
from models.enums import EditStatus, StoreRole
from storefront.state import purchase as shop_page
from tests.factories import Shop, guest, read
from tests.money.test_drafts import pay
from tests.money.test_edits import WHY, Editing
from tests.vendor.test_money_pages import ask
from vendor.edit_values import EditLine
from vendor.state import draft, edit, order
from vendor.state.edit_view import out_rows


@pytest.fixture
def shop(db_url, redis) -> Shop:
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []


def page_of(sold: Editing, actor=None):
    return read(lambda s: edit.load_edit(s, ask(actor or sold.owner, number=sold.number))).view


def order_page(sold: Editing, number: str = ""):
    return read(lambda s: order.load_order(s, ask(sold.owner, number=number or sold.number))).view


def shopper_page(purchase_token: str):
    return read(lambda s: shop_page.load_purchase(s, ask(guest(), token=purchase_token))).view


def looked(sold: Editing, view, **typed: str):
    """What the page does with a form."""
    form = {"reason": WHY, **{name: getattr(view, name) for name in edit.ADDRESS}, **typed}
    shown = edit._with_typed(view, form)
    asked = edit.read_ask(form, shown)
    return shown, read(
        lambda s: edit._look(s, actor=sold.owner, slug="", number=sold.number, ask=asked, reason=form["reason"])
    )


def make(sold: Editing, look):
    return read(lambda s: edit._make(s, actor=sold.owner, slug="", number=sold.number, edit_id=look.id, seen=look.hash))


def test_a_change_is_asked_looked_at_and_made(shop):  # F081
    store = shop.store(shipping=490)
    sold = Editing(shop, store, shop.variant(store, price=2000, stock=9), quantity=3)
    view = page_of(sold)
    (line,) = view.lines
    assert (line.units, view.can_move, view.waiting, view.closed) == ("3", True, False, "")
    shown, look = looked(sold, view, **{f"line-{line.id}": "1"})
    seen = edit.previewed(shown, look)
    assert seen.make_label == "Make the change" and seen.lines[0].units == "1"
    assert [(row.text.split(" Oat")[0], row.amount.replace("−", "-")) for row in seen.out] == [("2 ×", "-€40.00")]
    assert [row.value for row in seen.sums][-1] == "€40.00"
    assert make(sold, look).status is EditStatus.APPLIED
    page = order_page(sold)
    assert page.edits.href == f"/vendor/orders/{sold.number}/edit"
    (step,) = page.edits.steps
    assert step.title == "Changed" and WHY in step.meta and "€40.00 given back" in step.meta and "Owner" in step.meta
    (told,) = shopper_page(sold.placed.token).changes.told
    assert WHY in told.title and "€40.00 goes back to you" in told.meta


def test_what_is_added_waits_and_is_seen_on_every_page(shop):
    store = shop.store()
    jug = shop.variant(store, price=3100, stock=2)
    sold = Editing(shop, store, shop.variant(store))
    (found,) = read(lambda s: edit._find(s, actor=sold.owner, slug="", words=sku_of(jug)))
    hit = edit._hit(found)
    view = page_of(sold)
    view = dataclasses.replace(view, extra=[EditLine(id=hit.id, name=hit.name, price=hit.price)])
    shown, look = looked(sold, view, **{f"add-{hit.id}": "2"})
    seen = edit.previewed(shown, look)
    assert seen.make_label == "Ask the customer to pay €62.00" and seen.has_added and not seen.has_out
    assert make(sold, look).status is EditStatus.WAITING
    page = page_of(sold)
    assert page.waiting and page.link.endswith(f"/checkout?link={sold.link()}") and "€62.00" in page.waiting_words
    assert not order_page(sold).can_ship and order_page(sold).edits.waiting
    changes = shopper_page(sold.placed.token).changes
    assert [one.text for one in changes.pay] == ["Pay €62.00"] and WHY in changes.pay_text
    placed = pay(sold.link())
    added = order_page(sold).edits.added
    assert added[0].text.startswith(placed.number) and order_page(sold).can_ship
    assert order_page(sold, f"{placed.number}-1").edits.extends == sold.number
    assert shopper_page(placed.token).changes.of[0].href == f"/purchase/{sold.placed.token}"
    assert shopper_page(sold.placed.token).changes.added[0].href == f"/purchase/{placed.token}"


def sku_of(variant) -> str:
    from models.catalogue import ProductVariant

    return read(lambda s: s.get_one(ProductVariant, variant).sku)


def test_a_waiting_change_is_dropped_from_its_page(shop):
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store))
    view = page_of(sold)
    _shown, look = looked(sold, view, **{f"line-{view.lines[0].id}": "2"})
    make(sold, look)
    waiting = page_of(sold).waiting_id
    read(lambda s: edit._drop(s, actor=sold.owner, slug="", number=sold.number, edit_id=edit.known_id(waiting)))
    assert not page_of(sold).waiting and page_of(sold).closed == ""
    assert order_page(sold).edits.steps[0].title == "A change was dropped"


def test_an_address_with_other_terms_becomes_a_draft(shop):
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store, price=2000), quantity=2)
    view = page_of(sold)
    german = {"country": "DE", "postcode": "10115", "city": "Berlin"}
    with pytest.raises(OtherTerms):
        looked(sold, view, **german)
    address = {name: german.get(name, getattr(view, name)) for name in edit.ADDRESS}
    number = read(lambda s: edit._elsewhere(s, actor=sold.owner, slug="", number=sold.number, address=address))
    made = read(lambda s: draft.load_draft(s, ask(sold.owner, number=number))).view
    assert (made.country, made.lines[0].quantity, made.email) == ("DE", "2", "ana@example.com")
    assert sold.number in made.note
    _shown, look = looked(sold, view, line1="Kouter 1")
    assert make(sold, look).status is EditStatus.APPLIED
    assert page_of(sold).line1 == "Kouter 1" and "Kouter 1" in shopper_page(sold.placed.token).address


def test_what_is_typed_wrongly_is_said_and_stale_looks_are_told(shop):
    store = shop.store()
    mug = shop.variant(store, price=2000, stock=9)
    sold = Editing(shop, store, mug, quantity=2)
    view = page_of(sold)
    (line,) = view.lines
    for typed in ({}, {f"line-{line.id}": "many"}, {f"line-{line.id}": "-1"}, {f"line-{line.id}": "0"},
                  {f"line-{line.id}": "1", "reason": ""}, {"postcode": "90"}):  # fmt: skip
        with pytest.raises(Invalid):
            looked(sold, view, **typed)
    shown, look = looked(sold, view, **{f"line-{line.id}": "3"})
    with pytest.raises(Invalid):
        looked(sold, shown, **{f"line-{line.id}": "3", "postcode": "90"})
    read(lambda s: catalogue.set_price(s, actor=sold.owner, store_id=store, variant_id=mug, price_minor=2100))
    with pytest.raises(EditChanged) as changed:
        make(sold, look)
    assert "€21.00 instead of €20.00" in changed.value.changes[0]
    sold.ship()
    assert "not sent" in page_of(sold).closed
    with pytest.raises(Conflict):
        make(sold, look)
    assert out_rows(look.content) == [] and order_page(sold).edits.href == ""


def test_an_address_that_was_typed_wrongly_once_is_not_forgotten(shop):
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store))
    view = page_of(sold)
    form = {"reason": WHY, **{name: getattr(view, name) for name in edit.ADDRESS}, "postcode": "90"}
    shown = edit._with_typed(view, form)
    assert edit.read_ask(form, shown).address is not None
    form["postcode"] = "2000"
    assert edit.read_ask(form, edit._with_typed(shown, form)).address["postcode"] == "2000"


def test_who_sees_the_page(shop):  # F003
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store))
    with pytest.raises(Refused):
        page_of(sold, shop.owner(store, StoreRole.STAFF))
    with pytest.raises(NotFound):
        page_of(sold, shop.owner(shop.store("Other")))
    assert page_of(sold).number == sold.number
