"""How a person proves who they are, beside the password: codes, passkeys, other houses (F007, F008)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.base import Base, id_field, now_field, time_field


class TotpSecret(Base, table=True):
    """What an authenticator app and we both know. In force from `confirmed_at` on."""

    __tablename__ = "totp_secret"
    __table_args__ = (CheckConstraint("last_step >= 0", name="step_counts"),)

    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", primary_key=True)
    secret: str = Field(repr=False)
    """Encrypted; never shown again after it was confirmed."""
    last_step: int = 0
    """The newest time step whose code was used: it and older ones are refused (RFC 6238, section 5.2)."""
    created_at: datetime = now_field()
    confirmed_at: datetime | None = time_field()


class RecoveryCode(Base, table=True):
    """A code on paper for when the app is lost, by its keyed digest; each works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    code_hash: str
    created_at: datetime = now_field()
    used_at: datetime | None = time_field()


class Passkey(Base, table=True):
    """A key pair whose private half stays in the person's device (WebAuthn)."""

    __tablename__ = "passkey"
    __table_args__ = (
        UniqueConstraint("credential_id"),
        CheckConstraint("sign_count >= 0", name="count_not_negative"),
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
    )

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    credential_id: str
    """As base64url, as browsers write it."""
    public_key: str
    sign_count: int = Field(default=0, sa_type=BigInteger)
    name: str
    created_at: datetime = now_field()
    last_used_at: datetime | None = time_field()


class Identity(Base, table=True):
    """Who somebody is at a provider of OpenID Connect: issuer and subject together, never the address (F008)."""

    __tablename__ = "identity"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        CheckConstraint("length(subject) BETWEEN 1 AND 255", name="subject_length"),
    )

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    issuer: str
    subject: str
    email: str
    """The address that the provider gave when it was connected; it is shown, and decides nothing."""
    created_at: datetime = now_field()
    last_used_at: datetime | None = time_field()
