"""After the sale: returns, exchanges, shoppers' wishes to cancel, buyer-protection cases.

Revision: 0014
After: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BEFORE = "status IN ('requested', 'approved', 'rejected', 'received', 'inspected', 'closed')"
NOW = "status IN ('requested', 'approved', 'rejected', 'received', 'inspected', 'closed', 'cancelled')"
WORDS = ("answer", "return_address", "label_url", "tracking_number")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _when(name: str, *, nullable: bool = False) -> sa.Column[object]:
    default = None if nullable else sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=nullable)


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_order_return_status_known"), "order_return", type_="check")
    op.create_check_constraint("status_known", "order_return", NOW)
    for name, default in (("reason_code", "other"), *((name, "") for name in WORDS)):
        op.add_column("order_return", sa.Column(name, sa.String(), server_default=default, nullable=False))
        op.alter_column("order_return", name, server_default=None)
    op.add_column("order_return", sa.Column("refunded_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("order_return", "refunded_minor", server_default=None)
    op.create_check_constraint("label_is_safe", "order_return", "label_url = '' OR label_url LIKE 'https://%'")
    op.create_check_constraint("refund_not_negative", "order_return", "refunded_minor >= 0")
    op.add_column("return_line", sa.Column("restocked_quantity", sa.Integer(), server_default="0", nullable=False))
    op.alter_column("return_line", "restocked_quantity", server_default=None)
    op.execute("UPDATE return_line SET restocked_quantity = quantity WHERE decision = 'restock'")
    op.create_check_constraint("restock_bounded", "return_line", "restocked_quantity BETWEEN 0 AND quantity")
    _photos()
    _wishes()
    _exchanges()
    _cases()
    op.add_column("refund", sa.Column("by_platform", sa.Boolean(), server_default="false", nullable=False))
    op.alter_column("refund", "by_platform", server_default=None)


def _photos() -> None:
    op.create_table(
        "return_photo",
        _id(),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        _text("storage_key"),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        _when("created_at"),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_return_photo_size_positive")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["order_return.id"], name=op.f("fk_return_photo_return_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_photo")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_return_photo_storage_key")),
    )
    op.create_index(op.f("ix_return_photo_return_id"), "return_photo", ["return_id"])


VOICES = "voice IN ('shopper', 'store', 'platform')"


def _cases() -> None:
    op.create_table(
        "buyer_case",
        _id(),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        _when("answered_at", nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        _when("decided_at", nullable=True),
        _when("created_at"),
        *[
            sa.CheckConstraint(rule, name=op.f(f"ck_buyer_case_{name}"))
            for name, rule in (
                ("kind_known", "kind IN ('not_received', 'not_as_described')"),
                ("status_known", "status IN ('open', 'with_platform', 'decided', 'withdrawn')"),
                ("outcome_known", "outcome IN ('full', 'partial', 'nothing')"),
                ("payer_known", "payer IN ('store', 'platform')"),
                ("decided_has_outcome", "(status = 'decided') = (outcome IS NOT NULL)"),
                ("refund_has_payer", "(refunded_minor > 0) = (payer IS NOT NULL)"),
                ("refund_not_negative", "refunded_minor >= 0"),
            )
        ],
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_buyer_case_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["app_user.id"], name=op.f("fk_buyer_case_decided_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_case")),
    )
    op.create_index(
        "ux_buyer_case_open", "buyer_case", ["order_id"], unique=True,
        postgresql_where=sa.text("status IN ('open', 'with_platform')"),
    )  # fmt: skip
    op.create_index("ix_buyer_case_order", "buyer_case", ["order_id", "created_at"])
    op.create_index("ix_buyer_case_due", "buyer_case", ["answer_by"], postgresql_where=sa.text("status = 'open'"))
    op.create_index(op.f("ix_buyer_case_decided_by"), "buyer_case", ["decided_by"])
    for table, columns, rule in (
        ("case_message", [_text("body")], ("body_said", "length(body) BETWEEN 1 AND 2000")),
        (
            "case_photo",
            [_text("storage_key"), sa.Column("size_bytes", sa.Integer(), nullable=False)],
            ("size_positive", "size_bytes > 0"),
        ),
    ):
        op.create_table(
            table,
            _id(),
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("voice", sa.Text(), nullable=False),
            *columns,
            _when("created_at"),
            sa.CheckConstraint(VOICES, name=op.f(f"ck_{table}_voice_known")),
            sa.CheckConstraint(rule[1], name=op.f(f"ck_{table}_{rule[0]}")),
            sa.ForeignKeyConstraint(
                ["case_id"], ["buyer_case.id"], name=op.f(f"fk_{table}_case_id"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])


def _exchanges() -> None:
    op.create_table(
        "exchange",
        _id(),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        _text("name"),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), server_default="wanted", nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("fulfillment_id", sa.Uuid(), nullable=True),
        _when("created_at"),
        sa.CheckConstraint(
            "status IN ('wanted', 'reserved', 'sent', 'cancelled')", name=op.f("ck_exchange_status_known")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_exchange_quantity_positive")),
        sa.CheckConstraint("unit_price_minor >= 0", name=op.f("ck_exchange_price_not_negative")),
        sa.CheckConstraint("refunded_minor >= 0", name=op.f("ck_exchange_refund_not_negative")),
        sa.CheckConstraint(
            "(status = 'sent') = (fulfillment_id IS NOT NULL)", name=op.f("ck_exchange_sent_has_parcel")
        ),
        *[
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_exchange_{column}"), ondelete="RESTRICT")
            for column, target in (
                ("return_id", "order_return.id"),
                ("order_line_id", "order_line.id"),
                ("variant_id", "product_variant.id"),
                ("fulfillment_id", "fulfillment.id"),
            )
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
        sa.UniqueConstraint("return_id", name=op.f("uq_exchange_return_id")),
        sa.UniqueConstraint("fulfillment_id", name=op.f("uq_exchange_fulfillment_id")),
    )
    op.create_index(op.f("ix_exchange_order_line_id"), "exchange", ["order_line_id"])
    op.create_index(op.f("ix_exchange_variant_id"), "exchange", ["variant_id"])
    op.create_index("ix_exchange_reserved", "exchange", ["variant_id"], postgresql_where=sa.text("status = 'reserved'"))


def _wishes() -> None:
    op.create_table(
        "cancel_request",
        _id(),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        _text("reason"),
        _text("answer"),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        _when("created_at"),
        _when("decided_at", nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'accepted', 'refused', 'closed')", name=op.f("ck_cancel_request_status_known")
        ),
        sa.CheckConstraint("(status = 'open') = (decided_at IS NULL)", name=op.f("ck_cancel_request_decided_has_time")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["store_order.id"], name=op.f("fk_cancel_request_order_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancel_request")),
    )
    op.create_index(
        "ux_cancel_request_open", "cancel_request", ["order_id"], unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )  # fmt: skip
    op.create_index("ix_cancel_request_order", "cancel_request", ["order_id", "created_at"])
    op.create_table(
        "cancel_request_line",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cancel_request_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cancel_request.id"], name=op.f("fk_cancel_request_line_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_cancel_request_line_order_line_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("request_id", "order_line_id", name=op.f("pk_cancel_request_line")),
    )  # fmt: skip
    op.create_index(op.f("ix_cancel_request_line_order_line_id"), "cancel_request_line", ["order_line_id"])


def downgrade() -> None:
    op.drop_column("refund", "by_platform")
    for table in ("case_photo", "case_message", "buyer_case", "exchange"):
        op.drop_table(table)
    op.drop_table("cancel_request_line")
    op.drop_table("cancel_request")
    op.drop_table("return_photo")
    op.drop_column("return_line", "restocked_quantity")
    op.drop_column("order_return", "refunded_minor")
    for name in ("reason_code", *WORDS):
        op.drop_column("order_return", name)
    op.execute("UPDATE order_return SET status = 'rejected' WHERE status = 'cancelled'")
    op.drop_constraint(op.f("ck_order_return_status_known"), "order_return", type_="check")
    op.create_check_constraint("status_known", "order_return", BEFORE)
