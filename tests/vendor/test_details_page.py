"""The page on which a store says what its products are like (F022)."""

from __future__ import annotations

import pytest

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Refused
from models.catalogue import ProductVariant
from models.enums import AttributeKind as K
from models.enums import StoreRole
from tests.attributes import ask
from tests.factories import Shop, read
from tests.vendor.test_stock_pages import act, page
from vendor.detail_values import DetailsPage
from vendor.state import details

EMPTY = {"a:height": "", "a:vegan": "", "a:made_on": "", "a:words": ""}


@pytest.fixture
def mug(db_url):
    shop = Shop()
    ask(shop, "Material", K.CHOICE, choices=("Linen", "Cotton"), required=True)
    ask(shop, "Height", K.NUMBER, unit="cm", position=1)
    ask(shop, "Vegan", K.BOOLEAN, position=2)
    ask(shop, "Made on", K.DATE, filterable=False, position=3)
    ask(shop, "Words", K.TEXT, filterable=False, position=4)
    store = shop.store()
    variant = shop.variant(store)
    product = str(read(lambda s: s.get_one(ProductVariant, variant).product_id))
    return shop, store, product, shop.owner(store)


def save(actor, product: str, form: dict[str, str]) -> str:
    view = page(details.load_details, actor, product=product)
    asked = [(one.code, one.kind) for one in view.fields]
    return act(details._save, actor, product=product, asked=asked, form=form)


def test_what_a_product_lacks_is_seen_filled_in_and_seen(mug):  # F022
    _, _, product, owner = mug
    (row,) = page(details.load_details, owner).rows
    assert (row.said, row.lacks, row.tone) == ("0 of 5", "1 required missing", "danger")
    view = page(details.load_details, owner, product=product)
    assert view.chosen and [(one.label, one.kind, one.unit, one.note) for one in view.fields] == [
        ("Material", "choice", "", "Required · Filter"), ("Height", "number", "cm", "Filter"),
        ("Vegan", "boolean", "", "Filter"), ("Made on", "date", "", ""), ("Words", "text", "", ""),
    ]  # fmt: skip
    assert [one.name for one in view.fields[0].picks] == ["a:material|Linen", "a:material|Cotton"]
    said = save(owner, product, {**EMPTY, "a:material|Cotton": "on", "a:material|Linen": "on", "a:height": "9,5"})
    assert said.startswith("Saved.")
    (row,) = page(details.load_details, owner).rows
    assert (row.said, row.lacks) == ("2 of 5", "1 filter misses it")
    every = {
        "a:material|Linen": "on", "a:height": "9.5", "a:vegan": "false", "a:made_on": "2026-03-19", "a:words": "Soft",
    }  # fmt: skip
    save(owner, product, every)
    (row,) = page(details.load_details, owner).rows
    assert (row.said, row.lacks, row.tone) == ("5 of 5", "Complete", "success")
    fields = page(details.load_details, owner, product=product).fields
    assert [one.value for one in fields] == ["", "9.5", "false", "2026-03-19", "Soft"]
    assert [pick.chosen for pick in fields[0].picks] == [True, False]
    assert save(owner, product, every) == "Nothing was different."


def test_what_is_wrong_stands_beside_each_field_and_nothing_is_kept(mug):  # F022
    _, _, product, owner = mug
    view = page(details.load_details, owner, product=product)
    with pytest.raises(Invalid) as wrong:
        save(owner, product, {**EMPTY, "a:height": "tall", "a:words": "Soft", "a:material|Silk": "on"})
    shown = details.with_errors(view, wrong.value)
    assert {one.code for one in shown.fields if one.error} == {"material", "height"} and shown.error == ""
    assert [one.value for one in page(details.load_details, owner, product=product).fields] == [""] * 5
    other = details.with_errors(DetailsPage(), wrong.value)
    assert other.error, "what belongs to no field stands above them"


def test_who_sees_and_who_fills_in(mug):  # F003, F022
    shop, store, product, _ = mug
    staff = shop.owner(store, StoreRole.STAFF)
    assert not page(details.load_details, staff, product=product).can_edit
    with pytest.raises(Refused):
        save(staff, product, {**EMPTY, "a:material|Linen": "on"})
    other = shop.owner(shop.store("Other"))
    assert page(details.load_details, other).empty
    with pytest.raises(NotFound):
        page(details.load_details, other, product=product)
    with pytest.raises(NotFound), transaction() as session:
        form = {"a:material|Linen": "on"}
        details._save(session, actor=other, slug="", product=product, asked=[("material", "choice")], form=form)
