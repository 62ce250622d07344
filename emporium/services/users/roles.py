"""Platform roles."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, select

from emporium.errors import Conflict
from emporium.i18n import _
from emporium.services.auth.accounts import normal_email
from emporium.services.auth.passwords import check_new_password, hash_password
from emporium.settings import get_settings
from models.accounts import Preference, RoleGrant, User
from models.enums import PlatformRole


def grant_role(session: Session, *, user_id: UUID, role: PlatformRole, granted_by: UUID | None = None) -> None:
    """Give a person a platform role; giving it twice changes nothing."""
    values = {"user_id": user_id, "role": role, "granted_by": granted_by}
    session.execute(insert(RoleGrant).values(**values).on_conflict_do_nothing())


def create_admin(session: Session, *, email: str, password: str, name: str) -> UUID:
    """Make an administrator whose address counts as verified. Raises Invalid, Conflict for a known address."""
    address = normal_email(email)
    check_new_password(password, email=address)
    if session.exec(select(User.id).where(User.email == address)).first():
        raise Conflict(_("That address already has an account. Grant it the role instead."), field="email")
    user = User(
        email=address,
        name=name.strip()[:120] or "Administrator",
        password_hash=hash_password(password),
        email_verified_at=datetime.now(UTC),
    )
    session.add(user)
    session.flush()
    session.add(Preference(user_id=user.id, currency=get_settings().currency, locale=get_settings().locale))
    grant_role(session, user_id=user.id, role=PlatformRole.ADMIN)
    return user.id
