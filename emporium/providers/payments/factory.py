"""Which providers take money here: those whose keys are set; the sandbox when there is no other."""

from __future__ import annotations

from functools import lru_cache

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.providers.payments.base import Method, PaymentProvider
from emporium.providers.payments.offline import BANK_TRANSFER, CASH, BankTransferProvider, CashProvider
from emporium.providers.payments.paypal_provider import PayPalProvider
from emporium.providers.payments.sandbox import SandboxProvider
from emporium.providers.payments.stripe_provider import StripeProvider
from emporium.settings import get_settings

DEFAULT = "sandbox"
ONLINE = (StripeProvider.name, PayPalProvider.name)
"""Those with a page of their own, which also pay stores: their report may come late or never, so they are asked too."""


@lru_cache(maxsize=16)
def get_provider(name: str = DEFAULT) -> PaymentProvider:
    """A provider by name, also one that is not offered any more: its refunds and reports go on. Raises NotFound."""
    settings = get_settings()
    if name == SandboxProvider.name:
        from emporium.runtime.endpoints import secret_key

        return SandboxProvider(secret_key())
    if name == BANK_TRANSFER:
        return BankTransferProvider()
    if name == CASH:
        return CashProvider()
    if name == StripeProvider.name and settings.stripe_secret_key is not None:
        return StripeProvider(
            secret=settings.stripe_secret_key.get_secret_value(),
            webhook_secret=settings.stripe_webhook_secret.get_secret_value() if settings.stripe_webhook_secret else "",
            api_base=settings.stripe_api_base,
            shop=settings.name,
        )
    if name == PayPalProvider.name and settings.paypal_client_id and settings.paypal_secret is not None:
        return PayPalProvider(
            client_id=settings.paypal_client_id,
            secret=settings.paypal_secret.get_secret_value(),
            webhook_id=settings.paypal_webhook_id,
            api_base=settings.paypal_api_base,
            shop=settings.name,
        )
    raise NotFound("There is no such payment provider.")


def enabled() -> list[PaymentProvider]:
    """The providers that shoppers may choose from, in order."""
    settings = get_settings()
    found: list[PaymentProvider] = []
    if settings.stripe_secret_key is not None:
        found.append(get_provider(StripeProvider.name))
    if settings.paypal_client_id and settings.paypal_secret is not None:
        found.append(get_provider(PayPalProvider.name))
    if settings.sandbox or (settings.sandbox is None and not found):
        found.append(get_provider(SandboxProvider.name))
    if settings.bank_iban is not None and settings.bank_holder:
        found.append(get_provider(BANK_TRANSFER))
    if settings.cash_on_delivery:
        found.append(get_provider(CASH))
    return found


def all_methods() -> list[Method]:
    """Every way to pay that is offered."""
    return [method for provider in enabled() for method in provider.methods()]


def provider_of(token: str) -> PaymentProvider:
    """Who takes a chosen method. Raises Invalid for one that is not offered."""
    for provider in enabled():
        if token in {method.token for method in provider.methods()}:
            return provider
    raise Invalid("payment", _("Choose how you want to pay."))
