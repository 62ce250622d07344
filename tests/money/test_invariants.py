"""Every invariant finds what breaks it, and names it: I1, I2, I3, I4, I5, I6 (F054, F072, F088, F097).

A marketplace with a sale over two stores, a code, a gift card, a refund and a payout is right; then one row is changed
behind the back of the services (constraints and triggers switched off), and exactly the rule that forbids it speaks up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text, update
from sqlmodel import Session, col, select

from emporium import db
from emporium.db import transaction
from emporium.services import books, checkout, credit, payouts, refunds
from emporium.services.auth import SYSTEM
from emporium.services.books.rules import RULES
from emporium.services.refunds import RefundAsk
from models.enums import PromotionKind
from models.ledger import Earning
from models.orders import Order, OrderLine
from models.promotions import Coupon, Promotion
from tests.factories import Shop, guest, read

IBAN = "BE71 0961 2345 6769"

TAMPERED: dict[str, tuple[str, ...]] = {
    "a purchase is the sum of its orders": (
        "UPDATE store_order SET total_minor = total_minor - 1, shipping_minor = shipping_minor - 1 "
        "WHERE number = (SELECT max(number) FROM store_order)",
    ),
    "nothing is sold from a place that is not used, and everything from one that is": (
        "UPDATE stock_level SET closed = NOT closed",
    ),
    "a purchase costs what its quote said": ("UPDATE quote SET total_minor = total_minor + 1",),
    "the shares of a paid purchase's payments are its total": (
        "UPDATE payment_share SET authorised_minor = authorised_minor + 1 "
        "WHERE id = (SELECT id FROM payment_share ORDER BY id LIMIT 1)",
    ),
    "an order is the sum of its lines, and every line of its units": (
        "UPDATE order_line SET tax_minor = tax_minor - 1 WHERE id = (SELECT id FROM order_line ORDER BY id LIMIT 1)",
    ),
    "an attempt took what its shares took": (
        "UPDATE payment_attempt SET captured_minor = captured_minor - 1 WHERE captured_minor > 0",
    ),
    "0 <= refunded <= captured <= authorised - released": (
        "UPDATE payment_share SET refunded_minor = captured_minor + 1",
    ),
    "a share gave back what its refunds say": ("UPDATE payment_share SET refunded_minor = refunded_minor + 1",),
    "a refund is the sum of its lines": ("UPDATE refund_line SET amount_minor = amount_minor - 1",),
    "a line gave back what its refunds say": ("UPDATE order_line SET refunded_minor = refunded_minor + 1",),
    "what was captured and funded is what was earned, taken and owed in tax, order by order": (
        "UPDATE store_order SET commission_minor = commission_minor + 1",
    ),
    "every order whose money was taken is in the books": (
        "DELETE FROM ledger_entry WHERE transaction_id IN (SELECT id FROM ledger_transaction WHERE kind = 'sale')",
        "DELETE FROM ledger_transaction WHERE kind = 'sale'",
    ),
    "what was given back of a sale is in the books, and nothing else": (
        "UPDATE ledger_transaction SET cause_id = 'nobody' WHERE kind = 'refund'",
    ),
    "what a store was paid at the door is set against what it has coming": (
        "UPDATE ledger_entry SET account_id = (SELECT id FROM ledger_account WHERE kind = 'cash_with_stores') "
        "WHERE account_id = (SELECT id FROM ledger_account WHERE kind = 'commission_revenue')",
    ),
    "a change of an order gave back what it says, and was made when it was paid": (
        "INSERT INTO order_edit (order_id, number, status, ask, content, hash, reason, refund_minor, added_minor, "
        "problem) SELECT id, 1, 'applied', '{}', '{}', '', '', 5, 0, '' FROM store_order LIMIT 1",
    ),
    "a dearer replacement is sold exactly when its difference was paid": (
        "INSERT INTO order_return (order_id, status, reason_code, reason, note, answer, return_address, label_url, "
        "tracking_number, refunded_minor) SELECT id, 'approved', 'other', '', '', '', '', '', '', 0 "
        "FROM store_order LIMIT 1",
        "INSERT INTO exchange (return_id, order_line_id, variant_id, quantity, name, unit_price_minor, status, "
        "refunded_minor, charged_minor, dropped_quantity, checkout_id) "
        "SELECT r.id, l.id, l.variant_id, 1, 'Other', 0, 'to_pay', 0, 5, 0, p.checkout_id "
        "FROM order_return r, order_line l, purchase p "
        "WHERE p.status = 'paid' AND p.checkout_id IS NOT NULL AND l.variant_id IS NOT NULL LIMIT 1",
    ),
    "what is added to an order is of its store, in its currency, and bears no delivery": (
        "UPDATE store_order SET extends_id = (SELECT id FROM store_order ORDER BY number LIMIT 1) "
        "WHERE number = (SELECT max(number) FROM store_order)",
    ),
    "stock on hand is the sum of its movements": ("UPDATE stock_level SET on_hand = on_hand + 1",),
    "reserved stock is the sum of its live holds, within what there is": (
        "UPDATE stock_level SET reserved = reserved + 1",
    ),
    "what is paid and not sent is promised": ("UPDATE reservation SET status = 'released'",),
    "a bundle is made of single things, and has no stock of its own": (
        "INSERT INTO bundle_part (bundle_id, part_id, quantity) "
        "SELECT min(id::text)::uuid, max(id::text)::uuid, 1 FROM product_variant",
    ),
    "what is promised beyond the shelf waits with a day its buyer was told": (
        "UPDATE stock_level SET on_hand = 0, reserved = 5",
    ),
    "a promotion was used as often as purchases carry it, within its limit": ("UPDATE promotion SET used = used + 1",),
    "a code was used as often as purchases carry it, within its limit": ("UPDATE coupon SET used = used + 1",),
    "every transaction of the ledger is zero in every currency": (
        "UPDATE ledger_entry SET amount_minor = amount_minor + 1 "
        "WHERE id = (SELECT id FROM ledger_entry ORDER BY id LIMIT 1)",
    ),
    "a payout is the sum of what it claimed": ("UPDATE payout SET amount_minor = amount_minor + 1",),
    "what a store has coming is what the ledger owes it": (
        "UPDATE earning SET amount_minor = amount_minor + 1 WHERE status <> 'paid'",
    ),
    "stored value is the sum of its entries": ("UPDATE stored_value SET balance_minor = balance_minor + 1",),
    "what the ledger owes to holders of stored value is what they have, and what is held for purchases": (
        "UPDATE stored_value SET balance_minor = balance_minor + 1",
        "UPDATE stored_value_entry SET amount_minor = amount_minor + 1 "
        "WHERE id = (SELECT id FROM stored_value_entry ORDER BY id LIMIT 1)",
    ),
}
"""By what a rule says: what breaks it."""


pytestmark = pytest.mark.xdist_group("invariants")


@pytest.fixture(scope="module")
def market(databases) -> Iterator[None]:
    """One marketplace for the whole file; nothing of what the tests change is kept."""
    name = databases.create(databases.ensure_template())
    db.configure(databases.url(name))
    shop = Shop()
    shop.commission(1250)
    first, second = shop.store("Clay & Kin"), shop.store("Norr Light")
    mugs, lamp = shop.variant(first, price=2400), shop.variant(second, price=6900)
    with transaction() as session:
        promotion = Promotion(name="Spring", kind=PromotionKind.PERCENT, percent_bp=1000)
        session.add(promotion)
        session.flush()
        session.add(Coupon(promotion_id=promotion.id, code="SPRING"))
        card = credit.issue_gift_card(session, actor=SYSTEM, amount_minor=1500, currency="EUR")
    actor = guest()
    checkout_id, _ = shop.ready(actor, {mugs: 3, lamp: 1})
    for code in ("SPRING", card.code):
        with transaction() as session:
            checkout.add_code(session, actor=actor, checkout_id=checkout_id, code=code)
    with transaction() as session:
        made, cart = checkout.current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
        version = checkout.build_quote(session, checkout=made, cart=cart).version
    shop.place(actor, checkout_id, version)
    pay_out(shop, first)
    order, line = read(
        lambda s: s.exec(
            select(Order, OrderLine).join(OrderLine, col(OrderLine.order_id) == col(Order.id))
            .where(Order.store_id == first)
        ).one()
    )  # fmt: skip
    with transaction() as session:
        refunds.refund_order(
            session,
            actor=shop.owner(first),
            store_id=first,
            number=order.number,
            ask=RefundAsk({line.id: 1}),
            key="one",
        )
    yield
    assert read(books.check_books) == []
    db.engine().dispose()
    databases.drop(name)


def pay_out(shop: Shop, store: UUID) -> None:
    """Clear one store's money and pay it."""
    with transaction() as session:
        payouts.set_bank_account(session, actor=shop.owner(store), store_id=store, holder="Clay & Kin", iban=IBAN)
        session.execute(update(Earning).values(available_at=datetime.now(UTC) - timedelta(days=1)))
    assert any(outcome.number for outcome in payouts.run_payouts(transaction, actor=SYSTEM))


