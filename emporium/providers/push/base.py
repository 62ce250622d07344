"""What a way to reach browsers can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass


class PushError(Exception):
    """The message was not taken now; trying again after `after` seconds (0: whenever) may help."""

    def __init__(self, message: str, *, after: int = 0) -> None:
        super().__init__(message)
        self.after = after


class PushGone(PushError):
    """The browser does not want messages any more: its subscription is to be forgotten."""


class PushRefused(PushError):
    """This message will never be taken."""


@dataclass(frozen=True)
class Browser:
    """Where a browser is reached and how what is for it is encrypted, as the browser itself gave it."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Push:
    """One message. `topic` names it for good: a push service keeps only the newest of a topic (RFC 8030, 5.4)."""

    topic: str
    """At most 32 characters of the URL-safe base64 alphabet."""
    body: bytes
    """What only the browser can read; at most 3,900 bytes."""
    ttl: int = 24 * 60 * 60
    """Seconds that a push service keeps it for a browser that is away."""


class Pusher(ABC):
    """Hands messages to push services."""

    @property
    @abstractmethod
    def public_key(self) -> str:
        """What a browser is told when it subscribes: it takes messages of this key alone. Base64, URL-safe."""

    @abstractmethod
    def push(self, message: Push, browser: Browser) -> None:
        """Hand a message over. Raises PushError (try later), PushGone, PushRefused."""
