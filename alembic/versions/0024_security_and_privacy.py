"""Second steps, passkeys, quiet hours, consent as it was said, and copies of a person's data.

Revision: 0024
After: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BEFORE = "purpose IN ('verify_email', 'reset_password')"
NOW = "purpose IN ('verify_email', 'reset_password', 'change_email', 'erase_account')"
QUIET = {
    "quiet_has_both_ends": "(quiet_from IS NULL) = (quiet_until IS NULL)",
    "quiet_hours_of_a_day": "quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23",
}


def upgrade() -> None:
    op.add_column("user_session", sa.Column("second_step_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("preference", sa.Column("quiet_from", sa.Integer(), nullable=True))
    op.add_column("preference", sa.Column("quiet_until", sa.Integer(), nullable=True))
    op.add_column(
        "preference", sa.Column("time_zone", sa.String(), server_default="Europe/Brussels", nullable=False)
    )
    op.alter_column("preference", "time_zone", server_default=None)
    for name, rule in QUIET.items():
        op.create_check_constraint(op.f(f"ck_preference_{name}"), "preference", rule)
    _purposes(NOW)
    _security()
    _privacy()


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM email_token WHERE purpose IN ('change_email', 'erase_account')"))
    for table in ("data_export", "consent_record", "passkey", "recovery_code", "totp_secret"):
        op.drop_table(table)
    _purposes(BEFORE)
    for name in QUIET:
        op.drop_constraint(op.f(f"ck_preference_{name}"), "preference", type_="check")
    for name in ("time_zone", "quiet_until", "quiet_from"):
        op.drop_column("preference", name)
    op.drop_column("user_session", "second_step_at")


def _purposes(rule: str) -> None:
    op.drop_constraint(op.f("ck_email_token_purpose_known"), "email_token", type_="check")
    op.create_check_constraint(op.f("ck_email_token_purpose_known"), "email_token", rule)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _made() -> sa.Column[object]:
    return sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), primary_key=True)


def _owner(table: str, *, key: bool = False) -> tuple[sa.Column[object], sa.ForeignKeyConstraint]:
    return (
        sa.Column("user_id", sa.Uuid(), nullable=False, primary_key=key),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE"),
    )


def _security() -> None:
    op.create_table(
        "totp_secret",
        *_owner("totp_secret", key=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        _made(),
        _moment("confirmed_at"),
        sa.CheckConstraint("last_step >= 0", name=op.f("ck_totp_secret_step_counts")),
    )
    op.create_table(
        "recovery_code",
        _id(),
        *_owner("recovery_code"),
        sa.Column("code_hash", sa.String(), nullable=False),
        _made(),
        _moment("used_at"),
        sa.UniqueConstraint("user_id", "code_hash", name=op.f("uq_recovery_code_user_id_code_hash")),
    )
    op.create_table(
        "passkey",
        _id(),
        *_owner("passkey"),
        sa.Column("credential_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _made(),
        _moment("last_used_at"),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_count_not_negative")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_passkey_name_length")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])


def _privacy() -> None:
    op.create_table(
        "consent_record",
        _id(),
        *_owner("consent_record"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        _made(),
        sa.CheckConstraint("kind IN ('marketing', 'personalisation')", name=op.f("ck_consent_record_kind_known")),
    )
    op.create_index("ix_consent_record_user", "consent_record", ["user_id", "id"])
    op.create_table(
        "data_export",
        _id(),
        *_owner("data_export"),
        sa.Column("status", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("storage_key", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        _made(),
        _moment("ready_at"),
        _moment("expires_at"),
        sa.CheckConstraint("status IN ('waiting', 'ready', 'forgotten')", name=op.f("ck_data_export_status_known")),
        sa.CheckConstraint("(status = 'ready') = (storage_key IS NOT NULL)", name=op.f("ck_data_export_ready_has_file")),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("ck_data_export_size_not_negative")),
    )
    op.create_index("ix_data_export_user", "data_export", ["user_id", "id"])
    op.create_index(
        "uq_data_export_waiting", "data_export", ["user_id"], unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )  # fmt: skip
