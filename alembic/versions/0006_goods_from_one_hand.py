"""Goods: bundles, back-orders, places, counts, alerts.

Revision: 0006
After: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

RATES = "rate IN ('flat', 'weight', 'pickup'{more})"
SOLD_BUNDLES = """
INSERT INTO purchase_part (purchase_id, bundle_id, part_id, quantity)
SELECT DISTINCT o.purchase_id, b.bundle_id, b.part_id, b.quantity
FROM order_line l JOIN store_order o ON o.id = l.order_id JOIN bundle_part b ON b.bundle_id = l.variant_id
"""


def _rates(more: str) -> None:
    op.drop_constraint(op.f("ck_shipping_method_rate_known"), "shipping_method", type_="check")
    op.create_check_constraint("rate_known", "shipping_method", RATES.format(more=more))


def upgrade() -> None:
    op.create_table(
        "purchase_part",
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 999", name=op.f("ck_purchase_part_quantity_bounded")),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["product_variant.id"], name=op.f("fk_purchase_part_bundle_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["product_variant.id"], name=op.f("fk_purchase_part_part_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_purchase_part_purchase_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("purchase_id", "bundle_id", "part_id", name=op.f("pk_purchase_part")),
    )
    op.create_index(op.f("ix_purchase_part_bundle_id"), "purchase_part", ["bundle_id"])
    op.create_index(op.f("ix_purchase_part_part_id"), "purchase_part", ["part_id"])
    op.execute(SOLD_BUNDLES)
    op.create_table(
        "stock_count",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name=op.f("ck_stock_count_done_has_time")),
        sa.CheckConstraint("status IN ('draft', 'waiting', 'done')", name=op.f("ck_stock_count_status_known")),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_stock_count_made_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_stock_count_store_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
    )
    op.create_index(op.f("ix_stock_count_made_by"), "stock_count", ["made_by"])
    op.create_index("ix_stock_count_store", "stock_count", ["store_id", "id"])
    op.create_index("ix_stock_count_waiting", "stock_count", ["id"], postgresql_where=sa.text("status = 'waiting'"))
    op.execute("UPDATE stock_level SET backorder_date = now() WHERE backorder_limit > 0 AND backorder_date IS NULL")
    op.create_check_constraint(
        "backorders_have_a_date", "stock_level", "backorder_limit = 0 OR backorder_date IS NOT NULL"
    )
    op.add_column("store", sa.Column("allocation", sa.Text(), server_default="order", nullable=False))
    op.create_check_constraint("allocation_known", "store", "allocation IN ('order', 'most_stock')")
    op.add_column("shipping_method", sa.Column("price_table", postgresql.JSONB(), server_default="[]", nullable=False))
    op.alter_column("shipping_method", "price_table", server_default=None)
    _rates(", 'price'")
    op.add_column("stock_alert", sa.Column("token", sa.String(), nullable=True))
    op.execute("UPDATE stock_alert SET token = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')")
    op.execute("UPDATE stock_alert SET email = lower(email)")
    op.alter_column("stock_alert", "token", nullable=False)
    op.add_column("stock_alert", sa.Column("locale", sa.String(), server_default="en_GB", nullable=False))
    op.alter_column("stock_alert", "locale", server_default=None)
    op.add_column("stock_alert", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint(op.f("uq_stock_alert_token"), "stock_alert", ["token"])
    op.create_check_constraint("email_lower", "stock_alert", "email = lower(email)")
    op.create_index(
        "ix_stock_alert_waiting", "stock_alert", ["variant_id"], postgresql_where=sa.text("sent_at IS NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_stock_alert_waiting", table_name="stock_alert")
    op.drop_constraint(op.f("ck_stock_alert_email_lower"), "stock_alert", type_="check")
    op.drop_constraint(op.f("uq_stock_alert_token"), "stock_alert", type_="unique")
    op.drop_column("stock_alert", "confirmed_at")
    op.drop_column("stock_alert", "locale")
    op.drop_column("stock_alert", "token")
    op.execute("UPDATE shipping_method SET rate = 'flat' WHERE rate = 'price'")
    _rates("")
    op.drop_column("shipping_method", "price_table")
    op.drop_constraint(op.f("ck_store_allocation_known"), "store", type_="check")
    op.drop_column("store", "allocation")
    op.drop_constraint(op.f("ck_stock_level_backorders_have_a_date"), "stock_level", type_="check")
    op.drop_table("stock_count")
    op.drop_table("purchase_part")
