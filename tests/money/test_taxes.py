"""Taxes by zone, tax ids of companies, a tax service and its silence (C02, F047, F048, F049)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Invalid, NotFound, Refused
from emporium.providers.payments import factory as payment_factory
from emporium.providers.tax import factory as tax_factory
from emporium.services import carts, checkout, refunds, tax
from emporium.services.refunds import RefundAsk
from emporium.services.tax import Zone
from emporium.settings import get_settings
from models.enums import AttemptStatus
from models.orders import Order, OrderLine, Purchase
from models.payments import PaymentShare
from tests.factories import ADDRESS, Shop, guest, read
from tests.providers.payments.stripe_stub import SECRET, StripeStub

NEW_YORK = {**ADDRESS, "country": "US", "region": "NY", "postcode": "10001", "city": "New York"}
BERLIN = {**ADDRESS, "country": "DE", "postcode": "10115", "city": "Berlin"}
GERMAN_ID = "DE136695976"
SALES_TAX = Zone("US", "NY", name="Sales tax", inclusive=False, standard_bp=800, reduced_bp=400)


def filled(shop: Shop, lines: dict[UUID, int], address: dict[str, str], tax_id: str = ""):
    """A checkout to an address: its owner, id, and today's quote."""
    actor = guest()
    with transaction() as session:
        for variant_id, quantity in lines.items():
            carts.add_line(session, actor=actor, variant_id=variant_id, quantity=quantity)
        made = checkout.start_checkout(session, actor=actor)
        checkout.set_address(session, actor=actor, checkout_id=made.id, email="ana@example.com", address=address)
        if tax_id:
            checkout.set_tax_id(session, actor=actor, checkout_id=made.id, tax_id=tax_id)
    return actor, made.id, quoted(actor, made.id)


def quoted(actor, checkout_id):
    with transaction() as session:
        found, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
        return checkout.build_quote(session, checkout=found, cart=cart)


def bought(shop: Shop, actor, checkout_id, version) -> tuple[Order, OrderLine, Purchase]:
    placed = shop.place(actor, checkout_id, version)
    assert placed.status is AttemptStatus.CAPTURED
    return read(
        lambda s: s.exec(
            select(Order, OrderLine, Purchase)
            .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
            .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
            .where(Purchase.id == placed.purchase_id)
        ).one()
    )


@pytest.fixture
def new_york(shop) -> None:
    with transaction() as session:
        tax.set_zone(session, actor=shop.admin(), zone=SALES_TAX)


def test_tax_comes_on_top_where_prices_are_stated_without_it(shop, new_york):  # F047, C02
    actor, checkout_id, quote = filled(shop, {shop.variant(shop.store(shipping=490), price=2405): 2}, NEW_YORK)
    # 8 % of 4810 = 384.8 -> 385; of 490 = 39.2 -> 39
    assert (quote.added_tax_minor, quote.tax_minor) == (385 + 39, 385 + 39)
    order, line, _ = bought(shop, actor, checkout_id, quote.version)
    assert (line.subtotal_minor, line.tax_added_minor, line.tax_minor, line.total_minor) == (4810, 385, 385, 5195)
    assert (order.shipping_minor, order.shipping_tax_minor) == (529, 39)
    assert order.total_minor == 5195 + 529 == quote.total_minor
    assert line.commission_base_minor == 4810  # C03: without the tax
    assert read(lambda s: s.exec(select(PaymentShare.captured_minor)).one()) == order.total_minor  # I1


def test_a_sale_with_tax_on_top_is_refunded_to_the_cent(shop, new_york):  # C04, P10
    actor, checkout_id, quote = filled(shop, {shop.variant(price=2405): 3}, NEW_YORK)
    order, line, _ = bought(shop, actor, checkout_id, quote.version)
    owner, given = shop.owner(order.store_id), []
    for click in range(3):
        with transaction() as session:
            given.append(
                refunds.refund_order(
                    session, actor=owner, store_id=order.store_id, number=order.number, ask=RefundAsk({line.id: 1}),
                    key=str(click),
                ).amount_minor
            )  # fmt: skip
    assert sum(given) == line.total_minor and max(given) - min(given) <= 1


def test_a_region_comes_before_its_country_and_the_table_after_both(shop, new_york):
    with transaction() as session:
        tax.set_zone(session, actor=shop.admin(), zone=Zone("US", inclusive=False, standard_bp=500))

    def rate(region: str) -> int:
        return read(lambda s: tax.zone_of(s, country="US", region=region)).standard_bp

    assert (rate(" ny "), rate("CA"), rate("")) == (800, 500, 500)
    with transaction() as session:
        tax.drop_zone(session, actor=shop.admin(), country="US", region="NY")
    assert rate("NY") == 500
    assert read(lambda s: tax.zone_of(s, country="DE")).standard_bp == 1900
    with pytest.raises(NotFound), transaction() as session:
        tax.drop_zone(session, actor=shop.admin(), country="US", region="NY")


@pytest.mark.parametrize(
    ("zone", "field"),
    [
        (Zone("usa", standard_bp=1), "country"),
        (Zone("US", standard_bp=10_001), "standard"),
        (Zone("US", reduced_bp=-1), "reduced"),
        (Zone("US", name=" "), "name"),
    ],
)
def test_a_wrong_zone_names_its_field(shop, zone, field):
    with pytest.raises(Invalid) as wrong, transaction() as session:
        tax.set_zone(session, actor=shop.admin(), zone=zone)
    assert wrong.value.field == field


