"""Looking at a change, making it, and giving it up (F081)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from emporium.errors import Conflict, EmporiumError, NotFound
from emporium.i18n import _
from emporium.money import Money, format_money
from emporium.services import audit, outbox, payments, refunds
from emporium.services.auth import Actor, Permission
from emporium.services.checkout.changes import plain_changes
from emporium.services.drafts.access import close_link, refuse_while_paid, require_desk
from emporium.services.drafts.extending import acting
from emporium.services.drafts.sending import sent
from emporium.services.edits.addresses import check_reason
from emporium.services.edits.events import EditDropped, EditWaiting, OrderEdited
from emporium.services.edits.planning import EditAsk, EditPlan, open_order, plan_edit
from emporium.services.opening import OpenTransaction
from emporium.services.orders.reading import scoped_order
from models.carts import Checkout
from models.drafts import OrderEdit
from models.enums import EditStatus, PurchaseStatus
from models.orders import Order, Purchase


class EditChanged(Conflict):
    """What the change would do is not what was looked at; `changes` says what is different, in plain words."""

    code = "edit_changed"

    def __init__(self, changes: Sequence[str]) -> None:
        super().__init__(_("The order changed since you looked. Look at the change again before you make it."))
        self.changes = list(changes)


def preview_edit(
    session: Session, *, actor: Actor, store_id: UUID, number: str, ask: EditAsk, reason: str
) -> OrderEdit:
    """Work a change out and keep what it came to: what is made later is this, or it is refused.

    Raises NotFound, Invalid naming what cannot be, OutOfStock, Conflict, OtherTerms for an address.
    """
    require_desk(actor, store_id, Permission.EDIT_ORDERS)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    said = check_reason(reason)
    plan = plan_edit(session, actor=actor, order=order, ask=ask)
    last = session.exec(select(func.max(OrderEdit.number)).where(OrderEdit.order_id == order.id)).one()
    edit = OrderEdit(
        order_id=order.id,
        number=(last or 0) + 1,
        ask=ask.stored(),
        content=plan.content,
        hash=plan.hash,
        reason=said,
        refund_minor=plan.refund_minor,
        added_minor=plan.added_minor,
        made_by=actor.user_id,
    )
    session.add(edit)
    session.flush()
    return edit


def commit_edit(session: Session, *, actor: Actor, store_id: UUID, number: str, edit_id: UUID, seen: str) -> OrderEdit:
    """Make the change that was looked at; `seen` is its hash. What it adds is asked of the shopper first, by a link.

    Until that is paid the change waits with its goods held, and the order is neither sent nor refunded nor changed.
    Raises EditChanged with what is different, Conflict for one that was made already, OutOfStock, NotFound.
    """
    require_desk(actor, store_id, Permission.EDIT_ORDERS)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    edit = session.exec(
        select(OrderEdit).where(OrderEdit.id == edit_id, OrderEdit.order_id == order.id).with_for_update()
    ).first()
    if edit is None:
        raise NotFound(_("There is no such change of this order."))
    if edit.status != EditStatus.LOOKED_AT:
        raise Conflict(_("This change was made already, or given up."))
    plan = plan_edit(session, actor=actor, order=order, ask=EditAsk.read(edit.ask), keep=True)
    if plan.hash != edit.hash or edit.hash != seen:
        raise EditChanged(changes_in_words(edit.content, plan.content))
    audit.note(
        session, actor=actor, action="order.edited", subject_kind="order", subject_id=order.id, store_id=store_id,
        after={"edit": edit.number, "refund_minor": plan.refund_minor, "added_minor": plan.added_minor},
    )  # fmt: skip
    if plan.basket is None:
        apply_edit(session, edit=edit, order=order)
        return edit
    _wait(session, edit, plan)
    return edit


def _wait(session: Session, edit: OrderEdit, plan: EditPlan) -> None:
    """The shopper is asked for what is added; its goods are held until the link is over."""
    assert plan.basket is not None
    edit.status, edit.checkout_id = EditStatus.WAITING, plan.basket.checkout.id
    session.add(edit)
    session.flush()
    purchase = sent(session, plan.basket)
    edit.expires_at = purchase.hold_until
    session.add(edit)
    if purchase.total_minor == 0:
        payments.mark_paid(session, purchase=purchase, attempt=None)
        return
    outbox.record(session, EditWaiting(**about(edit, plan.order)))


def apply_edit(session: Session, *, edit: OrderEdit, order: Order) -> None:
    """Take out and send elsewhere what the change says; the order is locked. Raises what cancelling raises."""
    edit.status, edit.decided_at = EditStatus.APPLIED, datetime.now(UTC)
    session.add(edit)
    session.flush()
    units = {UUID(row["line_id"]): int(row["units"]) for row in edit.content["out"]}
    if units:
        by = Actor(user_id=edit.made_by)
        edit.refund_minor = refunds.cancel_lines(
            session, actor=acting(by), store_id=order.store_id, number=order.number, units=units, reason=edit.reason,
            key=f"edit:{edit.id}",
        )  # fmt: skip
    if edit.content["address"] is not None:
        for one in (order, *_with_it(session, order)):
            one.address = dict(edit.content["address"])
            session.add(one)
    session.add(edit)
    outbox.record(session, OrderEdited(**about(edit, order)))


def _with_it(session: Session, order: Order) -> Sequence[Order]:
    """What was added to an order goes where it goes."""
    return session.exec(select(Order).where(Order.extends_id == order.id).with_for_update()).all()


def apply_paid(session: Session, *, purchase: Purchase) -> None:
    """What a change adds is paid: the rest of it is made in the same transaction.

    If what it takes out cannot be taken out any more, the shopper keeps it and what was added is sold all the same:
    nothing is charged that is not sent. The change then says what was left undone.
    """
    edit = session.exec(
        select(OrderEdit)
        .where(OrderEdit.checkout_id == purchase.checkout_id, OrderEdit.status == EditStatus.WAITING)
        .with_for_update()
    ).first()
    if edit is None:
        return
    order = open_order(session, order_id=edit.order_id)
    try:
        with session.begin_nested():
            apply_edit(session, edit=edit, order=order)
    except EmporiumError as undone:
        session.refresh(edit)
        edit.status, edit.decided_at = EditStatus.APPLIED, datetime.now(UTC)
        edit.problem, edit.refund_minor = undone.message, 0
        session.add(edit)
        outbox.record(session, OrderEdited(**about(edit, order)))


def drop_edit(session: Session, *, actor: Actor, store_id: UUID, number: str, edit_id: UUID) -> None:
    """Give up a change that waits for its payment; its goods are free. Raises NotFound, Conflict while it is paid."""
    require_desk(actor, store_id, Permission.EDIT_ORDERS)
    order = scoped_order(session, store_id=store_id, number=number)
    known = session.exec(select(OrderEdit).where(OrderEdit.id == edit_id, OrderEdit.order_id == order.id)).first()
    if known is None:
        raise NotFound(_("There is no such change of this order."))
    edit, purchase = _locked(session, known)
    if edit.status != EditStatus.WAITING:
        raise Conflict(_("This change was made already, or given up."))
    if purchase is not None:
        refuse_while_paid(session, purchase)
    _give_up(session, edit, purchase, EditStatus.DROPPED)
    audit.note(
        session, actor=actor, action="order.edit_dropped", subject_kind="order", subject_id=order.id,
        store_id=store_id, after={"edit": edit.number},
    )  # fmt: skip


def expire_edits(open_transaction: OpenTransaction, *, limit: int = 100) -> int:
    """Give up changes whose payment did not come in time; returns how many. Each in a transaction of its own."""
    with open_transaction() as session:
        due = session.exec(
            select(OrderEdit.id)
            .where(OrderEdit.status == EditStatus.WAITING, col(OrderEdit.expires_at) < datetime.now(UTC))
            .order_by(col(OrderEdit.expires_at))
            .limit(limit)
        ).all()
    return sum(expire_edit(open_transaction, edit_id=edit_id) for edit_id in due)


def expire_edit(open_transaction: OpenTransaction, *, edit_id: UUID) -> bool:
    """Give up one of them; False when it was paid or dropped meanwhile, or a transfer is still awaited."""
    with open_transaction() as session:
        edit, purchase = _locked(session, session.get_one(OrderEdit, edit_id))
        now = datetime.now(UTC)
        if edit.status != EditStatus.WAITING or edit.expires_at is None or edit.expires_at >= now:
            return False
        if purchase is not None and purchase.status == PurchaseStatus.PAID:
            return False
        if purchase is not None and purchase.hold_until is not None and purchase.hold_until > now:
            return False
        _give_up(session, edit, purchase, EditStatus.EXPIRED)
        return True


def forget_looks(session: Session) -> None:
    """Changes that were only looked at are no history: they go after a day."""
    session.exec(
        delete(OrderEdit).where(
            col(OrderEdit.status) == EditStatus.LOOKED_AT,
            col(OrderEdit.created_at) < datetime.now(UTC) - timedelta(days=1),
        )
    )


def _locked(session: Session, known: OrderEdit) -> tuple[OrderEdit, Purchase | None]:
    """Checkout, order, purchase, change: the order in which a payment locks them too."""
    if known.checkout_id is not None:
        session.exec(select(Checkout.id).where(Checkout.id == known.checkout_id).with_for_update()).one()
    open_order(session, order_id=known.order_id)
    purchase = None
    if known.checkout_id is not None:
        purchase = session.exec(
            select(Purchase)
            .where(Purchase.checkout_id == known.checkout_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()
    edit = session.exec(
        select(OrderEdit).where(OrderEdit.id == known.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    return edit, purchase


def _give_up(session: Session, edit: OrderEdit, purchase: Purchase | None, status: EditStatus) -> None:
    edit.status, edit.decided_at = status, datetime.now(UTC)
    session.add(edit)
    assert edit.checkout_id is not None
    close_link(session, checkout_id=edit.checkout_id, purchase=purchase)
    order = session.get_one(Order, edit.order_id)
    outbox.record(session, EditDropped(**about(edit, order)))


def about(edit: OrderEdit, order: Order) -> dict[str, UUID]:
    """Which change of what."""
    return {
        "edit_id": edit.id, "order_id": order.id, "purchase_id": order.purchase_id, "store_id": order.store_id,
    }  # fmt: skip


def changes_in_words(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What is different between two looks at a change."""

    def money(minor: int) -> str:
        return format_money(Money(minor, new["currency"]))

    said: list[str] = []
    if old["order"]["status"] != new["order"]["status"]:
        said.append(_("A part of the order left meanwhile."))
    before = {line["line_id"]: line for line in old["lines"]}
    for line in new["lines"]:
        was = before.get(line["line_id"], line)
        if was["quantity"] != line["quantity"]:
            said.append(
                _("{line}: there are {line2} now instead of {was}.").format(
                    line=line["name"], line2=line["quantity"], was=was["quantity"]
                )
            )
        elif was["shipped"] != line["shipped"]:
            said.append(_("{line}: {line2} left already.").format(line=line["name"], line2=line["shipped"]))
        elif was["refunded_minor"] != line["refunded_minor"]:
            said.append(
                _("{line}: {line2} was given back already.").format(
                    line=line["name"], line2=money(line["refunded_minor"])
                )
            )
    if old["refund_minor"] != new["refund_minor"]:
        said.append(
            _("{new} goes back instead of {old}.").format(
                new=money(new["refund_minor"]), old=money(old["refund_minor"])
            )
        )
    if old["added"] and new["added"]:
        said += plain_changes(old["added"], new["added"])
    return said or [_("Something of the order changed. Look at it again.")]
