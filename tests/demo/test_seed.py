"""The demo marketplace: the same on every day, whole or not at all, and its books balance (F167)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium import db
from emporium.db import transaction
from emporium.demo import history, pictures
from emporium.demo.content import PRODUCTS, STORES
from emporium.demo.content.people import ADMIN_EMAIL, PASSWORD, SHOPPER_EMAIL, VENDOR_EMAIL
from emporium.demo.files import planner
from emporium.demo.goods import AHEAD_DAYS, AHEAD_UNITS
from emporium.demo.plan import everything, make_plan, variants_of
from emporium.demo.seed import seed_demo
from emporium.providers.storage import get_storage
from emporium.services import books, inventory
from emporium.services.analytics import admin_figures
from emporium.services.auth import SYSTEM
from emporium.services.auth.passwords import verify_password
from models.accounts import User
from models.catalogue import ProductVariant
from models.downloads import Download, ProductFile
from models.enums import OrderStatus, PurchaseStatus
from models.orders import Order, OrderLine, Purchase
from tests.conftest import Databases

pytestmark = pytest.mark.timeout(420)  # one of them pays for the whole marketplace, another for a second one
NOW = datetime(2026, 3, 16, 14, 0, tzinfo=UTC)
PRINT = """
    SELECT 'purchase ' || number || id || status || total_minor FROM purchase
    UNION ALL SELECT 'order ' || number || id || status || total_minor || commission_minor FROM store_order
    UNION ALL SELECT 'line ' || id || order_id || variant_id || quantity || total_minor FROM order_line
    UNION ALL SELECT 'product ' || id || slug || available_total || sold_count || rating_sum FROM product
    UNION ALL SELECT 'variant ' || id || sku || price_minor FROM product_variant
    UNION ALL SELECT 'store ' || id || slug FROM store
    UNION ALL SELECT 'user ' || id || email FROM app_user
    UNION ALL SELECT 'review ' || id || rating || author FROM review
    UNION ALL SELECT 'entry ' || id || amount_minor FROM ledger_entry
    UNION ALL SELECT 'parcel ' || id || tracking_number FROM fulfillment
    UNION ALL SELECT 'cart ' || id || status FROM cart
    ORDER BY 1
