"""Places that are not used: their levels are closed, so that nothing is sold from them.

Revision: 0016
After: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stock_level", sa.Column("closed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("stock_level", "closed", server_default=None)
    op.execute("UPDATE stock_level l SET closed = NOT p.active FROM location p WHERE p.id = l.location_id")


def downgrade() -> None:
    op.drop_column("stock_level", "closed")
