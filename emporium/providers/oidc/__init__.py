"""Providers of OpenID Connect: who somebody is, said and signed by a house that they trust (F008)."""

from emporium.providers.oidc.base import AnswerRefused, Person, ProviderSilent
from emporium.providers.oidc.factory import known_provider, providers_of
from emporium.providers.oidc.flow import address_to_leave_to, look_at, person_of

__all__ = [
    "AnswerRefused",
    "Person",
    "ProviderSilent",
    "address_to_leave_to",
    "known_provider",
    "look_at",
    "person_of",
    "providers_of",
]
