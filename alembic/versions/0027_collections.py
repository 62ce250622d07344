"""Collections in a directory: a picture, a place, a count that is kept; what is sold ahead is found by an index.

Revision: 0027
After: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("collection", sa.Column("image_id", sa.Uuid(), nullable=True))
    op.add_column("collection", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("collection", sa.Column("product_count", sa.Integer(), server_default="0", nullable=False))
    op.add_column("collection", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "collection",
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    for name in ("position", "product_count"):
        op.alter_column("collection", name, server_default=None)
    op.create_foreign_key(
        op.f("fk_collection_image_id"), "collection", "media", ["image_id"], ["id"], ondelete="SET NULL"
    )
    op.create_check_constraint(op.f("ck_collection_count_not_negative"), "collection", "product_count >= 0")
    op.create_index(op.f("ix_collection_image_id"), "collection", ["image_id"])
    op.create_index(
        "ix_collection_directory", "collection", ["position", "id"],
        postgresql_where=sa.text("published_at IS NOT NULL"),
    )  # fmt: skip
    op.create_index("ix_collection_product_order", "collection_product", ["collection_id", "position", "product_id"])
    op.create_index(
        "ix_stock_level_ahead", "stock_level", ["variant_id"], postgresql_where=sa.text("backorder_limit > 0")
    )


def downgrade() -> None:
    op.drop_index("ix_stock_level_ahead", table_name="stock_level")
    op.drop_index("ix_collection_product_order", table_name="collection_product")
    op.drop_index("ix_collection_directory", table_name="collection")
    op.drop_index(op.f("ix_collection_image_id"), table_name="collection")
    op.drop_constraint(op.f("ck_collection_count_not_negative"), "collection", type_="check")
    op.drop_constraint(op.f("fk_collection_image_id"), "collection", type_="foreignkey")
    for name in ("updated_at", "published_at", "product_count", "position", "image_id"):
        op.drop_column("collection", name)
