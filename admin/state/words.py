"""States in words, with their tone and icon."""

from __future__ import annotations

from models.enums import (
    DeliveryStatus,
    DisputeStatus,
    OrderStatus,
    PayoutStatus,
    PurchaseStatus,
    StoreStatus,
    UserStatus,
    WebhookStatus,
)

ORDER: dict[str, tuple[str, str, str]] = {
    OrderStatus.AWAITING_PAYMENT: ("Not paid", "", "clock"),
    OrderStatus.PAID: ("To send", "warning", "package"),
    OrderStatus.PARTLY_SHIPPED: ("Partly sent", "warning", "package"),
    OrderStatus.SHIPPED: ("On its way", "info", "truck"),
    OrderStatus.DELIVERED: ("Delivered", "success", "check"),
    OrderStatus.CANCELLED: ("Cancelled", "danger", "circle-slash"),
    OrderStatus.REFUNDED: ("Refunded", "danger", "undo-2"),
}
PURCHASE: dict[str, tuple[str, str, str]] = {
    PurchaseStatus.AWAITING_PAYMENT: ("Awaiting payment", "warning", "clock"),
    PurchaseStatus.PAID: ("Paid", "success", "check"),
    PurchaseStatus.CANCELLED: ("Never paid", "", "circle-slash"),
}
STORE: dict[str, tuple[str, str]] = {
    StoreStatus.PENDING: ("Applied", "info"),
    StoreStatus.ONBOARDING: ("Setting up", "info"),
    StoreStatus.IN_REVIEW: ("In review", "warning"),
    StoreStatus.APPROVED: ("Open", "success"),
    StoreStatus.REJECTED: ("Rejected", "danger"),
    StoreStatus.SUSPENDED: ("Suspended", "danger"),
    StoreStatus.CLOSED: ("Closed", ""),
}
USER: dict[str, tuple[str, str, str]] = {
    UserStatus.ACTIVE: ("Active", "success", "check"),
    UserStatus.SUSPENDED: ("Suspended", "danger", "circle-slash"),
    UserStatus.ERASED: ("Erased", "", "circle-slash"),
}
MAIL: dict[str, tuple[str, str]] = {
    DeliveryStatus.QUEUED: ("Waiting", "info"),
    DeliveryStatus.SENT: ("Sent", "success"),
    DeliveryStatus.FAILED: ("Refused", "danger"),
    DeliveryStatus.DEAD: ("Given up", "danger"),
}
EVENT: dict[str, str] = {
    OrderStatus.PAID: "New order",
    OrderStatus.PARTLY_SHIPPED: "Parcel sent",
    OrderStatus.SHIPPED: "Sent",
    OrderStatus.DELIVERED: "Delivered",
    OrderStatus.CANCELLED: "Cancelled",
    OrderStatus.REFUNDED: "Refunded",
}
PAYOUT: dict[str, tuple[str, str, str]] = {
    PayoutStatus.OPEN: ("Open", "warning", "clock"),
    PayoutStatus.SENT: ("With the bank", "info", "landmark"),
    PayoutStatus.PAID: ("Paid", "success", "check"),
    PayoutStatus.RETURNED: ("Came back", "danger", "undo-2"),
    PayoutStatus.FAILED: ("Failed", "danger", "circle-alert"),
}
DISPUTE: dict[str, tuple[str, str, str]] = {
    DisputeStatus.OPEN: ("With the store", "warning", "clock"),
    DisputeStatus.EVIDENCE_SENT: ("Answered", "info", "send"),
    DisputeStatus.WON: ("Won", "success", "check"),
    DisputeStatus.LOST: ("Lost", "danger", "circle-slash"),
}
WEBHOOK: dict[str, tuple[str, str, str]] = {
    WebhookStatus.RECEIVED: ("Waiting", "info", "clock"),
    WebhookStatus.DONE: ("Applied", "success", "check"),
    WebhookStatus.FAILED: ("Failed", "danger", "circle-alert"),
}
