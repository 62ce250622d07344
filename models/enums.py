"""Every closed list of values in the domain. Stored as text with a CHECK."""

from enum import StrEnum


class Face(StrEnum):
    """One of the three faces; also the audience of a token."""

    SHOP = "shop"
    VENDOR = "vendor"
    ADMIN = "admin"


class PlatformRole(StrEnum):
    """What a person may do on the whole platform."""

    ADMIN = "admin"
    SUPPORT = "support"
    FINANCE = "finance"
    MODERATOR = "moderator"


class StoreRole(StrEnum):
    """What a person may do in one store."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    FINANCE = "finance"


class UserStatus(StrEnum):
    """Life of an account."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ERASED = "erased"


class EmailTokenPurpose(StrEnum):
    """What a mailed link is for."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password
    CHANGE_EMAIL = "change_email"
    ERASE_ACCOUNT = "erase_account"


class ConsentKind(StrEnum):
    """What a person may agree to, or not."""

    MARKETING = "marketing"
    PERSONALISATION = "personalisation"
    NEWS = "news"


class ExportStatus(StrEnum):
    """Life of a copy of a person's data."""

    WAITING = "waiting"
    READY = "ready"
    FORGOTTEN = "forgotten"


class ColourMode(StrEnum):
    """The reader's choice of light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class StoreStatus(StrEnum):
    """Life of a store (F012)."""

    PENDING = "pending"
    ONBOARDING = "onboarding"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Awning(StrEnum):
    """The twelve pigments a store chooses from."""

    TYRIAN = "tyrian"
    MADDER = "madder"
    CINNABAR = "cinnabar"
    OCHRE = "ochre"
    SAFFRON = "saffron"
    OLIVE = "olive"
    VERDIGRIS = "verdigris"
    PETROL = "petrol"
    LAPIS = "lapis"
    INDIGO = "indigo"
    GRAPHITE = "graphite"
    UMBER = "umber"


class ProductStatus(StrEnum):
    """Life of a product."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"


class TaxClass(StrEnum):
    """Which rate a thing is taxed at."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"


class AttributeKind(StrEnum):
    """Type of a product attribute."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"


class CollectionKind(StrEnum):
    """How a collection is filled."""

    MANUAL = "manual"
    RULE = "rule"


class MediaKind(StrEnum):
    """What a file shows."""

    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"


class MovementCause(StrEnum):
    """Why stock on hand changed."""

    OPENING = "opening"
    COUNT = "count"
    RECEIVED = "received"
    SHIPPED = "shipped"
    RETURNED = "returned"
    DAMAGED = "damaged"
    TRANSFER = "transfer"


class ReservationStatus(StrEnum):
    """Life of a hold on stock."""

    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"
    SHIPPED = "shipped"


class CartStatus(StrEnum):
    """Life of a cart."""

    OPEN = "open"
    ORDERED = "ordered"
    MERGED = "merged"
    EXPIRED = "expired"


class CheckoutStatus(StrEnum):
    """Life of a checkout."""

    OPEN = "open"
    PLACED = "placed"
    EXPIRED = "expired"


class EditStatus(StrEnum):
    """Life of a change of a placed order."""

    LOOKED_AT = "looked_at"
    WAITING = "waiting"
    APPLIED = "applied"
    DROPPED = "dropped"
    EXPIRED = "expired"


class ShippingRate(StrEnum):
    """How a method's price is found."""

    FLAT = "flat"
    WEIGHT = "weight"
    PICKUP = "pickup"
    PRICE = "price"


class PurchaseStatus(StrEnum):
    """Life of what a shopper pays."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    CANCELLED = "cancelled"


class OrderStatus(StrEnum):
    """Life of one store's part."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class FulfillmentStatus(StrEnum):
    """Life of a parcel."""

    SHIPPED = "shipped"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ReturnStatus(StrEnum):
    """Life of a return."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    RECEIVED = "received"
    INSPECTED = "inspected"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CaseKind(StrEnum):
    """What a shopper's case is about."""

    NOT_RECEIVED = "not_received"
    NOT_AS_DESCRIBED = "not_as_described"


class CaseStatus(StrEnum):
    """Life of a case: the store answers, the platform decides."""

    OPEN = "open"
    WITH_PLATFORM = "with_platform"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class CaseOutcome(StrEnum):
    """What the platform decided."""

    FULL = "full"
    PARTIAL = "partial"
    NOTHING = "nothing"


class CasePayer(StrEnum):
    """Who bears what a case gives back."""

    STORE = "store"
    PLATFORM = "platform"


class CaseVoice(StrEnum):
    """Who says something in a case."""

    SHOPPER = "shopper"
    STORE = "store"
    PLATFORM = "platform"


class ExchangeStatus(StrEnum):
    """Life of a replacement."""

    WANTED = "wanted"
    RESERVED = "reserved"
    TO_PAY = "to_pay"
    """Dearer: kept until its difference is paid."""
    SOLD = "sold"
    """Dearer and paid: an order of its own."""
    SENT = "sent"
    CANCELLED = "cancelled"


class CancelStatus(StrEnum):
    """Life of a shopper's wish to cancel."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"


class RestockDecision(StrEnum):
    """What inspection decided for a returned unit."""

    RESTOCK = "restock"
    SCRAP = "scrap"
    NONE = "none"


class AttemptStatus(StrEnum):
    """Life of a payment attempt."""

    CREATED = "created"
    REQUIRES_ACTION = "requires_action"
    PENDING = "pending"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    SURPLUS = "surplus"


class RefundStatus(StrEnum):
    """Life of a refund."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class RefundBucket(StrEnum):
    """What a refund gives back (C04)."""

    LINE = "line"
    SHIPPING = "shipping"
    GOODWILL = "goodwill"


