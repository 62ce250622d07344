"""Who is asking: from cookies to an Actor, checked again on every event, forgotten at once when revoked."""

from __future__ import annotations

import dataclasses
import re
import time
from collections import OrderedDict
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from emporium.services.auth import ANONYMOUS, Actor
from emporium.services.auth.sessions import load_actor
from emporium.services.auth.tokens import read_access
from emporium.web import cookies
from emporium.web.threads import run
from models.enums import Face

CACHE_SECONDS = 2.0
"""A revocation that Redis cannot tell us of is still seen within this time."""
CACHE_SIZE = 20_000
GUEST_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

_current: ContextVar[Actor] = ContextVar("actor", default=ANONYMOUS)
_cache: OrderedDict[tuple[UUID, Face], tuple[float, Actor | None]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a set of cookies belongs to on one face."""

    actor: Actor
    stale: bool = False
    """The access token is over or gone, but a refresh token may still bring the session back."""


def current_actor() -> Actor:
    """The one the present event or request is handled for."""
    return _current.get()


def set_current(actor: Actor) -> None:
    """Remember the actor for the rest of this task."""
    _current.set(actor)


async def session_actor(session_id: UUID, face: Face) -> Actor | None:
    """The actor of a live session, read at most every two seconds."""
    key, now = (session_id, face), time.monotonic()
    known = _cache.get(key)
    if known is not None and now - known[0] < CACHE_SECONDS:
        return known[1]
    actor = await run(load_actor, session_id=session_id, face=face)
    _cache[key] = (now, actor)
    _cache.move_to_end(key)
    while len(_cache) > CACHE_SIZE:
        _cache.popitem(last=False)
    return actor


def forget_session(session_id: UUID) -> None:
    """A session was revoked: the next event asks the database."""
    for face in Face:
        _cache.pop((session_id, face), None)


async def identify(jar: dict[str, str], *, face: Face, ip: str | None, established: bool = False) -> Identity:
    """The identity in a cookie jar.

    `established` says that the token was checked when the socket was opened: its own expiry no longer matters,
    only whether the session behind it is alive.
    """
    guest = jar.get(cookies.GUEST, "")
    anonymous = Actor(face=face, guest_token=guest if GUEST_TOKEN.fullmatch(guest) else None, ip=ip)
    claims = read_access(jar.get(cookies.access_name(face), ""), face=face)
    may_refresh = cookies.marker_name(face) in jar
    if claims is None or (claims.expired and not established):
        return Identity(anonymous, stale=may_refresh)
    actor = await session_actor(claims.session_id, face)
    if actor is None:
        return Identity(anonymous)
    return Identity(dataclasses.replace(actor, guest_token=anonymous.guest_token, ip=ip))
