"""A flash sale: one variant, 100 in stock, 300 buyers press 'Pay' at the same moment."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from benchmarks import buying, catalogue
from emporium.db import transaction
from emporium.errors import EmporiumError
from models.catalogue import ProductVariant
from models.enums import PurchaseStatus
from models.inventory import StockLevel
from models.orders import Purchase

STOCK, BUYERS, LONGEST_WAIT = 100, 300, 30.0


@dataclass
class Sale:
    """What happened."""

    outcomes: Counter[str]
    waits: list[float]
    paid: int
    on_hand: int
    reserved: int

    @property
    def fair(self) -> bool:
        """Exactly as many orders as units, nothing oversold, nobody kept waiting."""
        return self.paid == self.reserved == STOCK == self.on_hand and max(self.waits) < LONGEST_WAIT


def prepare(session: Session, *, stock: int = STOCK) -> UUID:
    """One product with exactly this stock."""
    catalogue.fill(session, products=1, stock=stock)
    variant_id = session.exec(select(ProductVariant.id).where(col(ProductVariant.sku) == "B0")).one()
    level = session.exec(select(StockLevel).where(StockLevel.variant_id == variant_id)).one()
    level.on_hand = stock
    session.add(level)
    session.commit()
    return variant_id


def run(variant_id: UUID, *, buyers: int = BUYERS) -> Sale:
    """Everybody has filled in the checkout; then all pay at once."""
    ready = []
    for _ in range(buyers):
        actor = buying.guest()
        buying.add_to_cart(actor, variant_id)
        ready.append(buying.fill_in(actor))
    outcomes: Counter[str] = Counter()
    waits: list[float] = []
    lock, gate = threading.Lock(), threading.Barrier(buyers)

    def press(one: buying.Ready) -> None:
        gate.wait(60)
        begin = time.monotonic()
        try:
            outcome = buying.pay(one).status.value
        except EmporiumError as error:
            outcome = error.code
        except Exception as error:
            outcome = f"broken: {type(error).__name__}"
        with lock:
            outcomes[outcome] += 1
            waits.append(time.monotonic() - begin)

    with ThreadPoolExecutor(buyers) as pool:
        list(pool.map(press, ready))
    return _look(variant_id, outcomes, waits)


def _look(variant_id: UUID, outcomes: Counter[str], waits: list[float]) -> Sale:
    with transaction() as session:
        paid = session.exec(select(func.count()).select_from(Purchase).where(Purchase.status == PurchaseStatus.PAID))
        level = session.exec(select(StockLevel).where(StockLevel.variant_id == variant_id)).one()
        return Sale(outcomes, waits, paid.one(), level.on_hand, level.reserved)
