"""Which messages a person wants, and when: choices by kind and quiet hours (F006, F103).

What somebody must know comes always: letters about the account, about money, and what a person asked for themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session, select

from models.accounts import Preference, User
from models.enums import Channel

PARCELS, STOCK, SALES, SHELVES, BASKETS, ANSWERS = "parcels", "stock", "sales", "shelves", "baskets", "answers"
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "order_shipped": PARCELS,
        "back_in_stock": STOCK,
        "order_placed": SALES,
        "stock_ran_low": SHELVES,
        "cart_reminded": BASKETS,
        "question_answered": ANSWERS,
    }
)
"""The choice that a kind of event belongs to; kinds that are not here come always, and at once."""
CHOICES = (PARCELS, STOCK, ANSWERS)
STORE_CHOICES = (SALES, SHELVES)


def preference_of(session: Session, *, email: str) -> Preference | None:
    """How the person with an address wants things; None for guests. One query."""
    return session.exec(
        select(Preference).join(User, User.id == Preference.user_id).where(User.email == email.lower())  # type: ignore[arg-type]
    ).first()


def wanted(chosen: Preference | None, *, kind: str, channel: Channel = Channel.EMAIL) -> bool:
    """Whether a kind of event may reach a person this way."""
    group = GROUPS.get(kind)
    if chosen is None or group is None or group == BASKETS:  # baskets are a matter of consent, not of choice
        return True
    return channel.value in chosen.channels.get(group, [Channel.EMAIL.value])


def earliest(chosen: Preference | None, *, kind: str, now: datetime | None = None) -> datetime:
    """When a message may leave: now, or at the end of the person's quiet hours."""
    moment = now or datetime.now(UTC)
    if chosen is None or kind not in GROUPS or chosen.quiet_from is None or chosen.quiet_until is None:
        return moment
    here = moment.astimezone(_zone(chosen.time_zone))
    start, end = chosen.quiet_from, chosen.quiet_until
    quiet = start <= here.hour < end if start < end else start != end and (here.hour >= start or here.hour < end)
    if not quiet:
        return moment
    until = here.replace(hour=end, minute=0, second=0, microsecond=0)
    return (until if until > here else until + timedelta(days=1)).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
