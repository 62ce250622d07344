"""Cash at the door: what stores take themselves.

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = {
    "ledger_account": [
        "provider_clearing",
        "store_payable",
        "commission_revenue",
        "fee_tax",
        "platform_tax",
        "promotion_expense",
        "credit_liability",
        "chargeback_loss",
        "disputed_funds",
        "processing_revenue",
        "fixed_fee_revenue",
        "payout_clearing",
        "fx",
    ],
    "ledger_transaction": ["sale", "refund", "chargeback", "payout", "payout_return", "adjustment", "credit", "fx"],
    "earning": ["sale", "reserve", "refund", "dispute", "payout_return", "adjustment"],
}
ADDED = {"ledger_account": "cash_with_stores", "ledger_transaction": "cash", "earning": "cash"}


def _known(table: str, kinds: list[str]) -> None:
    op.drop_constraint(op.f(f"ck_{table}_kind_known"), table, type_="check")
    names = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint("kind_known", table, f"kind IN ({names})")


def upgrade() -> None:
    for table, kinds in KINDS.items():
        _known(table, [*kinds, ADDED[table]])
    op.add_column("store", sa.Column("cash_on_delivery", sa.Boolean(), server_default="false", nullable=False))
    op.alter_column("store", "cash_on_delivery", server_default=None)


def downgrade() -> None:
    op.drop_column("store", "cash_on_delivery")
    for table, kinds in KINDS.items():
        _known(table, kinds)
