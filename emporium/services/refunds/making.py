"""Giving money back: rows, books and stock in one transaction; the provider is asked by a job (F068, F079, P12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.services import credit, ledger, outbox
from emporium.services.events import DomainEvent
from emporium.services.refunds.planning import RefundAsk, RefundPlan, plan
from models.commissions import FeeLine
from models.enums import AttemptStatus, OrderStatus, RefundBucket, RefundStatus
from models.orders import Order, OrderLine
from models.payments import PaymentAttempt, PaymentShare, Refund, RefundLine

PAID = (AttemptStatus.CAPTURED, AttemptStatus.AUTHORISED)


@dataclass(frozen=True, slots=True)
class RefundRequested(DomainEvent):
    """Money is owed to a shopper; the provider has to be asked."""

    refund_id: UUID
    order_id: UUID
    store_id: UUID
    purchase_id: UUID

    def topics(self) -> list[str]:
        """The store's page of the order, the shopper's, and the operator's figures."""
        return [f"order:{self.order_id}", f"purchase:{self.purchase_id}", "admin:figures"]


@dataclass(slots=True)
class PaidOrder:
    """An order with its lines and the shares that paid it, all locked."""

    order: Order
    lines: Sequence[OrderLine]
    shares: Sequence[tuple[PaymentShare, PaymentAttempt]]

    @property
    def taken(self) -> bool:
        """Whether the money was taken, not only held."""
        return all(attempt.status == AttemptStatus.CAPTURED or share.captured_minor for share, attempt in self.shares)

    @property
    def left_minor(self) -> int:
        """What can still be given back, or let go."""
        return sum(_left(share) for share, _ in self.shares)


def _left(share: PaymentShare) -> int:
    if share.captured_minor:
        return share.captured_minor - share.refunded_minor
    return share.authorised_minor - share.released_minor


