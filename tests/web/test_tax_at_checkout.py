"""What shoppers see of taxes: inside, on top, taken out; the company's number; the region (F047, F049, F042)."""

from __future__ import annotations

import pytest

from emporium.db import transaction
from emporium.errors import Invalid
from emporium.services import carts, checkout, orders, tax
from emporium.services.tax import Zone
from emporium.web.page import PageRequest
from storefront.state import cart as cart_page
from storefront.state import checkout as checkout_page
from storefront.state import purchase as purchase_page
from tests.factories import ADDRESS, Shop, guest, read
from vendor.state import order_view


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def basket(shop: Shop, price: int = 2400, shipping: int = 490):
    actor = guest()
    mug = shop.variant(shop.store(shipping=shipping), price=price)
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=mug, quantity=1)
        made = checkout.start_checkout(session, actor=actor)
        return actor, made.id


def seen(actor):
    with transaction() as session:
        request = PageRequest(actor=actor, path="/checkout", query_string="")
        return checkout_page.load_checkout(session, request).view


def test_a_price_that_holds_its_tax_says_so(shop):
    actor, _ = basket(shop)
    view = seen(actor)
    assert (view.added_tax, view.ask_region, view.tax_id_label) == ([], False, "VAT number")
    assert view.tax == "Includes €5.02 VAT"  # 21 % inside 2400 is 417, inside 490 is 85
    note = read(lambda s: cart_page.load_cart(s, PageRequest(actor=actor, path="/cart", query_string=""))).view.note
    assert note.startswith("VAT is included.")


def test_tax_on_top_is_a_line_of_its_own_on_every_page(shop):
    with transaction() as session:
        tax.set_zone(
            session, actor=shop.admin(), zone=Zone("US", "NY", "Sales tax", inclusive=False, standard_bp=800)
        )  # fmt: skip
    actor, checkout_id = basket(shop)
    with transaction() as session:
        checkout.set_country(session, actor=actor, checkout_id=checkout_id, country="US")
    unknown = seen(actor)
    assert unknown.ask_region and unknown.tax == "No tax is charged for this delivery."
    assert "US" in [country.code for country in unknown.countries]
    with transaction() as session:
        checkout.set_country(session, actor=actor, checkout_id=checkout_id, country="US", region="NY")
    view = seen(actor)
    assert [(row.label, row.amount) for row in view.added_tax] == [("Sales tax", "€2.31")]  # 192 + 39
    assert (view.goods, view.delivery, view.total) == ("€24.00", "€4.90", "€31.21")
    assert view.tax.startswith("Sales tax of New York")
    address = {**ADDRESS, "country": "US", "region": "NY", "postcode": "10001", "city": "New York"}
    with pytest.raises(Invalid) as wrong, transaction() as session:
        checkout.set_address(
            session, actor=actor, checkout_id=checkout_id, email="a@example.com", address={**address, "region": "??"}
        )
    assert wrong.value.field == "region"
    with transaction() as session:
        checkout.set_address(session, actor=actor, checkout_id=checkout_id, email="a@example.com", address=address)
    placed = shop.place(actor, checkout_id, seen(actor).version)
    found = read(lambda s: purchase_page.orders.purchase_by_token(s, token=placed.token))
    shown = purchase_page.purchase_view(found, signed_in=False)
    assert (shown.goods, shown.delivery, shown.added_tax, shown.total) == ("€24.00", "€4.90", "€2.31", "€31.21")
    rows = {row.label: row.value for row in order_view.charged(found.orders[0])}
    assert rows == {"Goods": "€24.00", "Delivery": "€4.90", "Tax on top": "€2.31"}


def test_a_company_abroad_sees_what_is_taken_out(shop):
    actor, checkout_id = basket(shop)
    with transaction() as session:
        checkout.set_country(session, actor=actor, checkout_id=checkout_id, country="DE")
        checkout.set_tax_id(session, actor=actor, checkout_id=checkout_id, tax_id="DE136695976")
    view = seen(actor)
    assert view.tax.startswith("Reverse charge") and view.tax_id == "DE136695976"
    assert [(row.label, row.amount) for row in view.added_tax] == [("Tax your company accounts for", "−€4.61")]
    with transaction() as session:
        checkout.set_country(session, actor=actor, checkout_id=checkout_id, country="BE")
    back = seen(actor)
    assert (back.added_tax, back.tax_id) == ([], "")  # a German number proves nothing in Belgium


def test_the_stores_page_adds_up_from_what_is_charged_to_what_it_earns(shop):  # C03, F053, F095
    store = shop.store(shipping=490)
    with transaction() as session:
        from models.stores import Store

        session.get_one(Store, store).tax_by_platform = True
    placed = shop.buy(shop.variant(store, price=2400))
    order = read(lambda s: purchase_page.orders.purchase_by_token(s, token=placed.token)).orders[0]
    parts = order.goods_minor + order.shipping_minor - order.discount_minor + order.added_tax_minor
    taken = order.commission_minor + order.fees_minor + order.fee_tax_minor + order.tax_minor
    assert order.earning_minor == parts - order.shipping_added_minor - taken
    assert "Tax that we pay to the state" in {row.label for row in order_view.taken(order)}


@pytest.mark.parametrize(("method", "step"), [("sandbox_success", 2), ("sandbox_3ds", 0)])
def test_a_parcel_that_is_not_paid_claims_no_step_and_no_day(shop, method, step):  # F077, F078
    placed = shop.buy(shop.variant(), method=method)
    (order,) = read(lambda s: purchase_page.purchase_view(
        orders.purchase_by_token(s, token=placed.token), signed_in=False)).parcels  # fmt: skip
    assert order.step == step
    assert bool(order.day) is bool(step)
    assert order.step_label == ("Step 2 of 4: Being packed" if step else "Waiting for payment")
