"""Rate limits and lock-outs, kept in Redis so that every web process counts together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from redis.exceptions import RedisError

from emporium.errors import TooMany, Unavailable
from emporium.i18n import _
from emporium.redis import redis_client
from emporium.services.auth.permissions import Actor
from emporium.settings import get_settings


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` per `seconds` for each key."""

    name: str
    count: int
    seconds: int


LOGIN_PER_IP = Limit("login-ip", 60, 300)
LOGIN_PER_ACCOUNT = Limit("login-account", 30, 3600)
REGISTER_PER_IP = Limit("register-ip", 20, 3600)
STEP_PER_ACCOUNT = Limit("step-account", 10, 900)
"""Passwords and codes that a signed-in person, or one with the password, may try."""
EXPORTS_PER_ACCOUNT = Limit("exports-account", 5, 86400)
FIND_PER_IP = Limit("find-ip", 20, 600)
PROOFS_PER_LINK = Limit("proofs-link", 10, 3600)
MAIL_PER_ACCOUNT = Limit("mail-account", 5, 3600)
MAIL_PER_IP = Limit("mail-ip", 30, 3600)
TEXTS_PER_ACCOUNT = Limit("texts-account", 5, 3600)
TEXTS_PER_NUMBER = Limit("texts-number", 5, 86400)
TEXTS_PER_IP = Limit("texts-ip", 10, 3600)
"""Every text costs money, and anybody's number can be typed in (F103)."""
DEVICES_PER_ACCOUNT = Limit("devices-account", 30, 3600)
CODE_PER_IP = Limit("code-ip", 10, 600)
PAY_PER_CLIENT = Limit("pay-client", 30, 600)
PICTURES_PER_CLIENT = Limit("pictures-client", 30, 3600)
PICTURES_PER_IP = Limit("pictures-ip", 120, 3600)
REVIEWS_PER_PERSON = Limit("reviews-person", 30, 3600)
VOTES_PER_PERSON = Limit("votes-person", 120, 3600)
REPORTS_PER_PERSON = Limit("reports-person", 10, 3600)
MESSAGES_PER_PERSON = Limit("messages-person", 60, 3600)
QUESTIONS_PER_PERSON = Limit("questions-person", 20, 3600)
ANSWERS_PER_PERSON = Limit("answers-person", 60, 3600)
CODES_PER_CLIENT = Limit("codes-client", 30, 600)
DECLINES_PER_CLIENT = Limit("declines-client", 8, 3600)
DECLINES_PER_IP = Limit("declines-ip", 25, 3600)
"""Whoever tries card after card is testing stolen ones (F153, P24)."""

LOCK_AFTER = 10
"""Failures before an account locks (F009)."""
LOCK_FIRST_SECONDS = 60
LOCK_MAX_SECONDS = 24 * 3600
FAILURES_KEPT_SECONDS = 24 * 3600


def _key(prefix: str, subject: str) -> str:
    return f"emporium:{prefix}:{hashlib.sha256(subject.encode()).hexdigest()[:32]}"


def take(limit: Limit, subject: str) -> None:
    """Count one use by a subject (IP, e-mail ...). Raises TooMany with the seconds to wait."""
    if not get_settings().rate_limits:
        return
    used, left = _count(limit, subject)
    if used > limit.count:
        raise _too_many(left)


def take_pictures(actor: Actor) -> None:
    """Count an upload of pictures by somebody, and from where. Raises TooMany."""
    take(PICTURES_PER_CLIENT, actor.guest_token or str(actor.user_id or actor.ip))
    take(PICTURES_PER_IP, actor.ip or "unknown")


def _count(limit: Limit, subject: str) -> tuple[int, int]:
    key = _key(f"limit:{limit.name}", subject)
    try:
        with redis_client().pipeline() as pipe:
            pipe.set(key, 0, ex=limit.seconds, nx=True)
            pipe.incr(key)
            pipe.ttl(key)
            _rest, used, left = pipe.execute()
    except RedisError as error:
        raise Unavailable(_("Something we need is not answering. Nothing was lost; please try again.")) from error
    return int(used), int(left)


def _too_many(left: int) -> TooMany:
    wait = max(left, 1)
    return TooMany(
        _("That is a lot of tries. Please wait {wait} and try again.").format(wait=_spoken(wait)), retry_after=wait
    )


def note(limit: Limit, subject: str) -> None:
    """Count something that happened to a subject; never refuses. See `refuse_if_spent`."""
    if get_settings().rate_limits:
        _count(limit, subject)


def refuse_if_spent(limit: Limit, subject: str) -> None:
    """Raise TooMany when a subject has used up a limit, without counting."""
    if not get_settings().rate_limits:
        return
    key = _key(f"limit:{limit.name}", subject)
    try:
        used, left = redis_client().get(key), redis_client().ttl(key)
    except RedisError as error:
        raise Unavailable(_("Something we need is not answering. Nothing was lost; please try again.")) from error
    if isinstance(used, bytes) and int(used) >= limit.count:
        raise _too_many(int(left) if isinstance(left, int) else 1)


def refuse_if_locked(email: str) -> None:
    """Raise TooMany while an address is locked. Unknown addresses lock just like known ones."""
    left = redis_client().ttl(_key("lock", email))
    if isinstance(left, int) and left > 0:
        raise TooMany(
            _("Too many wrong passwords. Try again in {left}, or reset the password.").format(left=_spoken(left)),
            retry_after=left,
        )


def count_failure(email: str) -> None:
    """Note a wrong password; from the tenth on, each one locks the address for twice as long."""
    key = _key("failures", email)
    with redis_client().pipeline() as pipe:
        pipe.incr(key)
        pipe.expire(key, FAILURES_KEPT_SECONDS)
        failures, _ = pipe.execute()
    if failures >= LOCK_AFTER:
        seconds = min(LOCK_FIRST_SECONDS * 2 ** (failures - LOCK_AFTER), LOCK_MAX_SECONDS)
        redis_client().set(_key("lock", email), 1, ex=seconds)


def forget_failures(email: str) -> None:
    """A right password, or a finished reset, clears the count and the lock."""
    redis_client().delete(_key("failures", email), _key("lock", email))


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return _("{seconds} seconds").format(seconds=seconds)
    return (
        _("{round} minutes").format(round=round(seconds / 60))
        if seconds < 5400
        else _("{round} hours").format(round=round(seconds / 3600))
    )
