"""The yes to the daily letter about kept things is written down like any other (F154).

Revision: 0033
After: 0032
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAME = "ck_consent_record_kind_known"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "consent_record", type_="check")
    op.create_check_constraint(op.f(NAME), "consent_record", "kind IN ('marketing', 'personalisation', 'news')")
    op.execute(
        """
        INSERT INTO consent_record (id, user_id, kind, given, text_version, source, created_at)
        SELECT uuidv7(), user_id, 'news', true, '2026-11', '/saved', coalesce(wanted_at, now())
        FROM news_setting WHERE wanted
        """
    )


def downgrade() -> None:
    op.execute("DELETE FROM consent_record WHERE kind = 'news'")
    op.drop_constraint(op.f(NAME), "consent_record", type_="check")
    op.create_check_constraint(op.f(NAME), "consent_record", "kind IN ('marketing', 'personalisation')")
