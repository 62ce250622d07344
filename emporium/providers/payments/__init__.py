"""Being paid: one interface, a built-in sandbox, and the real ones."""

from emporium.providers.payments.base import (
    DisputeNotice,
    DisputeState,
    Method,
    Outcome,
    OutcomeStatus,
    PaymentProvider,
    PayoutNotice,
    PayoutSender,
    ProviderEvent,
)
from emporium.providers.payments.factory import ONLINE, all_methods, get_provider, provider_of
from emporium.providers.payments.sandbox import SandboxProvider

__all__ = [
    "ONLINE",
    "DisputeNotice",
    "DisputeState",
    "Method",
    "Outcome",
    "OutcomeStatus",
    "PaymentProvider",
    "PayoutNotice",
    "PayoutSender",
    "ProviderEvent",
    "SandboxProvider",
    "all_methods",
    "get_provider",
    "provider_of",
]
