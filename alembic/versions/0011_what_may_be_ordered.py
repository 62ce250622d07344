"""What may be ordered and for what price: limits of a product and a store, presents, and why a line cost what it did.

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("product", sa.Column("min_per_order", sa.Integer(), server_default="1", nullable=False))
    op.alter_column("product", "min_per_order", server_default=None)
    op.add_column("product", sa.Column("quantity_step", sa.Integer(), server_default="1", nullable=False))
    op.alter_column("product", "quantity_step", server_default=None)
    op.create_check_constraint(
        "order_limits_meet", "product", "min_per_order BETWEEN 1 AND max_per_order AND quantity_step BETWEEN 1 AND 999"
    )
    op.add_column(
        "product", sa.Column("priced_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)
    )
    op.add_column("product_variant", sa.Column("reduced_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE product_variant v SET reduced_since = (SELECT max(h.since) FROM price_history h WHERE h.variant_id = v.id)"
        " WHERE v.compare_at_minor IS NOT NULL"
    )
    op.add_column("store", sa.Column("min_order_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("store", "min_order_minor", server_default=None)
    op.create_check_constraint("min_order_not_negative", "store", "min_order_minor >= 0")
    op.add_column("checkout", sa.Column("gift_message", sa.String(), server_default="", nullable=False))
    op.alter_column("checkout", "gift_message", server_default=None)
    op.add_column("checkout", sa.Column("gift_receipt", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("checkout", "gift_receipt", server_default=None)
    op.add_column("store_order", sa.Column("gift_receipt", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("store_order", "gift_receipt", server_default=None)
    op.add_column("order_line", sa.Column("price_note", sa.String(), server_default="", nullable=False))
    op.alter_column("order_line", "price_note", server_default=None)


def downgrade() -> None:
    op.drop_column("order_line", "price_note")
    op.drop_column("store_order", "gift_receipt")
    op.drop_column("checkout", "gift_receipt")
    op.drop_column("checkout", "gift_message")
    op.drop_constraint(op.f("ck_store_min_order_not_negative"), "store", type_="check")
    op.drop_column("store", "min_order_minor")
    op.drop_column("product_variant", "reduced_since")
    op.drop_column("product", "priced_at")
    op.drop_constraint(op.f("ck_product_order_limits_meet"), "product", type_="check")
    op.drop_column("product", "quantity_step")
    op.drop_column("product", "min_per_order")
