"""A store that sells a file, and somebody who buys it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import col, select

from emporium.db import transaction
from emporium.services import carts, checkout, downloads
from emporium.services.auth import SYSTEM, Actor
from emporium.services.checkout import Placement
from models.catalogue import ProductVariant
from models.downloads import Download, DownloadUse, ProductFile
from models.orders import Order, OrderLine
from tests.factories import Shop, guest, read

PDF = b"%PDF-1.7\n" + b"a pattern to print and cut out\n" * 40
PDF_2 = b"%PDF-1.7\n" + b"the same pattern, with the sleeve that was missing\n" * 50
ZIP = b"PK\x03\x04" + b"many patterns" * 50


@dataclass
class Files:
    """A product that is sent as files."""

    shop: Shop
    store: UUID
    variant: UUID
    product: UUID

    @classmethod
    def sold_by(cls, shop: Shop, store: UUID | None = None, *, price: int = 900, limit: int = 3, days: int = 30):
        store = store or shop.store()
        variant = shop.variant(store, price=price, stock=4)
        product = read(lambda s: s.get_one(ProductVariant, variant).product_id)
        made = cls(shop, store, variant, product)
        with transaction() as session:
            downloads.set_digital(session, actor=SYSTEM, store_id=store, product_id=product, digital=True)
            downloads.set_terms(session, actor=SYSTEM, store_id=store, product_id=product, limit=limit, days=days)
        made.add("pattern.pdf", PDF, "The pattern")
        return made

    def add(self, file_name: str, content: bytes, name: str = "") -> ProductFile:
        with transaction() as session:
            return downloads.add_file(
                session, actor=SYSTEM, store_id=self.store, product_id=self.product, file_name=file_name,
                content=content, name=name,
            )  # fmt: skip

    def files(self) -> list[ProductFile]:
        wanted = select(ProductFile).where(ProductFile.product_id == self.product)
        return list(read(lambda s: s.exec(wanted.order_by(col(ProductFile.position))).all()))

    def buy(self, *others: UUID, actor: Actor | None = None, units: int = 1, send: bool = True, **more) -> Bought:
        actor = actor or guest()
        lines = {self.variant: units, **dict.fromkeys(others, 1)}
        checkout_id, version = self.shop.ready(actor, lines, **more)
        agree(actor, checkout_id)
        placed = self.shop.place(actor, checkout_id, version)
        made = Bought(self, placed, actor)
        if send:
            for order in made.orders():
                made.send(order.id)
        return made


def agree(actor: Actor, checkout_id: UUID, agreed: bool = True) -> None:
    with transaction() as session:
        checkout.set_consent(session, actor=actor, checkout_id=checkout_id, agreed=agreed)


@dataclass
class Bought:
    """A purchase with files in it."""

    files: Files
    placed: Placement
    actor: Actor

    def orders(self) -> list[Order]:
        wanted = select(Order).where(Order.purchase_id == self.placed.purchase_id).order_by(col(Order.number))
        return list(read(lambda s: s.exec(wanted).all()))

    def order(self) -> Order:
        return next(order for order in self.orders() if order.store_id == self.files.store)

    def line(self) -> OrderLine:
        wanted = select(OrderLine).where(OrderLine.order_id == self.order().id, col(OrderLine.is_digital))
        return read(lambda s: s.exec(wanted).one())

    def send(self, order_id: UUID):
        with transaction() as session:
            return downloads.send_files(session, order_id=order_id)

    def rights(self) -> list[Download]:
        wanted = (
            select(Download)
            .join(ProductFile, col(ProductFile.id) == col(Download.file_id))
            .where(Download.order_line_id == self.line().id)
            .order_by(col(ProductFile.position))
        )
        return list(read(lambda s: s.exec(wanted).all()))

    def link(self, right: UUID | None = None, token: str | None = None) -> str:
        wanted = right or self.rights()[0].id
        return read(
            lambda s: downloads.make_link(s, actor=guest(), download_id=wanted, token=token or self.placed.token)
        )

    def fetch(self, link: str | None = None, ip: str | None = "203.0.113.77") -> downloads.Opened:
        link = link or self.link()
        with transaction() as session:
            return downloads.open_download(session, link=link, ip=ip)

    def uses(self) -> list[DownloadUse]:
        return list(read(lambda s: s.exec(select(DownloadUse).order_by(col(DownloadUse.id))).all()))


def put_in(actor: Actor, variant: UUID) -> None:
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=variant, quantity=1)


def click() -> str:
    return uuid4().hex
