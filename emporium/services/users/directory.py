"""The operator's list of users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.services.auth import Actor, Permission
from models.accounts import RoleGrant, User
from models.enums import UserStatus
from models.stores import Store, StoreMember


@dataclass(frozen=True, slots=True)
class UserRow:
    """One line of the list."""

    id: UUID
    email: str
    name: str
    status: UserStatus
    verified: bool
    created_at: datetime
    roles: tuple[str, ...]
    stores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UserPage:
    """A page of users, newest first; `next_before` continues it."""

    rows: list[UserRow]
    next_before: UUID | None


def list_users(
    session: Session, *, actor: Actor, query: str = "", before: UUID | None = None, limit: int = 50
) -> UserPage:
    """Users, newest first, by keyset on the time-ordered id. Three queries however many there are."""
    actor.require(Permission.VIEW_USERS)
    statement = select(User).order_by(col(User.id).desc()).limit(limit + 1)
    if query.strip():
        words = query.strip()
        statement = statement.where(
            col(User.email).icontains(words, autoescape=True) | col(User.name).icontains(words, autoescape=True)
        )
    if before is not None:
        statement = statement.where(col(User.id) < before)
    users = list(session.exec(statement).all())
    more, users = len(users) > limit, users[:limit]
    ids = [user.id for user in users]
    roles: dict[UUID, list[str]] = {}
    for user_id, role in session.exec(
        select(RoleGrant.user_id, RoleGrant.role).where(col(RoleGrant.user_id).in_(ids))
    ).all():
        roles.setdefault(user_id, []).append(str(role))
    stores: dict[UUID, list[str]] = {}
    for user_id, name in session.exec(
        select(StoreMember.user_id, Store.name)
        .join(Store, col(Store.id) == col(StoreMember.store_id))
        .where(col(StoreMember.user_id).in_(ids))
    ).all():
        stores.setdefault(user_id, []).append(name)
    rows = [
        UserRow(
            id=user.id,
            email=user.email,
            name=user.name,
            status=UserStatus(user.status),
            verified=user.email_verified_at is not None,
            created_at=user.created_at,
            roles=tuple(sorted(roles.get(user.id, []))),
            stores=tuple(sorted(stores.get(user.id, []))),
        )
        for user in users
    ]
    return UserPage(rows, users[-1].id if more and users else None)
