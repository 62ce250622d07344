"""Pages about prices and about what may be ordered (F028, F042, F051, F052)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import books, carts, catalogue
from emporium.services.auth import Actor
from models.accounts import User
from models.catalogue import Product, ProductVariant
from models.enums import StoreRole
from models.favourites import StoreFollow
from models.orders import OrderLine
from storefront.state import cart as cart_page
from storefront.state import product as product_page
from tests.factories import Shop, guest, read
from tests.vendor.test_money_pages import ask
from tests.vendor.test_stock_pages import act, page, sku_of
from vendor.state import order_rules, price, price_lists, prices

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date()


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    yield made
    assert read(books.check_books) == []


@pytest.fixture
def mug(shop):
    store = shop.store("Clay & Kin", shipping=0)
    variant = shop.variant(store, price=2400, stock=50)
    return shop, store, variant, shop.owner(store)


def of(load, actor, params, **query: str):
    words = "&".join(f"{name}={value}" for name, value in query.items())
    request = ask(actor, query=words)
    request.params.update(params)
    return read(lambda s: load(s, request)).view


def product_of(variant) -> Product:
    return read(lambda s: s.get_one(Product, s.get_one(ProductVariant, variant).product_id))


def shown(variant, actor=None):
    slug = product_of(variant).slug
    return of(product_page.load_product, actor or guest(), {"slug": slug})


def test_a_price_is_changed_and_told(mug):  # F051
    _, _, variant, owner = mug
    said = act(price._set_price, owner, variant=str(variant), form={"price": "21.50", "compare_at": "24"})
    assert said == "It costs €21.50 from now on."
    view = of(price.load_price, owner, {"variant": str(variant)})
    assert (view.shown, view.price, view.was) == ("€21.50", "21.50", "24.00")
    assert view.said.startswith("Nothing is struck out"), "it was not on sale for thirty days"
    for form, field in (
        ({"price": ""}, "price"),
        ({"price": "x"}, "price"),
        ({"price": "5", "compare_at": "4"}, "compare_at"),
    ):
        with pytest.raises(Invalid) as wrong:
            act(price._set_price, owner, variant=str(variant), form=form)
        assert wrong.value.field == field


def test_a_sale_is_planned_seen_and_ended(mug):  # F051
    _, _, variant, owner = mug
    said = act(price._plan_sale, owner, variant=str(variant), form={"price": "18"})
    assert said == "The sale has begun."
    view = of(price.load_price, owner, {"variant": str(variant)})
    assert [(row.price, row.state, row.verb) for row in view.sales] == [("€18.00", "Running", "End now")]
    (row,) = page(prices.load_prices, owner).rows
    assert (row.price, row.now, row.note, row.prior) == ("€24.00", "€18.00", "Sale price", "")
    assert shown(variant).price == "€18.00"
    assert act(price._end_sale, owner, sale_id=view.sales[0].id) == "The sale is over."
    with pytest.raises(Conflict):
        act(price._end_sale, owner, sale_id=view.sales[0].id)
    said = act(price._plan_sale, owner, variant=str(variant), form={"price": "17", "starts": TOMORROW.isoformat()})
    assert said.startswith("The sale begins on ")
    with pytest.raises(Conflict):
        act(price._plan_sale, owner, variant=str(variant), form={"price": "16", "starts": TOMORROW.isoformat()})
    (planned, over) = of(price.load_price, owner, {"variant": str(variant)}).sales
    assert (planned.state, planned.verb, over.state, over.verb) == ("Planned", "Take back", "Over", "")
    assert act(price._end_sale, owner, sale_id=planned.id) == "The sale is taken back."
    for form, field in (({"price": ""}, "price"), ({"price": "1", "starts": "x"}, "starts")):
        with pytest.raises(Invalid) as wrong:
            act(price._plan_sale, owner, variant=str(variant), form=form)
        assert wrong.value.field == field


def test_lists_and_groups_from_the_forms_to_the_shopper(mug):  # F052
    shop, store, variant, owner = mug
    buyer = shop.user("Café Noord")
    with transaction() as session:
        session.add(StoreFollow(user_id=buyer, store_id=store))
    act(price_lists._create_group, owner, form={"group": "Cafés"})
    (group,) = page(price_lists.load_price_lists, owner).groups
    email = read(lambda s: s.get_one(User, buyer).email)
    assert act(price_lists._add_member, owner, form={"group": group.id, "email": email}) == (
        "Café Noord pays the group's prices."
    )
    made = act_text(price_lists._create, owner, form={"name": "Wholesale", "currency": "EUR", "group": group.id})
    said = act(price_lists._save_prices, owner, list_id=made, form={"prices": f"{sku_of(variant)} 1 19\n\n"})
    assert said == "1 price on the list."
    view = page(price_lists.load_price_lists, owner, list=made)
    assert (view.chosen_name, view.typed) == ("Wholesale", f"{sku_of(variant)} 1 19.00")
    assert [(row.name, row.whom, row.prices, row.chosen) for row in view.rows] == [
        ("Wholesale", "Cafés", "1 price", True)
    ]
    assert (shown(variant).price, shown(variant, Actor(user_id=buyer)).price) == ("€24.00", "€19.00")
    why = of(price.load_price, owner, {"variant": str(variant)}, group=group.id)
    assert [(line.label, line.wins) for line in why.why] == [("Wholesale, for Cafés", True), ("Its own price", False)]
    with pytest.raises(Conflict):
        act(price_lists._delete_group, owner, group_id=group.id)
    act(price_lists._switch, owner, list_id=made, active=False)
    assert shown(variant, Actor(user_id=buyer)).price == "€24.00"
    act(price_lists._remove_member, owner, group_id=group.id, user_id=str(buyer))
    assert page(price_lists.load_price_lists, owner).groups[0].members == []


def act_text(what, actor, **more) -> str:
    return str(act(what, actor, **more))


@pytest.mark.parametrize("row", ["MUG", "MUG x 1", "MUG 10", "MUG 0 5", "MUG 10 5.123"])
def test_a_row_that_is_none_is_named(row):  # F052
    with pytest.raises(Invalid) as wrong:
        price_lists.read_rows(row, "EUR")
    assert wrong.value.field == "prices"


def test_many_units_are_offered_on_the_products_page(mug):  # F052
    _, _, variant, owner = mug
    made = act_text(price_lists._create, owner, form={"name": "Volume", "currency": "EUR"})
    act(
        price_lists._save_prices,
        owner,
        list_id=made,
        form={"prices": f"{sku_of(variant)} 10 20\n{sku_of(variant)} 25 18"},
    )
    assert [(row.name, row.value) for row in shown(variant).steps] == [
        ("From 10", "€20.00 each"),
        ("From 25", "€18.00 each"),
    ]
    why = of(price.load_price, owner, {"variant": str(variant)}, units="12")
    assert next(line.label for line in why.why if line.wins) == "Volume, from 10 units"
    assert of(price.load_price, owner, {"variant": str(variant)}, currency="JPY").why_error.startswith(
        "It has no price in JPY"
    )
    assert of(price.load_price, owner, {"variant": str(variant)}, units="0").why_error.startswith("Give from 1")


def test_what_may_be_ordered_is_said_from_form_to_basket(mug):  # F042
    _, _, variant, owner = mug
    product = str(product_of(variant).id)
    act(order_rules._set_limits, owner, product=product, form={"least": "7", "step": "6", "most": "24"})
    view = page(order_rules.load_order_rules, owner, product=product)
    assert (view.least, view.step, view.most, view.rows[0].limits) == ("7", "6", "24", "7 to 24, in packs of 6")
    seen = shown(variant)
    assert (seen.quantity, seen.step, seen.limits) == (12, 6, "Sold in packs of 6, at least 12 for each order")
    for form, field in (
        ({"least": "", "step": "1", "most": "1"}, "least"),
        ({"least": "1", "step": "x", "most": "1"}, "step"),
    ):
        with pytest.raises(Invalid) as wrong:
            act(order_rules._set_limits, owner, product=product, form=form)
        assert wrong.value.field == field
    assert act(order_rules._set_min_order, owner, form={"min_order": "300"}) == "You take orders from €300.00 on."
    actor = guest()
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=variant, quantity=12)
    basket = read(lambda s: cart_page.load_cart(s, ask(actor))).view
    assert basket.parcels[0].problem == "Clay & Kin takes orders from €300.00 on. Add €12.00 more."
    assert not basket.can_check_out and basket.blocked.startswith("A store needs")
    assert act(order_rules._set_min_order, owner, form={"min_order": ""}) == "You take orders of any size."


def test_wishes_from_the_form_to_the_order(mug):  # F028
    shop, _, variant, owner = mug
    product = str(product_of(variant).id)
    act(
        order_rules._add_wish, owner, product=product,
        form={"label": "Name on it", "kind": "text", "longest": "12", "extra": "3", "required": "on"},
    )  # fmt: skip
    act(
        order_rules._add_wish, owner, product=product,
        form={"label": "Thread", "kind": "choice", "choices": "Blue\nGold + 1.50\n"},
    )  # fmt: skip
    view = page(order_rules.load_order_rules, owner, product=product)
    assert [row.words for row in view.wishes] == [
        "must be said; up to 12 characters; adds €3.00", "may be said; Blue, Gold + €1.50",
    ]  # fmt: skip
    seen = shown(variant)
    assert [(one.key, one.required, one.hint) for one in seen.wishes] == [
        ("name-on-it", True, "+ €3.00, up to 12 characters"), ("thread", False, ""),
    ]  # fmt: skip
    assert [way.text for way in seen.wishes[1].choices] == ["Blue", "Gold + €1.50"]
    told = product_page._told(seen.wishes, Invalid("thread", "No"))
    assert [one.error for one in told] == ["", "No"]
    actor = guest()
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=variant, wishes={"name-on-it": "Ana", "thread": "Gold"})
    (line,) = read(lambda s: cart_page.load_cart(s, ask(actor))).view.parcels[0].lines
    assert ([one.text for one in line.wishes], line.total, line.why) == (
        ["Name on it: Ana", "Thread: Gold"], "€28.50", "With €4.50 for your wishes",
    )  # fmt: skip
    shop.place(actor, *shop.ready(actor, {}))
    assert read(lambda s: s.exec(select(OrderLine)).one()).personalisation == {"Name on it": "Ana", "Thread": "Gold"}
    act(order_rules._drop_wish, owner, product=product, key="thread")
    assert [one.key for one in catalogue.wish_fields(product_of(variant))] == ["name-on-it"]
    for form, field in (
        ({"kind": "text"}, "label"),
        ({"label": "A", "kind": "x"}, "kind"),
        ({"label": "A", "kind": "text", "extra": "x"}, "extra"),
        ({"label": "A", "kind": "choice", "choices": "One"}, "wishes"),
        ({"label": "Name on it", "kind": "text"}, "wishes"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as wrong:
            act(order_rules._add_wish, owner, product=product, form=form)
        assert wrong.value.field == field


def test_only_those_who_may_see_or_change_prices(mug):  # F051, F052
    shop, store, variant, owner = mug
    stranger, staff = shop.owner(shop.store()), shop.owner(store, StoreRole.STAFF)
    assert not of(price.load_price, staff, {"variant": str(variant)}).can_edit
    with pytest.raises(NotFound):
        of(price.load_price, stranger, {"variant": str(variant)})
    product = str(product_of(variant).id)
    with pytest.raises(NotFound):
        page(order_rules.load_order_rules, stranger, product=product)
    for actor, error in ((stranger, NotFound), (staff, Refused)):
        with pytest.raises(error):
            act(price._set_price, actor, variant=str(variant), form={"price": "1"})
        with pytest.raises(error):
            act(order_rules._set_limits, actor, product=product, form={"least": "1", "step": "1", "most": "1"})
    with pytest.raises(Refused):
        act(order_rules._set_min_order, staff, form={"min_order": "1"})
    assert owner


def test_the_list_of_prices_is_searched_and_paged(mug):  # F052
    shop, store, _variant, owner = mug
    shop.variants(store, prices=tuple(range(100, 145)), name="Many")
    first = page(prices.load_prices, owner)
    assert len(first.rows) == 40 and first.older
    rest = page(prices.load_prices, owner, after=parse_qs(urlsplit(first.older).query)["after"][0])
    assert len(rest.rows) == 6 and not rest.older
    assert page(prices.load_prices, owner, q="zzz").empty
