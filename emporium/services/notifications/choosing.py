"""Which messages a person wants, by which ways, and when: choices by kind and quiet hours (F006, F103).

What somebody must know comes by e-mail always: letters about the account, about money, and what a person asked for
themselves. Push and text come only where they were chosen, and secrets such as links to a password never do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session, select

from emporium.services.auth.permissions import STORE_PERMISSIONS, Permission
from models.accounts import Preference, User
from models.enums import Channel, StoreRole

PARCELS, CHANGES, PAYING, TALKS = "parcels", "changes", "paying", "talks"
STOCK, ANSWERS, BASKETS = "stock", "answers", "baskets"
SALES, DESK, SHELVES, OWED = "sales", "desk", "shelves", "owed"

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "order_shipped": PARCELS,
        "parcel_moved": PARCELS,
        "order_cancelled": CHANGES,
        "order_edited": CHANGES,
        "edit_dropped": CHANGES,
        "return_changed": CHANGES,
        "cancel_request_changed": CHANGES,
        "case_changed": CHANGES,
        "edit_waiting": PAYING,
        "draft_sent": PAYING,
        "draft_ordered": PAYING,
        "message_sent": TALKS,
        "back_in_stock": STOCK,
        "question_answered": ANSWERS,
        "cart_reminded": BASKETS,
    }
)
"""The choice that a kind of event belongs to, for who buys. Kinds that are not here come by e-mail, and at once."""
STORE_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "order_placed": SALES,
        "dispatch_due_soon": DESK,
        "dispatch_late": DESK,
        "given_up": DESK,
        "return_changed": DESK,
        "cancel_request_changed": DESK,
        "case_changed": DESK,
        "message_sent": DESK,
        "question_asked": DESK,
        "stock_ran_low": SHELVES,
        "debt_asked": OWED,
        "debt_restricted": OWED,
        "debt_settled": OWED,
    }
)
"""The same for the people of a store."""
CHOICES = (PARCELS, CHANGES, PAYING, TALKS, STOCK, ANSWERS)
STORE_CHOICES = (SALES, DESK, SHELVES, OWED)
MAIL_IS_CHOSEN = frozenset({PARCELS, STOCK, ANSWERS, SALES, SHELVES})
"""Kinds of message whose letters can be turned off; the letters of the others come always."""

_EACH, _TEXT = (Channel.EMAIL, Channel.PUSH), (Channel.EMAIL, Channel.PUSH, Channel.SMS)
WAYS: Mapping[str, tuple[Channel, ...]] = MappingProxyType(
    {**dict.fromkeys((*CHOICES, *STORE_CHOICES), _EACH), **dict.fromkeys((PARCELS, PAYING, OWED), _TEXT)}
)
"""By which ways a kind of message can come. Texts cost money: only parcels and payments come that way."""
FIRST: Mapping[Channel, tuple[str, ...]] = MappingProxyType(
    {Channel.PUSH: (PARCELS, CHANGES, PAYING, TALKS, SALES, DESK), Channel.SMS: (PARCELS,)}
)
"""What a way brings when it is opened for the first time."""
NEEDS: Mapping[str, Permission] = MappingProxyType(
    {
        SALES: Permission.VIEW_ORDERS,
        DESK: Permission.ANSWER_MESSAGES,
        SHELVES: Permission.EDIT_STOCK,
        OWED: Permission.VIEW_PAYOUTS,
    }
)
"""Whom of a store a kind of message is for."""


def group_of(kind: str, *, store: bool = False) -> str | None:
    """The choice that a kind of event belongs to; None when there is none."""
    return (STORE_GROUPS if store else GROUPS).get(kind)


def roles_for(group: str) -> list[StoreRole]:
    """The roles in a store that a kind of message is for."""
    needed = NEEDS[group]
    return [role for role, permissions in STORE_PERMISSIONS.items() if needed in permissions]


def preference_of(session: Session, *, email: str) -> Preference | None:
    """How the person with an address wants things; None for guests. One query."""
    return session.exec(
        select(Preference).join(User, User.id == Preference.user_id).where(User.email == email.lower())  # type: ignore[arg-type]
    ).first()


def ways_chosen(chosen: Preference, group: str) -> list[str]:
    """The ways by which a kind of message comes; one that was never chosen about comes by e-mail."""
    return chosen.channels.get(group, [Channel.EMAIL.value])


def wanted(chosen: Preference | None, *, kind: str, channel: Channel = Channel.EMAIL, store: bool = False) -> bool:
    """Whether a kind of event may reach a person this way."""
    group = group_of(kind, store=store)
    if channel is Channel.EMAIL:
        if chosen is None or group is None or group not in MAIL_IS_CHOSEN:
            return True
    elif chosen is None or group is None or channel not in WAYS.get(group, ()):
        return False
    return channel.value in ways_chosen(chosen, group)


def earliest(
    chosen: Preference | None, *, kind: str, channel: Channel = Channel.EMAIL, store: bool = False,
    now: datetime | None = None,
) -> datetime:  # fmt: skip
    """When a message may leave: now, or at the end of the person's quiet hours.

    Letters that come always wait for nobody: they make no noise. Push and texts do, whatever they say.
    """
    moment = now or datetime.now(UTC)
    loud = channel is not Channel.EMAIL or group_of(kind, store=store) in MAIL_IS_CHOSEN | {BASKETS}
    if chosen is None or not loud or chosen.quiet_from is None or chosen.quiet_until is None:
        return moment
    here = moment.astimezone(_zone(chosen.time_zone))
    start, end = chosen.quiet_from, chosen.quiet_until
    quiet = start <= here.hour < end if start < end else start != end and (here.hour >= start or here.hour < end)
    if not quiet:
        return moment
    until = here.replace(hour=end, minute=0, second=0, microsecond=0)
    return (until if until > here else until + timedelta(days=1)).astimezone(UTC)


def not_before(session: Session, *, recipient: str, kind: str, channel: Channel, moment: datetime) -> datetime:
    """When a message that could not leave may be tried again: `moment`, or the end of quiet hours it falls into.

    Letters make no noise, and what nobody chose, like a code for a number, is waited for.
    """
    if channel is Channel.EMAIL or (group_of(kind) or group_of(kind, store=True)) is None:
        return moment
    return earliest(preference_of(session, email=recipient), kind=kind, channel=channel, now=moment)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
