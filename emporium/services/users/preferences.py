"""How a person wants things: language, currency, colours, messages, personalisation (F006)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from emporium.errors import Invalid
from emporium.i18n import _, available_locales, current_locale
from emporium.services import carts
from emporium.services.auth import Actor
from emporium.services.carts import Repriced
from emporium.services.notifications.choosing import (
    CHOICES,
    FIRST,
    MAIL_IS_CHOSEN,
    STORE_CHOICES,
    WAYS,
    ways_chosen,
)
from emporium.services.privacy.consent import record_consent
from emporium.services.users.owning import owner_of
from emporium.settings import get_settings
from models.accounts import Preference
from models.enums import Channel, ColourMode, ConsentKind
from models.recommendations import ProductView
from models.stores import StoreMember


@dataclass(frozen=True, slots=True)
class Looks:
    """What the form of preferences gives back."""

    locale: str
    currency: str
    colour_mode: str
    time_zone: str
    quiet_from: str = ""
    """An hour from 0 to 23; empty, as `quiet_until`, for no quiet hours."""
    quiet_until: str = ""


def preferences(session: Session, *, actor: Actor) -> Preference:
    """The actor's preferences; the marketplace's own where nothing was chosen. One query."""
    owner = owner_of(actor)
    settings = get_settings()
    known = session.get(Preference, owner)
    return known or Preference(user_id=owner, currency=settings.currency, locale=current_locale.get(), channels={})


def choices_for(session: Session, *, actor: Actor) -> tuple[str, ...]:
    """The kinds of message that the actor can choose about; people of a store have more. One query."""
    owner = owner_of(actor)
    sells = session.exec(select(StoreMember.id).where(StoreMember.user_id == owner)).first() is not None
    return (*CHOICES, *STORE_CHOICES) if sells else CHOICES


def choose_looks(session: Session, *, actor: Actor, looks: Looks) -> Repriced | None:
    """Keep language, currency, colours and quiet hours; another currency re-prices the open basket, never an order.

    Returns what the basket comes to now when that changed. Raises Invalid naming the field.
    """
    owner = owner_of(actor)
    if looks.locale not in available_locales():
        raise Invalid("locale", _("Choose one of the languages of the list."))
    if looks.colour_mode not in {mode.value for mode in ColourMode}:
        raise Invalid("colour_mode", _("Choose light, dark or as the device."))
    if looks.time_zone not in available_timezones():
        raise Invalid("time_zone", _("Choose a time zone of the list, like Europe/Brussels."))
    start, end = _hour("quiet_from", looks.quiet_from), _hour("quiet_until", looks.quiet_until)
    if (start is None) != (end is None):
        raise Invalid("quiet_until", _("Quiet hours need a beginning and an end."))
    if looks.currency not in carts.selling_currencies(session):
        raise Invalid("currency", _("Choose one of the currencies of the list."))
    _keep(
        session, owner, locale=looks.locale, currency=looks.currency, colour_mode=looks.colour_mode,
        time_zone=looks.time_zone, quiet_from=start, quiet_until=end,
    )  # fmt: skip
    return carts.change_currency(session, actor=actor, currency=looks.currency)


def choose_language(session: Session, *, actor: Actor, locale: str) -> None:
    """Keep the language alone. Raises Invalid for one that is not offered."""
    owner = owner_of(actor)
    if locale not in available_locales():
        raise Invalid("locale", _("Choose one of the languages of the list."))
    _keep(session, owner, locale=locale)


def choose_messages(session: Session, *, actor: Actor, wanted: Mapping[str, Collection[Channel]]) -> None:
    """The ways by which each kind of message may come; a kind that is not named comes by none.

    Letters that come always stay. Raises Invalid for any other kind, and for a way that a kind does not have.
    """
    owner = owner_of(actor)
    known = choices_for(session, actor=actor)
    if not set(wanted) <= set(known) or any(not set(ways) <= set(WAYS[kind]) for kind, ways in wanted.items()):
        raise Invalid("messages", _("Choose from the list."))
    always = {kind: () if kind in MAIL_IS_CHOSEN else (Channel.EMAIL,) for kind in known}
    chosen = {
        kind: [way.value for way in WAYS[kind] if way in wanted.get(kind, ()) or way in always[kind]] for kind in known
    }
    kept = session.get(Preference, owner)
    # what somebody chose as a member of a store is kept for when they are one again
    before = dict(kept.channels) if kept is not None else {}
    _keep(session, owner, channels={**before, **chosen})


def open_way(session: Session, *, owner: UUID, way: Channel) -> None:
    """Push or text can be used now: the usual messages come that way, unless some were chosen before.

    A form that is kept at the same time waits for the row.
    """
    kept = session.get(Preference, owner, with_for_update=True)
    channels = dict(kept.channels) if kept is not None else {}
    if any(way.value in ways for ways in channels.values()):
        return
    known = kept or Preference(user_id=owner)
    added = {kind: [*ways_chosen(known, kind), way.value] for kind in FIRST[way]}
    _keep(session, owner, channels={**channels, **added})


def choose_personalisation(
    session: Session, *, actor: Actor, wanted: bool, source: str = "/account/preferences"
) -> None:
    """Whether what a person looks at may choose what they are shown; with the time it was said, and where.

    With a no, what was remembered is gone at once.
    """
    owner = owner_of(actor)
    _keep(session, owner, personalisation=wanted)
    if not wanted:
        session.execute(delete(ProductView).where(col(ProductView.user_id) == owner))
    record_consent(session, user_id=owner, kind=ConsentKind.PERSONALISATION, given=wanted, source=source)


def _keep(session: Session, owner: UUID, **values: object) -> None:
    settings = get_settings()
    first = {
        "currency": settings.currency,
        "locale": current_locale.get(),
        "channels": {},
        "time_zone": "Europe/Brussels",
        "personalisation": False,
    }
    changed = {**values, "updated_at": datetime.now(UTC)}
    session.execute(
        insert(Preference)
        .values(**{**first, **changed, "user_id": owner})
        .on_conflict_do_update(index_elements=["user_id"], set_=changed)
        .execution_options(populate_existing=True)
    )
    session.expire_all()


def _hour(field: str, value: str) -> int | None:
    if value == "":
        return None
    if not value.isdigit() or not 0 <= int(value) <= 23:
        raise Invalid(field, _("Give an hour from 0 to 23."))
    return int(value)
