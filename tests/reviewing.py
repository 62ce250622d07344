"""A delivered purchase and the people around its review, for tests."""

from __future__ import annotations

import io
from uuid import UUID

from PIL import Image
from sqlmodel import col, select

from emporium.db import transaction
from emporium.services import orders, reviews
from emporium.services.auth import Actor
from models.accounts import User
from models.catalogue import Product
from models.enums import FulfillmentStatus
from models.orders import Fulfillment, Order, OrderLine
from models.reviews import Review
from models.stores import Store, StoreMember
from tests.factories import Shop, read


def picture(colour: str = "red", size: tuple[int, int] = (400, 300)) -> bytes:
    """A PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


class Buyer:
    """Somebody with an account who bought things that can arrive."""

    def __init__(self, shop: Shop, name: str = "Ana Peeters") -> None:
        self.shop = shop
        user_id = shop.user(name)
        email = read(lambda s: s.get_one(User, user_id).email)
        self.actor = Actor(user_id=user_id, email=email, name=name)

    def buys(self, *variants: UUID, arrives: bool = True, quantity: int = 1) -> UUID:
        """Buy from one store; returns the first line."""
        placed = self.shop.buy(*variants, actor=self.actor, quantity=quantity)
        self.purchase_id, self.token = placed.purchase_id, placed.token
        order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())
        self.order, self.owner = order, self.shop.owner(order.store_id)
        if arrives:
            self.receives()
        return self.lines()[0].id

    def receives(self) -> None:
        """The store sends it, and it is handed over."""
        where = {"actor": self.owner, "store_id": self.order.store_id, "number": self.order.number}
        with transaction() as session:
            orders.ship_order(session, carrier="bpost", tracking_number="3232000", **where)
        with transaction() as session:
            parcel = session.exec(select(Fulfillment.id).where(Fulfillment.order_id == self.order.id)).one()
            orders.record_scan(session, parcel_id=parcel, status=FulfillmentStatus.DELIVERED, **where)

    def lines(self) -> list[OrderLine]:
        return list(
            read(
                lambda s: s.exec(
                    select(OrderLine).where(OrderLine.order_id == self.order.id).order_by(col(OrderLine.position))
                ).all()
            )
        )

    def says(self, line: UUID, rating: int = 5, title: str = "Good", body: str = "It holds tea.") -> Review:
        with transaction() as session:
            return reviews.save_review(
                session, actor=self.actor, order_line_id=line, rating=rating, title=title, body=body
            )

    def shows(self, line: UUID, *files: bytes, drop: tuple[UUID, ...] = ()) -> int:
        with transaction() as session:
            return reviews.change_photos(session, actor=self.actor, order_line_id=line, files=files, drop=drop)


def joins(store_id: UUID, user_id: UUID, role: str = "staff") -> None:
    """Make somebody one of a store's people."""
    with transaction() as session:
        session.add(StoreMember(store_id=store_id, user_id=user_id, role=role))


def figures(variant: UUID) -> tuple[tuple[int, int], tuple[int, int]]:
    """Sum and count of the stars, of a variant's product and of its store."""
    from models.catalogue import ProductVariant

    def ask(session):
        product = session.get_one(Product, session.get_one(ProductVariant, variant).product_id)
        store = session.get_one(Store, product.store_id)
        return (product.rating_sum, product.rating_count), (store.rating_sum, store.rating_count)

    return read(ask)


def product_of(variant: UUID) -> UUID:
    """A variant's product."""
    from models.catalogue import ProductVariant

    return read(lambda s: s.get_one(ProductVariant, variant).product_id)
