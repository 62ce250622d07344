"""Stock walks through random sales, counts, parcels and changed bundles; after every step the levels are right.

F027, F029, F085-F089, I4: what is on hand is the sum of its movements, what is promised is the sum of its holds,
nothing is promised beyond its limit, and what lists say can be sold is what the levels give.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import EmporiumError
from emporium.services import books, checkout, inventory, orders, payments, refunds, returns
from emporium.services.returns import Decision
from models.catalogue import Product, ProductVariant
from models.enums import AllocationRule, RestockDecision
from models.inventory import Location, StockLevel
from models.orders import Fulfillment, Order, OrderLine, Purchase
from tests.factories import Shop, guest, read

REBUILT = """
SELECT l.variant_id FROM stock_level l
LEFT JOIN (SELECT variant_id, location_id, sum(quantity) AS units FROM stock_movement GROUP BY 1, 2) m
     USING (variant_id, location_id)
LEFT JOIN (SELECT variant_id, location_id, sum(quantity) AS units FROM reservation
           WHERE status IN ('held', 'committed') GROUP BY 1, 2) r USING (variant_id, location_id)
WHERE l.on_hand <> coalesce(m.units, 0) OR l.reserved <> coalesce(r.units, 0)
"""


class Walk:
    """One store with two places, three things and two bundles of them."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.shop, self.dice, self.did = shop, random.Random(seed), Counter()
        self.store = shop.store()
        self.owner = shop.owner(self.store)
        self.single = [shop.variant(self.store, stock=stock) for stock in (20, 12, 0)]
        self.boxes = [shop.variant(self.store, price=price, stock=0) for price in (5000, 9000)]
        with transaction() as session:
            self.second = inventory.add_place(
                session, actor=self.owner, store_id=self.store, name="Second", country="BE"
            ).id
            inventory.open_stock(session, variant_id=self.single[0], location_id=self.second, on_hand=9)
        self.change_bundle()
        self.change_bundle()

    def try_(self, call) -> None:
        """A refusal is a typed error, never anything else."""
        name = call.__name__
        try:
            with transaction() as session:
                call(session)
            self.did[name] += 1
        except EmporiumError as refusal:
            self.did[f"{name} refused {type(refusal).__name__}"] += 1

    def some(self, what, *where):
        rows = read(lambda s: s.exec(select(what).where(*where).order_by(what.id)).all())
        return self.dice.choice(rows) if rows else None

    def buy(self) -> None:
        wanted = {self.dice.choice(self.single + self.boxes): self.dice.randint(1, 3) for _ in range(2)}
        method = self.dice.choice(["sandbox_success"] * 4 + ["sandbox_3ds", "sandbox_decline"])
        try:
            actor = guest()
            self.shop.place(actor, *self.shop.ready(actor, wanted), method=method)
            self.did["buy bundle" if set(wanted) & set(self.boxes) else "buy single"] += 1
        except EmporiumError as refusal:
            self.did[f"buy refused {type(refusal).__name__}"] += 1

    def change_bundle(self) -> None:
        box, parts = self.dice.choice(self.boxes), self.dice.sample(self.single, self.dice.randint(1, 3))

        def change(session) -> None:
            skus = [session.get_one(ProductVariant, part).sku for part in parts]
            inventory.set_bundle(
                session, actor=self.owner, store_id=self.store, variant_id=box,
                parts={sku: self.dice.randint(1, 2) for sku in skus},
            )  # fmt: skip

        self.try_(change)

    def count(self) -> None:
        row = self.dice.choice(self._levels())

        def counted(session) -> None:
            inventory.adjust(
                session, actor=self.owner, store_id=self.store, variant_id=row.variant_id,
                location_id=row.location_id, seen=row.on_hand, new=max(row.on_hand + self.dice.randint(-4, 9), 0),
            )  # fmt: skip

        self.try_(counted)

    def allow_backorders(self) -> None:
        row = self.dice.choice(self._levels())
        due = datetime.now(UTC).date() + timedelta(days=self.dice.randint(0, 20))

        def allowed(session) -> None:
            inventory.set_backorders(
                session, actor=self.owner, store_id=self.store, variant_id=row.variant_id,
                location_id=row.location_id, limit=self.dice.randint(0, 6), due=due,
            )  # fmt: skip

        self.try_(allowed)

    def _levels(self) -> list[StockLevel]:
        return list(
            read(
                lambda s: s.exec(
                    select(StockLevel)
                    .join(Location, col(Location.id) == col(StockLevel.location_id))
                    .where(Location.store_id == self.store)
                    .order_by(col(StockLevel.variant_id), col(StockLevel.location_id))
                ).all()
            )
        )

    def switch_place(self) -> None:
        def switched(session) -> None:
            places = inventory.list_places(session, actor=self.owner, store_id=self.store)
            inventory.switch_place(
                session, actor=self.owner, store_id=self.store, location_id=self.dice.choice(places).id,
                active=self.dice.random() < 0.6,
            )  # fmt: skip

        self.try_(switched)

    def other_rule(self) -> None:
        def ruled(session) -> None:
            rule = self.dice.choice(list(AllocationRule))
            inventory.set_rule(session, actor=self.owner, store_id=self.store, rule=rule)

        self.try_(ruled)

    def holds_run_out(self) -> None:
        def ran_out(session) -> None:
            for purchase in session.exec(select(Purchase).where(Purchase.status == "awaiting_payment")).all():
                purchase.hold_until = datetime.now(UTC) - timedelta(minutes=1)
            inventory.release_expired(session)
            checkout.expire_unpaid(session)

        self.try_(ran_out)

    def bank_decides(self) -> None:
        from models.payments import PaymentAttempt

        attempt = self.some(PaymentAttempt, col(PaymentAttempt.status).in_(["requires_action"]))
        if attempt is not None:
            payments.sandbox_decision(transaction, attempt_id=attempt.id, approved=self.dice.random() < 0.7)

    def ship(self) -> None:
        order = self.some(Order, col(Order.status).in_(["paid", "partly_shipped"]))
        if order is None:
            return
        groups = read(lambda s: orders.packing(s, actor=self.owner, store_id=self.store, number=order.number))
        if not groups:
            return
        group = self.dice.choice(list(groups))
        ready = [orders.ParcelLine(part.line_id, part.ready) for part in group.units if part.ready]

        def shipped(session) -> None:
            orders.ship_order(
                session, actor=self.owner, store_id=self.store, number=order.number, carrier="bpost",
                lines=ready or None, location_id=group.location_id,
            )  # fmt: skip

        self.try_(shipped)

    def call_back(self) -> None:
        parcel = self.some(Fulfillment)
        if parcel is None:
            return

        def called_back(session) -> None:
            order = session.get_one(Order, parcel.order_id)
            orders.call_back_parcel(
                session, actor=self.owner, store_id=self.store, number=order.number, parcel_id=parcel.id
            )

        self.try_(called_back)

    def cancel(self) -> None:
        order = self.some(Order, col(Order.status).in_(["paid", "partly_shipped"]))
        if order is None:
            return

        def cancelled(session) -> None:
            line = session.exec(
                select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position))
            ).first()
            refunds.cancel_lines(
                session, actor=self.owner, store_id=self.store, number=order.number,
                units={line.id: self.dice.randint(1, 2)}, reason="random", key=uuid4().hex,
            )  # fmt: skip

        self.try_(cancelled)

    def send_back(self) -> None:
        order = self.some(Order, col(Order.status).in_(["shipped", "partly_shipped"]))
        if order is None:
            return

        def returned(session) -> None:
            purchase = session.get_one(Purchase, order.purchase_id)
            line = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).first()
            back = returns.request_return(
                session,
                actor=guest(),
                token=purchase.token,
                number=order.number,
                units={line.id: 1},
                reason="changed_mind",
            )  # fmt: skip
            where = {"actor": self.owner, "store_id": self.store, "return_id": back.id}
            returns.decide_return(session, approve=True, note="Post it to us", **where)
            returns.receive_return(session, **where)
            place = self.dice.choice([None, self.second])
            decided = {line.id: Decision(RestockDecision.RESTOCK, place)}
            returns.inspect_return(session, decisions=decided, refund=self.dice.random() < 0.5, note="Seen", **where)

        self.try_(returned)

    def all_is_right(self) -> None:
        assert read(books.check_books) == []
        assert read(lambda s: s.execute(text(REBUILT)).all()) == [], "levels are rebuilt from movements and holds"
        listed = dict(read(lambda s: s.exec(select(Product.id, Product.available_total)).all()))
        of_product: dict[UUID, int] = dict.fromkeys(listed, 0)
        variants = dict(read(lambda s: s.exec(select(ProductVariant.id, ProductVariant.product_id)).all()))
        for variant, units in read(lambda s: inventory.availability(s, variant_ids=list(variants))).items():
            of_product[variants[variant]] += units
        assert listed == of_product, "the lists are in step"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1, 2])
def test_levels_are_right_after_every_step(shop, seed):
    walk = Walk(shop, seed)
    steps = [
        walk.change_bundle, walk.count, walk.allow_backorders, walk.other_rule, walk.switch_place,
        walk.holds_run_out, walk.bank_decides, walk.call_back, walk.cancel, walk.send_back,
        *[walk.ship] * 3, *[walk.buy] * 4,
    ]  # fmt: skip
    for number in range(140):
        step = walk.dice.choice(steps)
        step()
        try:
            walk.all_is_right()
        except AssertionError as wrong:
            raise AssertionError(f"step {number}, {step.__name__}: {wrong}") from wrong
    came_by = ["buy bundle", "buy single", "change", "counted", "allowed", "ruled", "switched", "ran_out", "shipped",
               "called_back",
               "cancelled", "returned"]  # fmt: skip
    missed = [name for name in came_by if not walk.did[name]]
    assert not missed, walk.did
    late = "SELECT count(*) FROM order_line WHERE promised_date IS NOT NULL"
    assert read(lambda s: s.execute(text(late)).scalar_one()), "something was sold before it was there"
