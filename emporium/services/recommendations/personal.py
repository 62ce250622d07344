"""What a person looked at, and what follows from it: only for who agreed, gone when they say so (F116)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services import users
from emporium.services.auth import Actor
from emporium.services.auth.tokens import digest
from emporium.services.catalogue.lists import ProductRow, rows_by_ids
from emporium.services.recommendations.reading import MAY_SELL, NOT_HAD, OF_A_STORE, viewer

KEPT_DAYS = 90
LOOKED_BACK = 8
"""So many of the last views decide what is picked."""

_MINE = "(v.user_id = CAST(:user AS uuid) OR v.guest_hash = CAST(:guest AS text))"
_AGREED = """(EXISTS (SELECT 1 FROM preference f WHERE f.user_id = CAST(:user AS uuid) AND f.personalisation)
    OR EXISTS (SELECT 1 FROM personal_consent c WHERE c.guest_hash = CAST(:guest AS text)))"""


@dataclass(frozen=True, slots=True)
class Pick:
    """A product, and the one that somebody looked at that it was picked for."""

    row: ProductRow
    because: str


@dataclass(frozen=True, slots=True)
class ForYou:
    """A person's own part of the front page."""

    agreed: bool
    recent: list[ProductRow]
    picks: list[Pick]
    stores: list[UUID]
    """Stores of what they looked at and of what was picked for it, the closest first."""


def _who(actor: Actor) -> dict[str, Any]:
    known = viewer(actor)
    return {"user": known["user"], "guest": known["guest"]}


def agreed(session: Session, *, actor: Actor) -> bool:
    """Whether somebody wants to be shown things by what they look at."""
    return bool(session.execute(text(f"SELECT {_AGREED}"), _who(actor)).scalar_one())


def agree(session: Session, *, actor: Actor) -> None:
    """From now on views are remembered for this person, or this browser. Raises Invalid when there is neither."""
    if actor.user_id is not None:
        users.choose_personalisation(session, actor=actor, wanted=True, source="/")
    elif actor.guest_token:
        statement = "INSERT INTO personal_consent (guest_hash) VALUES (:guest) ON CONFLICT DO NOTHING"
        session.execute(text(statement), {"guest": digest(actor.guest_token)})
    else:
        raise Invalid("cookie", _("Allow cookies for this site first: without them nothing can be remembered."))


def disagree(session: Session, *, actor: Actor) -> None:
    """Nothing is remembered any more, and what was is gone."""
    clear_views(session, actor=actor)
    if actor.user_id is not None:
        users.choose_personalisation(session, actor=actor, wanted=False, source="/")
    elif actor.guest_token:
        session.execute(
            text("DELETE FROM personal_consent WHERE guest_hash = :guest"), {"guest": digest(actor.guest_token)}
        )


def clear_views(session: Session, *, actor: Actor) -> None:
    """Forget what somebody looked at."""
    session.execute(text(f"DELETE FROM product_view v WHERE {_MINE}"), _who(actor))  # noqa: S608 - constants only


def merge_views(session: Session, *, guest_token: str, user_id: UUID) -> None:
    """What a browser remembered with consent goes to an account that agreed too; another account's choice stays."""
    values = {"user": user_id, "guest": digest(guest_token)}
    moved = session.execute(
        text(
            """INSERT INTO product_view (user_id, product_id, seen_at)
               SELECT :user, product_id, seen_at FROM product_view WHERE guest_hash = :guest
               AND EXISTS (SELECT 1 FROM preference f WHERE f.user_id = :user AND f.personalisation)
               ON CONFLICT (user_id, product_id)
               DO UPDATE SET seen_at = greatest(product_view.seen_at, excluded.seen_at) RETURNING id"""
        ),
        values,
    ).all()
    if moved:
        session.execute(text("DELETE FROM product_view WHERE guest_hash = :guest"), {"guest": values["guest"]})


def note_view(session: Session, *, actor: Actor, product_id: UUID) -> None:
    """Remember that somebody looked at a product, if they agreed. One query; looking again moves it to the front."""
    owner, column = ("user_id", "user") if actor.user_id is not None else ("guest_hash", "guest")
    who = _who(actor)
    if who[column] is None:
        return
    kind = "uuid" if column == "user" else "text"
    session.execute(
        text(
            f"""INSERT INTO product_view ({owner}, product_id, seen_at)
                SELECT CAST(:{column} AS {kind}), :product, clock_timestamp() WHERE {_AGREED}
                ON CONFLICT ({owner}, product_id) DO UPDATE SET seen_at = excluded.seen_at"""
        ),
        {**who, "product": product_id},
    )


