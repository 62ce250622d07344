"""States in words, with their tone and icon."""

from __future__ import annotations

from emporium.i18n import N_
from models.enums import (
    DeliveryStatus,
    DisputeStatus,
    OrderStatus,
    PayoutStatus,
    PlatformRole,
    PurchaseStatus,
    StoreStatus,
    UserStatus,
    WebhookStatus,
)

ORDER: dict[str, tuple[str, str, str]] = {
    OrderStatus.AWAITING_PAYMENT: (N_("Not paid"), "", "clock"),
    OrderStatus.PAID: (N_("To send"), "warning", "package"),
    OrderStatus.PARTLY_SHIPPED: (N_("Partly sent"), "warning", "package"),
    OrderStatus.SHIPPED: (N_("On its way"), "info", "truck"),
    OrderStatus.DELIVERED: (N_("Delivered"), "success", "check"),
    OrderStatus.CANCELLED: (N_("Cancelled"), "danger", "circle-slash"),
    OrderStatus.REFUNDED: (N_("Refunded"), "danger", "undo-2"),
}
PURCHASE: dict[str, tuple[str, str, str]] = {
    PurchaseStatus.AWAITING_PAYMENT: (N_("Awaiting payment"), "warning", "clock"),
    PurchaseStatus.PAID: (N_("Paid"), "success", "check"),
    PurchaseStatus.CANCELLED: (N_("Never paid"), "", "circle-slash"),
}
STORE: dict[str, tuple[str, str]] = {
    StoreStatus.PENDING: (N_("Applied"), "info"),
    StoreStatus.ONBOARDING: (N_("Setting up"), "info"),
    StoreStatus.IN_REVIEW: (N_("In review"), "warning"),
    StoreStatus.APPROVED: (N_("Open"), "success"),
    StoreStatus.REJECTED: (N_("Rejected"), "danger"),
    StoreStatus.SUSPENDED: (N_("Suspended"), "danger"),
    StoreStatus.CLOSED: (N_("Closed"), ""),
}
USER: dict[str, tuple[str, str, str]] = {
    UserStatus.ACTIVE: (N_("Active"), "success", "check"),
    UserStatus.SUSPENDED: (N_("Suspended"), "danger", "circle-slash"),
    UserStatus.ERASED: (N_("Erased"), "", "circle-slash"),
}
MAIL: dict[str, tuple[str, str]] = {
    DeliveryStatus.QUEUED: (N_("Waiting"), "info"),
    DeliveryStatus.SENT: (N_("Sent"), "success"),
    DeliveryStatus.FAILED: (N_("Refused"), "danger"),
    DeliveryStatus.DEAD: (N_("Given up"), "danger"),
}
EVENT: dict[str, str] = {
    OrderStatus.PAID: N_("New order"),
    OrderStatus.PARTLY_SHIPPED: N_("Parcel sent"),
    OrderStatus.SHIPPED: N_("Sent"),
    OrderStatus.DELIVERED: N_("Delivered"),
    OrderStatus.CANCELLED: N_("Cancelled"),
    OrderStatus.REFUNDED: N_("Refunded"),
}
PAYOUT: dict[str, tuple[str, str, str]] = {
    PayoutStatus.OPEN: (N_("Open"), "warning", "clock"),
    PayoutStatus.SENT: (N_("With the bank"), "info", "landmark"),
    PayoutStatus.PAID: (N_("Paid"), "success", "check"),
    PayoutStatus.RETURNED: (N_("Came back"), "danger", "undo-2"),
    PayoutStatus.FAILED: (N_("Failed"), "danger", "circle-alert"),
}
DISPUTE: dict[str, tuple[str, str, str]] = {
    DisputeStatus.OPEN: (N_("With the store"), "warning", "clock"),
    DisputeStatus.EVIDENCE_SENT: (N_("Answered"), "info", "send"),
    DisputeStatus.WON: (N_("Won"), "success", "check"),
    DisputeStatus.LOST: (N_("Lost"), "danger", "circle-slash"),
}
WEBHOOK: dict[str, tuple[str, str, str]] = {
    WebhookStatus.RECEIVED: (N_("Waiting"), "info", "clock"),
    WebhookStatus.DONE: (N_("Applied"), "success", "check"),
    WebhookStatus.FAILED: (N_("Failed"), "danger", "circle-alert"),
}
PLATFORM_ROLE: dict[str, str] = {
    PlatformRole.ADMIN: N_("Administrator"),
    PlatformRole.SUPPORT: N_("Support"),
    PlatformRole.FINANCE: N_("Finance"),
    PlatformRole.MODERATOR: N_("Moderator"),
}
