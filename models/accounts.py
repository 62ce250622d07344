"""People: users, their sessions and refresh-token families, platform roles, addresses, preferences."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlmodel import Field

from models.base import Base, enum_field, id_field, now_field, one_of, time_field
from models.enums import ColourMode, EmailTokenPurpose, Face, PlatformRole, UserStatus


class User(Base, table=True):
    """A person. `email` is kept in lower case; an erased user keeps the row and loses the personal data."""

    __tablename__ = "app_user"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("length(email) BETWEEN 3 AND 320", name="email_length"),
        CheckConstraint("length(name) <= 120", name="name_length"),
        one_of("status", UserStatus),
    )

    id: UUID = id_field()
    email: str
    name: str = ""
    password_hash: str | None = None
    """bcrypt; empty for people who cannot sign in with a password."""
    email_verified_at: datetime | None = time_field()
    status: UserStatus = enum_field(UserStatus.ACTIVE)
    created_at: datetime = now_field(index=True)
    updated_at: datetime = now_field()


class UserSession(Base, table=True):
    """One signed-in browser on one face: also the refresh-token family. Revoking it ends everything below it."""

    __tablename__ = "user_session"
    __table_args__ = (
        one_of("face", Face),
        Index("ix_user_session_live", "user_id", postgresql_where=text("revoked_at IS NULL")),
    )

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    face: Face = enum_field()
    user_agent: str = ""
    ip: str | None = Field(default=None, sa_type=INET)
    created_at: datetime = now_field()
    last_seen_at: datetime = now_field()
    expires_at: datetime = time_field(nullable=False)
    revoked_at: datetime | None = time_field()
    revoked_reason: str | None = None
    second_step_at: datetime | None = time_field()
    """When this browser last proved more than a password (F007)."""


class RefreshToken(Base, table=True):
    """A one-time refresh token, by its SHA-256. A used one that comes back revokes its whole session."""

    __tablename__ = "refresh_token"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: UUID = id_field()
    session_id: UUID = Field(foreign_key="user_session.id", ondelete="CASCADE", index=True)
    token_hash: str
    created_at: datetime = now_field()
    expires_at: datetime = time_field(nullable=False)
    used_at: datetime | None = time_field()
    used_by: str | None = None
    """Fingerprint (IP and user agent, hashed) of the client that used it."""


class RoleGrant(Base, table=True):
    """A platform role of a person. Store roles are rows of `store_member`."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "role"), one_of("role", PlatformRole))

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    role: PlatformRole = enum_field()
    granted_by: UUID | None = Field(default=None, foreign_key="app_user.id", ondelete="SET NULL", index=True)
    created_at: datetime = now_field()


class EmailToken(Base, table=True):
    """A mailed link (verify, reset), by its SHA-256; used once."""

    __tablename__ = "email_token"
    __table_args__ = (UniqueConstraint("token_hash"), one_of("purpose", EmailTokenPurpose))

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    purpose: EmailTokenPurpose = enum_field()
    token_hash: str
    email: str
    created_at: datetime = now_field()
    expires_at: datetime = time_field(nullable=False)
    used_at: datetime | None = time_field()


class Address(Base, table=True):
    """An entry of a person's address book. Orders copy addresses; they never point here."""

    __tablename__ = "address"
    __table_args__ = (
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_iso"),
        Index("uq_address_default", "user_id", unique=True, postgresql_where=text("is_default")),
    )

    id: UUID = id_field()
    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    name: str
    line1: str
    line2: str = ""
    postcode: str = ""
    city: str
    region: str = ""
    country: str
    phone: str = ""
    is_default: bool = False
    created_at: datetime = now_field()


class Preference(Base, table=True):
    """How a person wants things: language, currency, colours, which messages by which channel."""

    __tablename__ = "preference"
    __table_args__ = (
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_iso"),
        one_of("colour_mode", ColourMode),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_has_both_ends"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="quiet_hours_of_a_day"),
    )

    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", primary_key=True)
    locale: str = "en_GB"
    currency: str = "EUR"
    colour_mode: ColourMode = enum_field(ColourMode.SYSTEM)
    channels: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSONB)
    """By kind of message, the ways it may come; a kind that is not named comes by e-mail."""
    quiet_from: int | None = None
    """The hour from which messages wait, until `quiet_until`, by the clock of `time_zone`."""
    quiet_until: int | None = None
    time_zone: str = "Europe/Brussels"
    marketing_consent_at: datetime | None = time_field()
    personalisation: bool = False
    updated_at: datetime = now_field()
