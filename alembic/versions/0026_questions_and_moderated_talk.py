"""Public questions with answers, pictures in messages, and conversations that an operator can moderate.

Revision: 0026
After: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KNOWN = "subject_kind IN ('product', 'store', 'review', 'message')"
MORE = "subject_kind IN ('product', 'store', 'review', 'message', 'conversation', 'question', 'answer')"


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False)


def _now() -> sa.Column[object]:
    return sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _decided(table: str) -> list[sa.schema.SchemaItem]:
    """How a public post is moderated."""
    return [
        sa.Column("status", sa.Text(), server_default="published", nullable=False),
        sa.Column("status_reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        _time("decided_at"),
        sa.CheckConstraint("status IN ('published', 'removed')", name=op.f(f"ck_{table}_status_known")),
        sa.CheckConstraint("status <> 'removed' OR status_reason <> ''", name=op.f(f"ck_{table}_removal_has_reason")),
        sa.ForeignKeyConstraint(["decided_by"], ["app_user.id"], name=op.f(f"fk_{table}_decided_by"), ondelete="SET NULL"),
    ]  # fmt: skip


def upgrade() -> None:
    _questions()
    _answers()
    _messages()
    op.drop_constraint(op.f("ck_report_subject_known"), "report")
    op.create_check_constraint(op.f("ck_report_subject_known"), "report", MORE)


def _questions() -> None:
    op.create_table(
        "product_question",
        _id(),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        _time("store_answered_at"),
        *_decided("product_question"),
        _now(),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 500", name=op.f("ck_product_question_body_bounded")),
        sa.CheckConstraint("answers >= 0", name=op.f("ck_product_question_answers_counted")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_question_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_product_question_store_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_product_question_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_question")),
    )
    op.create_index("uq_product_question_same", "product_question", ["product_id", "user_id", "body"], unique=True)
    op.create_index(
        "ix_product_question_page", "product_question", ["product_id", "id"],
        postgresql_where=sa.text("status = 'published'"),
    )  # fmt: skip
    op.create_index("ix_product_question_store", "product_question", ["store_id", "id"])
    op.create_index(
        "ix_product_question_waiting", "product_question", ["store_id", "id"],
        postgresql_where=sa.text("status = 'published' AND store_answered_at IS NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_product_question_removed", "product_question", ["id"], postgresql_where=sa.text("status = 'removed'")
    )
    op.create_index(op.f("ix_product_question_user_id"), "product_question", ["user_id"])
    op.create_index(op.f("ix_product_question_decided_by"), "product_question", ["decided_by"])


def _answers() -> None:
    op.create_table(
        "product_answer",
        _id(),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        *_decided("product_answer"),
        _time("edited_at"),
        _now(),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 2000", name=op.f("ck_product_answer_body_bounded")),
        sa.CheckConstraint("helpful >= 0", name=op.f("ck_product_answer_helpful_counted")),
        sa.CheckConstraint("voice IN ('store', 'buyer')", name=op.f("ck_product_answer_voice_known")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["product_question.id"], name=op.f("fk_product_answer_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_product_answer_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_answer")),
    )
    op.create_index("ix_product_answer_question", "product_answer", ["question_id", "status", "helpful"])
    op.create_index(
        "uq_product_answer_store", "product_answer", ["question_id"], unique=True,
        postgresql_where=sa.text("voice = 'store'"),
    )  # fmt: skip
    op.create_index("uq_product_answer_person", "product_answer", ["question_id", "user_id"], unique=True)
    op.create_index(
        "ix_product_answer_removed", "product_answer", ["id"], postgresql_where=sa.text("status = 'removed'")
    )
    op.create_index(op.f("ix_product_answer_user_id"), "product_answer", ["user_id"])
    op.create_index(op.f("ix_product_answer_decided_by"), "product_answer", ["decided_by"])
    op.create_table(
        "answer_vote",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _now(),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["product_answer.id"], name=op.f("fk_answer_vote_answer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_answer_vote_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("answer_id", "user_id", name=op.f("pk_answer_vote")),
    )
    op.create_index(op.f("ix_answer_vote_user_id"), "answer_vote", ["user_id"])


def _messages() -> None:
    op.add_column("conversation", _time("closed_at"))
    op.add_column("conversation", sa.Column("closed_reason", sa.String(), nullable=False, server_default=""))
    op.alter_column("conversation", "closed_reason", server_default=None)
    op.create_check_constraint(
        op.f("ck_conversation_closing_has_reason"), "conversation", "(closed_at IS NULL) = (closed_reason = '')"
    )
    op.drop_column("message", "attachment_id")
    op.add_column("message", sa.Column("only_for", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("photos", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("message", _time("hidden_at"))
    op.add_column("message", sa.Column("hidden_reason", sa.String(), nullable=False, server_default=""))
    for column in ("photos", "hidden_reason"):
        op.alter_column("message", column, server_default=None)
    op.drop_constraint(op.f("ck_message_body_bounded"), "message")
    for name, rule in (
        ("body_bounded", "length(body) <= 5000 AND (length(body) > 0 OR photos > 0)"),
        ("photos_bounded", "photos BETWEEN 0 AND 4"),
        ("hiding_has_reason", "(hidden_at IS NULL) = (hidden_reason = '')"),
        ("only_warnings_are_private", "only_for IS NULL OR sender = 'platform'"),
        ("only_for_known", "only_for IN ('shopper', 'store', 'platform')"),
    ):
        op.create_check_constraint(op.f(f"ck_message_{name}"), "message", rule)
    op.create_table(
        "message_photo",
        _id(),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("small_key", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        _now(),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_message_photo_size_positive")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_photo_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_photo")),
    )
    op.create_index(op.f("ix_message_photo_message_id"), "message_photo", ["message_id"])


def downgrade() -> None:
    op.execute("DELETE FROM report WHERE subject_kind IN ('conversation', 'question', 'answer')")
    op.drop_constraint(op.f("ck_report_subject_known"), "report")
    op.create_check_constraint(op.f("ck_report_subject_known"), "report", KNOWN)
    op.drop_table("message_photo")
    op.execute("DELETE FROM message WHERE body = '' OR only_for IS NOT NULL")
    for name in (
        "only_for_known", "only_warnings_are_private", "hiding_has_reason", "photos_bounded", "body_bounded"
    ):  # fmt: skip
        op.drop_constraint(op.f(f"ck_message_{name}"), "message")
    op.create_check_constraint(op.f("ck_message_body_bounded"), "message", "length(body) BETWEEN 1 AND 5000")
    for column in ("hidden_reason", "hidden_at", "photos", "only_for"):
        op.drop_column("message", column)
    op.add_column("message", sa.Column("attachment_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_message_attachment_id"), "message", "media", ["attachment_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_message_attachment_id"), "message", ["attachment_id"])
    op.drop_constraint(op.f("ck_conversation_closing_has_reason"), "conversation")
    op.drop_column("conversation", "closed_reason")
    op.drop_column("conversation", "closed_at")
    op.drop_table("answer_vote")
    op.drop_table("product_answer")
    op.drop_table("product_question")
