"""Which tax service is asked, if any."""

from __future__ import annotations

from functools import lru_cache

from emporium.providers.tax.base import TaxProvider
from emporium.providers.tax.stripe_tax import StripeTaxProvider
from emporium.settings import get_settings


@lru_cache(maxsize=1)
def get_tax_provider() -> TaxProvider | None:
    """The chosen service, or None for the built-in table."""
    settings = get_settings()
    if settings.tax == StripeTaxProvider.name and settings.stripe_secret_key is not None:
        secret = settings.stripe_secret_key.get_secret_value()
        return StripeTaxProvider(secret=secret, api_base=settings.stripe_api_base)
    return None
