"""What happens to accounts and sessions, for the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emporium.services.events import DomainEvent


@dataclass(frozen=True, slots=True)
class SessionRevoked(DomainEvent):
    """A session ended; its open pages must be cut."""

    session_id: UUID
    user_id: UUID

    def topics(self) -> list[str]:
        """Every web process listens for sessions."""
        return [f"session:{self.session_id}"]


@dataclass(frozen=True, slots=True)
class UserRegistered(DomainEvent):
    """Somebody asked for an account, or for the verification link again."""

    user_id: UUID
    email: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class AccountExists(DomainEvent):
    """Somebody tried to register an address that has an account already."""

    email: str


@dataclass(frozen=True, slots=True)
class EmailVerified(DomainEvent):
    """An address was proved."""

    user_id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class PasswordResetRequested(DomainEvent):
    """A reset link is wanted for a known address."""

    user_id: UUID
    email: str
    token: str


@dataclass(frozen=True, slots=True)
class PasswordChanged(DomainEvent):
    """The password is new; the owner is told by mail."""

    user_id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class EmailChangeAsked(DomainEvent):
    """Somebody wants another address for an account; `email` is the new one."""

    user_id: UUID
    email: str
    token: str


@dataclass(frozen=True, slots=True)
class EmailChanged(DomainEvent):
    """An account has another address; `email` is the old one, which is told."""

    user_id: UUID
    email: str
    new_email: str


@dataclass(frozen=True, slots=True)
class SecondStepChanged(DomainEvent):
    """A second step was set up, used up or turned off. `what`: on, off, paper, paper_used, passkey, passkey_off."""

    user_id: UUID
    email: str
    what: str


@dataclass(frozen=True, slots=True)
class IdentityChanged(DomainEvent):
    """A sign-in at a provider opens an account, or no longer. `what`: made (with the account), on, off."""

    user_id: UUID
    email: str
    provider: str
    """Its name."""
    what: str


@dataclass(frozen=True, slots=True)
class PhoneCodeAsked(DomainEvent):
    """A number is to be proven: the code goes there by text (F103)."""

    user_id: UUID
    email: str
    phone: str
    code: str
