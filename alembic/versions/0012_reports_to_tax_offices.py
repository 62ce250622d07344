"""Who sellers are to tax offices; statements and tax reports as papers; letters about baskets left behind.

Revision: 0012
After: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PAPERS = "kind IN ('invoice', 'credit_note', 'packing_slip', 'commission_invoice'{more})"


def _papers(more: str) -> None:
    op.drop_constraint(op.f("ck_document_kind_known"), "document", type_="check")
    op.create_check_constraint("kind_known", "document", PAPERS.format(more=more))


def _reminders() -> None:
    op.add_column("checkout", sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "cart_reminder",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("restored_cart_id", sa.Uuid(), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("nth IN (1, 2)", name=op.f("ck_cart_reminder_twice_at_most")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_cart_reminder_email_lower")),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["cart.id"], name=op.f("fk_cart_reminder_cart_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["restored_cart_id"], ["cart.id"], name=op.f("fk_cart_reminder_restored_cart_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_reminder")),
        sa.UniqueConstraint("cart_id", "nth", name=op.f("uq_cart_reminder_cart_id_nth")),
        sa.UniqueConstraint("token", name=op.f("uq_cart_reminder_token")),
    )  # fmt: skip
    op.create_index("ix_cart_reminder_email", "cart_reminder", ["email", "created_at"])
    op.create_index(op.f("ix_cart_reminder_restored_cart_id"), "cart_reminder", ["restored_cart_id"])
    op.create_table(
        "reminder_refusal",
        sa.Column("email_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("email_hash", name=op.f("pk_reminder_refusal")),
    )


def upgrade() -> None:
    _reminders()
    _papers(", 'statement', 'tax_report'")
    op.create_table(
        "seller_tax_details",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        *[
            sa.Column(name, sa.String(), nullable=False)
            for name in (
                "name", "first_name", "line1", "postcode", "city", "country", "secret", "tin_last", "tin_country",
                "vat_id", "registration_number",
            )
        ],
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'company')", name=op.f("ck_seller_tax_details_kind_known")),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_seller_tax_details_country_iso")),
        sa.CheckConstraint("tin_country ~ '^([A-Z]{2})?$'", name=op.f("ck_seller_tax_details_tin_country_iso")),
        sa.CheckConstraint("length(tin_last) <= 3", name=op.f("ck_seller_tax_details_tin_masked")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_seller_tax_details_store_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_seller_tax_details")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("reminder_refusal")
    op.drop_table("cart_reminder")
    op.drop_column("checkout", "remind_at")
    op.drop_table("seller_tax_details")
    op.execute("DELETE FROM document WHERE kind IN ('statement', 'tax_report')")
    _papers("")
