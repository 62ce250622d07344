"""The ways into an account: the last one is never taken off."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Refused
from emporium.i18n import _
from emporium.settings import get_settings
from models.accounts import User
from models.enums import Face
from models.security import Identity, Passkey


def require_another_way(session: Session, user: User, *, without: UUID) -> None:
    """Raise Refused, with the fix, when the identity or passkey `without` is the only way into a locked account.

    A provider that is offered no longer opens nothing. Two queries at most.
    """
    if user.password_hash is not None:
        return
    passkeys = select(Passkey.id).where(Passkey.user_id == user.id, Passkey.id != without)
    if session.exec(passkeys).first() is not None:
        return
    offered = [one.issuer for one in get_settings().oidc_providers if Face.SHOP in one.faces]
    others = select(Identity.id).where(
        Identity.user_id == user.id, Identity.id != without, col(Identity.issuer).in_(offered)
    )
    if session.exec(others).first() is None:
        raise Refused(_("This is the only way into your account. Set a password or connect another one first."))
