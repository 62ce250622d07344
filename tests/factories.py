"""Makes small marketplaces for tests, through the services wherever there is one."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from emporium.db import transaction
from emporium.services import carts, catalogue, checkout, inventory, notifications, stores
from emporium.services.auth import SYSTEM, Actor
from emporium.services.auth.tokens import new_secret
from emporium.services.catalogue import NewVariant
from models.accounts import User
from models.catalogue import ProductVariant
from models.commissions import CommissionRule
from models.enums import Face, PlatformRole, ProductStatus, StoreRole, StoreStatus
from models.inventory import Location
from models.notifications import Delivery
from models.outbox import OutboxEvent
from models.stores import ShippingMethod

T = TypeVar("T")
_numbers = itertools.count(1)
ADDRESS = {"name": "Ana Peeters", "line1": "Veldstraat 12", "postcode": "9000", "city": "Ghent", "country": "BE"}


def guest() -> Actor:
    """Somebody with a browser and no account."""
    return Actor(guest_token=new_secret())


@dataclass
class Shop:
    """A marketplace that commits. Use with the `db_url` fixture."""

    stores: dict[str, UUID] = field(default_factory=dict)
    currency: str = "EUR"

    def commission(self, rate_bp: int = 1250) -> None:
        with transaction() as session:
            session.add(CommissionRule(name="Everything", position=1, rate_bp=rate_bp))

    def user(self, name: str = "Ana Peeters") -> UUID:
        with transaction() as session:
            user = User(email=f"user{next(_numbers)}-{uuid4().hex[:6]}@example.com", name=name)
            session.add(user)
            session.flush()
            return user.id

    def store(self, name: str = "Clay & Kin", *, shipping: int = 490, free_over: int | None = None) -> UUID:
        number = next(_numbers)
        owner = self.user("Owner")
        with transaction() as session:
            store = stores.create_store(
                session,
                actor=SYSTEM,
                owner_id=owner,
                name=name,
                slug=f"store-{number}-{uuid4().hex[:6]}",
                city="Ghent",
                status=StoreStatus.APPROVED,
            )
            store.currency = self.currency
            session.add(
                ShippingMethod(
                    store_id=store.id, name="Parcel", price_minor=shipping, free_over_minor=free_over, countries=[],
                    currency=self.currency,
                )
            )  # fmt: skip
            return store.id

    def owner(self, store_id: UUID, role: StoreRole = StoreRole.OWNER) -> Actor:
        return Actor(
            user_id=self.user("Owner"), face=Face.VENDOR, store_roles={store_id: role}, second_step_at=datetime.now(UTC)
        )

    def admin(self) -> Actor:
        return Actor(user_id=self.user("Admin"), face=Face.ADMIN, platform_roles=frozenset({PlatformRole.ADMIN}))

    def variants(
        self, store_id: UUID | None = None, *, prices: tuple[int, ...] = (2400,), stock: int = 10, name: str = "Oat mug"
    ) -> list[UUID]:
        store_id = store_id or self.store()
        number = next(_numbers)
        with transaction() as session:
            product = catalogue.create_product(
                session,
                actor=SYSTEM,
                store_id=store_id,
                name=f"{name} {number}",
                status=ProductStatus.ACTIVE,
                currency=self.currency,
                options={"Size": [str(i) for i in range(len(prices))]},
                variants=[
                    NewVariant(sku=f"SKU-{number}-{i}", price_minor=price, values={"Size": str(i)})
                    for i, price in enumerate(prices)
                ],
            )
            location = session.exec(select(Location.id).where(Location.store_id == store_id)).one()
            ids = session.exec(
                select(ProductVariant.id)
                .where(ProductVariant.product_id == product.id)
                .order_by(ProductVariant.position)  # type: ignore[arg-type]
            ).all()
            for variant_id in ids:
                inventory.open_stock(session, variant_id=variant_id, location_id=location, on_hand=stock)
            return list(ids)

    def variant(self, store_id: UUID | None = None, *, price: int = 2400, stock: int = 10) -> UUID:
        return self.variants(store_id, prices=(price,), stock=stock)[0]

    def ready(self, actor: Actor, lines: dict[UUID, int], email: str = "ana@example.com") -> tuple[UUID, int]:
        """A filled checkout: its id and the quote's version."""
        with transaction() as session:
            for variant_id, quantity in lines.items():
                carts.add_line(session, actor=actor, variant_id=variant_id, quantity=quantity)
            made = checkout.start_checkout(session, actor=actor)
            checkout.set_address(session, actor=actor, checkout_id=made.id, email=email, address=ADDRESS)
            cart = carts.find_cart(session, actor=actor)
            quote = checkout.build_quote(session, checkout=made, cart=cart)
            return made.id, quote.version

    def place(
        self,
        actor: Actor,
        checkout_id: UUID,
        version: int,
        *,
        method: str = "sandbox_success",
        submission: str | None = None,
    ) -> checkout.Placement:
        return checkout.place_order(
            transaction,
            actor=actor,
            checkout_id=checkout_id,
            version=version,
            method=method,
            submission=submission or uuid4().hex,
        )

    def buy(self, *variant_ids: UUID, quantity: int = 1, actor: Actor | None = None, method: str = "sandbox_success"):
        actor = actor or guest()
        checkout_id, version = self.ready(actor, dict.fromkeys(variant_ids, quantity))
        return self.place(actor, checkout_id, version, method=method)


def in_parallel(count: int, call: Callable[[int], T]) -> list[T | BaseException]:
    """Run a call in threads that start together; exceptions are results."""
    barrier = threading.Barrier(count)

    def one(number: int) -> Any:
        barrier.wait(timeout=30)
        try:
            return call(number)
        except BaseException as error:
            return error

    with ThreadPoolExecutor(max_workers=count) as pool:
        return list(pool.map(one, range(count)))


def read(question: Callable[[Session], T]) -> T:
    """Ask the database."""
    with transaction() as session:
        return question(session)


def events(kind: str) -> list[OutboxEvent]:
    """What the outbox holds of one kind, in the order it happened."""
    asked = select(OutboxEvent).where(OutboxEvent.kind == kind).order_by(col(OutboxEvent.id))
    return list(read(lambda session: session.exec(asked).all()))


def relay(kind: str) -> list[Delivery]:
    """Write the messages of every event of one kind, as the relay does; all that those events led to, in order."""
    happened = events(kind)
    for event in happened:
        with transaction() as session:
            notifications.prepare(session, event=event)
    theirs = col(Delivery.event_id).in_([event.id for event in happened])
    asked = select(Delivery).where(theirs).order_by(col(Delivery.event_id), col(Delivery.id))
    return list(read(lambda session: session.exec(asked).all()))
