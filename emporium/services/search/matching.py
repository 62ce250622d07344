"""The SQL of a search: what matches, and for every choice whether it holds (F032, F033, F034).

The ladder: exact name, name prefix, all words in the name, other fields; then what is in stock; then what sells.
"""

from __future__ import annotations

import re
from typing import Any

from emporium.services.search.contract import Wanted

WORDS = re.compile(r"[^\W_]+", re.UNICODE)
MAX_WORDS = 12
MAX_LENGTH = 200
RATED = "((p.rating_sum + 20) * 1000 / (p.rating_count + 5))"
"""Average in thousandths, pulled towards 4.0 by five imagined reviews."""
CHOICES = ("category", "store", "price", "rating", "stock", "sale", "options")

_SCORE = """((CASE WHEN lower(p.name) = :plain THEN 8000000 ELSE 0 END)
          + (CASE WHEN lower(p.name) LIKE :prefix THEN 4000000 ELSE 0 END)
          + (CASE WHEN to_tsvector('english', p.name) @@ q.tsq THEN 2000000 ELSE 0 END)
          + (CASE WHEN p.search @@ q.tsq THEN 1000000 ELSE 0 END)
          + (word_similarity(:plain, p.name) * 300000)::bigint
          + (CASE WHEN p.available_total > 0 THEN 100000 ELSE 0 END)
          + least(p.sold_count, 9999))::bigint"""
_FOUND = """AND (p.search @@ q.tsq OR :plain <% p.name
               OR p.store_id = ANY(ARRAY(SELECT id FROM store WHERE name ILIKE :like)))"""
"""Each of the three has an index of products to it; a store's name is looked up once."""
_QUERY = ", (SELECT to_tsquery('english', :tsq) AS tsq) q"


def has_words(wanted: Wanted) -> bool:
    """Whether there is anything to look for."""
    return bool(WORDS.search(wanted.words))


def matches(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The common table `m` of all that matches the words within the page's bounds, and its parameters.

    `ok_<choice>` says whether a product holds what was chosen; `m` is read once for the page and once for the facets.
    """
    worded = has_words(wanted)
    found = _FOUND if worded else "AND false" if wanted.words.strip() else ""
    held, parameters = _options(wanted)
    sql = f"""m AS MATERIALIZED (
        SELECT p.id, p.store_id, s.slug AS store, s.name AS store_name, c.slug AS category, c.name AS category_name,
               p.min_price_minor AS price, p.sold_count AS sold, p.published_at AS published, {RATED} AS rated,
               p.rating_sum, p.rating_count, p.available_total > 0 AS there,
               p.compare_at_minor IS NOT NULL AS reduced,
               {_SCORE if worded else "0::bigint"} AS score,
               (CAST(:within AS text[]) IS NULL OR c.slug = ANY(:within)) AS ok_category,
               (CAST(:stores AS text[]) IS NULL OR s.slug = ANY(:stores)) AS ok_store,
               (CAST(:low AS bigint) IS NULL OR p.min_price_minor >= :low)
                 AND (CAST(:high AS bigint) IS NULL OR p.min_price_minor <= :high) AS ok_price,
               (CAST(:rating AS bigint) IS NULL
                 OR (p.rating_count > 0 AND p.rating_sum * 10 >= :rating * p.rating_count)) AS ok_rating,
               (NOT :in_stock OR p.available_total > 0) AS ok_stock,
               (NOT :on_sale OR p.compare_at_minor IS NOT NULL) AS ok_sale,
               {held} AS ok_options
        FROM product p JOIN store s ON s.id = p.store_id LEFT JOIN category c ON c.id = p.category_id
             {_QUERY if worded else ""}
        WHERE p.status = 'active' AND s.status = 'approved'
          AND (CAST(:categories AS uuid[]) IS NULL OR p.category_id = ANY(:categories))
          AND (CAST(:store AS uuid) IS NULL OR p.store_id = :store)
          {found}
    )"""  # noqa: S608 - constants only
    parameters |= {
        "within": list(wanted.within) or None,
        "stores": list(wanted.stores) or None,
        "low": wanted.price_from,
        "high": wanted.price_to,
        "rating": wanted.rating_tenths,
        "in_stock": wanted.in_stock,
        "on_sale": wanted.on_sale,
        "categories": list(wanted.categories) or None,
        "store": wanted.store_id,
    }
    if worded:
        parameters |= _words(wanted.words)
    return sql, parameters


def all_but(*left_out: str) -> str:
    """That everything chosen holds, but for the choices named."""
    return " AND ".join(f"ok_{name}" for name in CHOICES if name not in left_out)


def variant_holds(index: int, variant: str = "v") -> str:
    """That a variant has one of the values of the choice of that number."""
    return f"""EXISTS (SELECT 1 FROM variant_option vo{index}
        JOIN product_option po{index} ON po{index}.id = vo{index}.option_id
        JOIN option_value ov{index} ON ov{index}.id = vo{index}.value_id
        WHERE vo{index}.variant_id = {variant}.id AND lower(po{index}.name) = :option{index}
          AND lower(ov{index}.name) = ANY(:values{index}))"""  # noqa: S608 - constants only


def in_stock_too(variant: str = "v") -> str:
    """That a variant is there itself, where only what is in stock is wanted."""
    return f"""(NOT :in_stock OR EXISTS (SELECT 1 FROM stock_level l WHERE l.variant_id = {variant}.id
        AND NOT l.closed AND l.on_hand > l.reserved))"""  # noqa: S608 - constants only


def _options(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """That one variant has a value of every chosen option: "blue" and "XL" never show blue S beside red XL (F034)."""
    if not wanted.options:
        return "true", {}
    parameters: dict[str, Any] = {}
    for index, (name, values) in enumerate(wanted.options.items()):
        parameters |= {f"option{index}": name, f"values{index}": list(values)}
    held = " AND ".join(variant_holds(index) for index in range(len(wanted.options)))
    one = f"v.product_id = p.id AND v.active AND {in_stock_too()} AND {held}"
    return f"EXISTS (SELECT 1 FROM product_variant v WHERE {one})", parameters  # noqa: S608 - constants only


def _words(words: str) -> dict[str, Any]:
    plain = " ".join(words.lower().split())[:MAX_LENGTH]
    literal = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {
        "plain": plain,
        "prefix": literal + "%",
        "like": f"%{literal}%",
        "tsq": " & ".join(f"{word}:*" for word in WORDS.findall(plain)[:MAX_WORDS]),
    }
