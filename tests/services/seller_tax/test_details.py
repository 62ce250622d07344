"""A seller's details for tax offices: kept encrypted, shown masked, never logged (F102)."""

from __future__ import annotations

import json
import logging

import pytest
from sqlalchemy import text

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Refused
from emporium.services import payouts, seller_tax
from emporium.web.page import PageRequest
from models.enums import PlatformRole, StoreRole
from models.sellers import SellerTaxDetails
from tests.factories import Shop, read
from tests.services.documents.kit import Sold
from tests.services.seller_tax.test_reports import YEAR
from vendor.state import tax

TIN = "85 07 30-033 28"
PERSON = {
    "kind": "person", "first_name": "Ana", "name": "Peeters", "line1": "Kraanlei 41", "postcode": "9000",
    "city": "Ghent", "country": "BE", "tin": TIN, "tin_country": "BE", "birth_date": "1985-07-30",
    "birth_place": "Ghent",
}  # fmt: skip


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


def keep(actor, store, **changed: str):
    with transaction() as session:
        return seller_tax.set_seller_details(session, actor=actor, store_id=store, given={**PERSON, **changed})


def everything_kept() -> str:
    """What the tables of details, audit and outbox hold, as text."""
    return read(
        lambda s: str(
            [
                s.execute(text(f"SELECT * FROM {table}")).all()
                for table in ("seller_tax_details", "audit_event", "outbox_event")
            ]
        )
    )


def test_the_tax_number_is_nowhere_in_clear(shop, caplog):  # F102
    store = shop.store()
    owner = shop.owner(store)
    with caplog.at_level(logging.DEBUG):
        found = keep(owner, store)
    assert found.tin_masked == "•••• 328" and found.has_birth_date and found.full_name == "Ana Peeters"
    row = read(lambda s: s.get_one(SellerTaxDetails, store))
    for place in (everything_kept(), caplog.text, repr(found), repr(row)):
        assert TIN not in place and "85073003328" not in place and "1985-07-30" not in place
    view = read(lambda s: tax.load_tax(s, PageRequest(actor=owner, path=tax.PATH))).view
    assert TIN not in repr(view) and view.given.tin_masked == "•••• 328" and view.given.birth_known


def test_what_is_left_empty_stays_and_a_company_has_no_birth(shop):
    store = shop.store()
    owner = shop.owner(store)
    keep(owner, store)
    again = keep(owner, store, tin="", birth_date="", city="Bruges")
    assert again.tin_masked == "•••• 328" and again.has_birth_date and again.city == "Bruges"
    firm = keep(owner, store, kind="company", tin="", name="Clay & Kin BV", registration_number="0712.345.678")
    assert not firm.has_birth_date and not firm.first_name and firm.tin_masked and firm.registration_number


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "club"), ("name", " "), ("first_name", ""), ("line1", ""), ("city", ""), ("country", "Belgium"),
        ("tin", "12"), ("tin", "<script>"), ("birth_date", "30/07/1985"), ("birth_date", "1885-01-01"),
        ("birth_date", f"{YEAR}-01-01"), ("tin_country", "B"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(shop, field, value):
    store = shop.store()
    with pytest.raises(Invalid) as wrong:
        keep(shop.owner(store), store, **{field: value})
    assert wrong.value.field == field
    assert read(lambda s: s.get(SellerTaxDetails, store)) is None


def test_only_who_may_change_payouts_sees_and_changes_them(shop):  # F003
    store = shop.store()
    keep(shop.owner(store), store)
    for role in (StoreRole.MANAGER, StoreRole.FINANCE, StoreRole.STAFF):
        with pytest.raises(Refused):
            keep(shop.owner(store, role), store)
        with pytest.raises(Refused):
            read(lambda s, r=role: seller_tax.seller_details(s, actor=shop.owner(store, r), store_id=store))
    with pytest.raises(NotFound):
        keep(shop.owner(shop.store("Other")), store)
    finance = shop.owner(store, StoreRole.FINANCE)
    view = read(lambda s: tax.load_tax(s, PageRequest(actor=finance, path=tax.PATH))).view
    assert not view.can_edit and view.given.tin_masked == "" and view.given.line1 == ""


def test_what_is_missing_is_named(shop):
    store = shop.store()
    owner, admin = shop.owner(store), shop.admin()

    def missing() -> list[str]:
        return list(read(lambda s: seller_tax.seller_year(s, actor=admin, store_id=store, year=YEAR)).missing)

    assert missing() == ["all details", "account"]
    keep(owner, store, tin="", birth_date="", birth_place="")
    assert missing() == ["tax number", "day of birth", "account"]
    keep(owner, store, tin="", birth_date="", birth_place="Ghent")
    assert missing() == ["day of birth", "account"], "without a number the place of birth will do"
    keep(owner, store)
    with transaction() as session:
        payouts.set_bank_account(session, actor=owner, store_id=store, holder="Ana", iban="BE71 0961 2345 6769")
    assert missing() == []
    keep(owner, store, kind="company", tin="")
    assert missing() == ["registration number"]


def test_the_operators_file_has_it_in_clear_and_says_so_in_the_audit_log(shop):
    from tests.admin.test_money_pages import person

    store = shop.store(shipping=0)
    owner, admin = shop.owner(store), shop.admin()
    keep(owner, store)
    with transaction() as session:
        payouts.set_bank_account(session, actor=owner, store_id=store, holder="Ana", iban="BE71 0961 2345 6769")
    Sold(shop, store, shop.variant(store, price=300_000))
    content = json.loads(read(lambda s: seller_tax.dac7_json(s, actor=admin, year=YEAR)))
    (seller,) = content["reportable_sellers"]
    assert seller["tax_identification_number"] == TIN and seller["date_of_birth"] == "1985-07-30"
    assert seller["financial_accounts"][0]["identifier"] == "BE71096123456769"
    assert sum(q["number_of_activities"] for q in seller["amounts"][0]["quarters"].values()) == 1
    assert "tax_report.taken_out" in everything_kept()
    with pytest.raises(Refused):
        read(lambda s: seller_tax.dac7_json(s, actor=person(shop, PlatformRole.SUPPORT), year=YEAR))
    assert "•••• 328" in read(lambda s: seller_tax.all_years_csv(s, actor=admin, year=YEAR))
