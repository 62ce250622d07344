"""A product is found by a variant's SKU or barcode (F033).

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_product_variant_sku_typed", "product_variant", [sa.text("lower(sku)")])
    op.create_index(
        "ix_product_variant_barcode", "product_variant", ["barcode"], postgresql_where=sa.text("barcode <> ''")
    )


def downgrade() -> None:
    op.drop_index("ix_product_variant_barcode", table_name="product_variant")
    op.drop_index("ix_product_variant_sku_typed", table_name="product_variant")
