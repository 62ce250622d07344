"""Wishlists: what the heart on a card keeps, lists with names, and links to show them (F030)."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.auth.tokens import new_secret
from emporium.services.catalogue import ProductRow, rows_by_ids
from emporium.services.catalogue.lists import visible
from emporium.services.favourites.owners import owned, owner
from models.accounts import User
from models.catalogue import Product, ProductVariant
from models.favourites import Wishlist, WishlistItem
from models.stores import Store

MAX_ITEMS = 500
MAX_LISTS = 30
NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class WishlistView:
    """A list with its products, the latest first. `was` has the price in minor units at which a thing was kept."""

    id: UUID
    name: str
    share_token: str | None
    rows: list[ProductRow]
    was: dict[UUID, int] = field(default_factory=dict)
    gone: int = 0
    """Products that are not for sale any more, and not shown."""
    single: dict[UUID, UUID] = field(default_factory=dict)
    """The one variant of products that come in one and need no words of the buyer: they go straight into the basket."""


def save_product(session: Session, *, actor: Actor, product_id: UUID, list_id: UUID | None = None) -> None:
    """Keep a product on a list, the first one when none is named. Twice changes nothing.

    Raises NotFound for a product nobody can see or somebody else's list, Invalid beyond 500 things.
    """
    wishlist = _first(session, actor) if list_id is None else _own(session, actor, list_id)
    product = session.exec(
        select(Product).join(Store, col(Store.id) == col(Product.store_id)).where(Product.id == product_id, visible())
    ).first()
    if product is None:
        raise NotFound(_("There is no such product."))
    if _count(session, actor) >= MAX_ITEMS:
        raise Invalid(
            "wishlist", _("Your lists hold {max_items} things. Take something off first.").format(max_items=MAX_ITEMS)
        )
    session.execute(
        insert(WishlistItem)
        .values(
            wishlist_id=wishlist.id,
            product_id=product.id,
            seen_price_minor=product.min_price_minor,
            currency=product.currency,
            seen_available=product.available_total > 0,
        )
        .on_conflict_do_nothing()
    )


def forget_product(session: Session, *, actor: Actor, product_id: UUID, list_id: UUID | None = None) -> None:
    """Take a product off one list, or off all of them. Twice changes nothing."""
    lists = select(Wishlist.id).where(owned(Wishlist, actor))
    if list_id is not None:
        lists = lists.where(Wishlist.id == list_id)
    session.execute(
        delete(WishlistItem).where(col(WishlistItem.product_id) == product_id, col(WishlistItem.wishlist_id).in_(lists))
    )


def move_product(session: Session, *, actor: Actor, product_id: UUID, source: UUID, target: UUID) -> None:
    """From one of one's lists to another. Raises NotFound."""
    here, there = _own(session, actor, source), _own(session, actor, target)
    item = session.get(WishlistItem, (here.id, product_id))
    if item is None:
        raise NotFound(_("That is no longer on the list."))
    if here.id == there.id:
        return
    session.execute(
        insert(WishlistItem)
        .values(
            wishlist_id=there.id, product_id=product_id, seen_price_minor=item.seen_price_minor,
            currency=item.currency, seen_available=item.seen_available, created_at=item.created_at,
        )
        .on_conflict_do_nothing()
    )  # fmt: skip
    session.delete(item)


def saved_ids(
    session: Session, *, actor: Actor, in_stock: bool = False, limit: int = MAX_ITEMS
) -> list[UUID]:  # fmt: skip
    """Products on any of the actor's lists, what was kept last first; with `in_stock` those that can be had now.
    One query.
    """
    statement = (
        select(WishlistItem.product_id)
        .join(Wishlist, col(Wishlist.id) == col(WishlistItem.wishlist_id))
        .where(owned(Wishlist, actor))
        .group_by(col(WishlistItem.product_id))
        .order_by(func.max(WishlistItem.created_at).desc(), col(WishlistItem.product_id))
        .limit(limit)
    )
    if in_stock:
        statement = (
            statement.join(Product, col(Product.id) == col(WishlistItem.product_id))
            .join(Store, col(Store.id) == col(Product.store_id))
            .where(visible(), col(Product.available_total) > 0)
        )
    return list(session.exec(statement).all())


def wishlists(session: Session, *, actor: Actor) -> list[WishlistView]:
    """The actor's lists, the first one first, then by age. A fixed number of queries."""
    lists = session.exec(
        select(Wishlist).where(owned(Wishlist, actor)).order_by(col(Wishlist.name) != "", col(Wishlist.id))
    ).all()
    return _views(session, list(lists))


def shared_list(session: Session, *, token: str) -> tuple[WishlistView, str]:
    """A list as its link shows it, and its owner's first name. Raises NotFound: also after it was made private."""
    found = session.exec(select(Wishlist).where(Wishlist.share_token == token)).first() if token else None
    if found is None:
        raise NotFound(_("This list is not shared any more."))
    name = session.exec(select(User.name).where(User.id == found.user_id)).first() if found.user_id else None
    return _views(session, [found])[0], (name or "").split(" ")[0]


