"""Dearer replacements: their difference is charged by a link, and they are sold as orders of their own.

Revision: 0018
After: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BEFORE = "status IN ('wanted', 'reserved', 'sent', 'cancelled')"
NOW = "status IN ('wanted', 'reserved', 'to_pay', 'sold', 'sent', 'cancelled')"
CHECKS = {
    "charged_has_checkout": "(status IN ('to_pay', 'sold')) <= (checkout_id IS NOT NULL)",
    "charge_not_negative": "charged_minor >= 0",
    "dropped_bounded": "dropped_quantity BETWEEN 0 AND quantity",
}


def upgrade() -> None:
    op.add_column("exchange", sa.Column("checkout_id", sa.Uuid(), nullable=True))
    op.add_column("exchange", sa.Column("charged_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("exchange", sa.Column("dropped_quantity", sa.Integer(), server_default="0", nullable=False))
    op.alter_column("exchange", "charged_minor", server_default=None)
    op.alter_column("exchange", "dropped_quantity", server_default=None)
    op.create_foreign_key(
        op.f("fk_exchange_checkout_id_checkout"), "exchange", "checkout", ["checkout_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_unique_constraint(op.f("uq_exchange_checkout_id"), "exchange", ["checkout_id"])
    _known(NOW)
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_exchange_{name}"), "exchange", rule)


def downgrade() -> None:
    # What was asked or paid by a link is kept as an order; the exchange itself is over.
    op.execute(sa.text("UPDATE exchange SET status = 'cancelled' WHERE status IN ('to_pay', 'sold')"))
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_exchange_{name}"), "exchange", type_="check")
    _known(BEFORE)
    op.drop_constraint(op.f("uq_exchange_checkout_id"), "exchange", type_="unique")
    op.drop_constraint(op.f("fk_exchange_checkout_id_checkout"), "exchange", type_="foreignkey")
    for name in ("dropped_quantity", "charged_minor", "checkout_id"):
        op.drop_column("exchange", name)


def _known(rule: str) -> None:
    op.drop_constraint(op.f("ck_exchange_status_known"), "exchange", type_="check")
    op.create_check_constraint(op.f("ck_exchange_status_known"), "exchange", rule)
