"""Dispatch deadlines: when stores were reminded.

Revision: 0008
After: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("half_told_at", "late_told_at"):
        op.add_column("store_order", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_store_order_to_send",
        "store_order",
        ["dispatch_by"],
        postgresql_where=sa.text("status IN ('paid', 'partly_shipped')"),
    )


def downgrade() -> None:
    op.drop_index("ix_store_order_to_send", table_name="store_order")
    for name in ("late_told_at", "half_told_at"):
        op.drop_column("store_order", name)
