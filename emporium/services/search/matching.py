"""The SQL of a search: what matches, and for every choice whether it holds (F032, F033, F034).

The ladder: what was pinned, exact number (SKU or barcode), exact name, name prefix, all words in the name, other fields
by how well they fit; then what is in stock, then what is liked and sells, then what is new.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from emporium.services.inventory import sold_ahead
from emporium.services.search.asking import WORDS, Asked
from emporium.services.search.attributes import chosen_attributes
from emporium.services.search.contract import Wanted
from emporium.services.shipping.arrivals import FIRST_WAYS, working_days_later
from emporium.settings import get_settings

RATED = "((p.rating_sum + 20) * 1000 / (p.rating_count + 5))"
"""Average in thousandths, pulled towards 4.0 by five imagined reviews."""
CHOICES = ("category", "store", "price", "rating", "stock", "sale", "arrival", "options", "attributes")

WEIGHED = 300
"""So many products are weighed while somebody types."""

_FIT = "coalesce(d.words, p.search)"
_SCORE = f"""((CASE WHEN p.id = ANY(CAST(:pinned AS uuid[]))
                  THEN 1000000000 - 100000000 * array_position(CAST(:pinned AS uuid[]), p.id) ELSE 0 END)
          + (CASE WHEN p.id = ANY(CAST(:numbered AS uuid[])) THEN 20000000 ELSE 0 END)
          + (CASE WHEN lower(p.name) = :plain THEN 8000000 ELSE 0 END)
          + (CASE WHEN lower(p.name) LIKE :prefix THEN 4000000 ELSE 0 END)
          + (CASE WHEN p.search @@ to_tsquery('english', :own) THEN 2000000
                  + (CASE WHEN length(to_tsvector('english', p.name)) = length(to_tsvector('english', :plain))
                          THEN 3000000 ELSE 0 END)
                  ELSE 0 END)
          + (CASE WHEN p.search @@ to_tsquery('english', :name) THEN 1500000 ELSE 0 END)
          + (CASE WHEN {_FIT} @@ to_tsquery('english', :near) THEN 500000 ELSE 0 END)
          + (CASE WHEN p.search @@ to_tsquery('english', :part) THEN 450000 ELSE 0 END)
          + (least(ts_rank('{{0.1, 0.3, 0.6, 1.0}}', {_FIT}, to_tsquery('english', :every)), 1) * 4)::bigint * 100000
          + (CASE WHEN p.available_total > 0 THEN 60000 ELSE 0 END)
          + {RATED} * 5
          + least(p.sold_count, 999) * 10
          + greatest(0, 365 - (current_date - p.published_at::date)) * 10)::bigint"""
"""Rungs lie far enough apart that nothing below adds up to the next."""
_STRANGE_SCORE = "(word_similarity(:plain, p.name) * 300000)::bigint"


def has_words(wanted: Wanted) -> bool:
    """Whether there is anything to look for."""
    return bool(WORDS.search(wanted.words))


def _hits(asked: Asked) -> str:
    """Ids of all that the words find, each way by an index of its own.

    A product's own words are found at once, those of its categories, options and store by its document. A word that
    nobody knows is compared with names by its letters.
    """
    return f"""hits AS MATERIALIZED (
        SELECT id FROM product WHERE search @@ to_tsquery('english', :every)
        UNION SELECT product_id FROM search_document
            WHERE generation = (SELECT live FROM search_index) AND words @@ to_tsquery('english', :every)
        {_elsewhere(asked)}), """  # noqa: S608 - constants only


def _best_hits(asked: Asked) -> str:
    """Ids of what the words find at a glance, for the few lines under a search field.

    Two letters may find a sixth of everything: only the first so many by their names, by what is there and by what
    sells are weighed with care. Documents of categories, options and stores are asked when products' own words found
    fewer.
    """
    named = " + ".join(
        f"(lower(p.name) LIKE ANY(CAST(:spelt{number} AS text[])))::int" for number in range(len(asked.spelt))
    )
    best = f"""ORDER BY lower(p.name) LIKE :prefix DESC, {named or "0"} DESC, p.available_total > 0 DESC,
        p.sold_count DESC, p.id LIMIT {WEIGHED}"""
    seen = "p.status = 'active'"
    return f"""own AS MATERIALIZED (
        SELECT p.id FROM product p WHERE p.search @@ to_tsquery('english', :every) AND {seen} {best}
    ), more AS MATERIALIZED (
        SELECT p.id FROM search_document d JOIN product p ON p.id = d.product_id
        WHERE (SELECT count(*) FROM own) < {WEIGHED} AND d.generation = (SELECT live FROM search_index)
          AND d.words @@ to_tsquery('english', :every) AND {seen} {best}
    ), hits AS MATERIALIZED (SELECT id FROM own UNION SELECT id FROM more {_elsewhere(asked)}), """  # noqa: S608 - constants only


def _elsewhere(asked: Asked) -> str:
    """What is found by its store, by a pin, by its number, or by its letters alone."""
    homes = "UNION SELECT id FROM product WHERE store_id = ANY(CAST(:homes AS uuid[]))" if asked.stores else ""
    strange = "UNION SELECT id FROM product WHERE :plain <% name" if asked.strange else ""
    numbered = "UNION SELECT unnest(CAST(:numbered AS uuid[]))" if asked.numbered else ""
    return f"UNION SELECT unnest(CAST(:pinned AS uuid[])) {numbered} {homes} {strange}"


def matches(
    wanted: Wanted, asked: Asked | None, *, scored: bool = True, arrivals: bool = False, typing: bool = False
) -> tuple[str, dict[str, Any]]:
    """The common table `m` of all that matches the words within the page's bounds, and its parameters.

    `ok_<choice>` says whether a product holds what was chosen; `m` is read once for the page and once for the facets.
    How well a product fits is weighed where they are put in order, not where they are counted; the day on which it
    arrives is worked out where it is asked for, or with `arrivals`. While somebody types, only the likeliest are read.
    """
    held, parameters = _options(wanted)
    said = chosen_attributes(wanted)
    parameters |= said.parameters
    hits, score, source = "", "0::bigint", ""
    if asked is not None:
        hits = _best_hits(asked) if typing else _hits(asked)
        source = "JOIN hits ON hits.id = p.id"
        parameters |= asked.parameters()
    if asked is not None and scored:
        score = f"{_SCORE} + {_STRANGE_SCORE}" if asked.strange else _SCORE
        source += """ LEFT JOIN search_document d
                    ON d.product_id = p.id AND d.generation = (SELECT live FROM search_index)"""
    ways, sent, arrives = _arrivals() if arrivals or wanted.arrives_by else ("", "", "NULL::date")
    among, place = _collection(wanted)
    order = (
        f"""p.sold_count AS sold, p.published_at AS published, {RATED} AS rated, {score} AS score, {place} AS place,"""
        if scored
        else ""
    )
    nothing = "AND false" if asked is None and wanted.words.strip() else ""
    sql = f"""{hits}{ways}{said.tables}m AS MATERIALIZED (
        SELECT p.id, p.store_id, p.category_id, p.min_price_minor AS price, p.rating_sum, p.rating_count,
               p.available_total > 0 AS there, p.compare_at_minor IS NOT NULL AS reduced, {arrives} AS arrives, {order}
               (CAST(:within AS text[]) IS NULL OR c.slug = ANY(:within)) AS ok_category,
               (CAST(:stores AS text[]) IS NULL OR s.slug = ANY(:stores)) AS ok_store,
               (CAST(:low AS bigint) IS NULL OR p.min_price_minor >= :low)
                 AND (CAST(:high AS bigint) IS NULL OR p.min_price_minor <= :high) AS ok_price,
               (CAST(:rating AS bigint) IS NULL
                 OR (p.rating_count > 0 AND p.rating_sum * 10 >= :rating * p.rating_count)) AS ok_rating,
               (NOT :in_stock OR p.available_total > 0) AS ok_stock,
               (NOT :on_sale OR p.compare_at_minor IS NOT NULL) AS ok_sale,
               (CAST(:by AS date) IS NULL OR coalesce({arrives} <= CAST(:by AS date), false)) AS ok_arrival,
               {held} AS ok_options, {said.columns}
        FROM product p JOIN store s ON s.id = p.store_id {among} LEFT JOIN category c ON c.id = p.category_id {source}
        {sent} {said.joined}
        WHERE p.status = 'active' AND s.status = 'approved'
          AND (CAST(:categories AS uuid[]) IS NULL OR p.category_id = ANY(:categories))
          AND (CAST(:store AS uuid) IS NULL OR p.store_id = :store)
          {nothing}
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
        "by": wanted.arrives_by,
        "collection": wanted.collection_id,
        "country": wanted.country or get_settings().default_country,
        "today": datetime.now(UTC).date(),
    }
    return sql, parameters


