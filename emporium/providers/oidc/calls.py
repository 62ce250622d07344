"""Asking a provider over HTTP: JSON answers, bounded in time and size, and no redirects."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import httpx

from emporium.providers.oidc.base import ProviderSilent
from emporium.sign_in_settings import is_safe_address

TIMEOUT_SECONDS = 5
MOST_BYTES = 512_000


@lru_cache(maxsize=1)
def _http() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False)


def ask(verb: str, address: str, **more: Any) -> tuple[int, dict[str, Any]]:
    """The answer's status and its JSON object. Raises ProviderSilent without one, and for a server's own errors."""
    if not is_safe_address(address):
        raise ProviderSilent("address")
    body, headers = b"", {"accept": "application/json", **more.pop("headers", {})}
    try:
        with _http().stream(verb, address, headers=headers, **more) as reply:
            for part in reply.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise ProviderSilent("length")
        said = json.loads(body)
    except httpx.HTTPError as error:
        raise ProviderSilent(type(error).__name__) from None
    except (ValueError, RecursionError):
        raise ProviderSilent(f"status {reply.status_code}, no JSON") from None
    if reply.status_code >= 500 or reply.status_code in (408, 429) or not isinstance(said, dict):
        raise ProviderSilent(f"status {reply.status_code}")
    return reply.status_code, said
