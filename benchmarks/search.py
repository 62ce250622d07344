"""`python -m benchmarks.search`: how long suggestions, searches and narrowed lists take over many products (F032)."""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

ROOT = Path(__file__).resolve().parents[1]
TIMES = 200


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Milliseconds of a search.")
    parser.add_argument("--products", type=int, default=50_000)
    parser.add_argument("--parallel", type=int, default=1)
    parser.add_argument("--data", default=str(ROOT / ".emporium-bench-search"))
    return parser.parse_args()


def main() -> int:
    """Fill, ask, print; exit code 1 when something failed."""
    options = _options()
    os.environ.update(EMPORIUM_DATA_DIR=options.data, EMPORIUM_DEMO="0", EMPORIUM_RATE_LIMITS="0")
    from emporium.runtime import endpoints, migrations, servers

    with servers.in_use():
        migrations.upgrade(endpoints.database_url())
        return _measure(options)


def _timed(name: str, work: Callable[[], int]) -> str:
    begin = time.perf_counter()
    made = work()
    return f"{name:<24} {made:>9,} rows in {time.perf_counter() - begin:6.1f} s"


def _collection() -> UUID:
    """A collection of what costs up to 50.00, emptied."""
    from emporium.db import transaction
    from emporium.services.auth import SYSTEM
    from emporium.services.catalogue import collections
    from emporium.services.catalogue.collections import Condition, ConditionKind, Rule
    from models.catalogue import Collection
    from models.enums import CollectionKind

    rule = Rule((Condition(ConditionKind.PRICE, high=5000),))
    with transaction() as session:
        session.execute(text("DELETE FROM collection WHERE slug = 'measured'"))
        made = collections.create_collection(session, actor=SYSTEM, name="Measured", kind=CollectionKind.RULE)
        session.get_one(Collection, made.id).rule = collections.rule_as_kept(rule)
        return made.id


def _fill(collection_id: UUID) -> int:
    from emporium.db import transaction
    from emporium.services.catalogue import collections

    with transaction() as session:
        return collections.fill_collection(session, collection_id=collection_id)


def _measure(options: argparse.Namespace) -> int:
    from benchmarks import catalogue
    from benchmarks.catalogue import ADJECTIVES, CATEGORIES, MATERIALS
    from benchmarks.measure import load
    from emporium.db import transaction
    from emporium.services import recommendations, search
    from emporium.services.search import Wanted

    with transaction() as session:
        catalogue.fill(session, products=options.products)
    with transaction() as session:
        session.execute(text("ANALYZE"))
    built = [_timed("index built anew", lambda: search.engine().reindex(transaction))]
    with transaction() as session:
        session.execute(text("ANALYZE"))
    gathered = _collection()
    built.append(_timed("a collection filled", lambda: _fill(gathered)))
    built.append(_timed("and found to be right", lambda: _fill(gathered)))
    built.append(_timed("what goes with what", lambda: recommendations.rebuild(transaction)))
    soon = datetime.now(UTC).date() + timedelta(days=4)
    made_of = {"made_of": ("oak", "linen"), "made_by_hand": ("true",)}
    light = {"made_weight": (Decimal(100), Decimal(2000))}
    dice = random.Random(11)
    words = [f"{dice.choice(ADJECTIVES)} {dice.choice(MATERIALS)}" for _ in range(TIMES)]
    typed = [one[: dice.randint(2, len(one))] for one in words]
    wrong = [one[:2] + one[3:] for one in words]

    def asking(question: Callable[[Session, int], object]) -> Callable[[int], None]:
        def ask(number: int) -> None:
            with transaction() as session:
                question(session, number)

        return ask

    results = [
        load(name, asking(question), times=TIMES, parallel=options.parallel)
        for name, question in (
            ("suggestions", lambda s, n: search.suggest(s, query=typed[n])),
            ("two words", lambda s, n: search.find(s, wanted=Wanted(words=words[n]))),
            ("a letter is missing", lambda s, n: search.find(s, wanted=Wanted(words=wrong[n]))),
            ("one word", lambda s, n: search.find(s, wanted=Wanted(words=words[n].split()[0]))),
            ("a category's page", lambda s, n: search.find(s, wanted=Wanted(within=(CATEGORIES[n % 10].lower(),)))),
            ("a collection's page", lambda s, n: search.find(s, wanted=Wanted(collection_id=gathered))),
            ("what arrives by a day", lambda s, n: search.find(s, wanted=Wanted(words=words[n], arrives_by=soon))),
            ("narrowed by attributes", lambda s, n: search.find(s, wanted=Wanted(attributes=made_of, ranges=light))),
            ("everything", lambda s, n: search.find(s, wanted=Wanted(price_from=500 * (n % 9)))),
        )
    ]
    print(f"{options.products:,} products, {options.parallel} at once")
    for line in built:
        print(line)
    for result in results:
        print(result.line())
        for error in dict.fromkeys(result.errors):
            print("   ", error)
    return 1 if any(result.errors for result in results) else 0


if __name__ == "__main__":
    raise SystemExit(main())
