"""What the tests of papers share: a paid order, and how its papers are asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select, update

from emporium.db import transaction
from emporium.services import documents, ledger, orders, refunds
from emporium.services.auth import SYSTEM, Actor
from emporium.services.refunds import RefundAsk
from models.enums import AccountKind
from models.ledger import LedgerTransaction
from models.orders import Document, Order, OrderLine
from tests.factories import Shop, read

EVIL = '#read("/etc/passwd") [*x*] $y$'


class Sold:
    """A paid order of one store."""

    def __init__(self, shop: Shop, store: UUID, *variants: UUID, quantity: int = 1, actor: Actor | None = None) -> None:
        self.store, self.owner = store, shop.owner(store)
        self.placed = shop.buy(*variants, quantity=quantity, actor=actor)
        purchase = self.placed.purchase_id
        self.id, self.number = read(
            lambda s: s.exec(select(Order.id, Order.number).where(Order.purchase_id == purchase)).one()
        )

    def order(self) -> Order:
        return read(lambda s: s.get_one(Order, self.id))

    def lines(self) -> list[OrderLine]:
        return read(
            lambda s: list(
                s.exec(select(OrderLine).where(OrderLine.order_id == self.id).order_by(col(OrderLine.position))).all()
            )
        )

    def ship(self, lines=None) -> UUID:
        with transaction() as session:
            return orders.ship_order(
                session, actor=self.owner, store_id=self.store, number=self.number, carrier="bpost",
                tracking_number="3232000", lines=lines,
            ).id  # fmt: skip

    def refund(self, ask: RefundAsk, key: str = "k", reason: str = "Broken") -> UUID:
        with transaction() as session:
            return refunds.refund_order(
                session, actor=self.owner, store_id=self.store, number=self.number, ask=ask, key=key, reason=reason
            ).id

    def cancel(self, units: dict[UUID, int]) -> None:
        with transaction() as session:
            refunds.cancel_lines(
                session, actor=self.owner, store_id=self.store, number=self.number, units=units, reason="gone", key="c"
            )

    def invoice(self, actor: Actor = SYSTEM, **more) -> Document:
        return read(lambda s: documents.invoice(s, actor=actor, order_id=self.id, **more))

    def credit(self, refund_id: UUID) -> Document | None:
        return read(lambda s: documents.credit_note(s, actor=SYSTEM, refund_id=refund_id))


def numbers(kind: str = "invoice", issuer: str | None = None) -> list[int]:
    statement = select(Document.number).where(Document.kind == kind).order_by(col(Document.number))
    if issuer is not None:
        statement = statement.where(Document.issuer == issuer)
    return read(lambda s: list(s.exec(statement).all()))


def fetch(actor: Actor, document: Document, token: str | None = None) -> tuple[str, bytes]:
    return read(lambda s: documents.document_pdf(s, actor=actor, document_id=document.id, token=token))


def assert_adds_up(content: dict) -> None:
    """Lines, summary and totals tell the same story."""
    for line in content["lines"]:
        assert line["quantity"] * line["unit_minor"] - line["discount_minor"] == line["total_minor"]
    for rows in (content["lines"], content["tax_summary"]):
        assert sum(row["total_minor"] for row in rows) == content["totals"]["total_minor"]
        assert sum(row["tax_minor"] for row in rows) == content["totals"]["tax_minor"]
    assert sum(row["net_minor"] for row in content["tax_summary"]) == content["totals"]["net_minor"]
    assert content["totals"]["net_minor"] + content["totals"]["tax_minor"] == content["totals"]["total_minor"]


def month_of(when: datetime) -> tuple[int, int]:
    return when.year, when.month


def taken() -> dict[AccountKind, int]:
    kinds = (
        AccountKind.COMMISSION_REVENUE, AccountKind.PROCESSING_REVENUE, AccountKind.FIXED_FEE_REVENUE,
        AccountKind.FEE_TAX,
    )  # fmt: skip
    return {kind: -read(lambda s, k=kind: ledger.balance(s, kind=k, currency="EUR")) for kind in kinds}


def commission(store: UUID, when: datetime, actor: Actor = SYSTEM, later: timedelta = timedelta(days=40)):
    year, month = month_of(when)
    return read(
        lambda s: documents.commission_invoices(
            s, actor=actor, store_id=store, year=year, month=month, when=when + later
        )
    )


def backdate(when: datetime, order_id: UUID | None = None) -> None:
    """Move bookings in time, which nobody else can: the ledger is append-only."""
    statement = update(LedgerTransaction).values(created_at=when)
    with transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(statement if order_id is None else statement.where(LedgerTransaction.order_id == order_id))


def papers(sold: Sold) -> list[Document]:
    """One of each kind: invoice, credit note, packing slip, commission invoice."""
    parcel = sold.ship()
    bill = sold.invoice(when=datetime(2024, 2, 29, 23, 59, tzinfo=UTC))
    note = sold.credit(sold.refund(RefundAsk({sold.lines()[0].id: 1}, goodwill_minor=5)))
    slip = read(lambda s: documents.packing_slip(s, actor=SYSTEM, fulfillment_id=parcel))
    (fees,) = commission(sold.store, datetime.now(UTC))
    return [bill, note, slip, fees]
