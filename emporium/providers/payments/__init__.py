"""Being paid: one interface, a built-in sandbox, and room for the real ones."""

from emporium.providers.payments.base import Method, Outcome, OutcomeStatus, PaymentProvider, ProviderEvent
from emporium.providers.payments.factory import get_provider
from emporium.providers.payments.sandbox import SandboxProvider

__all__ = [
    "Method",
    "Outcome",
    "OutcomeStatus",
    "PaymentProvider",
    "ProviderEvent",
    "SandboxProvider",
    "get_provider",
]
