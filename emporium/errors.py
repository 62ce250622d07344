"""Typed errors: each has a stable code and a sentence a person can act on.

Services raise them, faces turn them into messages, the gateway into problem documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class EmporiumError(Exception):
    """Base of every error the business raises on purpose."""

    code = "error"
    status = 400

    def __init__(self, message: str, *, field: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details = details


class NotFound(EmporiumError):
    """The thing does not exist, or the asker may not know that it does."""

    code = "not_found"
    status = 404


class Unauthenticated(EmporiumError):
    """Nobody is signed in for this face."""

    code = "unauthenticated"
    status = 401


class Refused(EmporiumError):
    """The person is known and may not do this."""

    code = "refused"
    status = 403


class Conflict(EmporiumError):
    """Somebody else changed the thing meanwhile, or it already exists."""

    code = "conflict"
    status = 409


class Expired(EmporiumError):
    """A link, code, hold or quote whose time is over."""

    code = "expired"
    status = 410


class Invalid(EmporiumError):
    """One input is wrong: names the field and the fix."""

    code = "invalid"
    status = 422

    def __init__(self, field: str, message: str, **details: Any) -> None:
        super().__init__(message, field=field, **details)


class TooMany(EmporiumError):
    """A rate limit or a lock-out; `retry_after` is in seconds."""

    code = "too_many"
    status = 429

    def __init__(self, message: str, *, retry_after: int, **details: Any) -> None:
        super().__init__(message, **details)
        self.retry_after = retry_after


class OutOfStock(EmporiumError):
    """Stock cannot meet the demand; `shortages` maps variant id (text) to the units still available."""

    code = "out_of_stock"
    status = 409

    def __init__(self, message: str, *, shortages: Mapping[str, int]) -> None:
        super().__init__(message)
        self.shortages = dict(shortages)


class Unavailable(EmporiumError):
    """Something this needs does not answer; nothing was lost, and trying again is safe."""

    code = "unavailable"
    status = 503


class ProviderUnavailable(Unavailable):
    """A payment provider gave no answer. Whether it acted is known by asking it with the same key."""

    code = "provider_unavailable"


class PaymentDeclined(EmporiumError):
    """The provider said no; nothing was charged."""

    code = "payment_declined"
    status = 402


class QuoteChanged(EmporiumError):
    """What would be charged differs from what the shopper saw; `changes` lists why, in plain words."""

    code = "quote_changed"
    status = 409

    def __init__(self, message: str, *, changes: Sequence[str]) -> None:
        super().__init__(message)
        self.changes = list(changes)
