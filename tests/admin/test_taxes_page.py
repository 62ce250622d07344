"""The operator's taxes page: zones over built-in rates, who may set them, what is said about wrong ones (F047)."""

from __future__ import annotations

import pytest

from admin.state import taxes
from emporium.db import transaction
from emporium.errors import Invalid, Refused, Unauthenticated
from emporium.services.auth import ANONYMOUS
from emporium.web.page import PageRequest
from models.enums import PlatformRole
from tests.admin.test_money_pages import person
from tests.factories import Shop, read

NEW_YORK = {
    "country": "US", "region": "NY", "name": "Sales tax", "standard": "8.87", "reduced": "", "way": "top",
    "delivery": "on",
}  # fmt: skip


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def view_of(actor):
    return read(lambda s: taxes.load_taxes(s, PageRequest(actor=actor, path=taxes.PATH, query_string=""))).view


def save(actor, form) -> str:
    with transaction() as session:
        return taxes._save(session, actor=actor, form=form)


def test_a_zone_is_set_changed_and_dropped(shop):
    admin = shop.admin()
    before = view_of(admin)
    assert before.none_yet and before.can_edit and {row.country for row in before.built_in} >= {"BE", "DE", "SE"}
    assert save(admin, NEW_YORK).startswith("New York, United States")
    (row,) = view_of(admin).zones
    assert (row.place, row.standard, row.reduced, row.way, row.delivery) == (
        "New York, United States", "8.87%", "0%", "On top of the price", "Taxed",
    )  # fmt: skip
    save(admin, {**NEW_YORK, "standard": "9", "delivery": ""})
    (row,) = view_of(admin).zones
    assert (row.standard, row.delivery) == ("9%", "Not taxed")
    form = taxes._form(read(lambda s: taxes._zone(s, actor=admin, country="US", region="NY")))
    assert (form.standard, form.inside, form.delivery, form.region) == ("9", False, False, "NY")
    assert ("CA", "California") in [(option.code, option.text) for option in form.regions]
    with transaction() as session:
        taxes.tax.drop_zone(session, actor=admin, country="US", region="NY")
    assert view_of(admin).none_yet


def test_a_zone_of_a_country_takes_it_out_of_the_built_in_list(shop):
    admin = shop.admin()
    save(admin, {"country": "BE", "name": "TVA", "standard": "21%", "reduced": "6", "way": "inside", "delivery": "on"})
    view = view_of(admin)
    assert [row.place for row in view.zones] == ["Belgium"] and "BE" not in {row.country for row in view.built_in}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"standard": "101"}, "standard"), ({"reduced": "lots"}, "reduced"), ({"region": "XX"}, "region"),
     ({"name": ""}, "name"), ({"country": ""}, "country")],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(shop, change, field):
    admin = shop.admin()
    with pytest.raises(Invalid) as wrong:
        save(admin, {**NEW_YORK, **change})
    assert wrong.value.field == field and field in taxes.FIELDS
    assert view_of(admin).none_yet


def test_who_sees_and_who_sets(shop):  # F003
    support = person(shop, PlatformRole.SUPPORT)
    assert not view_of(support).can_edit
    with pytest.raises(Refused):
        save(support, NEW_YORK)
    for actor in (ANONYMOUS, shop.owner(shop.store())):
        with pytest.raises((Refused, Unauthenticated)):
            view_of(actor)
