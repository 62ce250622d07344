"""A shopper writes to a store about the store itself, once for both.

Revision: 0032
After: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("about_store", sa.Boolean(), server_default="false", nullable=False))
    op.alter_column("conversation", "about_store", server_default=None)
    op.create_check_constraint(
        op.f("ck_conversation_store_stands_alone"), "conversation",
        "NOT about_store OR (order_id IS NULL AND product_id IS NULL)",
    )  # fmt: skip
    op.create_index(
        "uq_conversation_store", "conversation", ["user_id", "store_id"], unique=True,
        postgresql_where=sa.text("about_store"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("uq_conversation_store", table_name="conversation")
    op.drop_constraint(op.f("ck_conversation_store_stands_alone"), "conversation")
    op.drop_column("conversation", "about_store")
