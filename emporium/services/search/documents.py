"""Documents of the search: written when a product changed, and all anew beside those that answer (F035)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.opening import OpenTransaction

BATCH = 500

_TEXTS = """
    WITH RECURSIVE up AS (
        SELECT id AS leaf, parent_id, name FROM category
        UNION ALL SELECT up.leaf, c.parent_id, c.name FROM up JOIN category c ON c.id = up.parent_id
    ), above AS (SELECT leaf, string_agg(name, ' ') AS names FROM up GROUP BY leaf),
    texts AS (
        SELECT p.id, p.name, p.summary, p.description, s.name AS store, coalesce(c.name, '') AS category,
               coalesce(a.names, '') AS categories,
               coalesce((SELECT string_agg(tag, ' ') FROM jsonb_array_elements_text(p.tags) AS t (tag)), '') AS tags,
               coalesce((SELECT string_agg(DISTINCT v.name, ' ') FROM product_option o
                         JOIN option_value v ON v.option_id = o.id WHERE o.product_id = p.id), '') AS options,
               coalesce(facts.said, '') AS said, coalesce(facts.asked, '') AS asked
        FROM product p JOIN store s ON s.id = p.store_id LEFT JOIN category c ON c.id = p.category_id
        LEFT JOIN above a ON a.leaf = p.category_id
        LEFT JOIN LATERAL (
            SELECT string_agg(CASE WHEN d.kind = 'boolean' THEN d.name ELSE concat_ws(' ', f.value, d.unit) END, ' ')
                     FILTER (WHERE d.kind <> 'boolean' OR f.value = 'true') AS said,
                   string_agg(DISTINCT d.name, ' ') FILTER (WHERE d.kind <> 'boolean') AS asked
            FROM product_attribute f JOIN attribute_definition d ON d.id = f.attribute_id WHERE f.product_id = p.id
        ) facts ON true
        WHERE {where}
    )
    INSERT INTO search_document (product_id, generation, words, plain, indexed_at)
    SELECT id, g.generation,
           setweight(to_tsvector('english', name), 'A')
             || setweight(to_tsvector('english', concat_ws(' ', tags, category, options)), 'B')
             || setweight(to_tsvector('english', concat_ws(' ', summary, store, categories, said)), 'C')
             || setweight(to_tsvector('english', concat_ws(' ', description, asked)), 'D'),
           lower(concat_ws(' ', name, tags, categories, options, summary, store, said)), clock_timestamp()
    FROM texts, unnest(CAST(:generations AS integer[])) AS g (generation)
    ON CONFLICT (product_id, generation) DO {conflict}
"""
_ANEW = "UPDATE SET words = excluded.words, plain = excluded.plain, indexed_at = excluded.indexed_at"
_WORDS = """
    INSERT INTO search_word (word, stem, products)
    SELECT word, coalesce((ts_lexize('english_stem', word))[1], word), count(DISTINCT d.product_id)
    FROM search_document d, regexp_split_to_table(d.plain, '[^[:alnum:]]+') AS w (word)
    WHERE d.generation = :live AND length(word) BETWEEN 2 AND 40 AND word !~ '^[0-9]+$' {some}
    GROUP BY word ON CONFLICT (word) DO {conflict}
"""


def index_products(session: Session, *, product_ids: Sequence[UUID]) -> int:
    """Write these products' documents as they are now, also into an index that is being built. Two to three queries.

    The row of the index is held until the transaction ends, so that nothing is swapped in between.
    """
    if not product_ids:
        return 0
    live, building = _generations(session, "SHARE")
    given = {"ids": list(product_ids), "generations": [live] + ([building] if building is not None else [])}
    session.execute(text(_TEXTS.format(where="p.id = ANY(:ids)", conflict=_ANEW)), given)
    some = {"live": live, "ids": list(product_ids)}
    session.execute(text(_WORDS.format(some="AND d.product_id = ANY(:ids)", conflict="NOTHING")), some)
    return len(product_ids)


def waiting_products(session: Session, *, limit: int = BATCH) -> list[UUID]:
    """Products without a document, or with one older than they are: their job was lost, or waits still."""
    rows = session.execute(
        text(
            """SELECT p.id FROM product p LEFT JOIN search_document d
                 ON d.product_id = p.id AND d.generation = (SELECT live FROM search_index)
               WHERE d.product_id IS NULL OR d.indexed_at < p.updated_at ORDER BY p.id LIMIT :limit"""
        ),
        {"limit": limit},
    )
    return [UUID(str(row[0])) for row in rows]


def reindex(begin: OpenTransaction, *, batch: int = BATCH) -> int:
    """Build every document anew beside those that answer, then let the new ones answer; returns how many there are.

    Takes as many transactions as there are batches. Searches use the old documents until the last one; killed on the
    way, they go on doing so, and the next run clears away what was begun. Of two runs the later one counts.
    """
    with begin() as session:
        generation = _begin(session)
    last, written = UUID(int=0), 0
    while True:
        with begin() as session:
            ids = _next_ids(session, last, batch)
            if not ids:
                break
            statement = _TEXTS.format(where="p.id = ANY(:ids)", conflict="NOTHING")
            session.execute(text(statement), {"ids": ids, "generations": [generation]})
            last, written = ids[-1], written + len(ids)
    with begin() as session:
        _swap(session, generation)
    with begin() as session:
        session.execute(text("DELETE FROM search_document WHERE generation < (SELECT live FROM search_index)"))
    return written


def _generations(session: Session, lock: str) -> tuple[int, int | None]:
    """Which documents answer, and which are being built; an emptied database begins at one."""
    statement = text(f"SELECT live, building FROM search_index FOR {lock}")  # noqa: S608 - constants only
    found = session.execute(statement).one_or_none()
    if found is None:
        session.execute(text("INSERT INTO search_index (id, live) VALUES (1, 1) ON CONFLICT DO NOTHING"))
        found = session.execute(statement).one()
    return int(found[0]), found[1]


def _begin(session: Session) -> int:
    """A new generation; one that an earlier run left half-built goes."""
    live, building = _generations(session, "UPDATE")
    generation = max(live, building or 0) + 1
    session.execute(text("DELETE FROM search_document WHERE generation <> :live"), {"live": live})
    session.execute(text("UPDATE search_index SET building = :made"), {"made": generation})
    return int(generation)


def _next_ids(session: Session, last: UUID, limit: int) -> list[UUID]:
    rows = session.execute(
        text("SELECT id FROM product WHERE id > :last ORDER BY id LIMIT :limit"), {"last": last, "limit": limit}
    )
    return [UUID(str(row[0])) for row in rows]


def _swap(session: Session, generation: int) -> None:
    """The new documents answer from now on, unless another run began after this one. Its words are counted anew."""
    building = session.execute(text("SELECT building FROM search_index FOR UPDATE")).scalar_one()
    if building != generation:
        return
    session.execute(text("UPDATE search_index SET live = :made, building = NULL"), {"made": generation})
    session.execute(text("DELETE FROM search_word"))
    session.execute(text(_WORDS.format(some="", conflict="NOTHING")), {"live": generation})
