"""`python -m benchmarks.relevance`: how well searches are answered, as nDCG@10 against a set of judgements (F033, P20).

tests/golden/relevance.json says for each query which products of the demo answer it: 3 is what was meant, 1 is near.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlmodel import Session

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "tests" / "golden" / "relevance.json"
DEPTH = 10

Judgements = dict[str, dict[str, dict[str, int]]]
"""By kind and query, the grade of each product by its slug."""


def judgements() -> Judgements:
    """What was judged."""
    found: Judgements = json.loads(JUDGED.read_text(encoding="utf-8"))
    return found


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """How good the order of what was found is: 1 for the best possible one, 0 for nothing right among the first."""

    def gain(ranked: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ranked[:depth]))

    best = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(slug, 0) for slug in found]) / best if best else 1.0


def answered(session: Session, judged: Judgements) -> dict[str, dict[str, float]]:
    """nDCG@10 by kind and query."""
    from emporium.services import search

    return {
        kind: {
            query: ndcg([row.slug for row in search.search_products(session, query=query, limit=DEPTH).rows], grades)
            for query, grades in queries.items()
        }
        for kind, queries in judged.items()
    }


def mean(values: Sequence[float]) -> float:
    """The average of some figures."""
    return sum(values) / len(values)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="nDCG@10 of the search.")
    parser.add_argument("--products", type=int, default=10_000, help="made products beside the demo's, for the second")
    parser.add_argument("--worst", type=int, default=0, help="so many queries that are answered worst are named")
    parser.add_argument("--data", default=str(ROOT / ".emporium-bench-relevance"))
    return parser.parse_args()


def main() -> int:
    """Seed the demo, ask, print; then among many more products."""
    options = _options()
    os.environ.update(EMPORIUM_DATA_DIR=options.data, EMPORIUM_RATE_LIMITS="0")
    from sqlalchemy import text

    from emporium.db import transaction
    from emporium.runtime import endpoints, first_run, migrations, servers
    from emporium.services import search

    with servers.in_use():
        migrations.upgrade(endpoints.database_url())
        first_run.seed()
        from benchmarks import catalogue

        with transaction() as session:
            session.execute(text("UPDATE product SET status = 'paused' WHERE slug LIKE 'bench-%'"))
        _measure("the demo", options.worst)
        if options.products:
            with transaction() as session:
                catalogue.fill(session, products=options.products)
            with transaction() as session:
                session.execute(text("UPDATE product SET status = 'active' WHERE slug LIKE 'bench-%'"))
            search.engine().reindex(transaction)
            _measure(f"the demo among {options.products:,} products", options.worst)
    return 0


def _measure(what: str, worst: int) -> None:
    from emporium.db import transaction
    from emporium.services import search

    search.engine().reindex(transaction)
    with transaction() as session:
        found = answered(session, judgements())
    every = [(value, kind, query) for kind, queries in found.items() for query, value in queries.items()]
    print(f"\nnDCG@{DEPTH} over {what}, {len(every)} queries: {mean([value for value, *_ in every]):.3f}")
    for kind, queries in found.items():
        print(f"  {kind:<26} {mean(list(queries.values())):.3f}  of {len(queries)}")
    for value, kind, query in sorted(every)[:worst]:
        print(f"    {value:.3f}  {kind}: {query}")


if __name__ == "__main__":
    raise SystemExit(main())