class DisputeStatus(StrEnum):
    """Life of a charge-back."""

    OPEN = "open"
    EVIDENCE_SENT = "evidence_sent"
    WON = "won"
    LOST = "lost"


class WebhookStatus(StrEnum):
    """Life of a provider's event in the inbox."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"


class AccountKind(StrEnum):
    """Kinds of ledger accounts."""

    PROVIDER_CLEARING = "provider_clearing"
    STORE_PAYABLE = "store_payable"
    COMMISSION_REVENUE = "commission_revenue"
    FEE_TAX = "fee_tax"
    PLATFORM_TAX = "platform_tax"
    PROMOTION_EXPENSE = "promotion_expense"
    CREDIT_LIABILITY = "credit_liability"
    CHARGEBACK_LOSS = "chargeback_loss"
    DISPUTED_FUNDS = "disputed_funds"
    PROCESSING_REVENUE = "processing_revenue"
    FIXED_FEE_REVENUE = "fixed_fee_revenue"
    PAYOUT_CLEARING = "payout_clearing"
    CASH_WITH_STORES = "cash_with_stores"
    """What shoppers paid at the door; set at once against what the store has coming."""
    FX = "fx"


class TransactionKind(StrEnum):
    """What a ledger transaction records."""

    SALE = "sale"
    REFUND = "refund"
    CHARGEBACK = "chargeback"
    PAYOUT = "payout"
    PAYOUT_RETURN = "payout_return"
    ADJUSTMENT = "adjustment"
    CREDIT = "credit"
    CASH = "cash"
    FX = "fx"


class EarningKind(StrEnum):
    """Why a store has money coming, or owes it."""

    SALE = "sale"
    RESERVE = "reserve"
    REFUND = "refund"
    DISPUTE = "dispute"
    PAYOUT_RETURN = "payout_return"
    ADJUSTMENT = "adjustment"
    CASH = "cash"
    """The shopper paid the store itself, at the door."""


class FeeComponent(StrEnum):
    """What the platform takes beside its commission; each is a line of its own (F095)."""

    PROCESSING = "processing"
    FIXED = "fixed"


class BalanceKind(StrEnum):
    """What a line of a provider's balance report says."""

    CHARGE = "charge"
    REFUND = "refund"
    DISPUTE = "dispute"
    FEE = "fee"
    PAYOUT = "payout"


class EarningStatus(StrEnum):
    """Life of what a store has earned with one order."""

    PENDING = "pending"
    AVAILABLE = "available"
    ON_HOLD = "on_hold"
    CLAIMED = "claimed"
    PAID = "paid"
    REVERSED = "reversed"


class PayoutStatus(StrEnum):
    """Life of a payout."""

    OPEN = "open"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"
    FAILED = "failed"


class PromotionKind(StrEnum):
    """What a promotion does."""

    PERCENT = "percent"
    FIXED = "fixed"
    FREE_SHIPPING = "free_shipping"
    BUY_X_GET_Y = "buy_x_get_y"


class PromotionClass(StrEnum):
    """Where a promotion acts; combinations are decided by class."""

    PRODUCT = "product"
    ORDER = "order"
    SHIPPING = "shipping"


class PromotionFunder(StrEnum):
    """Who pays for a discount (F060)."""

    PLATFORM = "platform"
    STORE = "store"
    SHARED = "shared"


class UseStatus(StrEnum):
    """Life of one use of a promotion."""

    TAKEN = "taken"
    GIVEN_BACK = "given_back"


class TierInterval(StrEnum):
    """How often a tier is paid."""

    MONTH = "month"
    YEAR = "year"


class SubscriptionStatus(StrEnum):
    """Life of a store's subscription."""

    TRIAL = "trial"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    ENDED = "ended"


class ReviewStatus(StrEnum):
    """Life of a review."""

    PUBLISHED = "published"
    HELD = "held"
    REMOVED = "removed"


class PostStatus(StrEnum):
    """Life of a public question or answer."""

    PUBLISHED = "published"
    REMOVED = "removed"


class AnswerBy(StrEnum):
    """Whose answer it is."""

    STORE = "store"
    BUYER = "buyer"


class SenderRole(StrEnum):
    """Who wrote a message."""

    SHOPPER = "shopper"
    STORE = "store"
    PLATFORM = "platform"


class Channel(StrEnum):
    """How a notification travels."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    INBOX = "inbox"


class DeliveryStatus(StrEnum):
    """Life of one notification on one channel."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"


class ReportStatus(StrEnum):
    """Life of a report of something illegal or unfair."""

    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"
    CLOSED = "closed"


class CreditKind(StrEnum):
    """Kinds of stored value."""

    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"


class RiskSubject(StrEnum):
    """What a hold stops."""

    ORDER = "order"
    PAYOUT = "payout"


class RiskStatus(StrEnum):
    """What came of the look."""

    OPEN = "open"
    RELEASED = "released"
    CONFIRMED = "confirmed"


class DebtStage(StrEnum):
    """How far the steps against a negative balance went."""

    NETTING = "netting"
    ASKED = "asked"
    RESTRICTED = "restricted"
    SETTLED = "settled"


class SellerKind(StrEnum):
    """What a seller is to the tax office."""

    PERSON = "person"
    COMPANY = "company"


class AllocationRule(StrEnum):
    """Which of a store's places an order's units are taken from first (F089)."""

    ORDER = "order"
    MOST_STOCK = "most_stock"


class CountStatus(StrEnum):
    """Life of a counted list."""

    DRAFT = "draft"
    WAITING = "waiting"
    DONE = "done"


class RelationKind(StrEnum):
    """Why a product stands beside another."""

    RELATED = "related"
    TOGETHER = "together"
