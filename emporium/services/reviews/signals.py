"""Whether a buyer may be one of the store's own people: then a person looks before the review is seen (F109).

Signals refuse nothing. They compare what payments, addresses and sessions already keep: the same card or account at
the payment provider, the same place, or the same browser at the same address on the internet.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, select

from emporium.i18n import N_, _
from models.orders import Order, Purchase
from models.stores import StoreMember

RECENT = timedelta(days=180)
"""Sessions that were last seen before are forgotten: browsers and internet addresses move on."""
SAID = {
    "card": N_("Paid with a card or account that somebody of the store pays with too."),
    "address": N_("Sent to an address of somebody of the store."),
    "device": N_("The same browser at the same internet address as somebody of the store."),
}


def _bare(value: str) -> str:
    """A text without the ways to write it."""
    return f"regexp_replace(lower({value}), '[^[:alnum:]]+', '', 'g')"


_SHARED = text(
    f"""
    SELECT
      EXISTS (
        SELECT 1 FROM payment_attempt own
        JOIN payment_attempt other ON other.instrument = own.instrument
        JOIN purchase bought ON bought.id = other.purchase_id
        WHERE own.purchase_id = :purchase AND own.instrument <> '' AND bought.user_id = ANY(:team)
      ) AS card,
      EXISTS (
        SELECT 1 FROM (
          SELECT line1, postcode, country FROM address WHERE user_id = ANY(:team)
          UNION ALL
          SELECT address ->> 'line1', address ->> 'postcode', address ->> 'country'
          FROM purchase WHERE user_id = ANY(:team)
        ) place
        WHERE {_bare("place.line1")} = {_bare(":line1")} AND {_bare("place.postcode")} = {_bare(":postcode")}
          AND place.country = :country AND {_bare(":line1")} <> ''
      ) AS address,
      EXISTS (
        SELECT 1 FROM user_session own JOIN user_session other USING (ip, user_agent)
        WHERE own.user_id = :person AND own.user_agent <> '' AND own.last_seen_at > :since
          AND other.user_id = ANY(:team) AND other.last_seen_at > :since
      ) AS device
    """  # noqa: S608 - constants only
)


def team_of(session: Session, *, store_id: UUID) -> set[UUID]:
    """Everybody who has a part in a store."""
    return set(session.exec(select(StoreMember.user_id).where(StoreMember.store_id == store_id)).all())


def shared_with_team(
    session: Session,
    *,
    user_id: UUID,
    order: Order,
    purchase: Purchase,
    team: Collection[UUID],
    now: datetime | None = None,
) -> list[tuple[str, str]]:
    """What the buyer of an order shares with the store's people: codes and words. One query."""
    others = sorted(set(team) - {user_id})
    if not others:
        return []
    address = order.address or purchase.address
    row = session.execute(
        _SHARED,
        {
            "purchase": purchase.id,
            "person": user_id,
            "team": others,
            "since": (now or datetime.now(UTC)) - RECENT,
            **{name: str(address.get(name, "")) for name in ("line1", "postcode", "country")},
        },
    ).one()
    return [(code, _(said)) for code, said in SAID.items() if getattr(row, code)]
