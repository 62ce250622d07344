"""The operator's page of what is reported to tax offices (F102)."""

from __future__ import annotations

import pytest

from admin.state import tax_report
from emporium.errors import Refused
from emporium.web.page import PAGES, PageRequest
from models.enums import PlatformRole
from tests.admin.test_money_pages import person
from tests.factories import Shop, read
from tests.services.documents.kit import Sold
from tests.services.seller_tax.test_reports import YEAR


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


def view_of(actor, query: str = ""):
    request = PageRequest(actor=actor, path=tax_report.PATH, query_string=query)
    return read(lambda s: tax_report.load_tax_report(s, request)).view


def test_sellers_are_listed_with_what_is_missing(shop, monkeypatch):
    small, large = shop.store("Alpha", shipping=0), shop.store("Beta", shipping=0)
    Sold(shop, small, shop.variant(small, price=1000))
    Sold(shop, large, shop.variant(large, price=300_000))
    admin = shop.admin()
    view = view_of(admin)
    assert [(row.store, row.verdict, row.missing) for row in view.rows] == [
        ("Alpha", "Under the threshold", "all details, account"), ("Beta", "DAC7", "all details, account"),
    ]  # fmt: skip
    assert view.sub == f"2 sellers in {YEAR}, 1 to report" and not view.has_wrong and view.older == ""
    assert view_of(admin, f"year={YEAR - 1}").empty and view_of(admin, "year=1066").year == YEAR
    monkeypatch.setattr(tax_report, "SHOWN_SELLERS", 1)
    first = view_of(admin)
    assert [row.store for row in first.rows] == ["Alpha"] and "from=" in first.older
    second = view_of(admin, first.older.split("?")[1])
    assert [row.store for row in second.rows] == ["Beta"] and second.older == "" and second.newest


def test_only_those_who_manage_money(shop):  # F003
    import admin.routes

    assert admin.routes.PAGES
    with pytest.raises(Refused):
        view_of(person(shop, PlatformRole.SUPPORT))
    page = next(page for page in admin.routes.PAGES if page.route == tax_report.PATH)
    assert page.access == "manage_money" and (not PAGES or page.state is tax_report.AdminTaxReportState)