"""


def fingerprint() -> list[str]:
    """Ids, numbers and totals of everything."""
    with transaction() as session:
        return [str(row) for row in session.execute(text(PRINT)).scalars().all()]


@dataclass
class Seeded:
    url: str
    print: list[str]


@pytest.fixture(scope="module")
def seeded(databases: Databases) -> Iterator[Seeded]:
    """A database with the demo marketplace as of today."""
    name = databases.create(databases.ensure_demo())
    db.configure(databases.url(name))
    yield Seeded(databases.url(name), fingerprint())
    db.engine().dispose()
    databases.drop(name)


@pytest.fixture
def market(seeded: Seeded) -> Iterator[Session]:
    """A session on it."""
    db.configure(seeded.url)
    with Session(db.engine()) as session:
        yield session


def test_second_run_changes_nothing(seeded: Seeded) -> None:
    db.configure(seeded.url)
    assert seed_demo() is False
    assert fingerprint() == seeded.print


def test_other_day_same_ids_and_totals_even_after_a_run_that_was_cut_short(
    seeded: Seeded, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = 0
    tell = history.Teller.tell

    def stumble(self: history.Teller, planned: object) -> None:
        nonlocal told
        told += 1
        if told == 5:
            raise KeyboardInterrupt
        tell(self, planned)  # type: ignore[arg-type]

    monkeypatch.setattr(history.Teller, "tell", stumble)
    with pytest.raises(KeyboardInterrupt):
        seed_demo(now=NOW)
    assert fingerprint() == []
    monkeypatch.undo()
    assert seed_demo(now=NOW) is True
    assert fingerprint() == seeded.print


def test_every_state_has_an_order(market: Session) -> None:
    orders = set(market.execute(text("SELECT DISTINCT status FROM store_order")).scalars())
    purchases = set(market.execute(text("SELECT DISTINCT status FROM purchase")).scalars())
    assert orders == {status.value for status in OrderStatus}
    assert purchases == {status.value for status in PurchaseStatus}


def test_books_balance(market: Session) -> None:
    assert books.check_books(market) == []
    assert admin_figures(market, actor=SYSTEM, days=90).ledger_off == 0


def test_shelves_hold_what_the_content_says(market: Session) -> None:
    rows = market.execute(
        text("SELECT v.sku, s.on_hand - s.reserved FROM stock_level s JOIN product_variant v ON v.id = s.variant_id")
    ).all()
    left = dict(rows)
    for _, code, product in everything():
        for variant in variants_of(code, product):
            if variant.title in product.stock and variant.title:
                assert left[variant.sku] >= product.stock[variant.title]
    assert left["NA-EARB-WHITE"] == left["NA-EARB-GRAPHI"] == 0
    assert left["CK-MUG-INK-450"] == 0


def test_a_set_and_a_thing_that_is_sold_ahead(market: Session) -> None:  # F027, F029
    rows = market.exec(select(ProductVariant).where(col(ProductVariant.sku).startswith("CK-"))).all()
    skus = {row.sku: row for row in rows}
    made, ahead = skus["CK-BREAKFAST"], skus["CK-FIRING-BOWL"]
    left = inventory.availability(market, variant_ids=[made.id, ahead.id])
    assert left[made.id] > 0 and left[ahead.id] == AHEAD_UNITS
    assert market.execute(text("SELECT count(*) FROM bundle_part")).scalar_one() == 2
    days = inventory.first_days(market, product_ids=[made.product_id, ahead.product_id])
    assert days == {ahead.product_id: datetime.now(UTC).date() + timedelta(days=AHEAD_DAYS)}


def test_a_thing_that_is_sent_as_files_was_bought_and_fetched_once(market: Session) -> None:  # F026
    files = market.exec(select(ProductFile).order_by(col(ProductFile.position))).all()
    assert [file.content_type for file in files] == ["application/pdf", "application/zip"]
    assert get_storage().read(files[0].storage_key) == planner("a4")
    with zipfile.ZipFile(io.BytesIO(get_storage().read(files[1].storage_key))) as archive:
        assert [archive.read(name)[:5] for name in archive.namelist()] == [b"%PDF-", b"%PDF-"]
    rights = market.exec(select(Download).order_by(col(Download.id))).all()
    assert [(right.most, right.used) for right in rights] == [(10, 1), (10, 0)]
    order, purchase = market.exec(
        select(Order, Purchase).join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id)).where(col(OrderLine.is_digital))
    ).one()  # fmt: skip
    assert (order.status, purchase.email) == (OrderStatus.DELIVERED, SHOPPER_EMAIL) and purchase.digital_consent_at


def test_stock_on_hand_is_the_sum_of_its_movements(market: Session) -> None:
    wrong = market.execute(
        text(
            "SELECT s.variant_id FROM stock_level s LEFT JOIN stock_movement m ON m.variant_id = s.variant_id "
            "GROUP BY s.variant_id, s.on_hand HAVING s.on_hand <> coalesce(sum(m.quantity), 0)"
        )
    ).all()
    assert wrong == []


def test_nothing_happens_in_the_future_and_little_is_old(market: Session) -> None:
    newest, oldest = market.execute(text("SELECT max(created_at), min(created_at) FROM purchase")).one()
    now = datetime.now(UTC)
    assert newest < now
    assert now - timedelta(days=91) < oldest < now - timedelta(days=60)
    assert market.execute(text("SELECT count(*) FROM review WHERE created_at > now()")).scalar_one() == 0


def test_old_orders_are_announced_to_nobody(market: Session) -> None:
    assert market.execute(text("SELECT count(*) FROM outbox_event WHERE dispatched_at IS NULL")).scalar_one() == 0
    letters = market.execute(text("SELECT kind, count(*) FROM delivery GROUP BY kind")).all()
    assert {kind for kind, _ in letters} >= {"purchase_paid", "order_placed"}
    assert sum(count for _, count in letters) < 100


@pytest.mark.parametrize("email", [SHOPPER_EMAIL, VENDOR_EMAIL, ADMIN_EMAIL])
def test_demo_accounts_sign_in(market: Session, email: str) -> None:
    user = market.exec(select(User).where(User.email == email)).one()
    assert verify_password(PASSWORD, user.password_hash)


def test_nobody_else_has_a_password(market: Session) -> None:
    with_password = market.exec(select(User.email).where(User.password_hash != None)).all()  # noqa: E711
    assert sorted(with_password) == sorted([SHOPPER_EMAIL, VENDOR_EMAIL, ADMIN_EMAIL])


def test_pictures_lie_in_storage_in_every_width(market: Session) -> None:
    storage = get_storage()
    for variants in market.execute(text("SELECT variants FROM media WHERE storage_key NOT LIKE 'private/%'")).scalars():
        assert {"320", "640"} <= set(variants)
        assert all(storage.exists(key) for key in variants.values())


def test_content_fits_the_photographs() -> None:
    shown = pictures.manifest()
    assert len(STORES) == 9
    assert sum(len(products) for products in PRODUCTS.values()) == len(shown) == 40
    for store, products in PRODUCTS.items():
        for product in products:
            assert list(shown[store, product.key]) == list(product.colours)


def test_plan_opens_enough_stock() -> None:
    plan = make_plan(seed=1, now=NOW)
    assert min(plan.opening.values()) >= 0
    assert len(plan.purchases) > 110
