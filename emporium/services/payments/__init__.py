"""Payments: attempts, what providers say about them, and the webhook inbox."""

from emporium.services.payments.attempts import (
    AttemptState,
    AttemptView,
    active_attempt,
    attempt_view,
    cancel_unpaid,
    find_attempt,
    give_up_abandoned,
    hold_again,
    latest_attempt,
    open_attempt,
)
from emporium.services.payments.capturing import capture_order, void_rest, waiting_captures
from emporium.services.payments.cash import (
    CashCollected,
    check_cash,
    collect_cash,
    due_at_the_door,
    set_cash_on_delivery,
    takes_cash,
)
from emporium.services.payments.outcomes import (
    apply_outcome,
    mark_paid,
    settle_surplus,
    transfer_arrived,
    waiting_surplus,
)
from emporium.services.payments.recovering import recover_attempt, shopper_is_back, unanswered
from emporium.services.payments.webhooks import (
    apply_webhook,
    process_webhook,
    receive_webhook,
    sandbox_decision,
    waiting_webhooks,
)

__all__ = [
    "AttemptState",
    "AttemptView",
    "CashCollected",
    "active_attempt",
    "apply_outcome",
    "apply_webhook",
    "attempt_view",
    "cancel_unpaid",
    "capture_order",
    "check_cash",
    "collect_cash",
    "due_at_the_door",
    "find_attempt",
    "give_up_abandoned",
    "hold_again",
    "latest_attempt",
    "mark_paid",
    "open_attempt",
    "process_webhook",
    "receive_webhook",
    "recover_attempt",
    "sandbox_decision",
    "set_cash_on_delivery",
    "settle_surplus",
    "shopper_is_back",
    "takes_cash",
    "transfer_arrived",
    "unanswered",
    "void_rest",
    "waiting_captures",
    "waiting_surplus",
    "waiting_webhooks",
]