def test_zones_are_the_operators(shop):
    with pytest.raises(Refused), transaction() as session:
        tax.set_zone(session, actor=shop.owner(shop.store()), zone=SALES_TAX)


def test_a_company_abroad_accounts_for_the_tax_itself(shop):  # F049
    mug = shop.variant(shop.store(shipping=490), price=2400)
    actor, checkout_id, quote = filled(shop, {mug: 1}, BERLIN, "de 136 695 976")
    # 19 % inside 2400 is 383.2 -> 383, inside 490 it is 78.2 -> 78: both are taken out
    assert (quote.total_minor, quote.tax_minor, quote.added_tax_minor) == (2400 - 383 + 490 - 78, 0, -461)
    order, line, purchase = bought(shop, actor, checkout_id, quote.version)
    assert (order.tax_note, order.tax_minor, line.tax_rate_bp) == ("reverse_charge", 0, 0)
    assert (purchase.tax_id, purchase.tax_proof["id"], purchase.tax_proof["country"]) == (GERMAN_ID, GERMAN_ID, "DE")
    assert line.commission_base_minor == 2400 - 383


def test_at_home_a_tax_id_changes_nothing_but_the_invoice(shop):  # F049
    _, _, quote = filled(shop, {shop.variant(price=2400): 1}, ADDRESS, "BE0428759497")
    assert quote.added_tax_minor == 0 and quote.tax_minor > 0


def test_a_wrong_tax_id_is_named_and_one_of_another_country_proves_nothing(shop):
    mug = shop.variant(price=2400)
    actor, checkout_id, quote = filled(shop, {mug: 1}, BERLIN)
    with pytest.raises(Invalid) as wrong, transaction() as session:
        checkout.set_tax_id(session, actor=actor, checkout_id=checkout_id, tax_id="DE136695975")
    assert wrong.value.field == "tax_id"
    assert quoted(actor, checkout_id).version == quote.version
    with transaction() as session:
        checkout.set_tax_id(session, actor=actor, checkout_id=checkout_id, tax_id=GERMAN_ID)
    assert quoted(actor, checkout_id).version > quote.version  # C08: another price is another version
    with transaction() as session:
        made = checkout.set_address(
            session, actor=actor, checkout_id=checkout_id, email="ana@example.com",
            address={**ADDRESS, "country": "FR", "postcode": "75001"},
        )  # fmt: skip
        assert (made.tax_id, made.tax_proof) == ("", {})


@pytest.fixture
def service(monkeypatch) -> Iterator[StripeStub]:
    """Stripe Tax over HTTP."""
    stub = StripeStub()
    monkeypatch.setenv("EMPORIUM_TAX", "stripe")
    monkeypatch.setenv("EMPORIUM_SANDBOX", "1")
    monkeypatch.setenv("EMPORIUM_STRIPE_SECRET_KEY", SECRET)
    monkeypatch.setenv("EMPORIUM_STRIPE_API_BASE", stub.start())
    caches = (get_settings, payment_factory.get_provider, tax_factory.get_tax_provider)
    for cache in caches:
        cache.cache_clear()
    yield stub
    stub.stop()
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def asked(stub: StripeStub) -> int:
    return sum(path == "/v1/tax/calculations" for _, path, _ in stub.requests)


def test_a_tax_service_is_asked_once_for_one_basket(shop, new_york, service):  # F048
    mug = shop.variant(shop.store(shipping=490), price=2400)
    actor, checkout_id, quote = filled(shop, {mug: 1}, NEW_YORK)
    # 8.875 % of 2400 = 213; of 490 = 43.5 -> 43
    assert (quote.tax.source, quote.added_tax_minor) == ("stripe", 213 + 43)
    assert quoted(actor, checkout_id).version == quote.version
    order, line, _ = bought(shop, actor, checkout_id, quote.version)
    assert (order.tax_source, line.tax_minor, line.tax_rate_bp) == ("stripe", 213, 888)
    assert asked(service) == 1


def test_commission_is_of_the_whole_price_where_the_service_finds_no_tax_in_it(shop, service):  # C03, F048
    service.nothing_taxed = True
    actor, checkout_id, quote = filled(shop, {shop.variant(price=2400): 1}, ADDRESS)
    _, line, _ = bought(shop, actor, checkout_id, quote.version)
    assert (line.tax_minor, line.commission_base_minor, line.commission_minor) == (0, 2400, 300)


def test_a_silent_tax_service_blocks_no_sale_and_is_noted(shop, new_york, service):  # F048
    service.silent_after = True
    mug = shop.variant(shop.store(shipping=490), price=2400)
    actor, checkout_id, quote = filled(shop, {mug: 1}, NEW_YORK)
    assert quote.added_tax_minor == 192 + 39  # the zone's own 8 %
    order, _, _ = bought(shop, actor, checkout_id, quote.version)
    assert order.tax_source == "table:fallback"
    assert asked(service) == 1  # it is left alone for a while


def test_no_tax_at_all_where_none_is_wanted(shop, monkeypatch):  # F048
    monkeypatch.setenv("EMPORIUM_TAX", "none")
    get_settings.cache_clear()
    try:
        _, _, quote = filled(shop, {shop.variant(price=2400): 1}, ADDRESS)
        assert (quote.tax_minor, quote.added_tax_minor, quote.tax.source) == (0, 0, "none")
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
