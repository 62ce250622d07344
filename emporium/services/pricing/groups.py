"""Groups of a store's customers, for prices of their own (F052)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, exists, or_, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.auth.accounts import normal_email
from emporium.services.pricing.lists import NAME_MAX, own_group
from models.accounts import User
from models.favourites import StoreFollow
from models.orders import Order, Purchase
from models.prices import CustomerGroup, CustomerGroupMember, PriceList


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group."""

    user_id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group and who is in it, by name."""

    id: UUID
    name: str
    members: list[Member]


def list_groups(session: Session, *, actor: Actor, store_id: UUID) -> Sequence[GroupView]:
    """A store's groups by name. Two queries."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    groups = session.exec(
        select(CustomerGroup).where(CustomerGroup.store_id == store_id).order_by(col(CustomerGroup.name))
    ).all()
    views = {row.id: GroupView(row.id, row.name, []) for row in groups}
    rows = session.exec(
        select(CustomerGroupMember.group_id, User)
        .join(User, col(User.id) == col(CustomerGroupMember.user_id))
        .where(col(CustomerGroupMember.group_id).in_(views))
        .order_by(col(User.name), col(User.id))
    ).all()
    for group_id, user in rows:
        views[group_id].members.append(Member(user.id, user.name, user.email))
    return list(views.values())


def create_group(session: Session, *, actor: Actor, store_id: UUID, name: str) -> CustomerGroup:
    """A group without anybody in it. Raises Invalid, Conflict for a name that is taken."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    called = " ".join(name.split())
    if not 1 <= len(called) <= NAME_MAX:
        raise Invalid("group", _("Give the group a name of at most {name_max} characters.").format(name_max=NAME_MAX))
    taken = session.exec(
        select(CustomerGroup.id).where(CustomerGroup.store_id == store_id, CustomerGroup.name == called)
    ).first()
    if taken is not None:
        raise Conflict(_("Your store has a group called {called} already.").format(called=called), field="group")
    made = CustomerGroup(store_id=store_id, name=called)
    session.add(made)
    session.flush()
    return made


def delete_group(session: Session, *, actor: Actor, store_id: UUID, group_id: UUID) -> None:
    """Take a group away. Raises NotFound, Conflict while a price list is for it."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    found = own_group(session, store_id=store_id, group_id=group_id)
    used = session.exec(select(PriceList.name).where(PriceList.group_id == group_id)).first()
    if used is not None:
        raise Conflict(_("The price list {used} is for this group.").format(used=used))
    session.delete(found)
    session.flush()


def add_member(session: Session, *, actor: Actor, store_id: UUID, group_id: UUID, email: str) -> User:
    """Put somebody into a group. Only people who bought from the store or follow it: others are none of its business.

    Raises NotFound for the group, Invalid for anybody else.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    own_group(session, store_id=store_id, group_id=group_id)
    bought = exists().where(
        col(Order.store_id) == store_id,
        col(Order.purchase_id) == col(Purchase.id),
        col(Purchase.user_id) == col(User.id),
    )
    follows = exists().where(col(StoreFollow.store_id) == store_id, col(StoreFollow.user_id) == col(User.id))
    user = session.exec(select(User).where(User.email == normal_email(email), or_(bought, follows))).first()
    if user is None:
        raise Invalid("email", _("Nobody with this address has an account and bought from you or follows your store."))
    session.execute(
        insert(CustomerGroupMember).values(group_id=group_id, user_id=user.id).on_conflict_do_nothing()
    )  # fmt: skip
    return user


def remove_member(session: Session, *, actor: Actor, store_id: UUID, group_id: UUID, user_id: UUID) -> None:
    """Take somebody out of a group. Raises NotFound."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    own_group(session, store_id=store_id, group_id=group_id)
    gone = session.exec(
        delete(CustomerGroupMember).where(
            col(CustomerGroupMember.group_id) == group_id, col(CustomerGroupMember.user_id) == user_id
        )
    )
    if not gone.rowcount:
        raise NotFound(_("They are not in this group."))
