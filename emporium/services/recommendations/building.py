"""The nightly work: what is like what, and what is bought with what (F114, F115).

Readers see the old pairs until the new ones are whole.
"""

from __future__ import annotations

from sqlalchemy import text

from emporium.services.opening import OpenTransaction

KEPT = 24
"""Pairs of a kind that a product keeps: enough for what is filtered when they are read."""
OF_A_STORE = 6
"""Of them so many of one store, so that a large store does not leave no room for others."""
COMMON = 200
"""A word of more products than this says little, and would make too many pairs."""
LARGEST = 30
"""A purchase of more products than this is a stock order and says nothing of taste."""
DAYS = 365
LEAST = 2
"""Purchases that a pair must be in."""

_RELATED = """
    INSERT INTO product_relation (product_id, kind, other_id, score)
    WITH words AS (
        SELECT d.product_id, x.lexeme,
               CASE WHEN 'A' = ANY(x.weights) THEN 4 WHEN 'B' = ANY(x.weights) THEN 3 ELSE 2 END AS weight
        FROM search_document d JOIN product p ON p.id = d.product_id, unnest(d.words) AS x (lexeme, positions, weights)
        WHERE d.generation = (SELECT live FROM search_index) AND p.status = 'active' AND x.weights && '{A,B,C}'
    ), spread AS (
        SELECT lexeme, ln((SELECT count(DISTINCT product_id) FROM words)::numeric / count(*)) AS rare
        FROM words GROUP BY lexeme HAVING count(*) BETWEEN 2 AND :common
    ), weighed AS (
        SELECT product_id, lexeme, weight * rare AS weight FROM words JOIN spread USING (lexeme) WHERE rare > 0
    ), long AS (SELECT product_id, sqrt(sum(weight * weight)) AS length FROM weighed GROUP BY product_id),
    alike AS (
        SELECT a.product_id, b.product_id AS other_id, sum(a.weight * b.weight) AS shared
        FROM weighed a JOIN weighed b ON b.lexeme = a.lexeme AND b.product_id <> a.product_id
        GROUP BY a.product_id, b.product_id
    ), scored AS (
        SELECT k.product_id, k.other_id, q.store_id,
               (shared / (l.length * m.length) * 1000000
                + CASE WHEN p.category_id = q.category_id THEN 300000
                       WHEN c.parent_id = e.parent_id THEN 100000 ELSE 0 END)::bigint AS score
        FROM alike k JOIN long l ON l.product_id = k.product_id JOIN long m ON m.product_id = k.other_id
        JOIN product p ON p.id = k.product_id JOIN product q ON q.id = k.other_id
        LEFT JOIN category c ON c.id = p.category_id LEFT JOIN category e ON e.id = q.category_id
    ), of_stores AS (
        SELECT *, row_number() OVER (PARTITION BY product_id, store_id ORDER BY score DESC, other_id) AS of_store
        FROM scored
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY product_id ORDER BY score DESC, other_id) AS place
        FROM of_stores WHERE of_store <= :of_store
    )
    SELECT product_id, 'related', other_id, score FROM ranked WHERE place <= :kept
"""
_TOGETHER = """
    INSERT INTO product_relation (product_id, kind, other_id, score)
    WITH bought AS (
        SELECT DISTINCT o.purchase_id, l.product_id
        FROM order_line l JOIN store_order o ON o.id = l.order_id JOIN purchase u ON u.id = o.purchase_id
        WHERE u.status = 'paid' AND u.paid_at > now() - make_interval(days => :days)
          AND l.product_id IS NOT NULL AND l.cancelled_quantity < l.quantity
    ), sized AS (
        SELECT purchase_id FROM bought GROUP BY purchase_id HAVING count(*) <= :largest
    ), kept AS (SELECT b.* FROM bought b JOIN sized USING (purchase_id)),
    alone AS (SELECT product_id, count(*) AS number FROM kept GROUP BY product_id),
    pairs AS (
        SELECT a.product_id, b.product_id AS other_id, count(*) AS number
        FROM kept a JOIN kept b ON b.purchase_id = a.purchase_id AND b.product_id <> a.product_id
        GROUP BY a.product_id, b.product_id HAVING count(*) >= :least
    ), scored AS (
        SELECT p.product_id, p.other_id, p.number,
               p.number * (SELECT count(*) FROM sized)::numeric / (a.number * b.number) AS lift
        FROM pairs p JOIN alone a ON a.product_id = p.product_id JOIN alone b ON b.product_id = p.other_id
    ), ranked AS (
        SELECT product_id, other_id, (lift * number / (number + 2) * 1000000)::bigint AS score,
               row_number() OVER (PARTITION BY product_id
                                  ORDER BY lift * number / (number + 2) DESC, other_id) AS place
        FROM scored WHERE lift > 1
    )
    SELECT product_id, 'together', other_id, score FROM ranked WHERE place <= :kept
"""


def rebuild(begin: OpenTransaction) -> int:
    """Work out anew what goes with what, each kind in a transaction of its own; returns how many pairs there are.

    Alike is who shares rare words in name, tags, category and options. Bought together counts purchases over all
    stores by lift: how much more often than by chance, so that what everybody buys does not stand beside everything.
    A pair seen twice is trusted half, one seen often almost fully.
    """
    related = _anew(begin, "related", _RELATED, common=COMMON, of_store=OF_A_STORE)
    return related + _anew(begin, "together", _TOGETHER, days=DAYS, largest=LARGEST, least=LEAST)


def _anew(begin: OpenTransaction, kind: str, statement: str, **bounds: int) -> int:
    with begin() as session:
        session.execute(text("DELETE FROM product_relation WHERE kind = :kind"), {"kind": kind})
        session.execute(text(statement), {**bounds, "kept": KEPT})
        made = session.execute(text("SELECT count(*) FROM product_relation WHERE kind = :kind"), {"kind": kind})
        return int(made.scalar_one())
