"""Reviews are held, decided about and reported, and a payment remembers which card it was made with.

Revision: 0022
After: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review", sa.Column("photos", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("review", sa.Column("signals", postgresql.JSONB(), nullable=False, server_default="[]"))
    op.add_column("review", sa.Column("decided_by", sa.Uuid(), nullable=True))
    op.add_column("review", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    for column in ("photos", "signals"):
        op.alter_column("review", column, server_default=None)
    op.create_foreign_key(
        op.f("fk_review_decided_by"), "review", "app_user", ["decided_by"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_review_decided_by"), "review", ["decided_by"])
    op.create_check_constraint(op.f("ck_review_photos_bounded"), "review", "photos BETWEEN 0 AND 4")
    op.execute("UPDATE review SET status_reason = 'other' WHERE status = 'removed' AND status_reason = ''")
    op.create_check_constraint(
        op.f("ck_review_removal_has_reason"), "review", "status <> 'removed' OR status_reason <> ''"
    )
    op.create_index("ix_review_held", "review", ["id"], postgresql_where=sa.text("status = 'held'"))
    op.create_index("ix_review_removed", "review", ["id"], postgresql_where=sa.text("status = 'removed'"))
    op.add_column("report", sa.Column("reporter_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_report_reporter_id"), "report", "app_user", ["reporter_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(
        "uq_report_person",
        "report",
        ["reporter_id", "subject_kind", "subject_id"],
        unique=True,
        postgresql_where=sa.text("reporter_id IS NOT NULL AND status = 'open'"),
    )
    op.add_column("payment_attempt", sa.Column("instrument", sa.String(), nullable=False, server_default=""))
    op.alter_column("payment_attempt", "instrument", server_default=None)
    op.create_index(
        "ix_payment_attempt_instrument", "payment_attempt", ["instrument"], postgresql_where=sa.text("instrument <> ''")
    )


def downgrade() -> None:
    op.drop_index("ix_payment_attempt_instrument", table_name="payment_attempt")
    op.drop_column("payment_attempt", "instrument")
    op.drop_index("uq_report_person", table_name="report")
    op.drop_column("report", "reporter_id")
    op.drop_index("ix_review_removed", table_name="review")
    op.drop_index("ix_review_held", table_name="review")
    op.drop_constraint(op.f("ck_review_removal_has_reason"), "review")
    op.drop_constraint(op.f("ck_review_photos_bounded"), "review")
    for column in ("edited_at", "decided_at", "decided_by", "signals", "photos"):
        op.drop_column("review", column)
