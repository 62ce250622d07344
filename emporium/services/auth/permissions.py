"""Who may do what: permissions, roles as data, and the actor every service call is made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from emporium.errors import NotFound, Refused, Unauthenticated
from emporium.i18n import _
from models.enums import Face, PlatformRole, StoreRole


class Permission(StrEnum):
    """A thing a person may be allowed to do. Store permissions hold for one store at a time."""

    # Shoppers
    SHOP = "shop"
    """Keep a cart, check out, follow one's own purchases: guests too."""
    OWN_ACCOUNT = "own_account"
    """See and change one's own account: signed-in shoppers."""
    # One store
    VIEW_STORE = "view_store"
    VIEW_ORDERS = "view_orders"
    SHIP_ORDERS = "ship_orders"
    CANCEL_ORDERS = "cancel_orders"
    REFUND_ORDERS = "refund_orders"
    TAKE_ORDERS = "take_orders"
    """Prepare an order for a customer, and send it to be paid (F084)."""
    EDIT_ORDERS = "edit_orders"
    """Change an order that was placed (F081), and take something off one that is prepared."""
    EDIT_PRODUCTS = "edit_products"
    EDIT_STOCK = "edit_stock"
    EDIT_STORE = "edit_store"
    MANAGE_TEAM = "manage_team"
    VIEW_PAYOUTS = "view_payouts"
    EDIT_PAYOUTS = "edit_payouts"
    REPLY_REVIEWS = "reply_reviews"
    ANSWER_MESSAGES = "answer_messages"
    """Read what shoppers ask, and answer (F111)."""
    # The platform
    VIEW_PLATFORM = "view_platform"
    VIEW_USERS = "view_users"
    VIEW_MAIL = "view_mail"
    MODERATE = "moderate"
    MANAGE_STORES = "manage_stores"
    MANAGE_USERS = "manage_users"
    MANAGE_MONEY = "manage_money"
    MANAGE_PLATFORM = "manage_platform"


_P = Permission
STORE_PERMISSIONS: Mapping[StoreRole, frozenset[Permission]] = MappingProxyType(
    {
        StoreRole.OWNER: frozenset(
            {
                _P.VIEW_STORE,
                _P.VIEW_ORDERS,
                _P.SHIP_ORDERS,
                _P.CANCEL_ORDERS,
                _P.REFUND_ORDERS,
                _P.TAKE_ORDERS,
                _P.EDIT_ORDERS,
                _P.EDIT_PRODUCTS,
                _P.EDIT_STOCK,
                _P.EDIT_STORE,
                _P.MANAGE_TEAM,
                _P.VIEW_PAYOUTS,
                _P.EDIT_PAYOUTS,
                _P.REPLY_REVIEWS,
                _P.ANSWER_MESSAGES,
            }
        ),
        StoreRole.MANAGER: frozenset(
            {
                _P.VIEW_STORE,
                _P.VIEW_ORDERS,
                _P.SHIP_ORDERS,
                _P.CANCEL_ORDERS,
                _P.REFUND_ORDERS,
                _P.TAKE_ORDERS,
                _P.EDIT_ORDERS,
                _P.EDIT_PRODUCTS,
                _P.EDIT_STOCK,
                _P.EDIT_STORE,
                _P.VIEW_PAYOUTS,
                _P.REPLY_REVIEWS,
                _P.ANSWER_MESSAGES,
            }
        ),
        StoreRole.STAFF: frozenset(
            {
                _P.VIEW_STORE,
                _P.VIEW_ORDERS,
                _P.SHIP_ORDERS,
                _P.TAKE_ORDERS,
                _P.EDIT_STOCK,
                _P.REPLY_REVIEWS,
                _P.ANSWER_MESSAGES,
            }
        ),
        StoreRole.FINANCE: frozenset({_P.VIEW_STORE, _P.VIEW_ORDERS, _P.VIEW_PAYOUTS}),
    }
)
PLATFORM_PERMISSIONS: Mapping[PlatformRole, frozenset[Permission]] = MappingProxyType(
    {
        PlatformRole.ADMIN: frozenset(
            {
                _P.VIEW_PLATFORM,
                _P.VIEW_USERS,
                _P.VIEW_MAIL,
                _P.MODERATE,
                _P.MANAGE_STORES,
                _P.MANAGE_USERS,
                _P.MANAGE_MONEY,
                _P.MANAGE_PLATFORM,
            }
        ),
        PlatformRole.SUPPORT: frozenset({_P.VIEW_PLATFORM, _P.VIEW_USERS, _P.VIEW_MAIL}),
        PlatformRole.FINANCE: frozenset({_P.VIEW_PLATFORM, _P.MANAGE_MONEY}),
        PlatformRole.MODERATOR: frozenset({_P.VIEW_PLATFORM, _P.MODERATE}),
    }
)
SHOPPER_PERMISSIONS = frozenset({_P.SHOP, _P.OWN_ACCOUNT})
GUEST_PERMISSIONS = frozenset({_P.SHOP})
STORE_SCOPED = frozenset().union(*STORE_PERMISSIONS.values())
PLATFORM_SCOPED = frozenset().union(*PLATFORM_PERMISSIONS.values())


def face_of(permission: Permission) -> Face:
    """The face whose token carries a permission: F002's audiences."""
    if permission in STORE_SCOPED:
        return Face.VENDOR
    return Face.ADMIN if permission in PLATFORM_SCOPED else Face.SHOP


@dataclass(frozen=True, slots=True)
class Actor:
    """The one a call is made for: a guest, a signed-in person on one face, or the system itself."""

    user_id: UUID | None = None
    session_id: UUID | None = None
    face: Face = Face.SHOP
    email: str = ""
    name: str = ""
    platform_roles: frozenset[PlatformRole] = frozenset()
    store_roles: Mapping[UUID, StoreRole] = field(default_factory=dict)
    guest_token: str | None = None
    ip: str | None = None
    is_system: bool = False
    second_step_at: datetime | None = None
    """When this browser last proved more than a password (F007)."""

    @property
    def signed_in(self) -> bool:
        """Whether a person is known."""
        return self.user_id is not None

    def can(self, permission: Permission, *, store: UUID | None = None) -> bool:
        """Whether this actor holds the permission (in that store, or in any store when none is named)."""
        if self.is_system:
            return True
        if permission in SHOPPER_PERMISSIONS:
            return permission in (SHOPPER_PERMISSIONS if self.signed_in else GUEST_PERMISSIONS)
        if permission in STORE_SCOPED:
            if self.face is not Face.VENDOR:
                return False
            if store is None:
                roles = list(self.store_roles.values())
            else:
                roles = [self.store_roles[store]] if store in self.store_roles else []
            return any(permission in STORE_PERMISSIONS[role] for role in roles)
        return self.face is Face.ADMIN and any(permission in PLATFORM_PERMISSIONS[role] for role in self.platform_roles)

    def require(self, permission: Permission, *, store: UUID | None = None) -> None:
        """Raise unless the actor holds the permission.

        Raises Unauthenticated when nobody is signed in, NotFound for a store the person has no part in (its
        existence is not confirmed), Refused otherwise.
        """
        if self.can(permission, store=store):
            return
        if not self.signed_in:
            raise Unauthenticated(_("Please sign in."))
        if store is not None and store not in self.store_roles:
            raise NotFound(_("There is no such store among yours."))
        raise Refused(_("Your role does not allow this. Ask an owner or an administrator."))


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True)
