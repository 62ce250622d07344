"""Amounts of 64 bits; earnings as rows that are never re-written; fees, exchange rates, balance reports.

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ACCOUNTS = [
    "provider_clearing", "store_payable", "commission_revenue", "fee_tax", "platform_tax", "promotion_expense",
    "credit_liability", "chargeback_loss", "payout_clearing", "fx",
]  # fmt: skip
NEW_ACCOUNTS = ["disputed_funds", "processing_revenue", "fixed_fee_revenue"]
UNDER_WAY = "status IN ('created', 'requires_action', 'pending', 'authorised', 'captured')"
CHECKS = {
    "earning": {
        "kind_known": "kind IN ('sale', 'reserve', 'refund', 'dispute', 'payout_return', 'adjustment')",
        "amount_moves": "amount_minor <> 0",
        "sales_are_positive": "kind NOT IN ('sale', 'reserve') OR amount_minor > 0",
    },
    "store_order": {
        "fees_not_negative": "commission_minor >= 0 AND fees_minor >= 0 AND fee_tax_minor >= 0",
        "platform_discount_bounded": "platform_discount_minor BETWEEN 0 AND discount_minor",
        "shipping_discount_bounded": "shipping_discount_minor BETWEEN 0 AND LEAST(shipping_minor, discount_minor)",
        "shipping_refund_bounded": "shipping_refunded_minor BETWEEN 0 AND shipping_minor - shipping_discount_minor",
    },
    "order_line": {
        "refunded_units_bounded": "refunded_quantity BETWEEN 0 AND quantity",
        "platform_discount_bounded": "platform_discount_minor BETWEEN 0 AND discount_minor",
        "base_not_negative": "commission_base_minor >= 0",
    },
    "payment_share": {
        "release_bounded": "released_minor >= 0 AND captured_minor <= authorised_minor - released_minor",
    },
    "payout_schedule": {"reserve_days_bounded": "reserve_days BETWEEN 0 AND 180"},
}


REFUSE_CHANGE = """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_TABLE_NAME = 'audit_event' AND TG_OP = 'UPDATE' THEN
            IF NEW.hash = OLD.hash AND NEW.action = OLD.action AND NEW.before = OLD.before AND NEW.after = OLD.after
            THEN RETURN NEW;  -- an erased user's or closed store's key may become NULL
            END IF;
        END IF;
        IF TG_TABLE_NAME = 'stock_movement' AND TG_OP = 'UPDATE' THEN
            IF NEW.quantity = OLD.quantity AND NEW.cause = OLD.cause AND NEW.cause_id = OLD.cause_id
               AND NEW.variant_id = OLD.variant_id AND NEW.location_id = OLD.location_id
            THEN RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$"""
"""The first version looked at columns that only one of its tables has, and failed on the others with another error."""


def _money_columns(is_now: str, becomes: str) -> None:
    rows = op.get_bind().execute(
        sa.text(
            "SELECT table_name, string_agg('ALTER COLUMN ' || column_name || ' TYPE ' || :becomes, ', ') "
            "FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = :is_now "
            "AND right(column_name, 6) = '_minor' GROUP BY table_name ORDER BY table_name"
        ),
        {"is_now": is_now, "becomes": becomes},
    )
    for table, changes in rows.all():
        op.execute(f"ALTER TABLE {table} {changes}")


def _add(table: str, name: str, kind: sa.types.TypeEngine, default: str) -> None:
    op.add_column(table, sa.Column(name, kind, server_default=default, nullable=False))
    op.alter_column(table, name, server_default=None)


def _accounts_known(kinds: list[str]) -> None:
    op.drop_constraint(op.f("ck_ledger_account_kind_known"), "ledger_account", type_="check")
    names = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint("kind_known", "ledger_account", f"kind IN ({names})")


def _one_attempt(condition: str) -> None:
    op.drop_index("uq_payment_attempt_active", table_name="payment_attempt")
    op.create_index(
        "uq_payment_attempt_active", "payment_attempt", ["purchase_id"], unique=True, postgresql_where=condition
    )


def _key() -> sa.Column:
    return sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False)


def _born(name: str = "created_at") -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def upgrade() -> None:
    op.execute(REFUSE_CHANGE)
    _money_columns("integer", "bigint")
    _new_tables()
    _orders()
    _earnings()
    _add("payment_attempt", "captures_later", sa.Boolean(), "false")
    _add("payment_attempt", "charge", sa.String(), "")
    _add("payment_attempt", "surplus_refund", sa.String(), "")
    op.add_column("payment_attempt", sa.Column("surplus_settled_at", sa.DateTime(timezone=True)))
    _one_attempt(f"{UNDER_WAY} AND provider <> 'stored_value'")
    _refunds()
    _add("checkout", "tenders", postgresql.JSONB(), "[]")
    _add("payout", "provider", sa.String(), "bank_file")
    _add("payout", "failure", sa.String(), "")
    _add("payout_schedule", "reserve_days", sa.Integer(), "30")
    _add("store", "tax_by_platform", sa.Boolean(), "false")
    _accounts_known(ACCOUNTS + NEW_ACCOUNTS)
    op.drop_constraint(op.f("ck_store_order_fees_not_negative"), "store_order", type_="check")
    for table, checks in CHECKS.items():
        for name, rule in checks.items():
            op.create_check_constraint(name, table, rule)


def _new_tables() -> None:
    op.create_table(
        "fx_rate",
        _key(),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("rate_e9", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        _born("taken_at"),
        sa.CheckConstraint(
            "base ~ '^[A-Z]{3}$' AND quote ~ '^[A-Z]{3}$' AND base <> quote", name=op.f("ck_fx_rate_currencies_iso")
        ),
        sa.CheckConstraint("rate_e9 > 0", name=op.f("ck_fx_rate_rate_positive")),
        sa.PrimaryKeyConstraint("id", name="pk_fx_rate"),
        sa.UniqueConstraint("base", "quote", "taken_at", name="uq_fx_rate_base_quote_taken_at"),
    )
    op.create_index("ix_fx_rate_latest", "fx_rate", ["base", "quote", "taken_at"])
    op.create_table(
        "provider_balance_line",
        _key(),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        _born("happened_at"),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_provider_balance_line_currency_iso")),
        sa.CheckConstraint(
            "kind IN ('charge', 'refund', 'dispute', 'fee', 'payout')",
            name=op.f("ck_provider_balance_line_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_provider_balance_line"),
        sa.UniqueConstraint("provider", "kind", "reference", name="uq_provider_balance_line_provider_kind_reference"),
    )
    op.create_index("ix_provider_balance_line_time", "provider_balance_line", ["provider", "happened_at"])
    op.create_table(
        "fee_rule",
        _key(),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("store_id", sa.UUID()),
        sa.Column("currency", sa.String()),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("fixed_minor", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _born(),
        sa.CheckConstraint("component IN ('processing', 'fixed')", name=op.f("ck_fee_rule_component_known")),
        sa.CheckConstraint("currency IS NULL OR currency ~ '^[A-Z]{3}$'", name=op.f("ck_fee_rule_currency_iso")),
        sa.CheckConstraint("currency IS NOT NULL OR fixed_minor = 0", name=op.f("ck_fee_rule_amounts_name_currency")),
        sa.CheckConstraint("fixed_minor >= 0", name=op.f("ck_fee_rule_fixed_not_negative")),
        sa.CheckConstraint("rate_bp BETWEEN 0 AND 10000", name=op.f("ck_fee_rule_rate_bounded")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name="fk_fee_rule_store_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_fee_rule"),
    )
    op.create_index("ix_fee_rule_store_id", "fee_rule", ["store_id"])
    op.create_table(
        "fee_line",
        _key(),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.UUID()),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("base_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("component IN ('processing', 'fixed')", name=op.f("ck_fee_line_component_known")),
        sa.CheckConstraint("amount_minor > 0 AND tax_minor >= 0", name=op.f("ck_fee_line_amounts_not_negative")),
        sa.ForeignKeyConstraint(["order_id"], ["store_order.id"], name="fk_fee_line_order_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["rule_id"], ["fee_rule.id"], name="fk_fee_line_rule_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_fee_line"),
        sa.UniqueConstraint("order_id", "component", name="uq_fee_line_order_id_component"),
    )
    op.create_index("ix_fee_line_order_id", "fee_line", ["order_id"])
    op.create_index("ix_fee_line_rule_id", "fee_line", ["rule_id"])


def _orders() -> None:
    for name in ("platform_discount_minor", "shipping_discount_minor", "shipping_refunded_minor", "fees_minor"):
        _add("store_order", name, sa.BigInteger(), "0")
    _add("store_order", "tax_by_platform", sa.Boolean(), "false")
    op.add_column("store_order", sa.Column("fx_rate_id", sa.UUID()))
    op.create_foreign_key(
        "fk_store_order_fx_rate_id", "store_order", "fx_rate", ["fx_rate_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_index("ix_store_order_fx_rate_id", "store_order", ["fx_rate_id"])
    for name in ("platform_discount_minor", "commission_base_minor"):
        _add("order_line", name, sa.BigInteger(), "0")
    _add("order_line", "refunded_quantity", sa.Integer(), "0")
    op.execute("UPDATE order_line SET commission_base_minor = total_minor - tax_minor")
    op.execute("UPDATE order_line SET refunded_quantity = cancelled_quantity WHERE refunded_minor > 0")
    op.execute(
        "UPDATE store_order SET shipping_refunded_minor = shipping_minor WHERE status = 'cancelled' AND paid_at IS NOT "
        "NULL"
    )


def _refunds() -> None:
    _add("payment_share", "released_minor", sa.BigInteger(), "0")
    op.add_column("refund", sa.Column("parent_id", sa.UUID()))
    op.create_foreign_key("fk_refund_parent_id", "refund", "refund", ["parent_id"], ["id"], ondelete="RESTRICT")
    op.create_index("ix_refund_parent_id", "refund", ["parent_id"])
    _add("refund", "released", sa.Boolean(), "false")
    _add("refund", "fees_minor", sa.BigInteger(), "0")
    _add("refund", "fees_tax_minor", sa.BigInteger(), "0")
    _add("refund", "failure", sa.String(), "")
    _add("refund", "tries", sa.Integer(), "0")
    _add("refund_line", "platform_minor", sa.BigInteger(), "0")


def _earnings() -> None:
    _add("earning", "kind", sa.Text(), "sale")
    op.alter_column("earning", "kind", server_default="sale")
    _add("earning", "hold_reason", sa.String(), "")
    op.add_column("earning", sa.Column("cause_id", sa.String()))
    op.execute("UPDATE earning SET cause_id = order_id::text")
    op.execute("DELETE FROM earning WHERE amount_minor = 0")
    op.alter_column("earning", "cause_id", nullable=False)
    op.alter_column("earning", "order_id", nullable=True)
    op.drop_constraint(op.f("uq_earning_order_id"), "earning", type_="unique")
    op.create_index("ix_earning_order_id", "earning", ["order_id"])
    op.create_unique_constraint("uq_earning_kind_cause_id", "earning", ["kind", "cause_id"])


def downgrade() -> None:
    for table, checks in CHECKS.items():
        for name in checks:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint("fees_not_negative", "store_order", "commission_minor >= 0 AND fee_tax_minor >= 0")
    op.execute("DELETE FROM ledger_account WHERE kind IN ('disputed_funds', 'processing_revenue', 'fixed_fee_revenue')")
    _accounts_known(ACCOUNTS)
    op.drop_column("store", "tax_by_platform")
    op.drop_column("payout_schedule", "reserve_days")
    op.drop_column("refund_line", "platform_minor")
    for name in ("tries", "failure", "fees_tax_minor", "fees_minor", "released", "parent_id"):
        op.drop_column("refund", name)
    op.drop_column("payment_share", "released_minor")
    op.drop_column("checkout", "tenders")
    op.drop_column("payout", "failure")
    op.drop_column("payout", "provider")
    _one_attempt(UNDER_WAY)
    for name in ("charge", "surplus_settled_at", "surplus_refund", "captures_later"):
        op.drop_column("payment_attempt", name)
    op.drop_constraint(op.f("uq_earning_kind_cause_id"), "earning", type_="unique")
    op.execute("DELETE FROM earning WHERE kind <> 'sale' OR order_id IS NULL")
    op.drop_index("ix_earning_order_id", table_name="earning")
    op.create_unique_constraint("uq_earning_order_id", "earning", ["order_id"])
    op.alter_column("earning", "order_id", nullable=False)
    for name in ("cause_id", "hold_reason", "kind"):
        op.drop_column("earning", name)
    for name in ("refunded_quantity", "commission_base_minor", "platform_discount_minor"):
        op.drop_column("order_line", name)
    op.drop_constraint(op.f("fk_store_order_fx_rate_id"), "store_order", type_="foreignkey")
    op.drop_index("ix_store_order_fx_rate_id", table_name="store_order")
    for name in (
        "fx_rate_id", "tax_by_platform", "fees_minor", "shipping_refunded_minor", "shipping_discount_minor",
        "platform_discount_minor",
    ):  # fmt: skip
        op.drop_column("store_order", name)
    for table in ("fee_line", "fee_rule", "provider_balance_line", "fx_rate"):
        op.drop_table(table)
    _money_columns("bigint", "integer")
