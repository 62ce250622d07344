"""Giving money back and cancelling units: the forms as the order's page shows them, and reading what was typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from emporium.errors import Invalid
from emporium.i18n import N_, _, moment
from emporium.services.auth import Actor, Permission
from emporium.services.orders import OrderView
from emporium.services.payouts.lists import OpenLine, OrderMoney, RefundRow
from emporium.services.refunds import RefundAsk, RefundPlan
from emporium.ui.desk_typed import amount_minor, text_of, whole_number
from emporium.ui.desk_values import Sum
from emporium.web.shown import money
from models.enums import OrderStatus, RefundStatus
from vendor.state.order_view import charged, taken
from vendor.values import CancelForm, GiveBackLine, OrderPage, RefundForm, RefundLine

PAID_FOR = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
BEFORE_DISPATCH = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)
REASON_LEAST = 4
REFUND_FIELDS = ("delivery", "goodwill", "reason")
REFUND: dict[RefundStatus, tuple[str, str, str]] = {
    RefundStatus.PENDING: (N_("On its way"), "info", "clock"),
    RefundStatus.SUCCEEDED: (N_("Given back"), "success", "check"),
    RefundStatus.FAILED: (N_("Could not be sent"), "danger", "circle-alert"),
}


def with_money(page: OrderPage, order: OrderView, found: OrderMoney, *, actor: Actor) -> OrderPage:
    """The order's page with what the books say, what can be given back, what was, and what can be cancelled."""
    status, store_id = order.status, order.store_id
    may_refund = actor.can(Permission.REFUND_ORDERS, store=store_id) and status in PAID_FOR
    may_cancel = actor.can(Permission.CANCEL_ORDERS, store=store_id) and status in BEFORE_DISPATCH
    fresh = f"{found.left_minor}-{sum(line.cancellable for line in found.lines)}"
    refundable = [_line(line, line.refundable) for line in found.lines if line.refundable]
    cancellable = [_line(line, line.cancellable) for line in found.lines if line.cancellable]
    return dataclasses.replace(
        page,
        money=_sums(order, found) if found.sale_minor else page.money,
        refund=RefundForm(
            shown=may_refund and found.left_minor > 0,
            held=not found.taken,
            lines=refundable,
            currency=found.currency,
            most=money(found.left_minor, found.currency),
            delivery_left=money(found.delivery_left_minor, found.currency),
            has_delivery=found.delivery_left_minor > 0,
            fresh=fresh,
        ),
        refunds=[_row(row, found.currency) for row in found.refunds],
        has_refunds=bool(found.refunds),
        cancel=CancelForm(shown=may_cancel and bool(cancellable), lines=cancellable, fresh=fresh),
    )


def _sums(order: OrderView, found: OrderMoney) -> list[Sum]:
    """From what the shopper pays to what the store keeps, as it is booked; every line is in the sum."""

    def row(label: str, minor: int) -> list[Sum]:
        return [Sum(label, money(minor, found.currency))] if minor else []

    given = sum(refund.amount_minor for refund in found.refunds if not refund.by_platform)
    disputed = found.undone_minor if not given else 0
    return [
        *charged(order),
        *taken(order),
        *row(_("Booked otherwise"), found.sale_minor - order.earning_minor),
        *row(_("Given back"), -given),
        *row(_("Commission and VAT you get back"), found.undone_minor + given if given else 0),
        *row(_("Lost to a dispute"), disputed),
        Sum(_("You earn"), money(found.sale_minor + found.undone_minor, found.currency), total=True),
    ]


def told_apart(line: OpenLine) -> str:
    """Which variant, and what its buyer said: two lines of one thing differ by it (F028)."""
    return ", ".join(part for part in (line.variant_title, *line.wishes) if part)


def _line(line: OpenLine, left: int) -> GiveBackLine:
    return GiveBackLine(
        id=str(line.id), name=line.name, variant=told_apart(line), left=_("of {left}").format(left=left)
    )


