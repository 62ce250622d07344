"""Messages by push and by text: browsers belong to a sign-in, numbers are proven, deliveries know where they lead.

Revision: 0030
After: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

NUMBER = r"~ '^\+[1-9][0-9]{6,14}$'"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("url", sa.String(), server_default="", nullable=False))
    op.add_column("delivery", sa.Column("phone", sa.String(), server_default="", nullable=False))
    op.add_column("delivery", sa.Column("reached", postgresql.JSONB(), server_default="[]", nullable=False))
    for name in ("url", "phone", "reached"):
        op.alter_column("delivery", name, server_default=None)

    op.add_column("push_subscription", sa.Column("session_id", sa.Uuid(), nullable=True))
    op.add_column("push_subscription", sa.Column("device", sa.String(), server_default="", nullable=False))
    op.add_column("push_subscription", sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("push_subscription", "device", server_default=None)
    op.create_foreign_key(
        op.f("fk_push_subscription_session_id"), "push_subscription", "user_session", ["session_id"], ["id"],
        ondelete="CASCADE",
    )  # fmt: skip
    op.create_index(op.f("ix_push_subscription_session_id"), "push_subscription", ["session_id"])
    op.create_check_constraint(
        op.f("ck_push_subscription_lengths"), "push_subscription", "length(endpoint) <= 1000 AND length(device) <= 300"
    )

    op.create_table(
        "phone_number",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_number", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"number {NUMBER}", name=op.f("ck_phone_number_number_e164")),
        sa.CheckConstraint(f"asked_number {NUMBER}", name=op.f("ck_phone_number_asked_number_e164")),
        sa.CheckConstraint(
            "(number IS NULL) = (verified_at IS NULL)", name=op.f("ck_phone_number_number_is_proven")
        ),
        sa.CheckConstraint(
            "num_nulls(asked_number, code_hash, code_expires_at) IN (0, 3)",
            name=op.f("ck_phone_number_asked_number_has_a_code"),
        ),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_phone_number_tries_limited")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_phone_number_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_phone_number")),
    )


def downgrade() -> None:
    op.drop_table("phone_number")
    op.drop_constraint(op.f("ck_push_subscription_lengths"), "push_subscription", type_="check")
    op.drop_index(op.f("ix_push_subscription_session_id"), table_name="push_subscription")
    op.drop_constraint(op.f("fk_push_subscription_session_id"), "push_subscription", type_="foreignkey")
    for name in ("last_ok_at", "device", "session_id"):
        op.drop_column("push_subscription", name)
    for name in ("reached", "phone", "url"):
        op.drop_column("delivery", name)
