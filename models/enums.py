"""Every closed list of values in the domain. Stored as text with a CHECK."""

from enum import StrEnum


class Face(StrEnum):
    """One of the three faces; also the audience of a token."""

    SHOP = "shop"
    VENDOR = "vendor"
    ADMIN = "admin"


class PlatformRole(StrEnum):
    """What a person may do on the whole platform."""

    ADMIN = "admin"
    SUPPORT = "support"
    FINANCE = "finance"
    MODERATOR = "moderator"


class StoreRole(StrEnum):
    """What a person may do in one store."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    FINANCE = "finance"


class UserStatus(StrEnum):
    """Life of an account."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ERASED = "erased"


class EmailTokenPurpose(StrEnum):
    """What a mailed link is for."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password


class ColourMode(StrEnum):
    """The reader's choice of light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
