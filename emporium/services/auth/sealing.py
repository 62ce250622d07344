"""Secrets that have to be read again are kept sealed, with a key that this installation alone has."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet

from emporium.services.auth.tokens import signing_key


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"{purpose}:{signing_key()}".encode()).digest()


def seal(secret: str, *, purpose: str) -> str:
    """A secret as the database keeps it. One purpose cannot open what another sealed."""
    return Fernet(base64.urlsafe_b64encode(_key(purpose))).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The secret in clear. Raises cryptography.fernet.InvalidToken when the installation's key is another one."""
    return Fernet(base64.urlsafe_b64encode(_key(purpose))).decrypt(sealed.encode()).decode()


def keyed_digest(secret: str, *, purpose: str) -> str:
    """What the database keeps of a short secret: nobody can try all of them without our key."""
    return hmac.new(_key(purpose), secret.encode(), hashlib.sha256).hexdigest()
