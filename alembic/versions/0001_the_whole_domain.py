"""The whole domain

Revision: 0001
After:
"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import postgresql
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")

APPEND_ONLY = ("stock_movement", "ledger_transaction", "ledger_entry", "audit_event")

FUNCTIONS = {
    "refuse_change": """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_TABLE_NAME = 'audit_event' AND TG_OP = 'UPDATE' AND NEW.hash = OLD.hash AND NEW.action = OLD.action
               AND NEW.before = OLD.before AND NEW.after = OLD.after THEN
                RETURN NEW;  -- an erased user's or closed store's key may become NULL
            END IF;
            IF TG_TABLE_NAME = 'stock_movement' AND TG_OP = 'UPDATE' AND NEW.quantity = OLD.quantity
               AND NEW.cause = OLD.cause AND NEW.cause_id = OLD.cause_id AND NEW.variant_id = OLD.variant_id
               AND NEW.location_id = OLD.location_id THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$""",
    "ledger_must_balance": """
        CREATE FUNCTION ledger_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE off record;
        BEGIN
            SELECT currency, sum(amount_minor) AS rest INTO off FROM ledger_entry
            WHERE transaction_id = NEW.transaction_id GROUP BY currency HAVING sum(amount_minor) <> 0 LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'ledger transaction % is off by % %', NEW.transaction_id, off.rest, off.currency
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transaction_balances';
            END IF;
            RETURN NULL;
        END $$""",
    "ledger_entry_currency": """
        CREATE FUNCTION ledger_entry_currency() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.currency <> (SELECT currency FROM ledger_account WHERE id = NEW.account_id) THEN
                RAISE EXCEPTION 'entry in % on an account of another currency', NEW.currency
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_currency_matches';
            END IF;
            RETURN NEW;
        END $$""",
    "closed_payout_stays": """
        CREATE FUNCTION closed_payout_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.status <> 'open' AND (NEW.amount_minor, NEW.currency, NEW.store_id)
               IS DISTINCT FROM (OLD.amount_minor, OLD.currency, OLD.store_id) THEN
                RAISE EXCEPTION 'payout % is closed', OLD.number USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$""",
    "outbox_ring": """
        CREATE FUNCTION outbox_ring() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('outbox', '');
            RETURN NULL;
        END $$""",
}

TRIGGERS = (
    *(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    "CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION ledger_must_balance()",
    "CREATE TRIGGER same_currency BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_currency()",
    "CREATE TRIGGER closed_stays BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION closed_payout_stays()",
    "CREATE TRIGGER ring AFTER INSERT ON outbox_event FOR EACH STATEMENT EXECUTE FUNCTION outbox_ring()",
)

SEQUENCES = ("CREATE SEQUENCE purchase_number START 10001", "CREATE SEQUENCE payout_number START 1001")


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    for sequence in SEQUENCES:
        op.execute(sequence)
    op.create_table(
        "app_user",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('active', 'suspended', 'erased')", name=op.f("ck_app_user_status_known")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_app_user_email_lower")),
        sa.CheckConstraint("length(email) BETWEEN 3 AND 320", name=op.f("ck_app_user_email_length")),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_app_user_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("email", name=op.f("uq_app_user_email")),
    )
    op.create_index(op.f("ix_app_user_created_at"), "app_user", ["created_at"], unique=False)
    op.create_table(
        "exchange_rate",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("rate_micro", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "base ~ '^[A-Z]{3}$' AND quote ~ '^[A-Z]{3}$' AND base <> quote", name=op.f("ck_exchange_rate_pair_iso")
        ),
        sa.CheckConstraint("rate_micro > 0", name=op.f("ck_exchange_rate_rate_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rate")),
        sa.UniqueConstraint("base", "quote", "valid_from", name=op.f("uq_exchange_rate_base_quote_valid_from")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_index("ix_idempotency_key_age", "idempotency_key", ["created_at"], unique=False)
    op.create_table(
        "message_template",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.Text(), server_default="email", nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "channel IN ('email', 'sms', 'push', 'inbox')", name=op.f("ck_message_template_channel_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_template")),
        sa.UniqueConstraint("kind", "channel", "locale", name=op.f("uq_message_template_kind_channel_locale")),
    )
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("topics", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_event")),
    )
    op.create_index("ix_outbox_event_kind", "outbox_event", ["kind", "id"], unique=False)
    op.create_index(
        "ix_outbox_event_waiting",
        "outbox_event",
        ["id"],
        unique=False,
        postgresql_where=sa.text("dispatched_at IS NULL"),
    )
    op.create_table(
        "search_log",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_log")),
    )
    op.create_index(
        "ix_search_log_empty", "search_log", ["created_at"], unique=False, postgresql_where=sa.text("results = 0")
    )
    op.create_table(
        "store",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tagline", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("awning", sa.Text(), server_default="tyrian", nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("since_year", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("status_reason", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("handling_days", sa.Integer(), nullable=False),
        sa.Column("return_days", sa.Integer(), nullable=False),
        sa.Column("shipping_policy", sa.String(), nullable=False),
        sa.Column("return_policy", sa.String(), nullable=False),
        sa.Column("holiday_from", sa.Date(), nullable=True),
        sa.Column("holiday_until", sa.Date(), nullable=True),
        sa.Column("holiday_note", sa.String(), nullable=False),
        sa.Column("rating_sum", sa.Integer(), nullable=False),
        sa.Column("rating_count", sa.Integer(), nullable=False),
        sa.Column("legal_name", sa.String(), nullable=False),
        sa.Column("legal_address", sa.String(), nullable=False),
        sa.Column("tax_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "awning IN ('tyrian', 'madder', 'cinnabar', 'ochre', 'saffron', 'olive', 'verdigris', 'petrol', 'lapis', 'indigo', 'graphite', 'umber')",
            name=op.f("ck_store_awning_known"),
        ),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_store_country_iso")),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_store_currency_iso")),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80", name=op.f("ck_store_slug_shape")
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'onboarding', 'in_review', 'approved', 'rejected', 'suspended', 'closed')",
            name=op.f("ck_store_status_known"),
        ),
        sa.CheckConstraint("handling_days BETWEEN 0 AND 60", name=op.f("ck_store_handling_bounded")),
        sa.CheckConstraint("holiday_until IS NULL OR holiday_from IS NOT NULL", name=op.f("ck_store_holiday_begins")),
        sa.CheckConstraint("length(name) BETWEEN 2 AND 80", name=op.f("ck_store_name_length")),
        sa.CheckConstraint("rating_count >= 0 AND rating_sum >= 0", name=op.f("ck_store_rating_counted")),
        sa.CheckConstraint("return_days BETWEEN 0 AND 365", name=op.f("ck_store_return_bounded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
        sa.UniqueConstraint("slug", name=op.f("uq_store_slug")),
    )
    op.create_index(
        "ix_store_name_trgm",
        "store",
        ["name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_store_status"), "store", ["status"], unique=False)
    op.create_table(
        "synonym",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("same_as", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_synonym")),
    )
    op.create_table(
        "tier",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("interval", sa.Text(), server_default="month", nullable=False),
        sa.Column("product_cap", sa.Integer(), nullable=True),
        sa.Column("commission_bp", sa.Integer(), nullable=True),
        sa.Column("trial_days", sa.Integer(), nullable=False),
        sa.Column("features", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_tier_currency_iso")),
        sa.CheckConstraint("interval IN ('month', 'year')", name=op.f("ck_tier_interval_known")),
        sa.CheckConstraint(
            "commission_bp IS NULL OR commission_bp BETWEEN 0 AND 10000", name=op.f("ck_tier_commission_bounded")
        ),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_tier_price_not_negative")),
        sa.CheckConstraint("product_cap IS NULL OR product_cap >= 0", name=op.f("ck_tier_cap_not_negative")),
        sa.CheckConstraint("trial_days BETWEEN 0 AND 365", name=op.f("ck_tier_trial_bounded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier")),
        sa.UniqueConstraint("code", name=op.f("uq_tier_code")),
    )
    op.create_table(
        "translation",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("locale ~ '^[a-z]{2,3}(_[A-Z]{2})?$'", name=op.f("ck_translation_locale_shape")),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_translation_body_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "field",
            "locale",
            name=op.f("uq_translation_subject_kind_subject_id_field_locale"),
        ),
    )
    op.create_table(
        "webhook_event",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), server_default="received", nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('received', 'done', 'failed')", name=op.f("ck_webhook_event_status_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_event")),
        sa.UniqueConstraint("provider", "event_id", name=op.f("uq_webhook_event_provider_event_id")),
    )
    op.create_index(
        "ix_webhook_event_waiting",
        "webhook_event",
        ["received_at"],
        unique=False,
        postgresql_where=sa.text("status = 'received'"),
    )
    op.create_table(
        "address",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("line1", sa.String(), nullable=False),
        sa.Column("line2", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_address_country_iso")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_address_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_index(op.f("ix_address_user_id"), "address", ["user_id"], unique=False)
    op.create_index("uq_address_default", "address", ["user_id"], unique=True, postgresql_where=sa.text("is_default"))
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ip", postgresql.INET(), nullable=True),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["app_user.id"], name=op.f("fk_audit_event_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_audit_event_store_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_actor_id"), "audit_event", ["actor_id"], unique=False)
    op.create_index("ix_audit_event_store", "audit_event", ["store_id", "id"], unique=False)
    op.create_index("ix_audit_event_subject", "audit_event", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "cart",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("guest_hash", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("coupon_codes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_cart_currency_iso")),
        sa.CheckConstraint("status IN ('open', 'ordered', 'merged', 'expired')", name=op.f("ck_cart_status_known")),
        sa.CheckConstraint("(user_id IS NULL) <> (guest_hash IS NULL)", name=op.f("ck_cart_one_owner")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_cart_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart")),
    )
    op.create_index("ix_cart_stale", "cart", ["updated_at"], unique=False, postgresql_where=sa.text("status = 'open'"))
    op.create_index(op.f("ix_cart_user_id"), "cart", ["user_id"], unique=False)
    op.create_index(
        "uq_cart_open_guest", "cart", ["guest_hash"], unique=True, postgresql_where=sa.text("status = 'open'")
    )
    op.create_index("uq_cart_open_user", "cart", ["user_id"], unique=True, postgresql_where=sa.text("status = 'open'"))
    op.create_table(
        "collection",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="manual", nullable=False),
        sa.Column("rule", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('manual', 'rule')", name=op.f("ck_collection_kind_known")),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80", name=op.f("ck_collection_slug_shape")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_collection_store_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("slug", name=op.f("uq_collection_slug")),
    )
    op.create_index(op.f("ix_collection_store_id"), "collection", ["store_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("channel", sa.Text(), server_default="email", nullable=False),
        sa.Column("status", sa.Text(), server_default="queued", nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body_text", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('email', 'sms', 'push', 'inbox')", name=op.f("ck_delivery_channel_known")),
        sa.CheckConstraint("status IN ('queued', 'sent', 'failed', 'dead')", name=op.f("ck_delivery_status_known")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_delivery_attempts_counted")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["outbox_event.id"], name=op.f("fk_delivery_event_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("event_id", "recipient", "channel", name=op.f("uq_delivery_event_id_recipient_channel")),
    )
    op.create_index("ix_delivery_recipient", "delivery", ["recipient", "id"], unique=False)
    op.create_index(
        "ix_delivery_waiting", "delivery", ["next_try_at"], unique=False, postgresql_where=sa.text("status = 'queued'")
    )
    op.create_table(
        "email_token",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('verify_email', 'reset_password')", name=op.f("ck_email_token_purpose_known")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_email_token_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_token_token_hash")),
    )
    op.create_index(op.f("ix_email_token_user_id"), "email_token", ["user_id"], unique=False)
    op.create_table(
        "inbox_item",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["outbox_event.id"], name=op.f("fk_inbox_item_event_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_inbox_item_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_item")),
        sa.UniqueConstraint("event_id", "user_id", name=op.f("uq_inbox_item_event_id_user_id")),
    )
    op.create_index(
        "ix_inbox_item_unread",
        "inbox_item",
        ["user_id", "id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index(op.f("ix_inbox_item_user_id"), "inbox_item", ["user_id"], unique=False)
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'store_payable') = (store_id IS NOT NULL)",
            name=op.f("ck_ledger_account_store_accounts_name_theirs"),
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_ledger_account_currency_iso")),
        sa.CheckConstraint(
            "kind IN ('provider_clearing', 'store_payable', 'commission_revenue', 'fee_tax', 'platform_tax', 'promotion_expense', 'credit_liability', 'chargeback_loss', 'payout_clearing', 'fx')",
            name=op.f("ck_ledger_account_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_ledger_account_store_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
    )
    op.create_index("ix_ledger_account_owner", "ledger_account", ["store_id"], unique=False)
    op.create_index(
        "uq_ledger_account_platform",
        "ledger_account",
        ["kind", "currency"],
        unique=True,
        postgresql_where=sa.text("store_id IS NULL"),
    )
    op.create_index(
        "uq_ledger_account_store",
        "ledger_account",
        ["kind", "store_id", "currency"],
        unique=True,
        postgresql_where=sa.text("store_id IS NOT NULL"),
    )
    op.create_table(
        "location",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_location_country_iso")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_location_store_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("store_id", "name", name=op.f("uq_location_store_id_name")),
    )
    op.create_index(op.f("ix_location_store_id"), "location", ["store_id"], unique=False)
    op.create_table(
        "media",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), server_default="image", nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("variants", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('image', 'video', 'document')", name=op.f("ck_media_kind_known")),
        sa.CheckConstraint("width >= 0 AND height >= 0 AND bytes >= 0", name=op.f("ck_media_sizes_not_negative")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_media_store_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_media_storage_key")),
    )
    op.create_index(op.f("ix_media_store_id"), "media", ["store_id"], unique=False)
    op.create_table(
        "payout_account",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_payout_account_currency_iso")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_payout_account_store_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_account")),
    )
    op.create_index(op.f("ix_payout_account_store_id"), "payout_account", ["store_id"], unique=False)
    op.create_index(
        "uq_payout_account_active",
        "payout_account",
        ["store_id", "currency"],
        unique=True,
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "payout_schedule",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("interval_days", sa.Integer(), nullable=False),
        sa.Column("minimum_minor", sa.Integer(), nullable=False),
        sa.Column("clearance_days", sa.Integer(), nullable=False),
        sa.Column("reserve_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_payout_schedule_currency_iso")),
        sa.CheckConstraint("clearance_days BETWEEN 0 AND 90", name=op.f("ck_payout_schedule_clearance_bounded")),
        sa.CheckConstraint("minimum_minor >= 0", name=op.f("ck_payout_schedule_minimum_not_negative")),
        sa.CheckConstraint("reserve_bp BETWEEN 0 AND 10000", name=op.f("ck_payout_schedule_reserve_bounded")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_payout_schedule_store_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_schedule")),
    )
    op.create_index(
        "uq_payout_schedule_store",
        "payout_schedule",
        ["store_id", "currency"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "preference",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("colour_mode", sa.Text(), server_default="system", nullable=False),
        sa.Column("channels", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("marketing_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("personalisation", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("colour_mode IN ('system', 'light', 'dark')", name=op.f("ck_preference_colour_mode_known")),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_preference_currency_iso")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_preference_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_preference")),
    )
    op.create_table(
        "promotion",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("klass", sa.Text(), server_default="order", nullable=False),
        sa.Column("funder", sa.Text(), server_default="platform", nullable=False),
        sa.Column("platform_share_bp", sa.Integer(), nullable=False),
        sa.Column("percent_bp", sa.Integer(), nullable=False),
        sa.Column("amounts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("thresholds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rule", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("needs_code", sa.Boolean(), nullable=False),
        sa.Column("usage_limit", sa.Integer(), nullable=True),
        sa.Column("per_customer_limit", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("funder IN ('platform', 'store', 'shared')", name=op.f("ck_promotion_funder_known")),
        sa.CheckConstraint(
            "kind IN ('percent', 'fixed', 'free_shipping', 'buy_x_get_y')", name=op.f("ck_promotion_kind_known")
        ),
        sa.CheckConstraint("klass IN ('product', 'order', 'shipping')", name=op.f("ck_promotion_klass_known")),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at", name=op.f("ck_promotion_period_ordered")
        ),
        sa.CheckConstraint(
            "per_customer_limit IS NULL OR per_customer_limit > 0", name=op.f("ck_promotion_customer_limit_positive")
        ),
        sa.CheckConstraint("percent_bp BETWEEN 0 AND 10000", name=op.f("ck_promotion_percent_bounded")),
        sa.CheckConstraint("platform_share_bp BETWEEN 0 AND 10000", name=op.f("ck_promotion_share_bounded")),
        sa.CheckConstraint(
            "used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)", name=op.f("ck_promotion_limit_holds")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_promotion_store_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
    )
    op.create_index("ix_promotion_live", "promotion", ["priority"], unique=False, postgresql_where=sa.text("active"))
    op.create_index(op.f("ix_promotion_store_id"), "promotion", ["store_id"], unique=False)
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("keys", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_push_subscription_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index(op.f("ix_push_subscription_user_id"), "push_subscription", ["user_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("reporter_email", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'decided', 'appealed', 'closed')", name=op.f("ck_report_status_known")),
        sa.CheckConstraint(
            "subject_kind IN ('product', 'store', 'review', 'message')", name=op.f("ck_report_subject_known")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["app_user.id"], name=op.f("fk_report_decided_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_decided_by"), "report", ["decided_by"], unique=False)
    op.create_index("ix_report_queue", "report", ["status", "created_at"], unique=False)
    op.create_index("ix_report_subject", "report", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "role IN ('admin', 'support', 'finance', 'moderator')", name=op.f("ck_role_grant_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["app_user.id"], name=op.f("fk_role_grant_granted_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_role_grant_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("user_id", "role", name=op.f("uq_role_grant_user_id_role")),
    )
    op.create_index(op.f("ix_role_grant_granted_by"), "role_grant", ["granted_by"], unique=False)
    op.create_index(op.f("ix_role_grant_user_id"), "role_grant", ["user_id"], unique=False)
    op.create_table(
        "shipping_method",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("rate", sa.Text(), server_default="flat", nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("free_over_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("countries", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("weight_table", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("min_days", sa.Integer(), nullable=False),
        sa.Column("max_days", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_shipping_method_currency_iso")),
        sa.CheckConstraint("rate IN ('flat', 'weight', 'pickup')", name=op.f("ck_shipping_method_rate_known")),
        sa.CheckConstraint(
            "free_over_minor IS NULL OR free_over_minor > 0", name=op.f("ck_shipping_method_free_over_positive")
        ),
        sa.CheckConstraint(
            "min_days >= 0 AND max_days >= min_days AND max_days <= 90", name=op.f("ck_shipping_method_days_ordered")
        ),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_shipping_method_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_shipping_method_store_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_method")),
        sa.UniqueConstraint("store_id", "name", name=op.f("uq_shipping_method_store_id_name")),
    )
    op.create_index(
        "ix_shipping_method_live",
        "shipping_method",
        ["store_id", "position"],
        unique=False,
        postgresql_where=sa.text("active"),
    )
    op.create_index(op.f("ix_shipping_method_store_id"), "shipping_method", ["store_id"], unique=False)
    op.create_table(
        "store_document",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["app_user.id"], name=op.f("fk_store_document_decided_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_store_document_store_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_document")),
    )
    op.create_index(op.f("ix_store_document_decided_by"), "store_document", ["decided_by"], unique=False)
    op.create_index(op.f("ix_store_document_store_id"), "store_document", ["store_id"], unique=False)
    op.create_table(
        "store_follow",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_store_follow_store_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_store_follow_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "store_id", name=op.f("pk_store_follow")),
    )
    op.create_index(op.f("ix_store_follow_store_id"), "store_follow", ["store_id"], unique=False)
    op.create_table(
        "store_invitation",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.Text(), server_default="staff", nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('owner', 'manager', 'staff', 'finance')", name=op.f("ck_store_invitation_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["app_user.id"], name=op.f("fk_store_invitation_invited_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_store_invitation_store_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_store_invitation_token_hash")),
    )
    op.create_index(op.f("ix_store_invitation_invited_by"), "store_invitation", ["invited_by"], unique=False)
    op.create_index(op.f("ix_store_invitation_store_id"), "store_invitation", ["store_id"], unique=False)
    op.create_table(
        "store_member",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'manager', 'staff', 'finance')", name=op.f("ck_store_member_role_known")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_store_member_store_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_store_member_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_member")),
        sa.UniqueConstraint("store_id", "user_id", name=op.f("uq_store_member_store_id_user_id")),
    )
    op.create_index(op.f("ix_store_member_store_id"), "store_member", ["store_id"], unique=False)
    op.create_index(op.f("ix_store_member_user_id"), "store_member", ["user_id"], unique=False)
    op.create_table(
        "store_slug_history",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_store_slug_history_store_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_store_slug_history")),
    )
    op.create_index(op.f("ix_store_slug_history_store_id"), "store_slug_history", ["store_id"], unique=False)
    op.create_table(
        "stored_value",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("balance_minor", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'gift_card') = (code_hash IS NOT NULL)", name=op.f("ck_stored_value_cards_have_codes")
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_stored_value_currency_iso")),
        sa.CheckConstraint("kind IN ('gift_card', 'store_credit')", name=op.f("ck_stored_value_kind_known")),
        sa.CheckConstraint("balance_minor >= 0", name=op.f("ck_stored_value_balance_not_negative")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_stored_value_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_value")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_stored_value_code_hash")),
    )
    op.create_index(op.f("ix_stored_value_user_id"), "stored_value", ["user_id"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("tier_id", sa.Uuid(), nullable=False),
        sa.Column("next_tier_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("period_start", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_charges", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('trial', 'active', 'past_due', 'paused', 'ended')", name=op.f("ck_subscription_status_known")
        ),
        sa.CheckConstraint("period_end > period_start", name=op.f("ck_subscription_period_ordered")),
        sa.ForeignKeyConstraint(
            ["next_tier_id"], ["tier.id"], name=op.f("fk_subscription_next_tier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_subscription_store_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_subscription_tier_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    op.create_index(op.f("ix_subscription_next_tier_id"), "subscription", ["next_tier_id"], unique=False)
    op.create_index(op.f("ix_subscription_store_id"), "subscription", ["store_id"], unique=False)
    op.create_index(op.f("ix_subscription_tier_id"), "subscription", ["tier_id"], unique=False)
    op.create_index(
        "uq_subscription_live", "subscription", ["store_id"], unique=True, postgresql_where=sa.text("status <> 'ended'")
    )
    op.create_table(
        "user_session",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("face", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("ip", postgresql.INET(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(), nullable=True),
        sa.CheckConstraint("face IN ('shop', 'vendor', 'admin')", name=op.f("ck_user_session_face_known")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_user_session_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
    )
    op.create_index(
        "ix_user_session_live",
        "user_session",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"], unique=False)
    op.create_table(
        "appeal",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["app_user.id"], name=op.f("fk_appeal_author_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_appeal_report_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    op.create_index(op.f("ix_appeal_author_id"), "appeal", ["author_id"], unique=False)
    op.create_index(op.f("ix_appeal_report_id"), "appeal", ["report_id"], unique=False)
    op.create_table(
        "category",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80", name=op.f("ck_category_slug_shape")
        ),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_category_not_its_own_parent")),
        sa.ForeignKeyConstraint(["image_id"], ["media.id"], name=op.f("fk_category_image_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["category.id"], name=op.f("fk_category_parent_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    op.create_index(op.f("ix_category_image_id"), "category", ["image_id"], unique=False)
    op.create_index("ix_category_tree", "category", ["parent_id", "position"], unique=False)
    op.create_table(
        "checkout",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("shipping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("quote_version", sa.Integer(), nullable=False),
        sa.Column("accepted_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('open', 'placed', 'expired')", name=op.f("ck_checkout_status_known")),
        sa.CheckConstraint("quote_version >= 0", name=op.f("ck_checkout_version_counts")),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_checkout_cart_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_checkout_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout")),
    )
    op.create_index(op.f("ix_checkout_cart_id"), "checkout", ["cart_id"], unique=False)
    op.create_index(
        "ix_checkout_expiry", "checkout", ["expires_at"], unique=False, postgresql_where=sa.text("status = 'open'")
    )
    op.create_index(op.f("ix_checkout_user_id"), "checkout", ["user_id"], unique=False)
    op.create_index(
        "uq_checkout_open", "checkout", ["cart_id"], unique=True, postgresql_where=sa.text("status = 'open'")
    )
    op.create_table(
        "coupon",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("usage_limit", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("code = upper(code) AND length(code) BETWEEN 3 AND 40", name=op.f("ck_coupon_code_shape")),
        sa.CheckConstraint(
            "used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)", name=op.f("ck_coupon_limit_holds")
        ),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotion.id"], name=op.f("fk_coupon_promotion_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code", name=op.f("uq_coupon_code")),
    )
    op.create_index(op.f("ix_coupon_promotion_id"), "coupon", ["promotion_id"], unique=False)
    op.create_table(
        "payout",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_payout_currency_iso")),
        sa.CheckConstraint(
            "status IN ('open', 'sent', 'paid', 'returned', 'failed')", name=op.f("ck_payout_status_known")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payout_amount_positive")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["payout_account.id"], name=op.f("fk_payout_account_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_payout_store_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("number", name=op.f("uq_payout_number")),
    )
    op.create_index(op.f("ix_payout_account_id"), "payout", ["account_id"], unique=False)
    op.create_index("ix_payout_store", "payout", ["store_id", "created_at"], unique=False)
    op.create_table(
        "refresh_token",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["user_session.id"], name=op.f("fk_refresh_token_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_token_token_hash")),
    )
    op.create_index(op.f("ix_refresh_token_session_id"), "refresh_token", ["session_id"], unique=False)
    op.create_table(
        "stored_value_entry",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("cause_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_stored_value_entry_amount_moves")),
        sa.ForeignKeyConstraint(
            ["value_id"], ["stored_value.id"], name=op.f("fk_stored_value_entry_value_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_value_entry")),
        sa.UniqueConstraint("value_id", "cause_id", name=op.f("uq_stored_value_entry_value_id_cause_id")),
    )
    op.create_table(
        "attribute_definition",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="text", nullable=False),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("filterable", sa.Boolean(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("variant_making", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'number', 'boolean', 'choice', 'date')", name=op.f("ck_attribute_definition_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_attribute_definition_category_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute_definition")),
        sa.UniqueConstraint("code", name=op.f("uq_attribute_definition_code")),
    )
    op.create_index(op.f("ix_attribute_definition_category_id"), "attribute_definition", ["category_id"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("specs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("tax_class", sa.Text(), server_default="standard", nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("is_digital", sa.Boolean(), nullable=False),
        sa.Column("max_per_order", sa.Integer(), nullable=False),
        sa.Column("personalisation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("min_price_minor", sa.Integer(), nullable=False),
        sa.Column("max_price_minor", sa.Integer(), nullable=False),
        sa.Column("compare_at_minor", sa.Integer(), nullable=True),
        sa.Column("available_total", sa.Integer(), nullable=False),
        sa.Column("rating_sum", sa.Integer(), nullable=False),
        sa.Column("rating_count", sa.Integer(), nullable=False),
        sa.Column("sold_count", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('english', coalesce(name, '')), 'A') || setweight(to_tsvector('english', coalesce(summary, '')), 'B') || setweight(to_tsvector('english', coalesce(tags::text, '')), 'B') || setweight(to_tsvector('english', coalesce(description, '')), 'D')",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_product_currency_iso")),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80", name=op.f("ck_product_slug_shape")
        ),
        sa.CheckConstraint(
            "status <> 'active' OR published_at IS NOT NULL", name=op.f("ck_product_active_is_published")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review', 'active', 'paused', 'archived')", name=op.f("ck_product_status_known")
        ),
        sa.CheckConstraint("tax_class IN ('standard', 'reduced', 'zero')", name=op.f("ck_product_tax_class_known")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_product_name_length")),
        sa.CheckConstraint("max_per_order BETWEEN 1 AND 999", name=op.f("ck_product_max_per_order_bounded")),
        sa.CheckConstraint(
            "rating_count >= 0 AND rating_sum >= 0 AND sold_count >= 0", name=op.f("ck_product_counters_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_product_category_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["cover_id"], ["media.id"], name=op.f("fk_product_cover_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_product_store_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("slug", name=op.f("uq_product_slug")),
    )
    op.create_index("ix_product_category", "product", ["category_id", "status", "published_at"], unique=False)
    op.create_index(op.f("ix_product_cover_id"), "product", ["cover_id"], unique=False)
    op.create_index(
        "ix_product_name_trgm",
        "product",
        ["name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_product_newest",
        "product",
        ["published_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index(
        "ix_product_price",
        "product",
        ["min_price_minor", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index("ix_product_search", "product", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_product_selling",
        "product",
        ["sold_count", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index("ix_product_store", "product", ["store_id", "status", "published_at"], unique=False)
    op.create_table(
        "purchase",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("checkout_id", sa.Uuid(), nullable=True),
        sa.Column("quote_version", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="awaiting_payment", nullable=False),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'paid') = (paid_at IS NOT NULL) OR status = 'cancelled'", name=op.f("ck_purchase_paid_has_time")
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_purchase_currency_iso")),
        sa.CheckConstraint(
            "status IN ('awaiting_payment', 'paid', 'cancelled')", name=op.f("ck_purchase_status_known")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_purchase_email_lower")),
        sa.CheckConstraint("total_minor >= 0", name=op.f("ck_purchase_total_not_negative")),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_purchase_checkout_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_purchase_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase")),
        sa.UniqueConstraint("checkout_id", name=op.f("uq_purchase_checkout_id")),
        sa.UniqueConstraint("number", name=op.f("uq_purchase_number")),
        sa.UniqueConstraint("token", name=op.f("uq_purchase_token")),
    )
    op.create_index("ix_purchase_created", "purchase", ["created_at"], unique=False)
    op.create_index(
        "ix_purchase_unpaid",
        "purchase",
        ["hold_until"],
        unique=False,
        postgresql_where=sa.text("status = 'awaiting_payment'"),
    )
    op.create_index("ix_purchase_user", "purchase", ["user_id", "created_at"], unique=False)
    op.create_table(
        "quote",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_quote_currency_iso")),
        sa.CheckConstraint("total_minor >= 0", name=op.f("ck_quote_total_not_negative")),
        sa.CheckConstraint("version > 0", name=op.f("ck_quote_version_positive")),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_quote_checkout_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("checkout_id", "version", name=op.f("uq_quote_checkout_id_version")),
    )
    op.create_table(
        "collection_product",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_product_collection_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_collection_product_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("collection_id", "product_id", name=op.f("pk_collection_product")),
    )
    op.create_index(op.f("ix_collection_product_product_id"), "collection_product", ["product_id"], unique=False)
    op.create_table(
        "commission_rule",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("from_minor", sa.Integer(), nullable=True),
        sa.Column("to_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("fixed_minor", sa.Integer(), nullable=False),
        sa.Column("min_minor", sa.Integer(), nullable=True),
        sa.Column("max_minor", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency IS NULL OR currency ~ '^[A-Z]{3}$'", name=op.f("ck_commission_rule_currency_iso")),
        sa.CheckConstraint(
            "currency IS NOT NULL OR (fixed_minor = 0 AND min_minor IS NULL AND max_minor IS NULL)",
            name=op.f("ck_commission_rule_amounts_name_currency"),
        ),
        sa.CheckConstraint("fixed_minor >= 0", name=op.f("ck_commission_rule_fixed_not_negative")),
        sa.CheckConstraint(
            "min_minor IS NULL OR max_minor IS NULL OR min_minor <= max_minor",
            name=op.f("ck_commission_rule_bounds_ordered"),
        ),
        sa.CheckConstraint("rate_bp BETWEEN 0 AND 10000", name=op.f("ck_commission_rule_rate_bounded")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_commission_rule_category_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_commission_rule_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_commission_rule_store_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_rule")),
    )
    op.create_index(op.f("ix_commission_rule_category_id"), "commission_rule", ["category_id"], unique=False)
    op.create_index(op.f("ix_commission_rule_product_id"), "commission_rule", ["product_id"], unique=False)
    op.create_index(op.f("ix_commission_rule_store_id"), "commission_rule", ["store_id"], unique=False)
    op.create_index(
        "uq_commission_rule_order", "commission_rule", ["position"], unique=True, postgresql_where=sa.text("active")
    )
    op.create_table(
        "payment_attempt",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="created", nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("captured_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("quote_version", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(), nullable=False),
        sa.Column("action_url", sa.String(), nullable=False),
        sa.Column("decline_code", sa.String(), nullable=False),
        sa.Column("decline_message", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_payment_attempt_currency_iso")),
        sa.CheckConstraint(
            "status IN ('created', 'requires_action', 'pending', 'authorised', 'captured', 'declined', 'cancelled', 'surplus')",
            name=op.f("ck_payment_attempt_status_known"),
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_payment_attempt_amount_not_negative")),
        sa.CheckConstraint(
            "captured_minor BETWEEN 0 AND amount_minor", name=op.f("ck_payment_attempt_capture_bounded")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_payment_attempt_purchase_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempt")),
    )
    op.create_index(
        "uq_payment_attempt_submission",
        "payment_attempt",
        ["purchase_id", "submission"],
        unique=True,
        postgresql_where=sa.text("submission <> ''"),
    )
    op.create_index("ix_payment_attempt_purchase", "payment_attempt", ["purchase_id", "created_at"], unique=False)
    op.create_index(
        "uq_payment_attempt_active",
        "payment_attempt",
        ["purchase_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('created', 'requires_action', 'pending', 'authorised', 'captured')"),
    )
    op.create_index(
        "uq_payment_attempt_reference",
        "payment_attempt",
        ["provider", "reference"],
        unique=True,
        postgresql_where=sa.text("reference <> ''"),
    )
    op.create_table(
        "product_attribute",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("attribute_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attribute_definition.id"],
            name=op.f("fk_product_attribute_attribute_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_attribute_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "attribute_id", name=op.f("pk_product_attribute")),
    )
    op.create_index("ix_product_attribute_value", "product_attribute", ["attribute_id", "value"], unique=False)
    op.create_table(
        "product_media",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_product_media_media_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_media_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "media_id", name=op.f("pk_product_media")),
    )
    op.create_index(op.f("ix_product_media_media_id"), "product_media", ["media_id"], unique=False)
    op.create_index("ix_product_media_order", "product_media", ["product_id", "position"], unique=False)
    op.create_table(
        "product_option",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_option_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_option")),
        sa.UniqueConstraint("id", "product_id", name=op.f("uq_product_option_id_product_id")),
        sa.UniqueConstraint("product_id", "name", name=op.f("uq_product_option_product_id_name")),
    )
    op.create_index(op.f("ix_product_option_product_id"), "product_option", ["product_id"], unique=False)
    op.create_table(
        "product_slug_history",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_slug_history_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_product_slug_history")),
    )
    op.create_index(op.f("ix_product_slug_history_product_id"), "product_slug_history", ["product_id"], unique=False)
    op.create_table(
        "product_variant",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("barcode", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("compare_at_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_product_variant_currency_iso")),
        sa.CheckConstraint(
            "compare_at_minor IS NULL OR compare_at_minor > price_minor",
            name=op.f("ck_product_variant_compare_at_above_price"),
        ),
        sa.CheckConstraint("length(sku) BETWEEN 1 AND 64", name=op.f("ck_product_variant_sku_length")),
        sa.CheckConstraint("price_minor BETWEEN 0 AND 1000000000", name=op.f("ck_product_variant_price_bounded")),
        sa.CheckConstraint("weight_grams >= 0", name=op.f("ck_product_variant_weight_not_negative")),
        sa.ForeignKeyConstraint(
            ["image_id"], ["media.id"], name=op.f("fk_product_variant_image_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_variant_product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_product_variant_store_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_variant")),
        sa.UniqueConstraint("id", "product_id", name=op.f("uq_product_variant_id_product_id")),
        sa.UniqueConstraint("store_id", "sku", name=op.f("uq_product_variant_store_id_sku")),
    )
    op.create_index(op.f("ix_product_variant_image_id"), "product_variant", ["image_id"], unique=False)
    op.create_index("ix_product_variant_product", "product_variant", ["product_id", "position"], unique=False)
    op.create_table(
        "promotion_use",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("coupon_id", sa.Uuid(), nullable=True),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="taken", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('taken', 'given_back')", name=op.f("ck_promotion_use_status_known")),
        sa.CheckConstraint("slot > 0", name=op.f("ck_promotion_use_slot_positive")),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupon.id"], name=op.f("fk_promotion_use_coupon_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotion.id"], name=op.f("fk_promotion_use_promotion_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_promotion_use_purchase_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_use")),
        sa.UniqueConstraint("promotion_id", "purchase_id", name=op.f("uq_promotion_use_promotion_id_purchase_id")),
    )
    op.create_index(op.f("ix_promotion_use_coupon_id"), "promotion_use", ["coupon_id"], unique=False)
    op.create_index(op.f("ix_promotion_use_purchase_id"), "promotion_use", ["purchase_id"], unique=False)
    op.create_index(
        "uq_promotion_use_slot",
        "promotion_use",
        ["promotion_id", "customer", "slot"],
        unique=True,
        postgresql_where=sa.text("status = 'taken'"),
    )
    op.create_table(
        "store_order",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="awaiting_payment", nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("goods_minor", sa.Integer(), nullable=False),
        sa.Column("discount_minor", sa.Integer(), nullable=False),
        sa.Column("shipping_minor", sa.Integer(), nullable=False),
        sa.Column("shipping_tax_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("commission_minor", sa.Integer(), nullable=False),
        sa.Column("fee_tax_minor", sa.Integer(), nullable=False),
        sa.Column("shipping_method", sa.String(), nullable=False),
        sa.Column("shipping_method_id", sa.Uuid(), nullable=True),
        sa.Column("deliver_from", sa.Date(), nullable=True),
        sa.Column("deliver_to", sa.Date(), nullable=True),
        sa.Column("dispatch_by", sa.Date(), nullable=True),
        sa.Column("gift_message", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_store_order_currency_iso")),
        sa.CheckConstraint(
            "status IN ('awaiting_payment', 'paid', 'partly_shipped', 'shipped', 'delivered', 'cancelled', 'refunded')",
            name=op.f("ck_store_order_status_known"),
        ),
        sa.CheckConstraint(
            "commission_minor >= 0 AND fee_tax_minor >= 0", name=op.f("ck_store_order_fees_not_negative")
        ),
        sa.CheckConstraint(
            "deliver_to IS NULL OR deliver_from <= deliver_to", name=op.f("ck_store_order_delivery_ordered")
        ),
        sa.CheckConstraint(
            "goods_minor >= 0 AND shipping_minor >= 0 AND discount_minor >= 0 AND tax_minor >= 0 AND total_minor >= 0",
            name=op.f("ck_store_order_amounts_not_negative"),
        ),
        sa.CheckConstraint(
            "total_minor = goods_minor - discount_minor + shipping_minor", name=op.f("ck_store_order_total_adds_up")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_store_order_purchase_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["shipping_method_id"],
            ["shipping_method.id"],
            name=op.f("fk_store_order_shipping_method_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_store_order_store_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_order")),
        sa.UniqueConstraint("number", name=op.f("uq_store_order_number")),
        sa.UniqueConstraint("purchase_id", "store_id", name=op.f("uq_store_order_purchase_id_store_id")),
    )
    op.create_index("ix_store_order_created", "store_order", ["created_at"], unique=False)
    op.create_index("ix_store_order_recent", "store_order", ["store_id", "id"], unique=False)
    op.create_index(op.f("ix_store_order_shipping_method_id"), "store_order", ["shipping_method_id"], unique=False)
    op.create_index("ix_store_order_store", "store_order", ["store_id", "status", "created_at"], unique=False)
    op.create_table(
        "wishlist_item",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_wishlist_item_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_wishlist_item_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "product_id", name=op.f("pk_wishlist_item")),
    )
    op.create_index(op.f("ix_wishlist_item_product_id"), "wishlist_item", ["product_id"], unique=False)
    op.create_table(
        "bundle_part",
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("bundle_id <> part_id", name=op.f("ck_bundle_part_not_part_of_itself")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 999", name=op.f("ck_bundle_part_quantity_bounded")),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["product_variant.id"], name=op.f("fk_bundle_part_bundle_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["product_variant.id"], name=op.f("fk_bundle_part_part_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("bundle_id", "part_id", name=op.f("pk_bundle_part")),
    )
    op.create_index(op.f("ix_bundle_part_part_id"), "bundle_part", ["part_id"], unique=False)
    op.create_table(
        "cart_line",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("seen_price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("personalisation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("personalisation_hash", sa.String(), nullable=False),
        sa.Column("saved_for_later", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_cart_line_currency_iso")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 999", name=op.f("ck_cart_line_quantity_bounded")),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_cart_line_cart_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["product_variant.id"], name=op.f("fk_cart_line_variant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_line")),
        sa.UniqueConstraint(
            "cart_id",
            "variant_id",
            "personalisation_hash",
            name=op.f("uq_cart_line_cart_id_variant_id_personalisation_hash"),
        ),
    )
    op.create_index(op.f("ix_cart_line_cart_id"), "cart_line", ["cart_id"], unique=False)
    op.create_index(op.f("ix_cart_line_variant_id"), "cart_line", ["variant_id"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("store_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_conversation_order_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_conversation_product_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_conversation_store_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_conversation_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_order_id"), "conversation", ["order_id"], unique=False)
    op.create_index(op.f("ix_conversation_product_id"), "conversation", ["product_id"], unique=False)
    op.create_index("ix_conversation_store", "conversation", ["store_id", "last_message_at"], unique=False)
    op.create_index("ix_conversation_user", "conversation", ["user_id", "last_message_at"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("evidence_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_dispute_currency_iso")),
        sa.CheckConstraint("status IN ('open', 'evidence_sent', 'won', 'lost')", name=op.f("ck_dispute_status_known")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_dispute_amount_positive")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["payment_attempt.id"], name=op.f("fk_dispute_attempt_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_dispute_order_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_dispute_provider_reference")),
    )
    op.create_index(op.f("ix_dispute_attempt_id"), "dispute", ["attempt_id"], unique=False)
    op.create_index(op.f("ix_dispute_order_id"), "dispute", ["order_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('invoice', 'credit_note', 'packing_slip', 'commission_invoice')",
            name=op.f("ck_document_kind_known"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_document_number_positive")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_document_order_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("issuer", "kind", "number", name=op.f("uq_document_issuer_kind_number")),
    )
    op.create_index(op.f("ix_document_order_id"), "document", ["order_id"], unique=False)
    op.create_table(
        "earning",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(status IN ('claimed', 'paid')) = (payout_id IS NOT NULL)", name=op.f("ck_earning_claim_names_payout")
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_earning_currency_iso")),
        sa.CheckConstraint(
            "status IN ('pending', 'available', 'on_hold', 'claimed', 'paid', 'reversed')",
            name=op.f("ck_earning_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_earning_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_earning_payout_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_earning_store_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earning")),
        sa.UniqueConstraint("order_id", name=op.f("uq_earning_order_id")),
    )
    op.create_index(
        "ix_earning_due",
        "earning",
        ["store_id", "currency", "available_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'available')"),
    )
    op.create_index(op.f("ix_earning_payout_id"), "earning", ["payout_id"], unique=False)
    op.create_index(op.f("ix_earning_store_id"), "earning", ["store_id"], unique=False)
    op.create_table(
        "fulfillment",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("tracking_number", sa.String(), nullable=False),
        sa.Column("tracking_url", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="shipped", nullable=False),
        sa.Column("shipped_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('shipped', 'in_transit', 'delivered', 'failed', 'cancelled')",
            name=op.f("ck_fulfillment_status_known"),
        ),
        sa.CheckConstraint("length(tracking_number) <= 80", name=op.f("ck_fulfillment_tracking_length")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_fulfillment_location_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_fulfillment_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["shipped_by"], ["app_user.id"], name=op.f("fk_fulfillment_shipped_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fulfillment")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_fulfillment_order_id_number")),
    )
    op.create_index(op.f("ix_fulfillment_location_id"), "fulfillment", ["location_id"], unique=False)
    op.create_index(op.f("ix_fulfillment_order_id"), "fulfillment", ["order_id"], unique=False)
    op.create_index(op.f("ix_fulfillment_shipped_by"), "fulfillment", ["shipped_by"], unique=False)
    op.create_table(
        "ledger_transaction",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cause_id", sa.String(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sale', 'refund', 'chargeback', 'payout', 'payout_return', 'adjustment', 'credit', 'fx')",
            name=op.f("ck_ledger_transaction_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_ledger_transaction_order_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transaction")),
        sa.UniqueConstraint("kind", "cause_id", name=op.f("uq_ledger_transaction_kind_cause_id")),
    )
    op.create_index(op.f("ix_ledger_transaction_order_id"), "ledger_transaction", ["order_id"], unique=False)
    op.create_index("ix_ledger_transaction_time", "ledger_transaction", ["created_at"], unique=False)
    op.create_table(
        "option_value",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("swatch_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["option_id"], ["product_option.id"], name=op.f("fk_option_value_option_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["swatch_id"], ["media.id"], name=op.f("fk_option_value_swatch_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_value")),
        sa.UniqueConstraint("id", "option_id", name=op.f("uq_option_value_id_option_id")),
        sa.UniqueConstraint("option_id", "name", name=op.f("uq_option_value_option_id_name")),
    )
    op.create_index(op.f("ix_option_value_option_id"), "option_value", ["option_id"], unique=False)
    op.create_index(op.f("ix_option_value_swatch_id"), "option_value", ["swatch_id"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("variant_title", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("image_key", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.Integer(), nullable=False),
        sa.Column("subtotal_minor", sa.Integer(), nullable=False),
        sa.Column("discount_minor", sa.Integer(), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("tax_rate_bp", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("commission_rule_id", sa.Uuid(), nullable=True),
        sa.Column("commission_rate_bp", sa.Integer(), nullable=False),
        sa.Column("commission_minor", sa.Integer(), nullable=False),
        sa.Column("fee_tax_minor", sa.Integer(), nullable=False),
        sa.Column("shipped_quantity", sa.Integer(), nullable=False),
        sa.Column("cancelled_quantity", sa.Integer(), nullable=False),
        sa.Column("refunded_minor", sa.Integer(), nullable=False),
        sa.Column("personalisation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("promised_date", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "commission_minor >= 0 AND fee_tax_minor >= 0", name=op.f("ck_order_line_fees_not_negative")
        ),
        sa.CheckConstraint("discount_minor BETWEEN 0 AND subtotal_minor", name=op.f("ck_order_line_discount_bounded")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 999", name=op.f("ck_order_line_quantity_bounded")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND total_minor", name=op.f("ck_order_line_refund_bounded")),
        sa.CheckConstraint(
            "shipped_quantity >= 0 AND cancelled_quantity >= 0 AND shipped_quantity + cancelled_quantity <= quantity",
            name=op.f("ck_order_line_units_accounted"),
        ),
        sa.CheckConstraint("subtotal_minor = unit_price_minor * quantity", name=op.f("ck_order_line_subtotal_adds_up")),
        sa.CheckConstraint("tax_minor BETWEEN 0 AND total_minor", name=op.f("ck_order_line_tax_bounded")),
        sa.CheckConstraint("tax_rate_bp BETWEEN 0 AND 10000", name=op.f("ck_order_line_tax_rate_bounded")),
        sa.CheckConstraint("total_minor = subtotal_minor - discount_minor", name=op.f("ck_order_line_total_adds_up")),
        sa.CheckConstraint("unit_price_minor >= 0", name=op.f("ck_order_line_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["commission_rule_id"],
            ["commission_rule.id"],
            name=op.f("fk_order_line_commission_rule_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_order_line_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_order_line_product_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["product_variant.id"], name=op.f("fk_order_line_variant_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_order_line_order_id_position")),
    )
    op.create_index(op.f("ix_order_line_commission_rule_id"), "order_line", ["commission_rule_id"], unique=False)
    op.create_index(op.f("ix_order_line_order_id"), "order_line", ["order_id"], unique=False)
    op.create_index(op.f("ix_order_line_product_id"), "order_line", ["product_id"], unique=False)
    op.create_index(op.f("ix_order_line_variant_id"), "order_line", ["variant_id"], unique=False)
    op.create_table(
        "order_return",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="requested", nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("inspected_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('requested', 'approved', 'rejected', 'received', 'inspected', 'closed')",
            name=op.f("ck_order_return_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_order_return_order_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_return")),
    )
    op.create_index(op.f("ix_order_return_order_id"), "order_return", ["order_id"], unique=False)
    op.create_table(
        "payment_share",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("authorised_minor", sa.Integer(), nullable=False),
        sa.Column("claimed_minor", sa.Integer(), nullable=False),
        sa.Column("captured_minor", sa.Integer(), nullable=False),
        sa.Column("refunded_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_payment_share_currency_iso")),
        sa.CheckConstraint(
            "0 <= refunded_minor AND refunded_minor <= captured_minor AND captured_minor <= authorised_minor",
            name=op.f("ck_payment_share_amounts_ordered"),
        ),
        sa.CheckConstraint("claimed_minor BETWEEN 0 AND authorised_minor", name=op.f("ck_payment_share_claim_bounded")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["payment_attempt.id"], name=op.f("fk_payment_share_attempt_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_payment_share_order_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_share")),
        sa.UniqueConstraint("attempt_id", "order_id", name=op.f("uq_payment_share_attempt_id_order_id")),
    )
    op.create_index(op.f("ix_payment_share_order_id"), "payment_share", ["order_id"], unique=False)
    op.create_table(
        "price_history",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_price_history_currency_iso")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_price_history_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["product_variant.id"], name=op.f("fk_price_history_variant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_history")),
    )
    op.create_index("ix_price_history_recent", "price_history", ["variant_id", "since"], unique=False)
    op.create_table(
        "sale_price",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("period", postgresql.TSTZRANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("variant_id"), "="),
            (sa.column("currency"), "="),
            (sa.column("period"), "&&"),
            using="gist",
            name="no_overlap",
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_sale_price_currency_iso")),
        sa.CheckConstraint("NOT isempty(period)", name=op.f("ck_sale_price_period_not_empty")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_sale_price_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["product_variant.id"], name=op.f("fk_sale_price_variant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_price")),
    )
    op.create_index(op.f("ix_sale_price_variant_id"), "sale_price", ["variant_id"], unique=False)
    op.create_table(
        "stock_alert",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["product_variant.id"], name=op.f("fk_stock_alert_variant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_alert")),
        sa.UniqueConstraint("variant_id", "email", name=op.f("uq_stock_alert_variant_id_email")),
    )
    op.create_index(op.f("ix_stock_alert_variant_id"), "stock_alert", ["variant_id"], unique=False)
    op.create_table(
        "stock_level",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("safety", sa.Integer(), nullable=False),
        sa.Column("incoming", sa.Integer(), nullable=False),
        sa.Column("backorder_limit", sa.Integer(), nullable=False),
        sa.Column("backorder_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("low_stock_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("backorder_limit >= 0", name=op.f("ck_stock_level_backorder_not_negative")),
        sa.CheckConstraint(
            "damaged >= 0 AND safety >= 0 AND incoming >= 0", name=op.f("ck_stock_level_states_not_negative")
        ),
        sa.CheckConstraint("on_hand <= 10000000", name=op.f("ck_stock_level_on_hand_bounded")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stock_level_on_hand_not_negative")),
        sa.CheckConstraint("reserved <= on_hand + backorder_limit", name=op.f("ck_stock_level_never_oversold")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_stock_level_reserved_not_negative")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_stock_level_location_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["product_variant.id"], name=op.f("fk_stock_level_variant_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("variant_id", "location_id", name=op.f("pk_stock_level")),
    )
    op.create_index("ix_stock_level_location", "stock_level", ["location_id"], unique=False)
    op.create_table(
        "discount_line",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=True),
        sa.Column("promotion_id", sa.Uuid(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("platform_minor", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_discount_line_amount_positive")),
        sa.CheckConstraint(
            "platform_minor BETWEEN 0 AND amount_minor", name=op.f("ck_discount_line_platform_share_bounded")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_discount_line_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_discount_line_order_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotion.id"], name=op.f("fk_discount_line_promotion_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_line")),
    )
    op.create_index(op.f("ix_discount_line_order_id"), "discount_line", ["order_id"], unique=False)
    op.create_index(op.f("ix_discount_line_order_line_id"), "discount_line", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_discount_line_promotion_id"), "discount_line", ["promotion_id"], unique=False)
    op.create_table(
        "fulfillment_line",
        sa.Column("fulfillment_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_fulfillment_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["fulfillment_id"], ["fulfillment.id"], name=op.f("fk_fulfillment_line_fulfillment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_fulfillment_line_order_line_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("fulfillment_id", "order_line_id", name=op.f("pk_fulfillment_line")),
    )
    op.create_index(op.f("ix_fulfillment_line_order_line_id"), "fulfillment_line", ["order_line_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("transaction_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_ledger_entry_currency_iso")),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_ledger_entry_amount_moves")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_entry_account_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_ledger_entry_transaction_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index("ix_ledger_entry_account", "ledger_entry", ["account_id", "id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_transaction_id"), "ledger_entry", ["transaction_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("sender IN ('shopper', 'store', 'platform')", name=op.f("ck_message_sender_known")),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 5000", name=op.f("ck_message_body_bounded")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["media.id"], name=op.f("fk_message_attachment_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_message_conversation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["app_user.id"], name=op.f("fk_message_sender_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_attachment_id"), "message", ["attachment_id"], unique=False)
    op.create_index(op.f("ix_message_sender_id"), "message", ["sender_id"], unique=False)
    op.create_index("ix_message_thread", "message", ["conversation_id", "id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_refund_currency_iso")),
        sa.CheckConstraint("status IN ('pending', 'succeeded', 'failed')", name=op.f("ck_refund_status_known")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_amount_positive")),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_refund_made_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["order_id"], ["store_order.id"], name=op.f("fk_refund_order_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["share_id"], ["payment_share.id"], name=op.f("fk_refund_share_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_refund_idempotency_key")),
    )
    op.create_index(op.f("ix_refund_made_by"), "refund", ["made_by"], unique=False)
    op.create_index(op.f("ix_refund_order_id"), "refund", ["order_id"], unique=False)
    op.create_index(op.f("ix_refund_share_id"), "refund", ["share_id"], unique=False)
    op.create_table(
        "reservation",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="held", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status <> 'held' OR expires_at IS NOT NULL", name=op.f("ck_reservation_holds_end")),
        sa.CheckConstraint(
            "status IN ('held', 'committed', 'released', 'shipped')", name=op.f("ck_reservation_status_known")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservation_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_reservation_purchase_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id", "location_id"],
            ["stock_level.variant_id", "stock_level.location_id"],
            name=op.f("fk_reservation_variant_id_location_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
    )
    op.create_index(
        "uq_reservation_live",
        "reservation",
        ["purchase_id", "variant_id", "location_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('held', 'committed')"),
    )
    op.create_index("ix_reservation_purchase", "reservation", ["purchase_id"], unique=False)
    op.create_index(
        "ix_reservation_expiry",
        "reservation",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'held'"),
    )
    op.create_index(
        "ix_reservation_live",
        "reservation",
        ["variant_id", "location_id"],
        unique=False,
        postgresql_where=sa.text("status IN ('held', 'committed')"),
    )
    op.create_table(
        "return_line",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), server_default="none", nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("decision IN ('restock', 'scrap', 'none')", name=op.f("ck_return_line_decision_known")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_return_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_return_line_location_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_return_line_order_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["order_return.id"], name=op.f("fk_return_line_return_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("return_id", "order_line_id", name=op.f("pk_return_line")),
    )
    op.create_index(op.f("ix_return_line_location_id"), "return_line", ["location_id"], unique=False)
    op.create_index(op.f("ix_return_line_order_line_id"), "return_line", ["order_line_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("variant_title", sa.String(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="published", nullable=False),
        sa.Column("status_reason", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('published', 'held', 'removed')", name=op.f("ck_review_status_known")),
        sa.CheckConstraint("helpful >= 0", name=op.f("ck_review_helpful_counted")),
        sa.CheckConstraint("length(title) <= 120 AND length(body) <= 5000", name=op.f("ck_review_text_bounded")),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_review_rating_bounded")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_review_order_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_review_product_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_review_store_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_review_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("order_line_id", name=op.f("uq_review_order_line_id")),
    )
    op.create_index("ix_review_product", "review", ["product_id", "status", "created_at"], unique=False)
    op.create_index("ix_review_store", "review", ["store_id", "status", "created_at"], unique=False)
    op.create_index(op.f("ix_review_user_id"), "review", ["user_id"], unique=False)
    op.create_table(
        "stock_movement",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("cause_id", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "cause IN ('opening', 'count', 'received', 'shipped', 'returned', 'damaged', 'transfer')",
            name=op.f("ck_stock_movement_cause_known"),
        ),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_stock_movement_quantity_moves")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["app_user.id"], name=op.f("fk_stock_movement_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id", "location_id"],
            ["stock_level.variant_id", "stock_level.location_id"],
            name=op.f("fk_stock_movement_variant_id_location_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movement")),
        sa.UniqueConstraint(
            "cause",
            "cause_id",
            "variant_id",
            "location_id",
            name=op.f("uq_stock_movement_cause_cause_id_variant_id_location_id"),
        ),
    )
    op.create_index(op.f("ix_stock_movement_actor_id"), "stock_movement", ["actor_id"], unique=False)
    op.create_index("ix_stock_movement_level", "stock_movement", ["variant_id", "location_id", "id"], unique=False)
    op.create_table(
        "tracking_event",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("fulfillment_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('shipped', 'in_transit', 'delivered', 'failed', 'cancelled')",
            name=op.f("ck_tracking_event_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["fulfillment_id"], ["fulfillment.id"], name=op.f("fk_tracking_event_fulfillment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracking_event")),
        sa.UniqueConstraint(
            "fulfillment_id", "status", "happened_at", name=op.f("uq_tracking_event_fulfillment_id_status_happened_at")
        ),
    )
    op.create_index(op.f("ix_tracking_event_fulfillment_id"), "tracking_event", ["fulfillment_id"], unique=False)
    op.create_table(
        "variant_option",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=False),
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["product_option.id"], name=op.f("fk_variant_option_option_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["value_id", "option_id"],
            ["option_value.id", "option_value.option_id"],
            name=op.f("fk_variant_option_value_id_option_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["product_variant.id"], name=op.f("fk_variant_option_variant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("variant_id", "option_id", name=op.f("pk_variant_option")),
    )
    op.create_index(op.f("ix_variant_option_option_id"), "variant_option", ["option_id"], unique=False)
    op.create_index("ix_variant_option_value", "variant_option", ["value_id"], unique=False)
    op.create_table(
        "refund_line",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("refund_id", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("commission_minor", sa.Integer(), nullable=False),
        sa.Column("fee_tax_minor", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(bucket = 'line') = (order_line_id IS NOT NULL)", name=op.f("ck_refund_line_line_names_itself")
        ),
        sa.CheckConstraint("bucket IN ('line', 'shipping', 'goodwill')", name=op.f("ck_refund_line_bucket_known")),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_refund_line_amount_not_negative")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_refund_line_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_refund_line_order_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refund.id"], name=op.f("fk_refund_line_refund_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_line")),
    )
    op.create_index(op.f("ix_refund_line_order_line_id"), "refund_line", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_refund_line_refund_id"), "refund_line", ["refund_id"], unique=False)
    op.create_table(
        "review_media",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_review_media_media_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_media_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", "media_id", name=op.f("pk_review_media")),
    )
    op.create_index(op.f("ix_review_media_media_id"), "review_media", ["media_id"], unique=False)
    op.create_table(
        "review_reply_version",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["app_user.id"], name=op.f("fk_review_reply_version_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_reply_version_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_reply_version")),
    )
    op.create_index(op.f("ix_review_reply_version_author_id"), "review_reply_version", ["author_id"], unique=False)
    op.create_index(op.f("ix_review_reply_version_review_id"), "review_reply_version", ["review_id"], unique=False)
    op.create_table(
        "review_vote",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_vote_review_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_review_vote_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("review_id", "user_id", name=op.f("pk_review_vote")),
    )
    op.create_index(op.f("ix_review_vote_user_id"), "review_vote", ["user_id"], unique=False)
    for function in FUNCTIONS.values():
        op.execute(function)
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    op.drop_index(op.f("ix_review_vote_user_id"), table_name="review_vote")
    op.drop_table("review_vote")
    op.drop_index(op.f("ix_review_reply_version_review_id"), table_name="review_reply_version")
    op.drop_index(op.f("ix_review_reply_version_author_id"), table_name="review_reply_version")
    op.drop_table("review_reply_version")
    op.drop_index(op.f("ix_review_media_media_id"), table_name="review_media")
    op.drop_table("review_media")
    op.drop_index(op.f("ix_refund_line_refund_id"), table_name="refund_line")
    op.drop_index(op.f("ix_refund_line_order_line_id"), table_name="refund_line")
    op.drop_table("refund_line")
    op.drop_index("ix_variant_option_value", table_name="variant_option")
    op.drop_index(op.f("ix_variant_option_option_id"), table_name="variant_option")
    op.drop_table("variant_option")
    op.drop_index(op.f("ix_tracking_event_fulfillment_id"), table_name="tracking_event")
    op.drop_table("tracking_event")
    op.drop_index("ix_stock_movement_level", table_name="stock_movement")
    op.drop_index(op.f("ix_stock_movement_actor_id"), table_name="stock_movement")
    op.drop_table("stock_movement")
    op.drop_index(op.f("ix_review_user_id"), table_name="review")
    op.drop_index("ix_review_store", table_name="review")
    op.drop_index("ix_review_product", table_name="review")
    op.drop_table("review")
    op.drop_index(op.f("ix_return_line_order_line_id"), table_name="return_line")
    op.drop_index(op.f("ix_return_line_location_id"), table_name="return_line")
    op.drop_table("return_line")
    op.drop_index("ix_reservation_purchase", table_name="reservation")
    op.drop_index(
        "uq_reservation_live", table_name="reservation", postgresql_where=sa.text("status IN ('held', 'committed')")
    )
    op.drop_index(
        "ix_reservation_live", table_name="reservation", postgresql_where=sa.text("status IN ('held', 'committed')")
    )
    op.drop_index("ix_reservation_expiry", table_name="reservation", postgresql_where=sa.text("status = 'held'"))
    op.drop_table("reservation")
    op.drop_index(op.f("ix_refund_share_id"), table_name="refund")
    op.drop_index(op.f("ix_refund_order_id"), table_name="refund")
    op.drop_index(op.f("ix_refund_made_by"), table_name="refund")
    op.drop_table("refund")
    op.drop_index("ix_message_thread", table_name="message")
    op.drop_index(op.f("ix_message_sender_id"), table_name="message")
    op.drop_index(op.f("ix_message_attachment_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_ledger_entry_transaction_id"), table_name="ledger_entry")
    op.drop_index("ix_ledger_entry_account", table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_index(op.f("ix_fulfillment_line_order_line_id"), table_name="fulfillment_line")
    op.drop_table("fulfillment_line")
    op.drop_index(op.f("ix_discount_line_promotion_id"), table_name="discount_line")
    op.drop_index(op.f("ix_discount_line_order_line_id"), table_name="discount_line")
    op.drop_index(op.f("ix_discount_line_order_id"), table_name="discount_line")
    op.drop_table("discount_line")
    op.drop_index("ix_stock_level_location", table_name="stock_level")
    op.drop_table("stock_level")
    op.drop_index(op.f("ix_stock_alert_variant_id"), table_name="stock_alert")
    op.drop_table("stock_alert")
    op.drop_index(op.f("ix_sale_price_variant_id"), table_name="sale_price")
    op.drop_table("sale_price")
    op.drop_index("ix_price_history_recent", table_name="price_history")
    op.drop_table("price_history")
    op.drop_index(op.f("ix_payment_share_order_id"), table_name="payment_share")
    op.drop_table("payment_share")
    op.drop_index(op.f("ix_order_return_order_id"), table_name="order_return")
    op.drop_table("order_return")
    op.drop_index(op.f("ix_order_line_variant_id"), table_name="order_line")
    op.drop_index(op.f("ix_order_line_product_id"), table_name="order_line")
    op.drop_index(op.f("ix_order_line_order_id"), table_name="order_line")
    op.drop_index(op.f("ix_order_line_commission_rule_id"), table_name="order_line")
    op.drop_table("order_line")
    op.drop_index(op.f("ix_option_value_swatch_id"), table_name="option_value")
    op.drop_index(op.f("ix_option_value_option_id"), table_name="option_value")
    op.drop_table("option_value")
    op.drop_index("ix_ledger_transaction_time", table_name="ledger_transaction")
    op.drop_index(op.f("ix_ledger_transaction_order_id"), table_name="ledger_transaction")
    op.drop_table("ledger_transaction")
    op.drop_index(op.f("ix_fulfillment_shipped_by"), table_name="fulfillment")
    op.drop_index(op.f("ix_fulfillment_order_id"), table_name="fulfillment")
    op.drop_index(op.f("ix_fulfillment_location_id"), table_name="fulfillment")
    op.drop_table("fulfillment")
    op.drop_index(op.f("ix_earning_store_id"), table_name="earning")
    op.drop_index(op.f("ix_earning_payout_id"), table_name="earning")
    op.drop_index(
        "ix_earning_due", table_name="earning", postgresql_where=sa.text("status IN ('pending', 'available')")
    )
    op.drop_table("earning")
    op.drop_index(op.f("ix_document_order_id"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_dispute_order_id"), table_name="dispute")
    op.drop_index(op.f("ix_dispute_attempt_id"), table_name="dispute")
    op.drop_table("dispute")
    op.drop_index("ix_conversation_user", table_name="conversation")
    op.drop_index("ix_conversation_store", table_name="conversation")
    op.drop_index(op.f("ix_conversation_product_id"), table_name="conversation")
    op.drop_index(op.f("ix_conversation_order_id"), table_name="conversation")
    op.drop_table("conversation")
    op.drop_index(op.f("ix_cart_line_variant_id"), table_name="cart_line")
    op.drop_index(op.f("ix_cart_line_cart_id"), table_name="cart_line")
    op.drop_table("cart_line")
    op.drop_index(op.f("ix_bundle_part_part_id"), table_name="bundle_part")
    op.drop_table("bundle_part")
    op.drop_index(op.f("ix_wishlist_item_product_id"), table_name="wishlist_item")
    op.drop_table("wishlist_item")
    op.drop_index("ix_store_order_store", table_name="store_order")
    op.drop_index(op.f("ix_store_order_shipping_method_id"), table_name="store_order")
    op.drop_index("ix_store_order_recent", table_name="store_order")
    op.drop_index("ix_store_order_created", table_name="store_order")
    op.drop_table("store_order")
    op.drop_index("uq_promotion_use_slot", table_name="promotion_use", postgresql_where=sa.text("status = 'taken'"))
    op.drop_index(op.f("ix_promotion_use_purchase_id"), table_name="promotion_use")
    op.drop_index(op.f("ix_promotion_use_coupon_id"), table_name="promotion_use")
    op.drop_table("promotion_use")
    op.drop_index("ix_product_variant_product", table_name="product_variant")
    op.drop_index(op.f("ix_product_variant_image_id"), table_name="product_variant")
    op.drop_table("product_variant")
    op.drop_index(op.f("ix_product_slug_history_product_id"), table_name="product_slug_history")
    op.drop_table("product_slug_history")
    op.drop_index(op.f("ix_product_option_product_id"), table_name="product_option")
    op.drop_table("product_option")
    op.drop_index("ix_product_media_order", table_name="product_media")
    op.drop_index(op.f("ix_product_media_media_id"), table_name="product_media")
    op.drop_table("product_media")
    op.drop_index("ix_product_attribute_value", table_name="product_attribute")
    op.drop_table("product_attribute")
    op.drop_index(
        "uq_payment_attempt_reference", table_name="payment_attempt", postgresql_where=sa.text("reference <> ''")
    )
    op.drop_index(
        "uq_payment_attempt_active",
        table_name="payment_attempt",
        postgresql_where=sa.text("status IN ('created', 'requires_action', 'pending', 'authorised', 'captured')"),
    )
    op.drop_index(
        "uq_payment_attempt_submission", table_name="payment_attempt", postgresql_where=sa.text("submission <> ''")
    )
    op.drop_index("ix_payment_attempt_purchase", table_name="payment_attempt")
    op.drop_table("payment_attempt")
    op.drop_index("uq_commission_rule_order", table_name="commission_rule", postgresql_where=sa.text("active"))
    op.drop_index(op.f("ix_commission_rule_store_id"), table_name="commission_rule")
    op.drop_index(op.f("ix_commission_rule_product_id"), table_name="commission_rule")
    op.drop_index(op.f("ix_commission_rule_category_id"), table_name="commission_rule")
    op.drop_table("commission_rule")
    op.drop_index(op.f("ix_collection_product_product_id"), table_name="collection_product")
    op.drop_table("collection_product")
    op.drop_table("quote")
    op.drop_index("ix_purchase_user", table_name="purchase")
    op.drop_index("ix_purchase_unpaid", table_name="purchase", postgresql_where=sa.text("status = 'awaiting_payment'"))
    op.drop_index("ix_purchase_created", table_name="purchase")
    op.drop_table("purchase")
    op.drop_index("ix_product_store", table_name="product")
    op.drop_index("ix_product_selling", table_name="product", postgresql_where=sa.text("status = 'active'"))
    op.drop_index("ix_product_search", table_name="product", postgresql_using="gin")
    op.drop_index("ix_product_price", table_name="product", postgresql_where=sa.text("status = 'active'"))
    op.drop_index("ix_product_newest", table_name="product", postgresql_where=sa.text("status = 'active'"))
    op.drop_index(
        "ix_product_name_trgm", table_name="product", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}
    )
    op.drop_index(op.f("ix_product_cover_id"), table_name="product")
    op.drop_index("ix_product_category", table_name="product")
    op.drop_table("product")
    op.drop_index(op.f("ix_attribute_definition_category_id"), table_name="attribute_definition")
    op.drop_table("attribute_definition")
    op.drop_table("stored_value_entry")
    op.drop_index(op.f("ix_refresh_token_session_id"), table_name="refresh_token")
    op.drop_table("refresh_token")
    op.drop_index("ix_payout_store", table_name="payout")
    op.drop_index(op.f("ix_payout_account_id"), table_name="payout")
    op.drop_table("payout")
    op.drop_index(op.f("ix_coupon_promotion_id"), table_name="coupon")
    op.drop_table("coupon")
    op.drop_index("uq_checkout_open", table_name="checkout", postgresql_where=sa.text("status = 'open'"))
    op.drop_index(op.f("ix_checkout_user_id"), table_name="checkout")
    op.drop_index("ix_checkout_expiry", table_name="checkout", postgresql_where=sa.text("status = 'open'"))
    op.drop_index(op.f("ix_checkout_cart_id"), table_name="checkout")
    op.drop_table("checkout")
    op.drop_index("ix_category_tree", table_name="category")
    op.drop_index(op.f("ix_category_image_id"), table_name="category")
    op.drop_table("category")
    op.drop_index(op.f("ix_appeal_report_id"), table_name="appeal")
    op.drop_index(op.f("ix_appeal_author_id"), table_name="appeal")
    op.drop_table("appeal")
    op.drop_index(op.f("ix_user_session_user_id"), table_name="user_session")
    op.drop_index("ix_user_session_live", table_name="user_session", postgresql_where=sa.text("revoked_at IS NULL"))
    op.drop_table("user_session")
    op.drop_index("uq_subscription_live", table_name="subscription", postgresql_where=sa.text("status <> 'ended'"))
    op.drop_index(op.f("ix_subscription_tier_id"), table_name="subscription")
    op.drop_index(op.f("ix_subscription_store_id"), table_name="subscription")
    op.drop_index(op.f("ix_subscription_next_tier_id"), table_name="subscription")
    op.drop_table("subscription")
    op.drop_index(op.f("ix_stored_value_user_id"), table_name="stored_value")
    op.drop_table("stored_value")
    op.drop_index(op.f("ix_store_slug_history_store_id"), table_name="store_slug_history")
    op.drop_table("store_slug_history")
    op.drop_index(op.f("ix_store_member_user_id"), table_name="store_member")
    op.drop_index(op.f("ix_store_member_store_id"), table_name="store_member")
    op.drop_table("store_member")
    op.drop_index(op.f("ix_store_invitation_store_id"), table_name="store_invitation")
    op.drop_index(op.f("ix_store_invitation_invited_by"), table_name="store_invitation")
    op.drop_table("store_invitation")
    op.drop_index(op.f("ix_store_follow_store_id"), table_name="store_follow")
    op.drop_table("store_follow")
    op.drop_index(op.f("ix_store_document_store_id"), table_name="store_document")
    op.drop_index(op.f("ix_store_document_decided_by"), table_name="store_document")
    op.drop_table("store_document")
    op.drop_index(op.f("ix_shipping_method_store_id"), table_name="shipping_method")
    op.drop_index("ix_shipping_method_live", table_name="shipping_method", postgresql_where=sa.text("active"))
    op.drop_table("shipping_method")
    op.drop_index(op.f("ix_role_grant_user_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_granted_by"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index("ix_report_subject", table_name="report")
    op.drop_index("ix_report_queue", table_name="report")
    op.drop_index(op.f("ix_report_decided_by"), table_name="report")
    op.drop_table("report")
    op.drop_index(op.f("ix_push_subscription_user_id"), table_name="push_subscription")
    op.drop_table("push_subscription")
    op.drop_index(op.f("ix_promotion_store_id"), table_name="promotion")
    op.drop_index("ix_promotion_live", table_name="promotion", postgresql_where=sa.text("active"))
    op.drop_table("promotion")
    op.drop_table("preference")
    op.drop_index("uq_payout_schedule_store", table_name="payout_schedule", postgresql_nulls_not_distinct=True)
    op.drop_table("payout_schedule")
    op.drop_index("uq_payout_account_active", table_name="payout_account", postgresql_where=sa.text("active"))
    op.drop_index(op.f("ix_payout_account_store_id"), table_name="payout_account")
    op.drop_table("payout_account")
    op.drop_index(op.f("ix_media_store_id"), table_name="media")
    op.drop_table("media")
    op.drop_index(op.f("ix_location_store_id"), table_name="location")
    op.drop_table("location")
    op.drop_index(
        "uq_ledger_account_store", table_name="ledger_account", postgresql_where=sa.text("store_id IS NOT NULL")
    )
    op.drop_index(
        "uq_ledger_account_platform", table_name="ledger_account", postgresql_where=sa.text("store_id IS NULL")
    )
    op.drop_index("ix_ledger_account_owner", table_name="ledger_account")
    op.drop_table("ledger_account")
    op.drop_index(op.f("ix_inbox_item_user_id"), table_name="inbox_item")
    op.drop_index("ix_inbox_item_unread", table_name="inbox_item", postgresql_where=sa.text("read_at IS NULL"))
    op.drop_table("inbox_item")
    op.drop_index(op.f("ix_email_token_user_id"), table_name="email_token")
    op.drop_table("email_token")
    op.drop_index("ix_delivery_waiting", table_name="delivery", postgresql_where=sa.text("status = 'queued'"))
    op.drop_index("ix_delivery_recipient", table_name="delivery")
    op.drop_table("delivery")
    op.drop_index(op.f("ix_collection_store_id"), table_name="collection")
    op.drop_table("collection")
    op.drop_index("uq_cart_open_user", table_name="cart", postgresql_where=sa.text("status = 'open'"))
    op.drop_index("uq_cart_open_guest", table_name="cart", postgresql_where=sa.text("status = 'open'"))
    op.drop_index(op.f("ix_cart_user_id"), table_name="cart")
    op.drop_index("ix_cart_stale", table_name="cart", postgresql_where=sa.text("status = 'open'"))
    op.drop_table("cart")
    op.drop_index("ix_audit_event_subject", table_name="audit_event")
    op.drop_index("ix_audit_event_store", table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_actor_id"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_index("uq_address_default", table_name="address", postgresql_where=sa.text("is_default"))
    op.drop_index(op.f("ix_address_user_id"), table_name="address")
    op.drop_table("address")
    op.drop_index(
        "ix_webhook_event_waiting", table_name="webhook_event", postgresql_where=sa.text("status = 'received'")
    )
    op.drop_table("webhook_event")
    op.drop_table("translation")
    op.drop_table("tier")
    op.drop_table("synonym")
    op.drop_index(op.f("ix_store_status"), table_name="store")
    op.drop_index(
        "ix_store_name_trgm", table_name="store", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}
    )
    op.drop_table("store")
    op.drop_index("ix_search_log_empty", table_name="search_log", postgresql_where=sa.text("results = 0"))
    op.drop_table("search_log")
    op.drop_index(
        "ix_outbox_event_waiting", table_name="outbox_event", postgresql_where=sa.text("dispatched_at IS NULL")
    )
    op.drop_index("ix_outbox_event_kind", table_name="outbox_event")
    op.drop_table("outbox_event")
    op.drop_table("message_template")
    op.drop_index("ix_idempotency_key_age", table_name="idempotency_key")
    op.drop_table("idempotency_key")
    op.drop_table("exchange_rate")
    op.drop_index(op.f("ix_app_user_created_at"), table_name="app_user")
    op.drop_table("app_user")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")
    for name in ("purchase_number", "payout_number"):
        op.execute(f"DROP SEQUENCE {name}")
    for extension in EXTENSIONS:
        op.execute(f"DROP EXTENSION IF EXISTS {extension}")
