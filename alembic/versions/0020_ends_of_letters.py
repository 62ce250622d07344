"""Letters that nobody needs carry an address where one click ends them.

Revision: 0020
After: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("stop_url", sa.String(), nullable=False, server_default=""))
    op.alter_column("delivery", "stop_url", server_default=None)


def downgrade() -> None:
    op.drop_column("delivery", "stop_url")
