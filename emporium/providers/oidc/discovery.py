"""What a provider publishes about itself: its addresses (OpenID Connect Discovery 1.0) and its keys (RFC 7517).

Both are kept for an hour in each process. When the provider is silent then, what is kept goes on being used; when
there is nothing, it is not asked again for a few seconds, so that an outage of theirs costs us no threads.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from emporium.providers.oidc.base import AnswerRefused, ProviderSilent
from emporium.providers.oidc.calls import ask
from emporium.sign_in_settings import is_safe_address

KEPT_SECONDS = 3600
QUIET_SECONDS = 10
NEW_KEYS_SECONDS = 60
"""A token may name a key that was published just now: so often its keys are asked for again."""
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass
class _Kept:
    value: dict[str, Any] = field(default_factory=dict)
    at: float = float("-inf")
    failed: float = float("-inf")


_kept: dict[str, _Kept] = {}
_lock = threading.Lock()


def _read(address: str, *, seconds: float = KEPT_SECONDS) -> dict[str, Any]:
    """A published document, from here when it is young enough."""
    with _lock:
        kept = _kept.setdefault(address, _Kept())
    now = time.monotonic()
    if kept.value and now - kept.at < seconds:
        return kept.value
    try:
        if now - kept.failed < QUIET_SECONDS:
            raise ProviderSilent("asked a moment ago")
        status, said = ask("GET", address)
        if status != 200:
            raise ProviderSilent(f"status {status}")
    except ProviderSilent:
        kept.failed = kept.failed if now - kept.failed < QUIET_SECONDS else now
        if kept.value:
            return kept.value
        raise
    kept.value, kept.at = said, now
    return said


def discovered(issuer: str) -> dict[str, Any]:
    """A provider's own description. Raises ProviderSilent, AnswerRefused when it speaks for somebody else."""
    found = _read(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise AnswerRefused("the discovery document names another issuer")
    if not all(is_safe_address(str(found.get(name, ""))) for name in ADDRESSES):
        raise ProviderSilent("an address is missing, or not https")
    return found


def keys_of(found: dict[str, Any], *, again: bool = False) -> list[dict[str, Any]]:
    """The keys that a provider signs with; `again` looks whether there are new ones. Raises ProviderSilent."""
    said = _read(str(found["jwks_uri"]), seconds=NEW_KEYS_SECONDS if again else KEPT_SECONDS).get("keys")
    return [key for key in said if isinstance(key, dict)] if isinstance(said, list) else []