def _row(row: RefundRow, currency: str) -> RefundLine:
    word, tone, icon = REFUND[row.status]
    word = _(word)
    note = ""
    if row.status == RefundStatus.FAILED:
        note = _("The provider refused. The platform looks at it and tries again; you need not do anything.")
    elif row.released:
        word, note = _("Let go"), _("It was only held on the card and was never taken.")
    elif row.by_platform:
        note = _("The platform bears it. What you earned stays yours.")
    return RefundLine(
        str(row.id), money(row.amount_minor, currency), _(row.reason), moment(row.created_at), word, tone, icon, note
    )


def read_units(form: Mapping[str, Any], lefts: Mapping[UUID, tuple[str, int]], prefix: str) -> dict[UUID, int]:
    """Units by line, as they were typed; lines of other orders are not read. Raises Invalid naming the line's field."""
    units: dict[UUID, int] = {}
    for line_id, (name, left) in lefts.items():
        field = f"{prefix}{line_id}"
        typed = whole_number(text_of(form, field), field, most=9_999)
        if typed and typed > left:
            raise Invalid(field, _("{name}: at most {left}.").format(name=name, left=left))
        if typed:
            units[line_id] = typed
    return units


def read_reason(form: Mapping[str, Any]) -> str:
    """Why. Raises Invalid."""
    reason = text_of(form, "reason", 300)
    if len(reason) < REASON_LEAST:
        raise Invalid("reason", _("Tell the shopper why, in a few words."))
    return reason


def read_refund(form: Mapping[str, Any], found: OrderMoney) -> tuple[RefundAsk, str]:
    """What was typed into the refund form. Raises Invalid naming the field."""
    lefts = {line.id: (line.name, line.refundable) for line in found.lines if line.refundable}
    ask = RefundAsk(
        lines=read_units(form, lefts, "units-"),
        shipping_minor=amount_minor(text_of(form, "delivery"), found.currency, "delivery"),
        goodwill_minor=amount_minor(text_of(form, "goodwill"), found.currency, "goodwill"),
    )
    if not (ask.lines or ask.shipping_minor or ask.goodwill_minor):
        raise Invalid("", _("Choose what to give back: units of a line, the delivery, or an amount."))
    return ask, read_reason(form)


def beside(wrong: Invalid, lines: list[GiveBackLine], known: tuple[str, ...], prefix: str) -> dict[str, Any]:
    """Where a message stands: at its line, at its field, or above the form."""
    field = {"shipping": "delivery"}.get(wrong.field or "", wrong.field or "")
    at_line = [dataclasses.replace(line, error=wrong.message if field == prefix + line.id else "") for line in lines]
    if any(line.error for line in at_line):
        return {"lines": at_line, "error": "", "wrong": ""}
    return {"lines": at_line, "error": wrong.message, "wrong": field if field in known else ""}


def previewed(form: RefundForm, typed: Mapping[str, Any], plan: RefundPlan) -> RefundForm:
    """The form while somebody looks at what it comes to."""

    def amount(minor: int) -> str:
        return money(minor, form.currency)

    sums = [Sum(f"{part.quantity} × {part.name}", amount(part.amount_minor)) for part in plan.parts]
    if plan.shipping_minor:
        sums.append(Sum(_("Delivery"), amount(plan.shipping_minor)))
    if plan.goodwill_minor:
        sums.append(Sum(_("Good will"), amount(plan.goodwill_minor)))
    sums.append(Sum(_("The shopper gets"), amount(plan.total_minor), total=True))
    undone = plan.reversal()
    commission = undone.commission_minor + undone.fee_tax_minor
    return dataclasses.replace(
        form,
        previewing=True,
        error="",
        wrong="",
        sums=sums,
        total=amount(plan.total_minor),
        note=_("{amount} of commission and its VAT comes back to you with it.").format(amount=amount(commission))
        if commission
        else "",
        lines=[dataclasses.replace(line, typed=text_of(typed, f"units-{line.id}"), error="") for line in form.lines],
        delivery=text_of(typed, "delivery"),
        goodwill=text_of(typed, "goodwill"),
        reason=text_of(typed, "reason", 300),
    )
