"""A seller's year: what it says is what the ledger says, across the year's end and in several currencies (F102)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import select, update

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Refused
from emporium.money import Money
from emporium.services import books, documents, payouts, seller_tax
from emporium.services.auth import SYSTEM
from emporium.services.ledger.fx import add_rate
from emporium.services.refunds import RefundAsk
from emporium.services.seller_tax import Sums
from emporium.settings import get_settings
from jobs import tasks
from models.commissions import FeeRule
from models.enums import FeeComponent, StoreRole
from models.ledger import Earning, LedgerTransaction
from models.orders import Document
from models.stores import Store
from tests.factories import Shop, read
from tests.services.documents.kit import Sold, backdate

YEAR = datetime.now(UTC).year


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    with transaction() as session:
        session.add(FeeRule(component=FeeComponent.PROCESSING, rate_bp=140))
    yield made
    assert read(books.check_books) == []


def report(shop: Shop, store, year: int = YEAR) -> seller_tax.SellerYear:
    admin = shop.admin()
    found = read(lambda s: seller_tax.seller_year(s, actor=admin, store_id=store, year=year))
    assert read(lambda s: seller_tax.differences(s, report=found)) == []
    return found


def euros(found: seller_tax.SellerYear) -> seller_tax.CurrencyYear:
    return next(one for one in found.currencies if one.currency == "EUR")


def test_a_sale_is_cut_into_what_was_credited_and_what_was_taken(shop):  # F102
    sold = Sold(shop, store := shop.store(), shop.variant(store, price=10_000))
    order, total = sold.order(), euros(report(shop, store)).total
    assert total.gross == order.total_minor and total.sales == 1
    assert (total.commission, total.fees, total.taxes) == (
        order.commission_minor, order.fees_minor, order.fee_tax_minor,
    )  # fmt: skip
    assert total.consideration == order.total_minor - total.commission - total.fees - total.taxes
    assert total.fees > 0


def test_quarters_and_months_are_those_of_the_bookings(shop):
    store = shop.store(shipping=0)
    moments = [
        datetime(YEAR - 1, 1, 1, tzinfo=UTC), datetime(YEAR - 1, 3, 31, 23, 59, 59, tzinfo=UTC),
        datetime(YEAR - 1, 4, 1, tzinfo=UTC), datetime(YEAR - 1, 12, 31, 23, 59, 59, tzinfo=UTC),
    ]  # fmt: skip
    for moment in moments:
        backdate(moment, Sold(shop, store, shop.variant(store)).id)
    year = euros(report(shop, store, YEAR - 1))
    assert [year.quarter(number).sales for number in (1, 2, 3, 4)] == [2, 1, 0, 1]
    assert [month.sales for month in year.months] == [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert sum((year.quarter(number) for number in (1, 2, 3, 4)), Sums()) == year.total
    assert not report(shop, store).currencies


def test_a_refund_after_the_years_end_counts_in_its_own_year(shop):
    store = shop.store(shipping=0)
    sold = Sold(shop, store, shop.variant(store, price=5000))
    backdate(datetime(YEAR - 1, 12, 30, tzinfo=UTC), sold.id)
    before = euros(report(shop, store, YEAR - 1)).total
    sold.refund(RefundAsk({sold.lines()[0].id: 1}))
    assert euros(report(shop, store, YEAR - 1)).total == before, "the year that is over stays as it was"
    now = euros(report(shop, store)).total
    assert now.consideration < 0 and now.sales == 0 and now.gross == 0 and now.commission < 0
    assert now.consideration + now.commission + now.fees + now.taxes == -5000


def test_a_payout_settles_and_is_no_consideration(shop):
    store = shop.store(shipping=0)
    Sold(shop, store, shop.variant(store, price=5000))
    earned = euros(report(shop, store)).total.consideration
    with transaction() as session:
        payouts.set_bank_account(
            session, actor=shop.owner(store), store_id=store, holder="Clay & Kin", iban="BE71 0961 2345 6769"
        )
        session.exec(update(Earning).values(available_at=datetime(2000, 1, 1, tzinfo=UTC)))
    payouts.run_payouts(transaction, actor=SYSTEM)
    total = euros(report(shop, store)).total
    assert (total.consideration, total.settled) == (earned, -earned)


def test_a_sale_in_another_currency_is_credited_in_the_stores_own(shop):  # C14
    shop.currency = "JPY"
    store = shop.store(shipping=0)
    with transaction() as session:
        add_rate(session, actor=SYSTEM, base="EUR", quote="JPY", rate=Decimal("160"), source="test")
    sold = Sold(shop, store, shop.variant(store, price=16_000), quantity=2)
    sold.refund(RefundAsk({sold.lines()[0].id: 1}))
    found = report(shop, store)
    totals = {one.currency: one.total for one in found.currencies}
    assert totals["EUR"].consideration == 0 and totals["EUR"].commission > 0 and totals["EUR"].gross == 20_000
    assert totals["JPY"].consideration > 0 and totals["JPY"].sales == 1 and totals["EUR"].sales == 0
    assert found.sales == 1 and found.eur_minor and found.eur_minor > 0


def test_a_report_that_left_something_out_is_noticed(shop):
    store = shop.store()
    Sold(shop, store, shop.variant(store))
    found = report(shop, store)
    year = euros(found)
    for field in ("credited", "settled", "commission", "taxes"):
        month = next(at for at, sums in enumerate(year.months) if sums != Sums())
        months = list(year.months)
        months[month] = replace(months[month], **{field: getattr(months[month], field) + 1})
        wrong = replace(found, currencies=[replace(year, months=months)])
        assert read(lambda s, w=wrong: seller_tax.differences(s, report=w)), field


def test_thirty_sales_or_more_than_two_thousand_euros_are_reported(shop):
    store, dear = shop.store(shipping=0), shop.store("Dear", shipping=0)
    Sold(shop, store, shop.variant(store, price=1000))
    few = report(shop, store)
    assert few.in_the_union and few.excluded and not few.dac7
    assert replace(few, eur_minor=200_000).excluded and not replace(few, eur_minor=200_001).excluded
    assert not replace(few, eur_minor=None).excluded, "what cannot be stated in euros is not under it"
    assert not replace(few, country="US").dac7
    year = euros(few)
    many = [replace(month, sales=month.sales and 30) for month in year.months]
    assert replace(few, currencies=[replace(year, months=many)]).dac7
    Sold(shop, dear, shop.variant(dear, price=300_000))
    assert report(shop, dear).dac7


def test_form_1099k_has_two_thresholds_that_are_settings(shop, monkeypatch):
    store = shop.store(shipping=0)
    with transaction() as session:
        session.get_one(Store, store).country = "US"
        add_rate(session, actor=SYSTEM, base="EUR", quote="USD", rate=Decimal("1.1"), source="test")
    Sold(shop, store, shop.variant(store, price=10_000))
    found = report(shop, store)
    assert found.usd_minor == 11_000 and not found.form_1099k and not found.dac7
    monkeypatch.setattr(get_settings(), "us_report_count", 0)
    monkeypatch.setattr(get_settings(), "us_report_minor", 10_999)
    assert found.form_1099k and not replace(found, country="BE").form_1099k
    monkeypatch.setattr(get_settings(), "us_report_minor", 11_000)
    assert not found.form_1099k


def test_the_table_adds_up_and_runs_no_formula(shop):
    store = shop.store("=cmd|x")
    Sold(shop, store, shop.variant(store))
    owner = shop.owner(store)
    (line,) = csv.DictReader(io.StringIO(read(lambda s: seller_tax.own_csv(s, actor=owner, store_id=store, year=YEAR))))
    assert line["store"] == "'=cmd|x"
    quarters = [Decimal(line[f"consideration Q{number}"]) for number in (1, 2, 3, 4)]
    total = euros(report(shop, store)).total
    assert sum(quarters) == Decimal(line["consideration of the year"]) == Money(total.consideration, "EUR").decimal()
    assert sum(Decimal(line[f"gross {month:02d}"]) for month in range(1, 13)) == Money(total.gross, "EUR").decimal()


def test_the_same_facts_are_the_same_paper_and_new_ones_a_new_paper(shop):
    store = shop.store()
    owner = shop.owner(store)

    def paper() -> Document:
        return read(lambda s: seller_tax.report_paper(s, actor=owner, store_id=store, year=YEAR))

    with pytest.raises(NotFound):
        paper()
    Sold(shop, store, shop.variant(store))
    first = paper()
    assert paper().id == first.id and first.content["reference"] == "TR-00001"
    digest = tasks.make_pdf(str(first.id))
    assert tasks.make_pdf(str(first.id)) == digest and documents.render_pdf(first.content)[:5] == b"%PDF-"
    Sold(shop, store, shop.variant(store))
    assert paper().content["reference"] == "TR-00002"


def test_who_sees_whose_year(shop):  # F003
    store, other = shop.store(), shop.store("Other")
    for actor in (shop.owner(other), shop.owner(store, StoreRole.STAFF)):
        with pytest.raises((NotFound, Refused)):
            read(lambda s, a=actor: seller_tax.seller_year(s, actor=a, store_id=store, year=YEAR))
    owner = shop.owner(store)
    for ask in (seller_tax.all_years, seller_tax.all_years_csv, seller_tax.dac7_json):
        with pytest.raises(Refused):
            read(lambda s, a=ask: a(s, actor=owner, year=YEAR))
    for year in (1999, YEAR + 1):
        with pytest.raises(Invalid):
            read(lambda s, y=year: seller_tax.seller_year(s, actor=owner, store_id=store, year=y))


def test_all_sellers_cost_as_many_queries_as_one(shop):  # F127
    from tests.services.test_queries import queries

    admin = shop.admin()
    counts = []
    for _ in range(3):
        store = shop.store()
        Sold(shop, store, shop.variant(store))
        counts.append(queries(lambda s: seller_tax.all_years(s, actor=admin, year=YEAR)))
    assert len(set(counts)) == 1 and counts[0] <= 8
    kinds = read(lambda s: set(s.exec(select(LedgerTransaction.kind)).all()))
    assert kinds == {"sale"} and read(lambda s: s.execute(text("SELECT count(*) FROM store")).scalar_one()) == 3
