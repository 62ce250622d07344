"""The shopper's side of a case (F073)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Expired, Invalid, NotFound
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission
from emporium.services.events import DomainEvent
from emporium.services.orders.reading import linked_order
from emporium.settings import get_settings
from models.cases import BuyerCase, CaseMessage
from models.enums import CaseKind, CaseStatus, CaseVoice, OrderStatus
from models.orders import Order, Purchase

OPEN = (CaseStatus.OPEN, CaseStatus.WITH_PLATFORM)
SENT = (OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
BODY_MAX = 2000


@dataclass(frozen=True, slots=True)
class CaseChanged(DomainEvent):
    """A case was opened, answered, passed on, decided or withdrawn, or somebody said more."""

    case_id: UUID
    order_id: UUID
    purchase_id: UUID
    store_id: UUID
    status: str

    def topics(self) -> list[str]:
        """The pages of the order, and the operator's list."""
        return [
            f"order:{self.order_id}", f"purchase:{self.purchase_id}", f"store:{self.store_id}:orders", "admin:cases"
        ]  # fmt: skip


def can_open(
    *, status: str, deliver_to: date | None, delivered_at: datetime | None, shipped_at: datetime | None, now: datetime
) -> list[CaseKind]:
    """Which cases can be opened about an order now: from the promised or real delivery, for some days."""
    window = timedelta(days=get_settings().case_window_days)
    promised = datetime.combine(deliver_to + timedelta(days=1), time(0), UTC) if deliver_to else None
    due = promised or (shipped_at + window if shipped_at else None)
    if status not in SENT:
        return []
    last = max((moment for moment in (due, delivered_at) if moment is not None), default=None)
    if last is None or now > last + window:
        return []
    here = delivered_at is not None
    found = [CaseKind.NOT_RECEIVED] if here or (due is not None and now >= due) else []
    return [*found, *([CaseKind.NOT_AS_DESCRIBED] if shipped_at is not None else [])]


def open_case(
    session: Session, *, actor: Actor, token: str, number: str, kind: str, words: str, now: datetime | None = None
) -> BuyerCase:
    """The shopper did not get it, or it is not what was promised. `token` is the purchase page's own.

    The store has `EMPORIUM_CASE_ANSWER_DAYS` to answer. Raises NotFound, Invalid without words, Expired outside of
    the window, Conflict when a case is open or was decided already.
    """
    actor.require(Permission.SHOP)
    moment = now or datetime.now(UTC)
    order = linked_order(session, token=token, number=number)
    if kind not in set(CaseKind):
        raise Invalid("kind", _("Choose what went wrong."))
    if len(words.strip()) < 10:
        raise Invalid("words", _("Tell us in a sentence or two what happened."))
    kinds = can_open(
        status=order.status, deliver_to=order.deliver_to, delivered_at=order.delivered_at, shipped_at=order.shipped_at,
        now=moment,
    )  # fmt: skip
    if CaseKind(kind) not in kinds:
        raise Expired(_("A case can be opened once it should have arrived, and for some time after that."))
    known = session.exec(
        select(BuyerCase.id).where(BuyerCase.order_id == order.id, BuyerCase.status != CaseStatus.WITHDRAWN)
    ).first()
    if known is not None:
        raise Conflict(_("There is a case about this order already."))
    days = timedelta(days=get_settings().case_answer_days)
    case = BuyerCase(order_id=order.id, kind=CaseKind(kind), answer_by=moment + days)
    session.add(case)
    session.flush()
    say(session, case, CaseVoice.SHOPPER, words)
    tell(session, case, order)
    return case


def own_case(session: Session, *, token: str, case_id: UUID) -> tuple[BuyerCase, Order]:
    """A case by the link of its purchase, order and case locked. Raises NotFound."""
    found = session.exec(
        select(BuyerCase, Order)
        .join(Order, col(Order.id) == col(BuyerCase.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(BuyerCase.id == case_id, Purchase.token == token)
        .with_for_update(of=(BuyerCase, Order))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such case."))
    return found[0], found[1]


def expect_open(case: BuyerCase) -> None:
    """Raises Conflict for a case that is over."""
    if case.status not in OPEN:
        raise Conflict(_("This case is over."))


def write_as_shopper(session: Session, *, actor: Actor, token: str, case_id: UUID, words: str) -> None:
    """Say more while the case is open. Raises NotFound, Conflict, Invalid."""
    actor.require(Permission.SHOP)
    case, order = own_case(session, token=token, case_id=case_id)
    expect_open(case)
    say(session, case, CaseVoice.SHOPPER, words)
    tell(session, case, order, step="said")


def withdraw_case(session: Session, *, actor: Actor, token: str, case_id: UUID) -> None:
    """It arrived after all, or they agreed. Raises NotFound, Conflict."""
    actor.require(Permission.SHOP)
    case, order = own_case(session, token=token, case_id=case_id)
    expect_open(case)
    case.status = CaseStatus.WITHDRAWN
    session.add(case)
    tell(session, case, order)


def say(session: Session, case: BuyerCase, voice: CaseVoice, words: str) -> None:
    """Add a message. Raises Invalid without words."""
    body = words.strip()[:BODY_MAX]
    if not body:
        raise Invalid("words", _("Write something first."))
    session.add(CaseMessage(case_id=case.id, voice=voice, body=body))
    session.flush()


def tell(session: Session, case: BuyerCase, order: Order, *, step: str = "") -> None:
    """Record what happened to a case."""
    outbox.record(
        session,
        CaseChanged(
            case_id=case.id, order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id,
            status=step or str(case.status),
        ),
    )  # fmt: skip
