"""The first administrator of an empty platform, made with the one-time code that the terminal printed."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session, select

from emporium.errors import Invalid, Refused
from emporium.i18n import _
from emporium.services.auth import limits
from emporium.services.auth.sessions import Client, IssuedTokens, start_session
from emporium.services.users.roles import create_admin
from models.accounts import RoleGrant, User
from models.enums import Face, PlatformRole

_SETUP_LOCK = 7_200_001
"""Key of the advisory lock that makes 'first' mean first."""


def needs_first_admin(session: Session) -> bool:
    """Whether nobody runs the platform yet."""
    return session.exec(select(RoleGrant.id).where(RoleGrant.role == PlatformRole.ADMIN)).first() is None


def create_first_admin(
    session: Session, *, code: str, email: str, password: str, name: str, client: Client
) -> IssuedTokens:
    """Make the first administrator and sign them in. Raises Refused when there is one, Invalid for a wrong code."""
    from emporium.runtime import setup_code

    limits.take(limits.CODE_PER_IP, client.ip or "unknown")
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SETUP_LOCK})
    if not needs_first_admin(session):
        raise Refused(_("This platform already has an administrator. Sign in instead."))
    if not setup_code.check(code):
        raise Invalid("code", _("That is not the code. It stands in the terminal that runs Emporium."))
    user_id = create_admin(session, email=email, password=password, name=name)
    issued = start_session(session, user=session.get_one(User, user_id), face=Face.ADMIN, client=client)
    setup_code.consume()
    return issued
