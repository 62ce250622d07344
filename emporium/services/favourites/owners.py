"""Whose things they are: a person's by their account, a guest's by the browser's token."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.auth.tokens import digest
from models.favourites import SavedSearch, StoreFollow, Wishlist

Kept = type[Wishlist] | type[StoreFollow] | type[SavedSearch]


def owner(actor: Actor) -> dict[str, UUID | str]:
    """The column and value that say whose a new thing is. Raises Invalid for a browser without our cookie."""
    actor.require(Permission.SHOP)
    if actor.user_id is not None:
        return {"user_id": actor.user_id}
    if not actor.guest_token:
        raise Invalid("cookies", _("Your browser did not keep our cookie. Allow cookies for this site to keep things."))
    return {"guest_hash": digest(actor.guest_token)}


def owned(kind: Kept, actor: Actor) -> ColumnElement[bool]:
    """SQL for the actor's own things of a kind; nothing for a browser without our cookie."""
    actor.require(Permission.SHOP)
    if actor.user_id is not None:
        return col(kind.user_id) == actor.user_id
    return col(kind.guest_hash) == digest(actor.guest_token or "")
