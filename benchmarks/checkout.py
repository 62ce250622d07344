"""`python -m benchmarks.checkout`: orders placed per second, alone and by sixteen at once, on many SKUs and on one.

Each order goes the whole way from the filled-in checkout to the paid purchase: stock, discounts, commission, books,
events. Statements are counted at the driver.
"""

from __future__ import annotations

import argparse
import os
import threading
from pathlib import Path
from uuid import UUID

from sqlalchemy import event, text
from sqlmodel import Session, col, select

ROOT = Path(__file__).resolve().parents[1]


class Statements:
    """How many statements were sent to the database."""

    def __init__(self) -> None:
        self.count, self._lock = 0, threading.Lock()

    def __call__(self, *_args: object) -> None:
        """One more."""
        with self._lock:
            self.count += 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Orders per second.")
    parser.add_argument("--times", type=int, default=300, help="orders of each kind")
    parser.add_argument("--parallel", type=int, default=16)
    parser.add_argument("--data", default=str(ROOT / ".emporium-bench-checkout"))
    return parser.parse_args()


def main() -> int:
    """Run everything; exit code 1 when an order failed or the books are not right afterwards."""
    options = _options()
    os.environ.update(EMPORIUM_DATA_DIR=options.data, EMPORIUM_DEMO="0", EMPORIUM_RATE_LIMITS="0")
    from emporium.runtime import endpoints, migrations, servers

    with servers.in_use():
        migrations.upgrade(endpoints.database_url())
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    from benchmarks import buying, catalogue
    from benchmarks.measure import load
    from emporium import db
    from emporium.db import transaction
    from emporium.runtime.endpoints import database_url
    from emporium.services import books
    from models.catalogue import ProductVariant

    engine = db.configure(database_url(), pool_size=options.parallel + 2)
    statements = Statements()
    event.listen(engine, "before_cursor_execute", statements)
    with Session(engine) as session:
        catalogue.fill(session, products=options.times)
        variants: list[UUID] = list(
            session.exec(select(ProductVariant.id).order_by(col(ProductVariant.sku)).limit(options.times)).all()
        )
        _open_books(session)
    failed = False
    for goods, name in ((variants, "distinct SKUs"), (variants[:1], "one hot SKU")):
        for parallel in (1, options.parallel):
            ready = []
            for number in range(options.times):
                actor = buying.guest()
                buying.add_to_cart(actor, goods[number % len(goods)])
                ready.append(buying.fill_in(actor))
            statements.count = 0
            result = load(f"{name}, {parallel} at once", lambda i, all_=ready: _pay(all_[i]), times=options.times,
                          parallel=parallel)  # fmt: skip
            print(result.line(), f"  {statements.count / options.times:5.1f} statements/order", flush=True)
            for error in result.errors[:3]:
                print("   ", error)
            failed = failed or bool(result.errors)
    with transaction() as session:
        wrong = books.check_books(session)
    print("the books are right" if not wrong else "\n".join(map(str, wrong)))
    return 1 if failed or wrong else 0


def _pay(ready: object) -> None:
    from benchmarks import buying

    assert isinstance(ready, buying.Ready)
    placed = buying.pay(ready)
    if placed.status != "captured":
        raise RuntimeError(placed.status)


def _open_books(session: Session) -> None:
    """The filled catalogue has stock without a first count: write it, so that the books can be checked."""
    session.execute(
        text(
            "INSERT INTO stock_movement (variant_id, location_id, quantity, cause, cause_id, note) "
            "SELECT l.variant_id, l.location_id, l.on_hand, 'opening', 'benchmark', '' FROM stock_level l "
            "WHERE l.on_hand > 0 AND NOT EXISTS (SELECT 1 FROM stock_movement m WHERE m.variant_id = l.variant_id "
            "AND m.location_id = l.location_id)"
        )
    )
    session.commit()


if __name__ == "__main__":
    raise SystemExit(main())
