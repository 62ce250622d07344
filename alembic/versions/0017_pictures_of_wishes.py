"""Pictures that buyers hand in for things made for them.

Revision: 0017
After: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wish_file",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_wish_file_size_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_wish_file_product_id_product"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish_file")),
        sa.UniqueConstraint("secret", name=op.f("uq_wish_file_secret")),
    )
    op.create_index(op.f("ix_wish_file_product_id"), "wish_file", ["product_id"])
    op.create_index(op.f("ix_wish_file_created_at"), "wish_file", ["created_at"])


def downgrade() -> None:
    op.drop_table("wish_file")
