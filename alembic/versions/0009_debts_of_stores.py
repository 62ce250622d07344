"""Stores that owe cannot sell: kept with the store.

Revision: 0009
After: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("store", sa.Column("selling_restricted", sa.Boolean(), server_default="false", nullable=False))
    op.alter_column("store", "selling_restricted", server_default=None)


def downgrade() -> None:
    op.drop_column("store", "selling_restricted")
