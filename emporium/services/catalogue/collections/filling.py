"""Keeping collections true: rules are filled again as products change, counts are kept beside them (F021).

Every filling takes the collection's row first, so that two of them take turns; each changes only what is wrong, so
that a second one changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.collections.rules import Rule, check_rule, condition_sql, read_rule
from emporium.services.catalogue.lists import ProductRow, rows_by_ids
from models.catalogue import Collection
from models.enums import CollectionKind

SEEN = "p.status = 'active' AND s.status = 'approved'"
"""What shoppers may see (F012)."""

_FILL = f"""
    WITH hits AS (
        SELECT p.id FROM product p JOIN store s ON s.id = p.store_id WHERE {SEEN} {{some}} AND ({{rule}})
    ), wrong AS MATERIALIZED (
        SELECT h.id AS hit, cp.product_id AS held FROM hits h FULL JOIN (
            SELECT product_id FROM collection_product WHERE collection_id = :collection {{of_some}}
        ) cp ON cp.product_id = h.id WHERE h.id IS NULL OR cp.product_id IS NULL
    ), gone AS (
        DELETE FROM collection_product cp USING wrong w
        WHERE cp.collection_id = :collection AND cp.product_id = w.held AND w.hit IS NULL RETURNING 1
    ), made AS (
        INSERT INTO collection_product (collection_id, product_id, position)
        SELECT :collection, hit, 0 FROM wrong WHERE held IS NULL ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM made)
"""  # noqa: S608 - constants only
"""A full join is never a loop in a loop, whatever the planner guesses of a collection that was just filled."""
_COUNT = f"""
    UPDATE collection c SET product_count = n.products FROM (
        SELECT o.id, count(s.id) AS products FROM collection o
        LEFT JOIN collection_product cp ON cp.collection_id = o.id
        LEFT JOIN product p ON p.id = cp.product_id
        LEFT JOIN store s ON s.id = p.store_id AND {SEEN}
        WHERE o.id = ANY(CAST(:ids AS uuid[])) GROUP BY o.id
    ) n WHERE n.id = c.id AND c.product_count <> n.products
"""  # noqa: S608 - constants only


def rule_collections(session: Session) -> list[UUID]:
    """Every collection that is filled by a rule."""
    return list(session.exec(select(Collection.id).where(Collection.kind == CollectionKind.RULE)).all())


def fill_collection(session: Session, *, collection_id: UUID) -> int:
    """Let a collection hold exactly what its rule says now; returns how many came or went. Four queries.

    One that is gone, or filled by hand, is left alone.
    """
    found = locked(session, [collection_id])
    return _fill(session, found[0]) if found and found[0].kind == CollectionKind.RULE else 0


def fill_for_products(session: Session, *, product_ids: Sequence[UUID]) -> int:
    """After these products changed: they join and leave collections; returns how often. A query per rule and two more.

    A product that was paused, or came back, changes the count of what it was put into by hand.
    """
    some = list(product_ids)
    holding = session.execute(
        text("SELECT DISTINCT collection_id FROM collection_product WHERE product_id = ANY(CAST(:some AS uuid[]))"),
        {"some": some},
    )
    ids = {UUID(str(row[0])) for row in holding} | set(rule_collections(session))
    changed = 0
    found = locked(session, ids)
    for one in found:
        if one.kind == CollectionKind.RULE:
            changed += _fill(session, one, some)
    count(session, found)
    return changed


def recount_collections(session: Session) -> None:
    """Set right every count: stores are closed and opened without a word to their products. Two queries."""
    count(session, locked(session, session.exec(select(Collection.id)).all()))


@dataclass(frozen=True, slots=True)
class Preview:
    """How many products a rule would take in, and some of them, best-selling first."""

    count: int
    rows: Sequence[ProductRow]


def preview(session: Session, *, actor: Actor, rule: Rule, limit: int = 6) -> Preview:
    """What a rule would take in now, without keeping anything. Raises Invalid."""
    actor.require(Permission.VIEW_PLATFORM)
    check_rule(session, rule)
    sql, parameters = condition_sql(rule)
    found = session.execute(
        text(
            f"""SELECT p.id, count(*) OVER () FROM product p JOIN store s ON s.id = p.store_id
                WHERE {SEEN} AND ({sql}) ORDER BY p.sold_count DESC, p.id LIMIT :limit"""  # noqa: S608 - constants only
        ),
        {**parameters, "limit": limit},
    ).all()
    rows = rows_by_ids(session, product_ids=[UUID(str(row[0])) for row in found])
    return Preview(int(found[0][1]) if found else 0, rows)


def locked(session: Session, ids: Sequence[UUID] | set[UUID]) -> list[Collection]:
    """Collections, kept from other fillings until this transaction ends; in one order, so that none waits in a ring."""
    return list(
        session.exec(
            select(Collection)
            .where(col(Collection.id).in_(ids))
            .order_by(col(Collection.id))
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).all()
    )


def _fill(session: Session, one: Collection, some: list[UUID] | None = None) -> int:
    rule, parameters = condition_sql(read_rule(one.rule))
    statement = _FILL.format(
        rule=rule,
        some="" if some is None else "AND p.id = ANY(CAST(:some AS uuid[]))",
        of_some="" if some is None else "AND product_id = ANY(CAST(:some AS uuid[]))",
    )
    given = {**parameters, "collection": one.id, **({} if some is None else {"some": some})}
    changed = int(session.execute(text(statement), given).scalar_one())
    if some is None:
        count(session, [one])
    return changed


def count(session: Session, some: Sequence[Collection]) -> None:
    """Set right the counts of collections that are locked. One query."""
    session.flush()
    session.execute(text(_COUNT), {"ids": [one.id for one in some]})
    for one in some:
        session.expire(one, ["product_count"])
