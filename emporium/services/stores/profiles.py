"""Store profiles as shoppers, owners and operators see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, text, tuple_
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound, Unauthenticated
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.lists import transit_days
from emporium.services.catalogue.pictures import ImageRef, image_refs
from models.catalogue import PRICE_MAX, Product
from models.enums import Awning, ProductStatus, StoreRole, StoreStatus
from models.inventory import Location
from models.stores import Store, StoreMember, StoreSlugHistory

_CLOSE = 0.5
IN_WINDOW = 5


@dataclass(frozen=True, slots=True)
class StoreCard:
    """A store in a list, with a few pictures of its best-selling products."""

    id: UUID
    slug: str
    name: str
    tagline: str
    city: str
    awning: str
    initials: str
    rating_tenths: int
    rating_count: int
    products: int
    pictures: list[ImageRef]
    handling_days: int
    transit_days: int


@dataclass(frozen=True, slots=True)
class StorePage:
    """A store's own page."""

    store: Store
    rating_tenths: int
    products: int
    covers: tuple[ImageRef, ...]
    """Pictures of its best-selling products, five at most: what stands in its window."""


def _tenths(store: Store) -> int:
    return round(store.rating_sum * 10 / store.rating_count) if store.rating_count else 0


def store_page(session: Session, *, slug: str) -> StorePage:
    """A store that is open, with pictures of what it sells best. Raises NotFound. Four queries at most."""
    store = session.exec(select(Store).where(Store.slug == slug, Store.status == StoreStatus.APPROVED)).first()
    if store is None:
        raise NotFound(_("There is no such store."))
    count = session.exec(
        select(func.count())
        .select_from(Product)
        .where(Product.store_id == store.id, Product.status == ProductStatus.ACTIVE)
    ).one()
    shown = session.exec(
        select(Product.cover_id)
        .where(Product.store_id == store.id, Product.status == ProductStatus.ACTIVE, col(Product.cover_id).is_not(None))
        .order_by(col(Product.sold_count).desc(), col(Product.id))
        .limit(IN_WINDOW)
    ).all()
    wanted = list(dict.fromkeys(media_id for media_id in shown if media_id))
    images = image_refs(session, media_ids=wanted)
    return StorePage(store, _tenths(store), int(count), tuple(images[one] for one in wanted if one in images))


def resolve_slug(session: Session, *, slug: str) -> str | None:
    """Today's slug for one a store once had, or None."""
    return session.exec(
        select(Store.slug)
        .join(StoreSlugHistory, col(StoreSlugHistory.store_id) == col(Store.id))
        .where(StoreSlugHistory.slug == slug)
    ).first()


def directory(session: Session, *, limit: int = 60, pictures: int = 3) -> list[StoreCard]:
    """Open stores, the best rated first. Three queries."""
    stores = session.exec(
        select(Store)
        .where(Store.status == StoreStatus.APPROVED)
        .order_by(col(Store.rating_sum).desc(), col(Store.name))
        .limit(limit)
    ).all()
    return _cards(session, stores, pictures)


