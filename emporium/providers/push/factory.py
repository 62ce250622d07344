"""The pusher of this copy. It needs no account anywhere: browsers trust a key, and there always is one."""

from __future__ import annotations

from email.utils import parseaddr
from fnmatch import fnmatchcase
from functools import lru_cache
from urllib.parse import urlsplit

from emporium.providers.push.base import Pusher
from emporium.providers.push.keys import key_of_secret, read_key
from emporium.providers.push.webpush import WebPusher
from emporium.settings import get_settings


@lru_cache(maxsize=1)
def get_pusher() -> Pusher:
    """Signs with `EMPORIUM_VAPID_PRIVATE_KEY`, else with the key that belongs to this installation's secret."""
    from emporium.runtime.endpoints import secret_key

    settings = get_settings()
    given = settings.vapid_private_key
    key = read_key(given.get_secret_value()) if given is not None else key_of_secret(secret_key())
    return WebPusher(key, contact=parseaddr(settings.mail_from)[1])


def known_service(endpoint: str) -> bool:
    """Whether an address is one of a push service.

    Browsers name it, so anybody could name an address inside our own network: only known hosts are called, over TLS
    unless the setting says otherwise for one.
    """
    try:
        there = urlsplit(endpoint)
        host, port = there.hostname or "", there.port
    except ValueError:
        return False
    if not host or there.username is not None or there.fragment:
        return False
    place = host if port is None else f"{host}:{port}"
    for entry in get_settings().push_services.split(","):
        wanted = entry.strip()
        scheme, pattern = wanted.split("://", 1) if "://" in wanted else ("https", wanted)
        if pattern and there.scheme == scheme and fnmatchcase(place, pattern):
            return True
    return False