def _collection(wanted: Wanted) -> tuple[str, str]:
    """The bound of a collection, and a product's place in it."""
    if wanted.collection_id is None:
        return "", "0"
    return "JOIN collection_product cp ON cp.product_id = p.id AND cp.collection_id = :collection", "cp.position"


def _arrivals() -> tuple[str, str, str]:
    """Tables of what arrival depends on, how they are joined, and the day: none for what is sold out or not sent.

    What lies on a shelf arrives on one day for a whole store, so that only what is sold ahead is worked out by itself.
    """
    shelf = working_days_later("CAST(:today AS date)", "(home.handling_days + first.min_days)")
    tables = f"""ways AS MATERIALIZED (
        SELECT first.store_id, home.handling_days + first.min_days AS days, {shelf} AS day
        FROM ({FIRST_WAYS}) AS first JOIN store home ON home.id = first.store_id
    ), ahead AS MATERIALIZED ({sold_ahead()}), """  # noqa: S608 - constants only
    joined = "LEFT JOIN ways ON ways.store_id = p.store_id LEFT JOIN ahead ON ahead.product_id = p.id"
    arrives = f"""(CASE WHEN p.available_total <= 0 THEN NULL WHEN p.is_digital THEN CAST(:today AS date)
        WHEN ways.days IS NULL THEN NULL WHEN ahead.day IS NULL THEN ways.day
        ELSE {working_days_later("ahead.day", "ways.days")} END)"""
    return tables, joined, arrives


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
