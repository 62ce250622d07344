"""Price lists of a store: other prices for a currency, a group of customers, or many units (F052)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.money import exponent
from emporium.services.auth import Actor, Permission
from models.carts import MAX_QUANTITY
from models.catalogue import PRICE_MAX, ProductVariant, full_name
from models.catalogue import Product as ProductRow
from models.prices import CustomerGroup, PriceList, PriceListPrice

NAME_MAX = 60
MOST_PRICES = 2000


@dataclass(frozen=True, slots=True)
class ListPrice:
    """A price to put on a list: minor units of the list's currency, from a number of units on."""

    sku: str
    min_quantity: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A price as it stands on a list."""

    sku: str
    name: str
    min_quantity: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class ListView:
    """A list with how many prices it holds and for whom it is; empty is everybody."""

    id: UUID
    name: str
    currency: str
    group: str
    group_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    active: bool
    prices: int


def list_price_lists(session: Session, *, actor: Actor, store_id: UUID) -> Sequence[ListView]:
    """A store's lists by name. One query."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    held = (
        select(func.count())
        .select_from(PriceListPrice)
        .where(col(PriceListPrice.list_id) == col(PriceList.id))
        .correlate(PriceList)
        .scalar_subquery()
    )
    rows = session.exec(
        select(PriceList, func.coalesce(CustomerGroup.name, ""), held)
        .join(CustomerGroup, col(CustomerGroup.id) == col(PriceList.group_id), isouter=True)
        .where(PriceList.store_id == store_id)
        .order_by(col(PriceList.name))
    ).all()
    return [
        ListView(
            row.id, row.name, row.currency, str(group), row.group_id, row.starts_at, row.ends_at, row.active, int(count)
        )
        for row, group, count in rows
    ]


def create_price_list(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    name: str,
    currency: str,
    group_id: UUID | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> PriceList:
    """An empty list. Raises Invalid naming the field, Conflict for a name that is taken, NotFound for the group."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    called, said = " ".join(name.split()), currency.strip().upper()
    if not 1 <= len(called) <= NAME_MAX:
        raise Invalid("name", _("Give the list a name of at most {name_max} characters.").format(name_max=NAME_MAX))
    try:
        exponent(said)
    except ValueError as error:
        raise Invalid("currency", _("Give a currency by its three letters, like EUR.")) from error
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise Invalid("ends", _("The list must end after it begins."))
    if ends_at is not None and ends_at <= datetime.now(UTC):
        raise Invalid("ends", _("This day is over."))
    if group_id is not None:
        own_group(session, store_id=store_id, group_id=group_id)
    taken = session.exec(select(PriceList.id).where(PriceList.store_id == store_id, PriceList.name == called)).first()
    if taken is not None:
        raise Conflict(_("Your store has a list called {called} already.").format(called=called), field="name")
    made = PriceList(
        store_id=store_id, name=called, currency=said, group_id=group_id, starts_at=starts_at, ends_at=ends_at
    )
    session.add(made)
    session.flush()
    return made


def switch_price_list(session: Session, *, actor: Actor, store_id: UUID, list_id: UUID, active: bool) -> PriceList:
    """Use a list, or no longer. What was sold by it stays as it was sold. Raises NotFound."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    found = _own(session, store_id, list_id)
    found.active = active
    session.add(found)
    return found


def set_list_prices(
    session: Session, *, actor: Actor, store_id: UUID, list_id: UUID, prices: Sequence[ListPrice]
) -> int:
    """Make a list hold exactly these prices. Returns how many.

    A list for everybody in a product's own currency begins at two units: from one unit on that is the price itself,
    or a sale, whose history is kept (F051). Raises NotFound, Invalid naming the row; nothing is changed then.
    """
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    found = _own(session, store_id, list_id)
    if len(prices) > MOST_PRICES:
        raise Invalid("prices", _("A list holds at most {most_prices:,} prices.").format(most_prices=MOST_PRICES))
    variants = {
        row.sku: row
        for row in session.exec(
            select(ProductVariant).where(
                ProductVariant.store_id == store_id, col(ProductVariant.sku).in_({one.sku for one in prices})
            )
        ).all()
    }
    seen: set[tuple[str, int]] = set()
    for one in prices:
        _check(found, variants, one)
        if (one.sku, one.min_quantity) in seen:
            raise Invalid(
                "prices",
                _("{sku} from {min_quantity} units stands there twice.").format(
                    sku=one.sku, min_quantity=one.min_quantity
                ),
            )
        seen.add((one.sku, one.min_quantity))
    session.execute(delete(PriceListPrice).where(col(PriceListPrice.list_id) == found.id))
    session.add_all(
        PriceListPrice(
            list_id=found.id, variant_id=variants[one.sku].id, min_quantity=one.min_quantity,
            price_minor=one.price_minor,
        )
        for one in prices
    )  # fmt: skip
    session.flush()
    return len(prices)


def _check(found: PriceList, variants: dict[str, ProductVariant], one: ListPrice) -> None:
    variant = variants.get(one.sku)
    if variant is None:
        raise Invalid("prices", _("You have no variant with the SKU {sku}.").format(sku=one.sku))
    if not 1 <= one.min_quantity <= MAX_QUANTITY:
        raise Invalid(
            "prices",
            _("{sku}: a price counts from 1 to {max_quantity} units on.").format(
                sku=one.sku, max_quantity=MAX_QUANTITY
            ),
        )
    if not 0 <= one.price_minor <= PRICE_MAX:
        raise Invalid("prices", _("{sku}: give a price of zero or more.").format(sku=one.sku))
    if found.group_id is None and found.currency == variant.currency and one.min_quantity == 1:
        raise Invalid(
            "prices",
            _(
                "{sku}: for everybody and from one unit on, change its price or plan a sale. Here it begins at 2 units."
            ).format(sku=one.sku),
        )


def prices_of_list(session: Session, *, actor: Actor, store_id: UUID, list_id: UUID) -> Sequence[ListedPrice]:
    """What stands on a list, by SKU. Two queries. Raises NotFound."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    _own(session, store_id, list_id, lock=False)
    rows = session.exec(
        select(PriceListPrice, ProductVariant, ProductRow)
        .join(ProductVariant, col(ProductVariant.id) == col(PriceListPrice.variant_id))
        .join(ProductRow, col(ProductRow.id) == col(ProductVariant.product_id))
        .where(PriceListPrice.list_id == list_id)
        .order_by(col(ProductVariant.sku), col(PriceListPrice.min_quantity))
    ).all()
    return [
        ListedPrice(variant.sku, full_name(product.name, variant.title), row.min_quantity, row.price_minor)
        for row, variant, product in rows
    ]


def _own(session: Session, store_id: UUID, list_id: UUID, *, lock: bool = True) -> PriceList:
    wanted = select(PriceList).where(PriceList.id == list_id, PriceList.store_id == store_id)
    found = session.exec(wanted.with_for_update() if lock else wanted).first()
    if found is None:
        raise NotFound(_("There is no such price list in this store."))
    return found


def own_group(session: Session, *, store_id: UUID, group_id: UUID) -> CustomerGroup:
    """A group of the store. Raises NotFound."""
    found = session.exec(
        select(CustomerGroup).where(CustomerGroup.id == group_id, CustomerGroup.store_id == store_id)
    ).first()
    if found is None:
        raise NotFound(_("There is no such group in this store."))
    return found
