"""Payments: attempts, what providers say about them, and the webhook inbox."""

from emporium.services.payments.attempts import (
    AttemptState,
    AttemptView,
    active_attempt,
    attempt_view,
    cancel_unpaid,
    find_attempt,
    hold_again,
    latest_attempt,
    open_attempt,
)
from emporium.services.payments.outcomes import apply_outcome, settle_surplus
from emporium.services.payments.webhooks import apply_webhook, receive_webhook, sandbox_decision, waiting_webhooks

__all__ = [
    "AttemptState",
    "AttemptView",
    "active_attempt",
    "apply_outcome",
    "apply_webhook",
    "attempt_view",
    "cancel_unpaid",
    "find_attempt",
    "hold_again",
    "latest_attempt",
    "open_attempt",
    "receive_webhook",
    "sandbox_decision",
    "settle_surplus",
    "waiting_webhooks",
]
