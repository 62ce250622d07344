"""What stands beside a product. What may be shown is decided when it is read, not when it was worked out (F117)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.auth import Actor
from emporium.services.auth.tokens import digest
from emporium.services.catalogue.lists import ProductRow, related_products, rows_by_ids
from models.enums import RelationKind

SHOWN = 5
OF_A_STORE = 2
BOUGHT_DAYS = 60

MAY_SELL = """p.status = 'active' AND p.available_total > 0 AND s.status = 'approved' AND NOT s.selling_restricted
    AND NOT (s.holiday_from IS NOT NULL AND s.holiday_from <= current_date
             AND (s.holiday_until IS NULL OR current_date <= s.holiday_until))"""
"""That a product can be bought here and now."""
NOT_HAD = """p.id NOT IN (
    SELECT l.product_id FROM order_line l
    JOIN store_order o ON o.id = l.order_id JOIN purchase u ON u.id = o.purchase_id
    LEFT JOIN checkout k ON k.id = u.checkout_id LEFT JOIN cart c ON c.id = k.cart_id
    WHERE l.product_id IS NOT NULL AND u.status <> 'cancelled' AND u.created_at > now() - make_interval(days => :bought)
      AND (u.user_id = CAST(:user AS uuid) OR c.guest_hash = CAST(:guest AS text))
    UNION ALL
    SELECT v.product_id FROM cart_line l JOIN cart c ON c.id = l.cart_id JOIN product_variant v ON v.id = l.variant_id
    WHERE c.status = 'open' AND (c.user_id = CAST(:user AS uuid) OR c.guest_hash = CAST(:guest AS text)))"""
"""That somebody neither bought it lately nor has it in the basket."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a product: what is like it, and what others bought with it."""

    related: list[ProductRow]
    together: list[ProductRow]


def viewer(actor: Actor) -> dict[str, Any]:
    """Who somebody is to these queries."""
    return {
        "user": actor.user_id,
        "guest": digest(actor.guest_token) if actor.guest_token and not actor.signed_in else None,
        "bought": BOUGHT_DAYS,
    }


def beside(
    session: Session, *, actor: Actor, product_id: UUID, limit: int = SHOWN, country: str = ""
) -> Beside:
    """What goes with a product, of each store two at most. Twelve queries at most.

    Where too little is like it yet, its category and what sells fill the row.
    """
    rows = session.execute(
        text(
            f"""WITH allowed AS (
                  SELECT r.kind, r.other_id, r.score,
                         row_number() OVER (PARTITION BY r.kind, p.store_id ORDER BY r.score DESC, p.id) AS of_store
                  FROM product_relation r JOIN product p ON p.id = r.other_id JOIN store s ON s.id = p.store_id
                  WHERE r.product_id = :product AND {MAY_SELL} AND {NOT_HAD}
                ), ranked AS (
                  SELECT kind, other_id, score, row_number() OVER (PARTITION BY kind ORDER BY score DESC, other_id) AS n
                  FROM allowed WHERE of_store <= :of_store
                ) SELECT kind, other_id FROM ranked WHERE n <= :limit ORDER BY kind, n"""  # noqa: S608 - constants only
        ),
        {**viewer(actor), "product": product_id, "of_store": OF_A_STORE, "limit": limit},
    ).all()
    found = [(str(kind), UUID(str(other))) for kind, other in rows]
    wanted = list(dict.fromkeys(other for _, other in found))
    cards = {row.id: row for row in rows_by_ids(session, product_ids=wanted, country=country)}
    together = [cards[other] for kind, other in found if kind == RelationKind.TOGETHER and other in cards]
    shown = {row.id for row in together}
    related = [
        cards[other] for kind, other in found if kind == RelationKind.RELATED and other in cards and other not in shown
    ]  # fmt: skip
    if len(related) < limit:
        near = related_products(session, product_id=product_id, limit=limit + len(shown), country=country)
        related += _filling(session, actor, near, {*shown, *(row.id for row in related)})[: limit - len(related)]
    return Beside(related, together)


def _filling(session: Session, actor: Actor, near: Sequence[ProductRow], shown: set[UUID]) -> list[ProductRow]:
    allowed = set(sellable(session, actor=actor, product_ids=[row.id for row in near]))
    return [row for row in near if row.id in allowed and row.id not in shown]


def sellable(session: Session, *, actor: Actor, product_ids: list[UUID]) -> list[UUID]:
    """Those of the products that somebody can buy and does not have. One query."""
    rows = session.execute(
        text(
            f"SELECT p.id FROM product p JOIN store s ON s.id = p.store_id WHERE p.id = ANY(:ids) AND {MAY_SELL} AND {NOT_HAD}"  # noqa: E501, S608 - constants only
        ),
        {**viewer(actor), "ids": product_ids},
    )
    return [UUID(str(row[0])) for row in rows]
