"""Whose account it is."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.errors import Conflict, Unauthenticated
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from models.accounts import User


def owner_of(actor: Actor) -> UUID:
    """The actor's own key. Raises Unauthenticated."""
    actor.require(Permission.OWN_ACCOUNT)
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    return actor.user_id


def proven_owner(session: Session, actor: Actor) -> User:
    """The actor's account, locked; its address must have been proven, because orders are found by it.

    Raises Unauthenticated, Conflict.
    """
    user = session.get_one(User, owner_of(actor), with_for_update=True)
    if user.email_verified_at is None:
        raise Conflict(_("Confirm your e-mail address first: we sent you a letter when you registered."))
    return user