def find_stores(
    session: Session,
    *,
    words: str = "",
    categories: Sequence[UUID] = (),
    after: tuple[int, UUID] | None = None,
    limit: int = 24,
) -> tuple[list[StoreCard], tuple[int, UUID] | None]:
    """Open stores, the best rated first, and where the list goes on. Four queries.

    Words are looked for in name, line and town, and forgive typing errors in the name. A store belongs to the
    categories that it sells in.
    """
    statement = select(Store).where(Store.status == StoreStatus.APPROVED)
    wanted = " ".join(words.replace("\0", " ").split())[:80]
    if wanted:
        near = func.word_similarity(wanted, col(Store.name)) > _CLOSE
        fields = (Store.name, Store.tagline, Store.city)
        statement = statement.where(or_(near, *(col(field).icontains(wanted, autoescape=True) for field in fields)))
    if categories:
        sells = select(Product.id).where(
            Product.store_id == Store.id, Product.status == ProductStatus.ACTIVE,
            col(Product.category_id).in_(categories),
        )  # fmt: skip
        statement = statement.where(sells.exists())
    if after is not None:
        statement = statement.where(tuple_(col(Store.rating_sum), col(Store.id)) < after)
    order = (col(Store.rating_sum).desc(), col(Store.id).desc())
    found = session.exec(statement.order_by(*order).limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return _cards(session, found[:limit], 3), (last.rating_sum, last.id) if last else None


def cards_by_ids(session: Session, *, store_ids: Sequence[UUID], pictures: int = 3) -> list[StoreCard]:
    """Cards of these stores, in the given order; those that are not open are left out. Three queries."""
    found = session.exec(select(Store).where(col(Store.id).in_(store_ids), Store.status == StoreStatus.APPROVED)).all()
    place = {store_id: i for i, store_id in enumerate(store_ids)}
    return _cards(session, sorted(found, key=lambda store: place[store.id]), pictures)


def cards_by_slugs(session: Session, *, slugs: Sequence[str], pictures: int = 3) -> list[StoreCard]:
    """The same by slugs."""
    found = session.exec(select(Store).where(col(Store.slug).in_(slugs), Store.status == StoreStatus.APPROVED)).all()
    return _cards(session, sorted(found, key=lambda store: slugs.index(store.slug)), pictures)


def _cards(session: Session, stores: Sequence[Store], pictures: int) -> list[StoreCard]:
    covers = session.execute(
        text(
            """
            SELECT store_id, cover_id, products FROM (
                SELECT store_id, cover_id, count(*) OVER (PARTITION BY store_id) AS products,
                       row_number() OVER (PARTITION BY store_id ORDER BY sold_count DESC, id) AS place
                FROM product WHERE store_id = ANY(:stores) AND status = 'active'
            ) ranked WHERE place <= :pictures ORDER BY store_id, place
            """
        ),
        {"stores": [store.id for store in stores], "pictures": pictures},
    ).all()
    shown: dict[UUID, list[UUID]] = defaultdict(list)
    counts: dict[UUID, int] = {}
    for store_id, cover_id, products in covers:
        counts[store_id] = products
        if cover_id:
            shown[store_id].append(cover_id)
    transit = transit_days(session, {store.id for store in stores})
    images = image_refs(session, media_ids=[media for group in shown.values() for media in group])
    return [
        StoreCard(
            id=store.id,
            slug=store.slug,
            name=store.name,
            tagline=store.tagline,
            city=store.city,
            awning=store.awning,
            initials=store.initials,
            rating_tenths=_tenths(store),
            rating_count=store.rating_count,
            products=counts.get(store.id, 0),
            pictures=[images[media] for media in shown[store.id] if media in images],
            handling_days=store.handling_days,
            transit_days=transit.get(store.id, 2),
        )
        for store in stores
    ]


def my_stores(session: Session, *, actor: Actor) -> list[Store]:
    """The stores a person has a part in, by name. Raises Unauthenticated."""
    if not actor.signed_in:
        raise Unauthenticated(_("Please sign in."))
    rows = session.exec(select(Store).where(col(Store.id).in_(list(actor.store_roles))).order_by(col(Store.name))).all()
    return list(rows)


def create_store(
    session: Session,
    *,
    actor: Actor,
    owner_id: UUID,
    name: str,
    slug: str,
    city: str = "",
    country: str = "BE",
    tagline: str = "",
    awning: Awning = Awning.TYRIAN,
    status: StoreStatus = StoreStatus.PENDING,
) -> Store:
    """A store with its owner and its first location. Raises Invalid, Conflict for a slug that is taken."""
    if not actor.is_system and actor.user_id != owner_id:
        actor.require(Permission.MANAGE_STORES)
    if not 2 <= len(name.strip()) <= 80:
        raise Invalid("name", _("Give the store a name of 2 to 80 characters."))
    if session.exec(select(Store.id).where(Store.slug == slug)).first():
        raise Conflict(_("That address is taken. Choose another."), field="slug")
    store = Store(
        name=name.strip(),
        slug=slug,
        city=city,
        country=country,
        tagline=tagline,
        awning=awning,
        status=status,
        initials="".join(word[0] for word in name.split()[:1]) + name.split()[0][1:2],
    )
    session.add(store)
    session.flush()
    session.add(StoreMember(store_id=store.id, user_id=owner_id, role=StoreRole.OWNER))
    session.add(Location(store_id=store.id, name=city or "Main", country=country))
    session.flush()
    return store


def set_min_order(session: Session, *, actor: Actor, store_id: UUID, amount_minor: int) -> None:
    """The goods a basket must hold before the store takes its order, in minor units of its currency; 0 is any (F042).

    Raises Invalid, NotFound.
    """
    actor.require(Permission.EDIT_STORE, store=store_id)
    if isinstance(amount_minor, bool) or not isinstance(amount_minor, int) or not 0 <= amount_minor <= PRICE_MAX:
        raise Invalid("min_order", _("Give an amount of zero or more."))
    store = session.exec(select(Store).where(Store.id == store_id).with_for_update()).first()
    if store is None:
        raise NotFound(_("There is no such store."))
    store.min_order_minor = amount_minor
    session.add(store)
