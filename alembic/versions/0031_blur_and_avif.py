"""Pictures know what stands in their place until they have come, and whether their AVIF versions were made.

Revision: 0031
After: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("media", sa.Column("blur", sa.String(), server_default="", nullable=False))
    op.alter_column("media", "blur", server_default=None)
    op.add_column("media", sa.Column("refined_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_media_to_refine", "media", ["id"], postgresql_where=sa.text("refined_at IS NULL AND kind = 'image'")
    )


def downgrade() -> None:
    op.drop_index("ix_media_to_refine", table_name="media")
    op.drop_column("media", "refined_at")
    op.drop_column("media", "blur")