def lock_paid(session: Session, *, order: Order) -> PaidOrder:
    """Lock the shares and lines of an order that is locked already. Raises Conflict when it was never paid."""
    shares = session.exec(
        select(PaymentShare, PaymentAttempt)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentShare.attempt_id))
        .where(PaymentShare.order_id == order.id, col(PaymentAttempt.status).in_(PAID))
        .order_by(col(PaymentAttempt.provider) == ledger.STORED_VALUE, col(PaymentShare.id))
        .with_for_update(of=PaymentShare)
        .execution_options(populate_existing=True)
    ).all()
    if not shares:
        raise Conflict(_("This order was not paid, so there is nothing to give back."))
    lines = session.exec(
        select(OrderLine)
        .where(OrderLine.order_id == order.id)
        .order_by(col(OrderLine.position))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return PaidOrder(order, lines, list(shares))


def plan_for(session: Session, *, paid: PaidOrder, ask: RefundAsk, with_fees: bool = False) -> RefundPlan:
    """Work a refund out for a locked order."""
    fees = session.exec(select(FeeLine).where(FeeLine.order_id == paid.order.id)).all() if with_fees else []
    return plan(paid.order, paid.lines, ask, left_minor=paid.left_minor, fees=fees)


def give_back(
    session: Session,
    *,
    paid: PaidOrder,
    made: RefundPlan,
    key: str,
    reason: str,
    made_by: UUID | None,
    when: datetime | None = None,
    by_platform: bool = False,
) -> Refund | None:
    """Write a planned refund: rows per tender, lines, shares, books. None when there is no money in it.

    Money that was only held is let go instead of sent back: no provider is asked for it now, the capture will be
    smaller. `by_platform`: the platform bears it and the sale stands for the store, so nothing but an amount may be in
    the plan. The same key twice raises Conflict.
    """
    order = paid.order
    if made.total_minor == 0:
        _count_units(session, paid, made)
        return None
    if session.exec(select(Refund.id).where(Refund.idempotency_key == key)).first() is not None:
        raise Conflict(_("This refund was made already."))
    rows = _draw(session, paid, made, key, reason, made_by, when)
    for row, _attempt in rows:
        row.by_platform = by_platform
    _write_lines(session, rows[0][0], made)
    _count_units(session, paid, made)
    if paid.taken:
        tenders: dict[str, int] = {}
        for row, attempt in rows:
            name = ledger.tender_of(attempt.provider)
            tenders[name] = tenders.get(name, 0) + row.amount_minor
        ledger.post_refund(
            session, order=order, refund_id=rows[0][0].id, reversal=made.reversal(), tenders=tenders, when=when,
            by_platform=by_platform,
        )  # fmt: skip
    for row, _attempt in rows:
        if row.status == RefundStatus.PENDING:
            outbox.record(
                session,
                RefundRequested(
                    refund_id=row.id, order_id=order.id, store_id=order.store_id, purchase_id=order.purchase_id
                ),
            )
    return rows[0][0]


def _draw(
    session: Session, paid: PaidOrder, made: RefundPlan, key: str, reason: str, by: UUID | None, when: datetime | None
) -> list[tuple[Refund, PaymentAttempt]]:
    """Rows per tender: cards first, store credit last; the last draws what is left (C10)."""
    rows: list[tuple[Refund, PaymentAttempt]] = []
    rest = made.total_minor
    for share, attempt in paid.shares:
        amount = min(rest, _left(share))
        if not amount:
            continue
        rest -= amount
        held = not share.captured_minor
        row = Refund(
            share_id=share.id,
            order_id=paid.order.id,
            idempotency_key=key if not rows else f"{key}:{len(rows)}",
            parent_id=rows[0][0].id if rows else None,
            released=held,
            amount_minor=amount,
            fees_minor=sum(made.fees.values()) if not rows else 0,
            fees_tax_minor=made.fees_tax_minor if not rows else 0,
            currency=paid.order.currency,
            reason=reason[:300],
            made_by=by,
            status=RefundStatus.SUCCEEDED if held else RefundStatus.PENDING,
            done_at=(when or datetime.now(UTC)) if held else None,
        )
        if when is not None:
            row.created_at = when
        if held:
            share.released_minor += amount
        else:
            share.refunded_minor += amount
        session.add_all([row, share])
        session.flush()
        if held and attempt.provider == ledger.STORED_VALUE:
            credit.put_back(session, attempt=attempt, cause_id=f"refund:{row.id}", amount_minor=amount)
        rows.append((row, attempt))
    if rest:
        raise Invalid("amount", _("That is more than was paid."))
    return rows


def _write_lines(session: Session, refund: Refund, made: RefundPlan) -> None:
    for part in made.parts:
        session.add(
            RefundLine(
                refund_id=refund.id,
                bucket=RefundBucket.LINE,
                order_line_id=part.line_id,
                quantity=part.quantity,
                amount_minor=part.amount_minor,
                tax_minor=part.tax_minor,
                commission_minor=part.commission_minor,
                fee_tax_minor=part.fee_tax_minor,
                platform_minor=part.platform_minor,
            )
        )
    if made.shipping_minor:
        session.add(
            RefundLine(
                refund_id=refund.id,
                bucket=RefundBucket.SHIPPING,
                amount_minor=made.shipping_minor,
                tax_minor=made.shipping_tax_minor,
                platform_minor=made.shipping_platform_minor,
            )
        )
    if made.goodwill_minor:
        session.add(RefundLine(refund_id=refund.id, bucket=RefundBucket.GOODWILL, amount_minor=made.goodwill_minor))


def _count_units(session: Session, paid: PaidOrder, made: RefundPlan) -> None:
    known = {line.id: line for line in paid.lines}
    for part in made.parts:
        line = known[part.line_id]
        line.refunded_quantity += part.quantity
        line.refunded_minor += part.amount_minor
        session.add(line)
    paid.order.shipping_refunded_minor += made.shipping_minor
    session.add(paid.order)
    session.flush()


def settle_status(session: Session, *, paid: PaidOrder, when: datetime | None = None) -> None:
    """Everything was given back after something left: the order reads as refunded."""
    order = paid.order
    everything = paid.left_minor == 0 and paid.taken
    if everything and order.status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.PARTLY_SHIPPED):
        order.status = OrderStatus.REFUNDED
        session.add(order)
