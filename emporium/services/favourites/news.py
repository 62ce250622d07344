"""One letter a day about what somebody keeps: lower prices, things that are back, new things, new finds (F030)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import NotFound, Unauthenticated
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.auth.tokens import new_secret
from emporium.services.catalogue.lists import visible
from emporium.services.events import DomainEvent
from emporium.services.favourites.searches import as_wanted
from emporium.services.privacy.consent import record_consent
from emporium.services.search import more
from models.accounts import User
from models.catalogue import Product
from models.enums import ConsentKind, UserStatus
from models.favourites import NewsSetting, SavedSearch, StoreFollow, Wishlist, WishlistItem
from models.stores import Store

BETWEEN = timedelta(hours=24)
MOST = 12
"""Products of one kind that a letter names."""


@dataclass(frozen=True, slots=True)
class FavouritesNews(DomainEvent):
    """Something changed about what somebody keeps. Products by what changed, searches with new finds."""

    user_id: UUID
    cheaper: tuple[tuple[UUID, int], ...]
    """Products with the price in minor units they had before."""
    back: tuple[UUID, ...]
    new: tuple[UUID, ...]
    found: tuple[tuple[UUID, int], ...]
    """Searches with how many new products they find."""


def wants_news(session: Session, *, actor: Actor) -> bool:
    """Whether the signed-in person gets the daily letter."""
    actor.require(Permission.OWN_ACCOUNT)
    found = session.get(NewsSetting, actor.user_id)
    return found is not None and found.wanted


def choose_news(session: Session, *, actor: Actor, wanted: bool) -> None:
    """Get the daily letter, or no longer. It tells what changes from now on."""
    actor.require(Permission.OWN_ACCOUNT)
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    now = datetime.now(UTC)
    changed = {"wanted": wanted, "wanted_at": now if wanted else None}
    session.execute(
        insert(NewsSetting)
        .values(user_id=actor.user_id, token=new_secret(), told_at=now, **changed)
        .on_conflict_do_update(index_elements=["user_id"], set_={**changed, "told_at": now})
    )
    record_consent(session, user_id=actor.user_id, kind=ConsentKind.NEWS, given=wanted, source="/saved")


def stop_news(session: Session, *, actor: Actor, token: str) -> None:
    """No daily letters to the owner of a letter's link. Twice changes nothing. Raises NotFound."""
    actor.require(Permission.SHOP)
    found = session.exec(select(NewsSetting).where(NewsSetting.token == token)).first() if token else None
    if found is None:
        raise NotFound(_("This link is not kept any more."))
    found.wanted, found.wanted_at = False, None
    session.add(found)
    record_consent(session, user_id=found.user_id, kind=ConsentKind.NEWS, given=False, source="stop")


def tell_news(session: Session, *, now: datetime | None = None, limit: int = 100) -> int:
    """Write down the news of everybody who waited a day; returns to how many there is something to say.

    Two workers at once tell each person once: the row is locked, and moves on whether or not there was news.
    """
    moment = now or datetime.now(UTC)
    due = session.exec(
        select(NewsSetting)
        .join(User, col(User.id) == col(NewsSetting.user_id))
        .where(
            NewsSetting.wanted,
            col(NewsSetting.told_at) <= moment - BETWEEN,
            User.status == UserStatus.ACTIVE,
            col(User.email_verified_at).is_not(None),
        )
        .order_by(col(NewsSetting.told_at))
        .limit(limit)
        .with_for_update(of=NewsSetting, skip_locked=True)
    ).all()
    told = 0
    for setting in due:
        news = _news(session, setting)
        setting.told_at = moment
        session.add(setting)
        if news.cheaper or news.back or news.new or news.found:
            outbox.record(session, news)
            told += 1
    return told


def _news(session: Session, setting: NewsSetting) -> FavouritesNews:
    items = session.exec(
        select(WishlistItem, Product)
        .join(Wishlist, col(Wishlist.id) == col(WishlistItem.wishlist_id))
        .join(Product, col(Product.id) == col(WishlistItem.product_id))
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(Wishlist.user_id == setting.user_id, visible())
        .order_by(col(WishlistItem.created_at).desc())
    ).all()
    cheaper: dict[UUID, int] = {}
    back: dict[UUID, None] = {}
    for item, product in items:
        there = product.available_total > 0
        if there and not item.seen_available:
            back[product.id] = None
        item.seen_available = there
        if there and item.currency == product.currency and product.min_price_minor < item.seen_price_minor:
            cheaper.setdefault(product.id, item.seen_price_minor)
            item.seen_price_minor = product.min_price_minor
        session.add(item)
    return FavouritesNews(
        user_id=setting.user_id,
        cheaper=tuple(cheaper.items())[:MOST],
        back=tuple(back)[:MOST],
        new=_new(session, setting),
        found=_found(session, setting),
    )


def _new(session: Session, setting: NewsSetting) -> tuple[UUID, ...]:
    """What stores that are followed put on sale since the last letter, the latest first."""
    follows = select(StoreFollow.store_id).where(StoreFollow.user_id == setting.user_id)
    found = session.exec(
        select(Product.id)
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(visible(), col(Product.store_id).in_(follows), col(Product.published_at) > setting.told_at)
        .order_by(col(Product.published_at).desc(), col(Product.id))
        .limit(MOST)
    ).all()
    return tuple(found)


def _found(session: Session, setting: NewsSetting) -> tuple[tuple[UUID, int], ...]:
    """Searches that find something that was put on sale since the last letter."""
    searches = session.exec(
        select(SavedSearch).where(SavedSearch.user_id == setting.user_id).order_by(col(SavedSearch.id))
    ).all()
    newest = {}
    for one in searches:
        page = more(session, wanted=as_wanted(one.wanted), cursor=None)
        newest[one.id] = [row.id for row in page.rows]
    every = {product_id for ids in newest.values() for product_id in ids}
    fresh = set(
        session.exec(
            select(Product.id).where(col(Product.id).in_(every), col(Product.published_at) > setting.told_at)
        ).all()
    )
    counted = ((search_id, len(fresh.intersection(ids))) for search_id, ids in newest.items())
    return tuple((search_id, count) for search_id, count in counted if count)
