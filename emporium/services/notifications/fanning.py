"""One event, several ways: whom it concerns, by which channels they want it, in whose language (F103, F105)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import exists
from sqlmodel import Session, col, select

from emporium.i18n import SOURCE, available_locales, speaking
from emporium.services.notifications import choosing
from emporium.services.notifications.addressed import Addressed
from emporium.services.notifications.short import shortened
from models.accounts import Preference, User, UserSession
from models.enums import Channel, UserStatus
from models.notifications import PhoneNumber, PushSubscription
from models.outbox import OutboxEvent
from models.stores import StoreMember

Composer = Callable[[Session, OutboxEvent], list[Addressed]]


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and how they can be reached besides by e-mail."""

    email: str
    chosen: Preference
    phone: str
    has_browser: bool

    def reached_by(self, channel: Channel) -> bool:
        """Whether there is a way at all."""
        return self.has_browser if channel is Channel.PUSH else bool(self.phone)


@dataclass(frozen=True)
class Written:
    """A delivery to be, and when it may leave."""

    values: dict[str, Any]
    earliest: datetime


class Spoken:
    """What a composer makes of an event, in any language, each made once."""

    def __init__(self, session: Session, event: OutboxEvent, composer: Composer) -> None:
        self._session, self._event, self._composer = session, event, composer
        self.source = composer(session, event)
        self._made = {SOURCE: self.source}
        self._offered = available_locales()

    def at(self, place: int, locale: str) -> Addressed:
        """One of its letters in somebody's language; in the source's when that is not offered."""
        if locale == SOURCE or locale not in self._offered:
            return self.source[place]
        if locale not in self._made:
            with speaking(locale):
                self._made[locale] = self._composer(self._session, self._event)
        return replace(self._made[locale][place], locale=locale)


def live_browsers() -> Any:
    """The condition for browsers whose sign-in was not ended; the subscription and its session are to be joined."""
    return col(UserSession.revoked_at).is_(None)


def written(session: Session, event: OutboxEvent, composer: Composer) -> Iterator[Written]:
    """Every message that an event calls for and its people want.

    Letters are in the language of their reader's account, else in the one the order was placed in.
    """
    spoken = Spoken(session, event, composer)
    told: set[object] = set()
    for place, addressed in enumerate(spoken.source):
        if addressed.by_mail:
            yield from _by_mail(session, event, spoken, place)
        if addressed.phone:
            yield _text_to(event, addressed)
        whom = addressed.store_id or addressed.recipient
        if whom not in told:
            told.add(whom)
            yield from _by_other_ways(session, event, spoken, place)


def _by_mail(session: Session, event: OutboxEvent, spoken: Spoken, place: int) -> Iterator[Written]:
    addressed = spoken.source[place]
    store = addressed.store_id is not None
    asked = len(available_locales()) > 1 or choosing.group_of(event.kind, store=store) is not None
    chosen = choosing.preference_of(session, email=addressed.recipient) if asked else None
    if not choosing.wanted(chosen, kind=event.kind, store=store):
        return
    letter = spoken.at(place, chosen.locale if chosen is not None else addressed.locale)
    yield Written(
        {
            **_first(event, letter.recipient, Channel.EMAIL, letter.locale),
            "subject": letter.letter.subject, "body_text": letter.letter.text(), "body_html": letter.letter.html(),
            "stop_url": letter.stop_url,
        },
        choosing.earliest(chosen, kind=event.kind, store=store),
    )  # fmt: skip


def _by_other_ways(session: Session, event: OutboxEvent, spoken: Spoken, place: int) -> Iterator[Written]:
    addressed = spoken.source[place]
    store = addressed.store_id is not None
    for person in _people(session, event.kind, addressed):
        for channel in (Channel.PUSH, Channel.SMS):
            if not person.reached_by(channel):
                continue
            if not choosing.wanted(person.chosen, kind=event.kind, channel=channel, store=store):
                continue
            found = spoken.at(place, person.chosen.locale)
            short = shortened(found.letter)
            text = short.text(found.letter.shop) if channel is Channel.SMS else short.body
            yield Written(
                {
                    **_first(event, person.email, channel, found.locale),
                    "subject": short.title, "body_text": text, "url": short.url,
                    "phone": person.phone if channel is Channel.SMS else "",
                },
                choosing.earliest(person.chosen, kind=event.kind, channel=channel, store=store),
            )  # fmt: skip


def _text_to(event: OutboxEvent, addressed: Addressed) -> Written:
    short = shortened(addressed.letter)
    values = {"subject": short.title, "body_text": short.text(addressed.letter.shop), "phone": addressed.phone}
    return Written(
        {**_first(event, addressed.recipient, Channel.SMS, addressed.locale), **values}, datetime.now(UTC)
    )  # fmt: skip


def _first(event: OutboxEvent, recipient: str, channel: Channel, locale: str) -> dict[str, Any]:
    return {
        "event_id": event.id, "kind": event.kind, "recipient": recipient, "channel": channel, "locale": locale,
        "subject": "", "body_text": "", "body_html": "", "stop_url": "", "url": "", "phone": "", "reached": [],
    }  # fmt: skip


def _people(session: Session, kind: str, addressed: Addressed) -> list[Person]:
    """Whom it concerns among those who chose anything: the one with the address, or a store's people. One query.

    Only an address that was proven counts: else anybody could register somebody else's and read of their orders.
    """
    group = choosing.group_of(kind, store=addressed.store_id is not None)
    if group is None or choosing.WAYS.get(group, (Channel.EMAIL,)) == (Channel.EMAIL,):
        return []
    browser = (
        exists()
        .where(col(PushSubscription.user_id) == col(User.id))
        .where(col(PushSubscription.session_id) == col(UserSession.id), live_browsers())
    )
    query = (
        select(User.email, Preference, PhoneNumber.number, browser)
        .join(Preference, col(Preference.user_id) == col(User.id))
        .join(PhoneNumber, col(PhoneNumber.user_id) == col(User.id), isouter=True)
        .where(User.status == UserStatus.ACTIVE, col(User.email_verified_at).is_not(None))
    )
    if addressed.store_id is None:
        query = query.where(User.email == addressed.recipient.lower())
    else:
        query = query.join(StoreMember, col(StoreMember.user_id) == col(User.id)).where(
            StoreMember.store_id == addressed.store_id, col(StoreMember.role).in_(choosing.roles_for(group))
        )
    rows = session.exec(query.order_by(col(User.id))).all()
    return [Person(email, chosen, number or "", bool(has)) for email, chosen, number, has in rows]