def make_list(session: Session, *, actor: Actor, name: str) -> UUID:
    """A new list. Raises Invalid for no name, one that is taken, or more than 30 lists."""
    said = _name(name)
    if len(session.exec(select(Wishlist.id).where(owned(Wishlist, actor))).all()) >= MAX_LISTS:
        raise Invalid("name", _("You have {max_lists} lists. Delete one first.").format(max_lists=MAX_LISTS))
    made = session.execute(
        insert(Wishlist).values(name=said, **owner(actor)).on_conflict_do_nothing().returning(col(Wishlist.id))
    ).scalar()
    if made is None:
        raise Invalid("name", _("You have a list called {said}.").format(said=said))
    return UUID(str(made))


def rename_list(session: Session, *, actor: Actor, list_id: UUID, name: str) -> None:
    """Another name. The first list has none to change. Raises NotFound, Invalid."""
    said, wishlist = _name(name), _own(session, actor, list_id)
    if not wishlist.name:
        raise Invalid("name", _("The first list keeps its name."))
    taken = session.exec(select(Wishlist.id).where(owned(Wishlist, actor), Wishlist.name == said)).first()
    if taken is not None and taken != wishlist.id:
        raise Invalid("name", _("You have a list called {said}.").format(said=said))
    wishlist.name = said
    session.add(wishlist)


def delete_list(session: Session, *, actor: Actor, list_id: UUID) -> None:
    """A list with everything on it. Raises NotFound."""
    session.delete(_own(session, actor, list_id))


def share_list(session: Session, *, actor: Actor, list_id: UUID, shared: bool) -> str:
    """Make a link for a list, or end it; returns the link's token, empty when it is private. Raises NotFound.

    Sharing anew makes a new link, so that an old one stays dead.
    """
    wishlist = _own(session, actor, list_id)
    if shared and wishlist.share_token is None:
        wishlist.share_token = new_secret()
    if not shared:
        wishlist.share_token = None
    session.add(wishlist)
    return wishlist.share_token or ""


def _name(name: str) -> str:
    said = " ".join(name.split())
    if not said:
        raise Invalid("name", _("Give the list a name."))
    if len(said) > NAME_MAX:
        raise Invalid("name", _("A list's name has at most {name_max} letters.").format(name_max=NAME_MAX))
    return said


def _own(session: Session, actor: Actor, list_id: UUID) -> Wishlist:
    found = session.exec(
        select(Wishlist).where(Wishlist.id == list_id, owned(Wishlist, actor)).with_for_update()
    ).first()
    if found is None:
        raise NotFound(_("There is no such list."))
    return found


def _first(session: Session, actor: Actor) -> Wishlist:
    """The list without a name, locked; made when there is none, also when two tabs ask at once."""
    actor.require(Permission.SHOP)
    session.execute(insert(Wishlist).values(name="", **owner(actor)).on_conflict_do_nothing())
    return session.exec(select(Wishlist).where(owned(Wishlist, actor), Wishlist.name == "").with_for_update()).one()


def _count(session: Session, actor: Actor) -> int:
    return session.exec(
        select(func.count())
        .select_from(WishlistItem)
        .join(Wishlist, col(Wishlist.id) == col(WishlistItem.wishlist_id))
        .where(owned(Wishlist, actor))
    ).one()


def _views(session: Session, lists: list[Wishlist]) -> list[WishlistView]:
    items = session.exec(
        select(WishlistItem)
        .where(col(WishlistItem.wishlist_id).in_([one.id for one in lists]))
        .order_by(col(WishlistItem.created_at).desc(), col(WishlistItem.product_id))
    ).all()
    rows = {row.id: row for row in rows_by_ids(session, product_ids=list({item.product_id for item in items}))}
    single = _single(session, list(rows))
    views = []
    for one in lists:
        own = [item for item in items if item.wishlist_id == one.id]
        shown = [item for item in own if item.product_id in rows]
        views.append(
            WishlistView(
                id=one.id,
                name=one.name,
                share_token=one.share_token,
                rows=[rows[item.product_id] for item in shown],
                was={item.product_id: item.seen_price_minor for item in shown},
                gone=len(own) - len(shown),
                single=single,
            )
        )
    return views


def _single(session: Session, product_ids: list[UUID]) -> dict[UUID, UUID]:
    """By product, its variant where there is one only and nothing to be said about it. One query."""
    found = session.exec(
        select(Product.id, func.array_agg(ProductVariant.id))
        .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
        .where(
            col(Product.id).in_(product_ids),
            col(ProductVariant.active),
            func.jsonb_array_length(col(Product.personalisation)) == 0,
        )
        .group_by(col(Product.id))
        .having(func.count() == 1)
    ).all()
    return {product_id: variants[0] for product_id, variants in found}
