"""Handing one message to whoever carries its channel."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from emporium.i18n import _, direction, language_tag
from emporium.providers.mail import Mailer, MailError, Message, MessageRefused
from emporium.providers.push import Browser, Push, Pusher, PushError, PushGone, PushRefused
from emporium.providers.sms import Sms, SmsError, SmsRefused, Texter
from emporium.services.notifications.fanning import live_browsers
from models.accounts import User, UserSession
from models.enums import Channel, UserStatus
from models.notifications import Delivery, PhoneNumber, PushSubscription

CODE = "phone_code_asked"


class TryLater(Exception):
    """It was not taken now. `after` seconds at least are to pass; 0 says nothing about it."""

    def __init__(self, reason: str, after: int = 0) -> None:
        super().__init__(reason)
        self.after = after


class GiveUp(Exception):
    """It will never be taken."""


@dataclass(frozen=True)
class Carriers:
    """Who carries what. Those of push and text are made when there is something for them."""

    mailer: Mailer
    texter: Callable[[], Texter]
    pusher: Callable[[], Pusher]


def carry(session: Session, delivery: Delivery, *, carriers: Carriers) -> None:
    """Hand a message over. Raises TryLater, GiveUp."""
    channel = Channel(delivery.channel)
    try:
        if channel is Channel.PUSH:
            _push(session, delivery, carriers.pusher())
        elif channel is Channel.SMS:
            _text(session, delivery, carriers.texter())
        else:
            _mail(delivery, carriers.mailer)
    except (MessageRefused, SmsRefused) as error:
        raise GiveUp(str(error)) from error
    except MailError as error:
        raise TryLater(str(error)) from error
    except SmsError as error:
        raise TryLater(str(error), error.after) from error


def _mail(delivery: Delivery, mailer: Mailer) -> None:
    mailer.send(
        Message(
            id=str(delivery.id),
            to=delivery.recipient,
            subject=delivery.subject,
            text=delivery.body_text,
            html=delivery.body_html,
            stop_url=delivery.stop_url,
        )
    )


def _text(session: Session, delivery: Delivery, texter: Texter) -> None:
    """A number that was taken back or changed while the message waited gets nothing; a code goes where it was asked."""
    if delivery.kind != CODE:
        proven = session.exec(
            select(PhoneNumber.number)
            .join(User, col(User.id) == col(PhoneNumber.user_id))
            .where(User.email == delivery.recipient, PhoneNumber.number == delivery.phone)
        ).first()
        if proven is None:
            raise GiveUp(_("The number was taken back."))
    texter.text(Sms(id=str(delivery.id), to=delivery.phone, text=delivery.body_text))


def _push(session: Session, delivery: Delivery, pusher: Pusher) -> None:
    """To every browser of the person that has not got it yet. One that has gone is forgotten."""
    message = Push(topic=delivery.id.hex, body=_payload(delivery))
    later: list[PushError] = []
    refused: list[PushError] = []
    for browser in _browsers(session, delivery.recipient):
        if str(browser.id) in delivery.reached:
            continue
        try:
            pusher.push(message, Browser(browser.endpoint, str(browser.keys["p256dh"]), str(browser.keys["auth"])))
        except PushGone:
            session.delete(browser)
        except PushRefused as error:
            refused.append(error)
        except PushError as error:
            later.append(error)
        else:
            delivery.reached = [*delivery.reached, str(browser.id)]
            browser.last_ok_at = datetime.now(UTC)
            session.add(browser)
    if later:
        raise TryLater(str(later[0]), max(error.after for error in later))
    if not delivery.reached:
        raise GiveUp(str(refused[0]) if refused else _("No browser of this person takes push messages any more."))


def _browsers(session: Session, email: str) -> Sequence[PushSubscription]:
    return session.exec(
        select(PushSubscription)
        .join(UserSession, col(UserSession.id) == col(PushSubscription.session_id))
        .join(User, col(User.id) == col(PushSubscription.user_id))
        .where(User.email == email, User.status == UserStatus.ACTIVE, live_browsers())
        .order_by(col(PushSubscription.id))
    ).all()


def _payload(delivery: Delivery) -> bytes:
    """What the service worker reads. Only the path of the link: it opens where the browser knows us."""
    there = urlsplit(delivery.url)
    path = (there.path or "/") + (f"?{there.query}" if there.query else "") + (
        f"#{there.fragment}" if there.fragment else ""
    )  # fmt: skip
    said = {
        "id": str(delivery.id),
        "title": delivery.subject,
        "body": delivery.body_text,
        "url": path,
        "lang": language_tag(delivery.locale),
        "dir": direction(delivery.locale),
    }
    return json.dumps(said, ensure_ascii=False).encode()
