"""Orders that staff prepares, and changes of placed orders.

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE draft_number START 1001")
    op.create_table(
        "draft",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_version", sa.Integer(), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(sent_at IS NULL) = (sent_version = 0)", name=op.f("ck_draft_sent_has_version")),
        sa.CheckConstraint("length(note) <= 500", name=op.f("ck_draft_note_length")),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_draft_checkout_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("checkout_id", name=op.f("uq_draft_checkout_id")),
        sa.UniqueConstraint("number", name=op.f("uq_draft_number")),
        sa.UniqueConstraint("token", name=op.f("uq_draft_token")),
    )
    op.create_table(
        "order_edit",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="looked_at", nullable=False),
        sa.Column("ask", postgresql.JSONB(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("refund_minor", sa.BigInteger(), nullable=False),
        sa.Column("added_minor", sa.BigInteger(), nullable=False),
        sa.Column("checkout_id", sa.Uuid(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('looked_at', 'waiting', 'applied', 'dropped', 'expired')",
            name=op.f("ck_order_edit_status_known"),
        ),
        sa.CheckConstraint("refund_minor >= 0 AND added_minor >= 0", name=op.f("ck_order_edit_amounts_not_negative")),
        sa.CheckConstraint("length(reason) <= 300", name=op.f("ck_order_edit_reason_length")),
        sa.CheckConstraint(
            "(status = 'waiting') <= (checkout_id IS NOT NULL)", name=op.f("ck_order_edit_waiting_has_checkout")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_order_edit_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_order_edit_checkout_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_order_edit_made_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_edit")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_order_edit_order_id_number")),
    )
    op.create_index(op.f("ix_order_edit_checkout_id"), "order_edit", ["checkout_id"])
    op.create_index(op.f("ix_order_edit_made_by"), "order_edit", ["made_by"])
    op.create_index(
        "uq_order_edit_waiting", "order_edit", ["order_id"], unique=True, postgresql_where=sa.text("status = 'waiting'")
    )
    op.create_index(
        "ix_order_edit_expiry", "order_edit", ["expires_at"], postgresql_where=sa.text("status = 'waiting'")
    )
    op.add_column("promotion", sa.Column("checkout_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_promotion_checkout_id"), "promotion", ["checkout_id"])
    op.create_foreign_key(
        op.f("fk_promotion_checkout_id"), "promotion", "checkout", ["checkout_id"], ["id"], ondelete="RESTRICT"
    )
    op.add_column("store_order", sa.Column("address", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("store_order", "address")
    op.drop_constraint(op.f("fk_promotion_checkout_id"), "promotion", type_="foreignkey")
    op.drop_index(op.f("ix_promotion_checkout_id"), table_name="promotion")
    op.drop_column("promotion", "checkout_id")
    op.drop_table("order_edit")
    op.drop_table("draft")
    op.execute("DROP SEQUENCE draft_number")
