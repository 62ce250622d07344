"""Which provider takes the money."""

from __future__ import annotations

from functools import lru_cache

from emporium.errors import NotFound
from emporium.providers.payments.base import PaymentProvider
from emporium.providers.payments.sandbox import SandboxProvider

DEFAULT = "sandbox"


@lru_cache(maxsize=8)
def get_provider(name: str = DEFAULT) -> PaymentProvider:
    """A provider by name. Raises NotFound."""
    if name == SandboxProvider.name:
        from emporium.runtime.endpoints import secret_key

        return SandboxProvider(secret_key())
    raise NotFound("There is no such payment provider.")
