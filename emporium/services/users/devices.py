"""Browsers that a person's messages are pushed to (F103)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import Session, col, delete, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.providers.push import known_service
from emporium.services.auth import Actor, limits
from emporium.services.notifications.fanning import live_browsers
from emporium.services.users.owning import owner_of, proven_owner
from emporium.services.users.preferences import open_way
from models.accounts import UserSession
from models.enums import Channel
from models.notifications import PushSubscription

MOST = 10
"""Browsers of one person: a message is one request for each."""
LONGEST_ENDPOINT = 1000


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A browser that gets push messages."""

    id: UUID
    user_agent: str
    created_at: datetime
    last_ok_at: datetime | None
    mark: str
    """SHA-256 of its address, in hexadecimal: a browser knows itself by it, and nobody else learns the address."""


def list_devices(session: Session, *, actor: Actor) -> list[DeviceView]:
    """The actor's browsers whose sign-in was not ended, the newest first. One query."""
    rows = session.exec(
        select(PushSubscription)
        .join(UserSession, col(UserSession.id) == col(PushSubscription.session_id))
        .where(PushSubscription.user_id == owner_of(actor), live_browsers())
        .order_by(col(PushSubscription.id).desc())
    ).all()
    return [
        DeviceView(
            row.id, row.device, row.created_at, row.last_ok_at, hashlib.sha256(row.endpoint.encode()).hexdigest()
        )
        for row in rows
    ]


def add_device(
    session: Session, *, actor: Actor, endpoint: str, p256dh: str, auth: str, user_agent: str = ""
) -> UUID:
    """Push the actor's messages to a browser, for as long as they are signed in there.

    The same browser twice is one; somebody else who signs in there takes it over. The first one of a person turns
    the usual messages on. Raises Invalid, Conflict for an address that was not proven or too many browsers, TooMany.
    """
    owner = proven_owner(session, actor).id
    limits.take(limits.DEVICES_PER_ACCOUNT, str(owner))
    if len(endpoint) > LONGEST_ENDPOINT or not known_service(endpoint):
        raise Invalid("endpoint", _("The push service of this browser is not one that we send to."))
    keys = {"p256dh": _point(p256dh), "auth": _secret(auth)}
    known = session.exec(
        select(PushSubscription).where(PushSubscription.endpoint == endpoint).with_for_update()
    ).first()
    if known is not None and known.user_id != owner and known.keys != keys:
        raise Invalid("endpoint", _("This browser cannot be taken over. Allow its messages anew."))
    row = known or PushSubscription(user_id=owner, endpoint=endpoint)
    _make_room(session, owner, keep=row.id)
    row.user_id, row.session_id, row.keys = owner, actor.session_id, keys
    row.device, row.created_at = user_agent[:300], datetime.now(UTC)
    session.add(row)
    session.flush()
    open_way(session, owner=owner, way=Channel.PUSH)
    return row.id


def _make_room(session: Session, owner: UUID, *, keep: UUID | None) -> None:
    """Browsers whose sign-in was ended count no more, and go. Raises Conflict when too many are left."""
    rows = session.exec(
        select(PushSubscription, UserSession.revoked_at)
        .join(UserSession, col(UserSession.id) == col(PushSubscription.session_id), isouter=True)
        .where(PushSubscription.user_id == owner)
    ).all()
    left = 0
    for row, revoked_at in rows:
        if row.id == keep:
            continue
        if row.session_id is None or revoked_at is not None:
            session.delete(row)
        else:
            left += 1
    if left >= MOST:
        raise Conflict(_("{most} browsers get your messages already. Take one out first.").format(most=MOST))


def drop_device(session: Session, *, actor: Actor, device_id: UUID) -> None:
    """No more messages to one of the actor's browsers. Raises NotFound for anybody else's."""
    owner = owner_of(actor)
    row = session.get(PushSubscription, device_id)
    if row is None or row.user_id != owner:
        raise NotFound(_("There is no such browser among yours."))
    session.delete(row)


def drop_endpoint(session: Session, *, actor: Actor, endpoint: str) -> None:
    """The same, for a browser that names its own address. Twice is once."""
    session.execute(
        delete(PushSubscription).where(
            col(PushSubscription.user_id) == owner_of(actor), col(PushSubscription.endpoint) == endpoint
        )
    )


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _point(text: str) -> str:
    """The browser's public key: an uncompressed point of P-256 (RFC 8291, section 2.1)."""
    raw = _bytes(text[:200])
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        raw = b""
    if len(raw) != 65:
        raise Invalid("p256dh", _("The key of this browser cannot be used. Allow its messages anew."))
    return text


def _secret(text: str) -> str:
    """16 bytes that the browser made (RFC 8291, section 3.2)."""
    if len(_bytes(text[:200])) != 16:
        raise Invalid("auth", _("The key of this browser cannot be used. Allow its messages anew."))
    return text
