"""Giving money back: by line, quantity, delivery or good will, and cancelling before dispatch."""

from emporium.services.refunds.making import PaidOrder, RefundRequested, give_back, lock_paid, plan_for, settle_status
from emporium.services.refunds.orders import cancel_lines, cancel_order, preview_refund, refund_order
from emporium.services.refunds.overdue import give_up, give_up_never_sent
from emporium.services.refunds.planning import LinePart, RefundAsk, RefundPlan, plan, step
from emporium.services.refunds.records import recorded
from emporium.services.refunds.sending import RefundSent, mark_sent, send_refund, try_again, waiting_refunds

__all__ = [
    "LinePart",
    "PaidOrder",
    "RefundAsk",
    "RefundPlan",
    "RefundRequested",
    "RefundSent",
    "cancel_lines",
    "cancel_order",
    "give_back",
    "give_up",
    "give_up_never_sent",
    "lock_paid",
    "mark_sent",
    "plan",
    "plan_for",
    "preview_refund",
    "recorded",
    "refund_order",
    "send_refund",
    "settle_status",
    "step",
    "try_again",
    "waiting_refunds",
]
