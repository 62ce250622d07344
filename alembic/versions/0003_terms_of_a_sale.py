"""Tax zones and tax ids, price lists, drafts and additions to orders, holds for a look, debts of stores.

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TOTALS = {
    "store_order": "total_minor = goods_minor - discount_minor + shipping_minor",
    "order_line": "total_minor = subtotal_minor - discount_minor",
}


def _add(table: str, name: str, kind: sa.types.TypeEngine, default: str) -> None:
    op.add_column(table, sa.Column(name, kind, server_default=default, nullable=False))
    op.alter_column(table, name, server_default=None)


def _totals(more: str) -> None:
    for table, rule in TOTALS.items():
        op.drop_constraint(op.f(f"ck_{table}_total_adds_up"), table, type_="check")
        op.create_check_constraint("total_adds_up", table, rule + more)


def upgrade() -> None:
    op.create_table(
        "tax_zone",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("inclusive", sa.Boolean(), nullable=False),
        sa.Column("standard_bp", sa.Integer(), nullable=False),
        sa.Column("reduced_bp", sa.Integer(), nullable=False),
        sa.Column("shipping_taxed", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_tax_zone_country_iso")),
        sa.CheckConstraint("reduced_bp BETWEEN 0 AND 10000", name=op.f("ck_tax_zone_reduced_bounded")),
        sa.CheckConstraint("region = upper(region) AND length(region) <= 40", name=op.f("ck_tax_zone_region_upper")),
        sa.CheckConstraint("standard_bp BETWEEN 0 AND 10000", name=op.f("ck_tax_zone_standard_bounded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_zone")),
        sa.UniqueConstraint("country", "region", name=op.f("uq_tax_zone_country_region")),
    )
    op.create_table(
        "customer_group",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_customer_group_name_length")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_customer_group_store_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_group")),
        sa.UniqueConstraint("store_id", "name", name=op.f("uq_customer_group_store_id_name")),
    )
    op.create_table(
        "store_debt",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("owed_minor", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), server_default="netting", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_store_debt_currency_iso")),
        sa.CheckConstraint(
            "stage IN ('netting', 'asked', 'restricted', 'settled')", name=op.f("ck_store_debt_stage_known")
        ),
        sa.CheckConstraint("owed_minor > 0", name=op.f("ck_store_debt_owed_positive")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_store_debt_store_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_debt")),
    )
    op.create_index(op.f("ix_store_debt_store_id"), "store_debt", ["store_id"])
    op.create_index(
        "uq_store_debt_open",
        "store_debt",
        ["store_id", "currency"],
        unique=True,
        postgresql_where=sa.text("stage <> 'settled'"),
    )
    op.create_table(
        "customer_group_member",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["customer_group.id"], name=op.f("fk_customer_group_member_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_customer_group_member_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_customer_group_member")),
    )
    op.create_index(op.f("ix_customer_group_member_user_id"), "customer_group_member", ["user_id"])
    op.create_table(
        "price_list",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_price_list_currency_iso")),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at", name=op.f("ck_price_list_time_goes_on")
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_price_list_name_length")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["customer_group.id"], name=op.f("fk_price_list_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_price_list_store_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list")),
        sa.UniqueConstraint("store_id", "name", name=op.f("uq_price_list_store_id_name")),
    )
    op.create_index(op.f("ix_price_list_group_id"), "price_list", ["group_id"])
    op.create_table(
        "price_list_price",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("min_quantity", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("min_quantity BETWEEN 1 AND 999", name=op.f("ck_price_list_price_quantity_bounded")),
        sa.CheckConstraint("price_minor BETWEEN 0 AND 1000000000", name=op.f("ck_price_list_price_price_bounded")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["price_list.id"], name=op.f("fk_price_list_price_list_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["product_variant.id"], name=op.f("fk_price_list_price_variant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list_price")),
        sa.UniqueConstraint(
            "list_id", "variant_id", "min_quantity", name=op.f("uq_price_list_price_list_id_variant_id_min_quantity")
        ),
    )
    op.create_index("ix_price_list_price_variant", "price_list_price", ["variant_id"])
    op.create_table(
        "risk_hold",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("signals", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(subject = 'order') = (order_id IS NOT NULL)", name=op.f("ck_risk_hold_subject_named")),
        sa.CheckConstraint("status IN ('open', 'released', 'confirmed')", name=op.f("ck_risk_hold_status_known")),
        sa.CheckConstraint("subject IN ('order', 'payout')", name=op.f("ck_risk_hold_subject_known")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["app_user.id"], name=op.f("fk_risk_hold_decided_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_risk_hold_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_risk_hold_store_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_hold")),
    )
    op.create_index(op.f("ix_risk_hold_decided_by"), "risk_hold", ["decided_by"])
    op.create_index("ix_risk_hold_open", "risk_hold", ["created_at"], postgresql_where=sa.text("status = 'open'"))
    op.create_index(op.f("ix_risk_hold_store_id"), "risk_hold", ["store_id"])
    op.create_index(
        "uq_risk_hold_order", "risk_hold", ["order_id"], unique=True, postgresql_where=sa.text("order_id IS NOT NULL")
    )
    op.create_index(
        "uq_risk_hold_store",
        "risk_hold",
        ["store_id"],
        unique=True,
        postgresql_where=sa.text("subject = 'payout' AND status = 'open'"),
    )
    _add("checkout", "tax_id", sa.String(), "")
    _add("checkout", "tax_proof", postgresql.JSONB(), "{}")
    _add("checkout", "tax_answers", postgresql.JSONB(), "{}")
    op.add_column("checkout", sa.Column("store_id", sa.Uuid(), nullable=True))
    op.add_column("checkout", sa.Column("made_by", sa.Uuid(), nullable=True))
    op.add_column("checkout", sa.Column("extends_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_checkout_made_by"), "checkout", ["made_by"])
    op.create_index(op.f("ix_checkout_store_id"), "checkout", ["store_id"])
    op.create_foreign_key(op.f("fk_checkout_made_by"), "checkout", "app_user", ["made_by"], ["id"], ondelete="SET NULL")
    op.create_foreign_key(op.f("fk_checkout_store_id"), "checkout", "store", ["store_id"], ["id"], ondelete="CASCADE")
    _add("order_line", "tax_added_minor", sa.BigInteger(), "0")
    _add("purchase", "tax_id", sa.String(), "")
    _add("purchase", "tax_proof", postgresql.JSONB(), "{}")
    op.add_column("stock_level", sa.Column("low_since", sa.DateTime(timezone=True), nullable=True))
    _add("store_order", "tax_added_minor", sa.BigInteger(), "0")
    _add("store_order", "tax_note", sa.String(), "")
    _add("store_order", "tax_source", sa.String(), "table")
    op.add_column("store_order", sa.Column("extends_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_store_order_extends_id"), "store_order", ["extends_id"])
    op.create_foreign_key(
        op.f("fk_store_order_extends_id"), "store_order", "store_order", ["extends_id"], ["id"], ondelete="RESTRICT"
    )
    _totals(" + tax_added_minor")


def downgrade() -> None:
    _totals("")
    op.drop_constraint(op.f("fk_store_order_extends_id"), "store_order", type_="foreignkey")
    op.drop_index(op.f("ix_store_order_extends_id"), table_name="store_order")
    op.drop_column("store_order", "extends_id")
    op.drop_column("store_order", "tax_source")
    op.drop_column("store_order", "tax_note")
    op.drop_column("store_order", "tax_added_minor")
    op.drop_column("stock_level", "low_since")
    op.drop_column("purchase", "tax_proof")
    op.drop_column("purchase", "tax_id")
    op.drop_column("order_line", "tax_added_minor")
    op.drop_constraint(op.f("fk_checkout_store_id"), "checkout", type_="foreignkey")
    op.drop_constraint(op.f("fk_checkout_made_by"), "checkout", type_="foreignkey")
    op.drop_index(op.f("ix_checkout_store_id"), table_name="checkout")
    op.drop_index(op.f("ix_checkout_made_by"), table_name="checkout")
    op.drop_column("checkout", "extends_id")
    op.drop_column("checkout", "made_by")
    op.drop_column("checkout", "store_id")
    op.drop_column("checkout", "tax_answers")
    op.drop_column("checkout", "tax_proof")
    op.drop_column("checkout", "tax_id")
    op.drop_index(
        "uq_risk_hold_store", table_name="risk_hold", postgresql_where=sa.text("subject = 'payout' AND status = 'open'")
    )
    op.drop_index("uq_risk_hold_order", table_name="risk_hold", postgresql_where=sa.text("order_id IS NOT NULL"))
    op.drop_index(op.f("ix_risk_hold_store_id"), table_name="risk_hold")
    op.drop_index("ix_risk_hold_open", table_name="risk_hold", postgresql_where=sa.text("status = 'open'"))
    op.drop_index(op.f("ix_risk_hold_decided_by"), table_name="risk_hold")
    op.drop_table("risk_hold")
    op.drop_index("ix_price_list_price_variant", table_name="price_list_price")
    op.drop_table("price_list_price")
    op.drop_index(op.f("ix_price_list_group_id"), table_name="price_list")
    op.drop_table("price_list")
    op.drop_index(op.f("ix_customer_group_member_user_id"), table_name="customer_group_member")
    op.drop_table("customer_group_member")
    op.drop_index("uq_store_debt_open", table_name="store_debt", postgresql_where=sa.text("stage <> 'settled'"))
    op.drop_index(op.f("ix_store_debt_store_id"), table_name="store_debt")
    op.drop_table("store_debt")
    op.drop_table("customer_group")
    op.drop_table("tax_zone")
