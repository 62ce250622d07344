"""Passwords: bcrypt with a configurable cost, and the same work for people who do not exist."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

import bcrypt

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.settings import get_settings

MIN_LENGTH = 10
MAX_LENGTH = 200


def _prepared(password: str) -> bytes:
    """bcrypt reads 72 bytes only, so longer pass phrases are digested first (the library's own advice)."""
    return base64.b64encode(hashlib.sha256(password.encode()).digest())


def hash_password(password: str) -> str:
    """The bcrypt hash to store, at the cost of `EMPORIUM_BCRYPT_COST`."""
    return bcrypt.hashpw(_prepared(password), bcrypt.gensalt(get_settings().bcrypt_cost)).decode()


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")


def verify_password(password: str, stored: str | None) -> bool:
    """Whether the password fits. Without a stored hash it does the same work and says no."""
    good = bcrypt.checkpw(_prepared(password), (stored or _nobodys_hash()).encode())
    return good and stored is not None


def check_new_password(password: str, *, email: str) -> None:
    """Refuse a password that is too short, too long, or the person's own address. Raises Invalid."""
    if len(password) < MIN_LENGTH:
        raise Invalid(
            "password",
            _("Use at least {min_length} characters. A few unrelated words work well.").format(min_length=MIN_LENGTH),
        )
    if len(password) > MAX_LENGTH:
        raise Invalid("password", _("Use at most {max_length} characters.").format(max_length=MAX_LENGTH))
    if password.strip().lower() in {email, email.split("@")[0]} or len(set(password)) < 4:
        raise Invalid("password", _("That is easy to guess. Choose something less obvious."))
