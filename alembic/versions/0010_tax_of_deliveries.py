"""The tax of a delivery as it was sold: its rate, and what of it came on top of the method's price.

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("store_order", sa.Column("shipping_added_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("store_order", "shipping_added_minor", server_default=None)
    op.add_column("store_order", sa.Column("shipping_tax_bp", sa.Integer(), nullable=True))
    op.create_check_constraint("shipping_tax_bounded", "store_order", "shipping_tax_bp BETWEEN 0 AND 10000")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_store_order_shipping_tax_bounded"), "store_order", type_="check")
    op.drop_column("store_order", "shipping_tax_bp")
    op.drop_column("store_order", "shipping_added_minor")