def broken(session: Session, statements: tuple[str, ...]) -> set[tuple[str, str]]:
    """What the rules say while these rows are so. Constraints and triggers are off; the caller rolls back."""
    session.execute(text("SET LOCAL session_replication_role = replica"))
    for table, name in session.execute(
        text(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' "
            "AND connamespace = 'public'::regnamespace"
        )
    ).all():
        session.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
    for statement in statements:
        assert session.execute(text(statement)).rowcount > 0, statement
    return {(violation.code, violation.says) for violation in books.check_books(session)}


def test_the_marketplace_is_right_to_begin_with(market):  # I1, I2, I3, I4, I5, I6
    assert read(books.check_books) == []


def test_every_rule_has_its_fault_here(market):
    assert {rule.says for rule in RULES} == set(TAMPERED)
    assert {rule.code for rule in RULES} == {"I1", "I2", "I3", "I4", "I5", "I6"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}: {rule.says}")
def test_a_rule_finds_what_breaks_it(market, rule):
    with Session(db.engine()) as session:
        try:
            assert (rule.code, rule.says) in broken(session, TAMPERED[rule.says])
        finally:
            session.rollback()


def test_what_is_found_is_named_with_its_figures(market):
    with Session(db.engine()) as session:
        try:
            broken(session, TAMPERED["a payout is the sum of what it claimed"])
            (found,) = (v for v in books.check_books(session) if v.says == "a payout is the sum of what it claimed")
            assert found.subject.startswith("P") and "paid" in found.detail and "claimed" in found.detail
        finally:
            session.rollback()
