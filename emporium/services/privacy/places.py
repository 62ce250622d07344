# ruff: noqa: S608 - all of it is constants
"""Every place where something personal is kept: what a copy of it holds, and what erasure does to it (F154).

A test walks through all columns of all tables and fails when one that looks personal is named neither here nor in
`NOT_PERSONAL`: whoever adds a column comes by here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GONE = "('erased-' || :me || '@erased.invalid')"
"""What stands where an address stood: unique, and no mail server has that domain (RFC 2606)."""
REMOVED = "'Removed at the request of the person.'"
COUNTRY_ONLY = "jsonb_strip_nulls(jsonb_build_object('country', address->>'country', 'region', address->>'region'))"
"""Where goods went is part of their tax; the rest of an address is not."""

MINE = "user_id = :user"
PURCHASES = "SELECT id FROM purchase WHERE user_id = :user OR (user_id IS NULL AND email = :email)"
ORDERS = f"SELECT id FROM store_order WHERE purchase_id IN ({PURCHASES})"
CARTS = "SELECT id FROM cart WHERE user_id = :user"
CHECKOUTS = (
    f"SELECT id FROM checkout WHERE user_id = :user OR cart_id IN ({CARTS}) "
    "OR (user_id IS NULL AND email = :email) "
    f"OR id IN (SELECT checkout_id FROM purchase WHERE id IN ({PURCHASES}))"
)
LISTS = "SELECT id FROM wishlist WHERE user_id = :user"
REVIEWS = "SELECT id FROM review WHERE user_id = :user"
TALKS = "SELECT id FROM conversation WHERE user_id = :user"
SAID = f"SELECT id FROM message WHERE sender = 'shopper' AND conversation_id IN ({TALKS})"


@dataclass(frozen=True, slots=True)
class Place:
    """Personal columns of a table and whose rows they are, as SQL.

    In it, :user is the key, :me the same as text, and :email the address; NULL when it was never proved.
    Erasure deletes the rows, or sets columns, or leaves them for the reason in `kept`.
    """

    table: str
    columns: tuple[str, ...]
    whose: str
    shown: tuple[str, ...] = ()
    """Columns of the copy; empty for secrets and for what the copy has elsewhere."""
    sets: Mapping[str, str] = field(default_factory=dict)
    deletes: bool = False
    kept: str = ""
    files: str = ""
    """The column with the key of a stored file, or SQL for several, which go with their row."""
    picture: str = ""
    """The column with the key of a picture that the copy holds itself."""


PLACES: tuple[Place, ...] = (
    # what hangs on others, first
    Place("cart_line", ("personalisation", "personalisation_hash"), f"cart_id IN ({CARTS})",
          shown=("variant_id", "quantity", "personalisation", "created_at"), deletes=True),
    Place("cart_reminder", ("email", "token"), f"email = :email OR cart_id IN ({CARTS})",
          shown=("email", "created_at", "restored_at"), deletes=True),
    Place("cart", ("user_id", "guest_hash"), MINE, shown=("currency", "country", "coupon_codes", "created_at"),
          sets={"status": "CASE WHEN status = 'open' THEN 'expired' ELSE status END", "coupon_codes": "'[]'"}),
    Place("quote", ("content",), f"checkout_id IN ({CHECKOUTS})", sets={"content": "'{}'"}),
    Place("order_edit", ("ask", "content"), f"order_id IN ({ORDERS})",
          shown=("number", "status", "ask", "reason", "created_at"),
          sets={"ask": "ask - 'address'", "content": "content - 'address'"}),
    Place("order_line", ("personalisation",), f"order_id IN ({ORDERS})",
          shown=("name", "variant_title", "quantity", "unit_price_minor", "total_minor", "personalisation"),
          sets={"personalisation": "'{}'"}),
    Place("download_use", ("ip", "link"),
          "download_id IN (SELECT d.id FROM download d JOIN order_line l ON l.id = d.order_line_id "
          f"WHERE l.order_id IN ({ORDERS}))", shown=("ip", "version", "created_at"), deletes=True),
    Place("return_photo", ("storage_key",), f"return_id IN (SELECT id FROM order_return WHERE order_id IN ({ORDERS}))",
          shown=("created_at",), deletes=True, files="storage_key", picture="storage_key"),
    Place("order_return", ("note", "reason"), f"order_id IN ({ORDERS})",
          shown=("status", "reason", "note", "answer", "created_at"), sets={"note": "''"}),
    Place("case_photo", ("storage_key",), "voice = 'shopper' AND case_id IN "
          f"(SELECT id FROM buyer_case WHERE order_id IN ({ORDERS}))",
          shown=("created_at",), deletes=True, files="storage_key", picture="storage_key"),
    Place("case_message", ("body",), f"voice = 'shopper' AND case_id IN (SELECT id FROM buyer_case "
          f"WHERE order_id IN ({ORDERS}))", shown=("body", "created_at"), sets={"body": REMOVED}),
    Place("cancel_request", ("reason",), f"order_id IN ({ORDERS})", shown=("status", "reason", "created_at"),
          sets={"reason": "''"}),
    Place("promotion_use", ("customer",), "customer IN (:me, :email)", shown=("created_at",),
          sets={"customer": "'erased:' || id"}),
    Place("store_order", ("address", "gift_message"), f"purchase_id IN ({PURCHASES})",
          shown=("number", "status", "total_minor", "currency", "address", "gift_message", "created_at"),
          sets={"address": f"CASE WHEN address IS NULL THEN NULL ELSE {COUNTRY_ONLY} END", "gift_message": "''"}),
    Place("checkout", ("user_id", "email", "address", "gift_message", "tax_id", "tax_proof", "tax_answers"),
          f"id IN ({CHECKOUTS})", shown=("email", "address", "gift_message", "tax_id", "created_at"),
          sets={"email": "''", "address": COUNTRY_ONLY, "gift_message": "''", "tax_id": "''", "tax_proof": "'{}'",
                "tax_answers": "'{}'", "remind_at": "NULL",
                "status": "CASE WHEN status = 'open' THEN 'expired' ELSE status END"}),
    Place("purchase", ("user_id", "email", "address", "tax_id", "tax_proof", "token"), f"id IN ({PURCHASES})",
          shown=("number", "email", "address", "tax_id", "total_minor", "currency", "status", "created_at", "paid_at"),
          sets={"email": GONE, "address": COUNTRY_ONLY, "tax_id": "''", "tax_proof": "'{}'",
                "token": "replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')"}),
    Place("media", ("storage_key", "variants"),
          f"id IN (SELECT media_id FROM review_media WHERE review_id IN ({REVIEWS}))",
          shown=("created_at",), deletes=True,
          files="unnest(ARRAY[storage_key] || ARRAY(SELECT value FROM jsonb_each_text(variants)))",
          picture="storage_key"),
    Place("review", ("author", "user_id"), MINE, shown=("author", "rating", "title", "body", "created_at"),
          sets={"author": "'A former customer'", "user_id": "NULL", "photos": "0"}),
    Place("review_vote", ("user_id",), MINE, shown=("review_id", "created_at"), deletes=True),
    Place("message_photo", ("storage_key", "small_key"), f"message_id IN ({SAID})",
          shown=("message_id", "created_at"), deletes=True, files="unnest(ARRAY[storage_key, small_key])",
          picture="storage_key"),
    Place("message", ("body", "sender_id"), f"sender = 'shopper' AND conversation_id IN ({TALKS})",
          shown=("id", "body", "photos", "created_at"), sets={"body": REMOVED, "sender_id": "NULL", "photos": "0"}),
    Place("product_question", ("author", "user_id"), MINE, shown=("author", "body", "created_at"),
          sets={"author": "'A former customer'", "user_id": "NULL"}),
    Place("product_answer", ("author", "user_id"), MINE, shown=("author", "body", "created_at"),
          sets={"author": "CASE WHEN voice = 'store' THEN author ELSE 'A former customer' END", "user_id": "NULL"}),
    Place("answer_vote", ("user_id",), MINE, shown=("answer_id", "created_at"), deletes=True),
    Place("conversation", ("user_id", "subject"), MINE, shown=("subject", "created_at"), sets={"subject": "''"}),
    Place("appeal", ("body", "author_id"), "author_id = :user", shown=("body", "created_at"),
          sets={"body": REMOVED, "author_id": "NULL"}),
    Place("report", ("reporter_email", "reporter_id", "details"), "reporter_email = :email OR reporter_id = :user",
          shown=("reason", "details", "created_at"), sets={"reporter_email": "''", "reporter_id": "NULL"}),
    Place("wishlist_item", (), f"wishlist_id IN ({LISTS})", shown=("product_id", "created_at"), deletes=True),
    Place("wishlist", ("user_id", "guest_hash", "name", "share_token"), MINE, shown=("name", "created_at"),
          deletes=True),
    Place("saved_search", ("user_id", "guest_hash", "query", "title"), MINE,
          shown=("title", "path", "query", "created_at"), deletes=True),
    Place("product_view", ("user_id", "guest_hash"), MINE, shown=("product_id", "seen_at"), deletes=True),
    Place("news_setting", ("user_id", "token"), MINE, shown=("wanted", "wanted_at"), deletes=True),
    Place("store_follow", ("user_id", "guest_hash"), MINE, shown=("store_id", "created_at"), deletes=True),
    Place("customer_group_member", ("user_id",), MINE, shown=("group_id", "created_at"), deletes=True),
    Place("store_invitation", ("email", "token_hash", "invited_by"), "email = :email",
          shown=("role", "created_at"), deletes=True),
    Place("stock_alert", ("email", "token"), "email = :email", shown=("variant_id", "created_at"), deletes=True),
    Place("delivery", ("recipient", "subject", "body_text", "body_html", "url", "phone", "reached"),
          "recipient = :email",
          shown=("kind", "channel", "subject", "phone", "status", "created_at", "sent_at"), deletes=True),
    Place("inbox_item", ("user_id", "data"), MINE, shown=("kind", "data", "created_at"), deletes=True),
    Place("outbox_event", ("payload",), "payload->>'email' = :email OR payload->>'new_email' = :email "
          "OR payload->>'user_id' = :me",
          sets={"payload": "payload - ARRAY['email', 'new_email', 'name', 'token', 'phone', 'code']",
                "dispatched_at": "CASE WHEN kind = 'session_revoked' THEN dispatched_at "
                "ELSE coalesce(dispatched_at, now()) END"}),
    Place("push_subscription", ("user_id", "session_id", "endpoint", "keys", "device"), MINE,
          shown=("endpoint", "device", "created_at", "last_ok_at"), deletes=True),
    Place("phone_number", ("user_id", "number", "asked_number", "code_hash"), MINE,
          shown=("number", "verified_at", "asked_number", "created_at"), deletes=True),
    Place("refresh_token", ("token_hash", "used_by"),
          "session_id IN (SELECT id FROM user_session WHERE user_id = :user)", deletes=True),
    Place("user_session", ("user_id", "user_agent", "ip", "revoked_reason"), MINE,
          shown=("face", "user_agent", "ip", "created_at", "last_seen_at"), deletes=True),
    Place("email_token", ("user_id", "token_hash", "email"), MINE, shown=("purpose", "email", "created_at"),
          deletes=True),
    Place("totp_secret", ("user_id", "secret"), MINE, shown=("created_at", "confirmed_at"), deletes=True),
    Place("recovery_code", ("user_id", "code_hash"), MINE, shown=("created_at", "used_at"), deletes=True),
    Place("passkey", ("user_id", "name", "credential_id", "public_key"), MINE,
          shown=("name", "created_at", "last_used_at"), deletes=True),
    Place("identity", ("user_id", "issuer", "subject", "email"), MINE,
          shown=("issuer", "subject", "email", "created_at", "last_used_at"), deletes=True),
    Place("address", ("user_id", "name", "line1", "line2", "postcode", "city", "region", "phone"), MINE,
          shown=("name", "line1", "line2", "postcode", "city", "region", "country", "phone", "is_default"),
          deletes=True),
    Place("preference", ("user_id", "channels"), MINE,
          shown=("locale", "currency", "colour_mode", "channels", "quiet_from", "quiet_until", "time_zone",
                 "marketing_consent_at", "personalisation"), deletes=True),
    Place("data_export", ("user_id", "storage_key"), MINE, shown=("created_at",), deletes=True, files="storage_key"),
    Place("store_member", ("user_id",), MINE, shown=("store_id", "role", "created_at"), deletes=True),
    Place("audit_event", ("actor_id", "actor_name", "ip"), "actor_id = :user",
          shown=("action", "subject_kind", "created_at"), sets={"actor_name": "''", "ip": "NULL"}),
    Place("app_user", ("email", "name", "password_hash", "email_verified_at"), "id = :user",
          shown=("email", "name", "email_verified_at", "created_at"),
          sets={"email": GONE, "name": "''", "password_hash": "NULL", "email_verified_at": "NULL",
                "status": "'erased'", "updated_at": "now()"}),
    # what stays, and why
    Place("consent_record", ("user_id",), MINE, shown=("kind", "given", "text_version", "source", "created_at"),
          kept="It proves what was agreed to; it names nobody once the account is empty."),
    Place("stored_value", ("user_id",), MINE, shown=("kind", "currency", "balance_minor", "created_at"),
          kept="What credit and gift cards were worth is part of the books; it names nobody any more."),
    Place("document", ("content",), f"order_id IN ({ORDERS})", shown=("kind", "number", "content", "created_at"),
          kept="Invoices name the buyer, and tax law has them kept for years."),
    Place("reminder_refusal", ("email_hash",), "false",
          kept="A digest of an address that nobody may write to: without it, somebody would."),
    Place("dispute", ("evidence",), f"order_id IN ({ORDERS})", shown=("reason", "status", "created_at"),
          kept="What a bank was shown is proof of how money moved."),
    Place("risk_hold", ("signals", "note"), f"order_id IN ({ORDERS})", shown=("status", "created_at"),
          kept="Why an order was held; no name stands in it."),
    Place("webhook_event", ("body", "headers"), "false",
          kept="What payment providers reported, as they signed it: proof of how money moved."),
    Place("role_grant", ("user_id", "granted_by"), MINE, shown=("role", "created_at"),
          kept="Whoever runs the platform is not erased before the role is given back."),
)  # fmt: skip

STAFF = "who of the staff did it; the person's row is emptied, the key stays"
STORE = "a store's own, given to the public or to the tax office; a store is closed before its owner is erased"
GOODS = "names of goods, rules or files, not of people"
BOOKS = "an id or a reason in the books, not of a person"
NOT_PERSONAL: Mapping[str, str] = {
    **dict.fromkeys(
        ["stock_count.made_by", "store_document.decided_by", "report.decided_by", "buyer_case.decided_by",
         "checkout.made_by", "order_edit.made_by", "fulfillment.shipped_by", "refund.made_by", "risk_hold.decided_by",
         "stock_movement.actor_id", "review_reply_version.author_id", "review_reply_version.body",
         "role_grant.granted_by", "review.decided_by", "product_question.decided_by",
         "product_answer.decided_by"], STAFF),
    **dict.fromkeys(
        ["store.name", "store.city", "store.email", "store.status_reason", "store.holiday_note", "store.legal_name",
         "store.legal_address", "seller_tax_details.name", "seller_tax_details.first_name", "seller_tax_details.line1",
         "seller_tax_details.postcode", "seller_tax_details.city", "seller_tax_details.secret",
         "payout_account.details", "store_document.details", "order_return.return_address", "draft.note",
         "draft.token"], STORE),
    **dict.fromkeys(
        ["message_template.subject", "message_template.body", "tax_zone.name", "tier.name", "translation.subject_kind",
         "translation.subject_id", "translation.body", "collection.name", "customer_group.name", "location.name",
         "media.content_type", "shipping_method.name", "category.name", "price_list.name", "attribute_definition.name",
         "product.name", "product.personalisation", "product_file.name", "product_file.file_name",
         "product_file.content_type", "promotion.name", "promotion.per_customer_limit",
         "commission_rule.name", "product_option.name", "option_value.name", "order_line.name", "exchange.name",
         "order_line.price_note", "preference.personalisation", "wish_file.secret", "audit_event.subject_kind",
         "audit_event.subject_id", "search_log.words",
         "search_document.words", "search_pin.words", "report.subject_kind", "report.subject_id",
         "risk_hold.subject"], GOODS),
    **dict.fromkeys(
        ["idempotency_key.body_hash", "idempotency_key.answer", "provider_balance_line.reference", "payout.reference",
         "payment_attempt.reference", "payment_attempt.decline_message", "store_order.tax_note",
         "store_order.cancel_reason", "cancel_request.answer", "dispute.reference", "dispute.reason",
         "earning.hold_reason", "ledger_transaction.note", "order_edit.reason", "order_return.reason_code",
         "order_return.answer", "refund.reference", "refund.reason", "stock_movement.note", "tracking_event.message",
         "conversation.last_message_at", "report.reason", "review.body", "review.signals", "review.status_reason",
         "product_question.body", "product_question.answers", "product_question.store_answered_at",
         "product_question.status_reason", "product_answer.body", "product_answer.status_reason",
         "answer_vote.answer_id", "message.hidden_reason", "message_photo.message_id", "conversation.closed_reason",
         "store_debt.asked_at", "buyer_case.answer_by", "buyer_case.answered_at", "dispute.evidence_due_at",
         "consent_record.given", "payment_share.authorised_minor", "stored_value.code_hash"], BOOKS),
}  # fmt: skip
"""Columns that look personal and are not, with the reason."""