def for_you(session: Session, *, actor: Actor, limit: int = 5, country: str = "") -> ForYou:
    """What somebody looked at last, and what is picked for it. Nine queries at most, one for who did not agree.

    Each of the last views speaks for what is like it and what is bought with it, the later the louder; of a store two
    at most, nothing that was looked at, bought or is in the basket. Where nothing is known of a product yet, its
    category speaks.
    """
    if not agreed(session, actor=actor):
        return ForYou(False, [], [], [])
    who = viewer(actor)
    seen = [(UUID(str(one)), UUID(str(store))) for one, store in session.execute(text(_SEEN), _seen(who, limit)).all()]
    picked = session.execute(text(_PICKED), {**who, "back": LOOKED_BACK, "of_store": OF_A_STORE, "limit": limit}).all()
    found = {UUID(str(row.id)): str(row.because) for row in picked}
    cards: Mapping[UUID, ProductRow] = {
        row.id: row for row in rows_by_ids(session, product_ids=[*(one for one, _ in seen), *found], country=country)
    }
    stores = [*(store for _, store in seen), *(UUID(str(row.store_id)) for row in picked)]
    return ForYou(
        agreed=True,
        recent=[cards[one] for one, _ in seen if one in cards],
        picks=[Pick(cards[one], because) for one, because in found.items() if one in cards],
        stores=list(dict.fromkeys(stores)),
    )


def _seen(who: Mapping[str, Any], limit: int) -> dict[str, Any]:
    return {"user": who["user"], "guest": who["guest"], "limit": limit}


_SEEN = f"""
    SELECT p.id, p.store_id FROM product_view v JOIN product p ON p.id = v.product_id JOIN store s ON s.id = p.store_id
    WHERE {_MINE} AND p.status = 'active' AND s.status = 'approved' ORDER BY v.seen_at DESC, v.id DESC LIMIT :limit
"""  # noqa: S608 - constants only
_PICKED = f"""
    WITH seen AS (
        SELECT p.id, p.name, p.category_id, row_number() OVER (ORDER BY v.seen_at DESC, v.id DESC) AS place
        FROM product_view v JOIN product p ON p.id = v.product_id WHERE {_MINE}
        ORDER BY v.seen_at DESC, v.id DESC LIMIT :back
    ), speaks AS (
        SELECT r.other_id, seen.name, seen.place,
               CASE r.kind WHEN 'together' THEN least(r.score, 4000000) / 4 ELSE r.score END AS score
        FROM seen JOIN product_relation r ON r.product_id = seen.id
        UNION ALL
        SELECT p.id, seen.name, seen.place, 1000 + p.sold_count FROM seen
        JOIN product p ON p.category_id = seen.category_id
        WHERE NOT EXISTS (SELECT 1 FROM product_relation r WHERE r.product_id = seen.id)
    ), summed AS (
        SELECT other_id, sum(score / (place + 1)) AS score, (array_agg(name ORDER BY score / (place + 1) DESC))[1] AS because
        FROM speaks GROUP BY other_id
    ), allowed AS (
        SELECT p.id, p.store_id, because, score,
               row_number() OVER (PARTITION BY p.store_id ORDER BY score DESC, p.id) AS of_store
        FROM summed JOIN product p ON p.id = other_id JOIN store s ON s.id = p.store_id
        WHERE {MAY_SELL} AND {NOT_HAD} AND p.id NOT IN (SELECT id FROM seen)
    )
    SELECT id, store_id, because FROM allowed WHERE of_store <= :of_store ORDER BY score DESC, id LIMIT :limit
"""  # noqa: E501, S608 - constants only


def forget_views(session: Session) -> None:
    """Views are kept for so many days, a browser's consent for twice as long without one."""
    now = datetime.now(UTC)
    session.execute(text("DELETE FROM product_view WHERE seen_at < :old"), {"old": now - timedelta(days=KEPT_DAYS)})
    session.execute(
        text(
            """DELETE FROM personal_consent c WHERE c.created_at < :old
               AND NOT EXISTS (SELECT 1 FROM product_view v WHERE v.guest_hash = c.guest_hash)"""
        ),
        {"old": now - timedelta(days=2 * KEPT_DAYS)},
    )
