"""Goods that are sent as files: the files, what a buyer may fetch, each time it was fetched, and the consent to it.

Revision: 0028
After: 0027
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
OPEN_FILES = "is_digital AND shipped_quantity + cancelled_quantity < quantity"


def upgrade() -> None:
    op.add_column("product", sa.Column("download_limit", sa.Integer(), server_default="10", nullable=False))
    op.add_column("product", sa.Column("download_days", sa.Integer(), server_default="365", nullable=False))
    for name in ("download_limit", "download_days"):
        op.alter_column("product", name, server_default=None)
    op.create_check_constraint(op.f("ck_product_download_limit_bounded"), "product", "download_limit BETWEEN 1 AND 999")
    op.create_check_constraint(op.f("ck_product_download_days_bounded"), "product", "download_days BETWEEN 1 AND 3650")
    op.add_column(
        "checkout", sa.Column("digital_consent", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False)
    )
    op.alter_column("checkout", "digital_consent", server_default=None)
    op.add_column("purchase", sa.Column("digital_consent_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("order_line", sa.Column("is_digital", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("order_line", "is_digital", server_default=None)
    op.create_index("ix_order_line_files", "order_line", ["order_id"], postgresql_where=sa.text(OPEN_FILES))
    _tables()


def _tables() -> None:
    op.create_table(
        "product_file",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_product_file_name_length")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_product_file_size_positive")),
        sa.CheckConstraint("version > 0", name=op.f("ck_product_file_version_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_file_product_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_file")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_product_file_storage_key")),
    )
    op.create_index("ix_product_file_order", "product_file", ["product_id", "position"])
    op.create_table(
        "download",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("most > 0", name=op.f("ck_download_most_positive")),
        sa.CheckConstraint("used BETWEEN 0 AND most", name=op.f("ck_download_never_more_than_allowed")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_download_order_line_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["product_file.id"], name=op.f("fk_download_file_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download")),
        sa.UniqueConstraint("order_line_id", "file_id", name=op.f("uq_download_order_line_id_file_id")),
    )
    op.create_index(op.f("ix_download_file_id"), "download", ["file_id"])
    op.create_table(
        "download_use",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("download_id", sa.Uuid(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ip", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["download_id"], ["download.id"], name=op.f("fk_download_use_download_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download_use")),
        sa.UniqueConstraint("download_id", "link", name=op.f("uq_download_use_download_id_link")),
    )
    op.create_index("ix_download_use_created_at", "download_use", ["created_at"])


def downgrade() -> None:
    for table in ("download_use", "download", "product_file"):
        op.drop_table(table)
    op.drop_index("ix_order_line_files", table_name="order_line")
    op.drop_column("order_line", "is_digital")
    op.drop_column("purchase", "digital_consent_at")
    op.drop_column("checkout", "digital_consent")
    for name in ("download_days", "download_limit"):
        op.drop_constraint(op.f(f"ck_product_{name}_bounded"), "product", type_="check")
        op.drop_column("product", name)
