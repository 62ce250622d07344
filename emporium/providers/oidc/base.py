"""What comes from a provider: a person, or the reason why not. A reason is a fixed word; no token stands in one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Who a provider says somebody is. `issuer` and `subject` together are the person; the rest is about them."""

    provider: str
    """Our id of the provider."""
    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False
    """Whether the provider says that the address is this person's."""
    name: str = ""


class ProviderSilent(Exception):
    """The provider gives no answer that can be used; trying again later may help."""


class AnswerRefused(Exception):
    """The provider's answer is not one to believe; `args[0]` says which check failed."""
