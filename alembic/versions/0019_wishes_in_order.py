"""What a buyer said about a line is kept in the order in which the product asks: json keeps it, jsonb does not.

Revision: 0019
After: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSON, JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _turn(JSON(), "json")


def downgrade() -> None:
    _turn(JSONB(), "jsonb")


def _turn(kind: sa.types.TypeEngine[object], name: str) -> None:
    op.alter_column(
        "order_line", "personalisation", type_=kind, existing_nullable=False,
        postgresql_using=f"personalisation::{name}",
    )  # fmt: skip
