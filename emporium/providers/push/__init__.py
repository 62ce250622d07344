"""Web Push: short messages to browsers that agreed to them (RFC 8030, 8291, 8292)."""

from emporium.providers.push.base import Browser, Push, Pusher, PushError, PushGone, PushRefused
from emporium.providers.push.factory import get_pusher, known_service
from emporium.providers.push.webpush import WebPusher

__all__ = [
    "Browser",
    "Push",
    "PushError",
    "PushGone",
    "PushRefused",
    "Pusher",
    "WebPusher",
    "get_pusher",
    "known_service",
]
