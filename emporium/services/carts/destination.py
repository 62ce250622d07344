"""Where somebody's things go, as far as it is known before an address is typed."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.auth import Actor
from emporium.services.auth.tokens import digest
from emporium.settings import get_settings

_COUNTRY = """
    SELECT country FROM (
        SELECT country, 1 AS turn FROM cart
        WHERE status = 'open' AND (user_id = CAST(:user AS uuid) OR guest_hash = CAST(:guest AS text))
        UNION ALL SELECT country, 2 FROM address WHERE user_id = CAST(:user AS uuid) AND is_default
        UNION ALL (SELECT country, 3 FROM cart
                   WHERE user_id = CAST(:user AS uuid) OR guest_hash = CAST(:guest AS text)
                   ORDER BY updated_at DESC LIMIT 1)
    ) known ORDER BY turn LIMIT 1
"""


def shopper_country(session: Session, *, actor: Actor) -> str:
    """The country of the actor's basket, else of the address they chose as usual, else of the last basket.

    Of nobody known it is the platform's. One query.
    """
    guest = digest(actor.guest_token) if actor.user_id is None and actor.guest_token else None
    if actor.user_id is None and guest is None:
        return get_settings().default_country
    found = session.execute(text(_COUNTRY), {"user": actor.user_id, "guest": guest}).scalar_one_or_none()
    return str(found) if found else get_settings().default_country
