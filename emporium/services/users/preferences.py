"""How a person wants things: language, currency, colours, messages, personalisation (F006)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from emporium.errors import Invalid, Unauthenticated
from emporium.i18n import _, available_locales
from emporium.services import carts
from emporium.services.auth import Actor, Permission
from emporium.services.carts import Repriced
from emporium.services.notifications.choosing import CHOICES, STORE_CHOICES
from emporium.services.privacy.consent import record_consent
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
    owner = _owner(actor)
    settings = get_settings()
    known = session.get(Preference, owner)
    return known or Preference(user_id=owner, currency=settings.currency, locale=settings.locale, channels={})


def choices_for(session: Session, *, actor: Actor) -> tuple[str, ...]:
    """The kinds of message that the actor can choose about; people of a store have more. One query."""
    owner = _owner(actor)
    sells = session.exec(select(StoreMember.id).where(StoreMember.user_id == owner)).first() is not None
    return (*CHOICES, *STORE_CHOICES) if sells else CHOICES


def choose_looks(session: Session, *, actor: Actor, looks: Looks) -> Repriced | None:
    """Keep language, currency, colours and quiet hours; another currency re-prices the open basket, never an order.

    Returns what the basket comes to now when that changed. Raises Invalid naming the field.
    """
    owner = _owner(actor)
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


def choose_messages(session: Session, *, actor: Actor, wanted: set[str]) -> None:
    """By e-mail, or not at all, for each kind of message that can be chosen. Raises Invalid for any other kind."""
    owner = _owner(actor)
    known = choices_for(session, actor=actor)
    if not wanted <= set(known):
        raise Invalid("messages", _("Choose from the list."))
    _keep(session, owner, channels={kind: [Channel.EMAIL.value] if kind in wanted else [] for kind in known})


def choose_personalisation(
    session: Session, *, actor: Actor, wanted: bool, source: str = "/account/preferences"
) -> None:
    """Whether what a person looks at may choose what they are shown; with the time it was said, and where.

    With a no, what was remembered is gone at once.
    """
    owner = _owner(actor)
    _keep(session, owner, personalisation=wanted)
    if not wanted:
        session.execute(delete(ProductView).where(col(ProductView.user_id) == owner))
    record_consent(session, user_id=owner, kind=ConsentKind.PERSONALISATION, given=wanted, source=source)


def _owner(actor: Actor) -> UUID:
    actor.require(Permission.OWN_ACCOUNT)
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    return actor.user_id


def _keep(session: Session, owner: UUID, **values: object) -> None:
    settings = get_settings()
    first = {"currency": settings.currency, "locale": settings.locale, "channels": {}, "time_zone": "Europe/Brussels",
             "personalisation": False}  # fmt: skip
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
