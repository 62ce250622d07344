"""A shopper and a store have one conversation about an order, and one about a product.

Revision: 0026
After: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "uq_conversation_order",
        "conversation",
        ["user_id", "order_id"],
        unique=True,
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(
        "uq_conversation_product",
        "conversation",
        ["user_id", "product_id"],
        unique=True,
        postgresql_where=sa.text("order_id IS NULL AND product_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_conversation_product", table_name="conversation")
    op.drop_index("uq_conversation_order", table_name="conversation")
