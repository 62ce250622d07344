"""Documents of search by generation, its words, synonyms and pins; what goes with what; views that were agreed to.

Revision: 0025
After: 0024
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _now(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def upgrade() -> None:
    _documents()
    _operators()
    _recommendations()


def _documents() -> None:
    op.create_table(
        "search_index",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.Column("building", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_search_index_one_row")),
        sa.CheckConstraint("building IS NULL OR building > live", name=op.f("ck_search_index_builds_ahead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_index")),
    )
    op.execute("INSERT INTO search_index (id, live) VALUES (1, 1)")
    op.create_table(
        "search_document",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.Column("plain", sa.String(), nullable=False),
        _now("indexed_at"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_search_document_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "generation", name=op.f("pk_search_document")),
    )
    op.create_index("ix_search_document_words", "search_document", ["words"], postgresql_using="gin")
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("products", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_stem", "search_word", ["stem"])
    op.create_index("ix_search_word_prefix", "search_word", ["word"], postgresql_ops={"word": "text_pattern_ops"})
    op.create_index(
        "ix_search_word_trgm", "search_word", ["word"], postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}
    )


def _operators() -> None:
    op.drop_constraint("pk_synonym", "synonym", type_="primary")
    op.execute("DELETE FROM synonym WHERE word <> lower(word) OR same_as <> lower(same_as) OR word = same_as")
    op.add_column("synonym", _now("created_at"))
    op.create_primary_key("pk_synonym", "synonym", ["word", "same_as"])
    op.create_check_constraint(op.f("ck_synonym_two_words"), "synonym", "word <> same_as")
    op.create_check_constraint(
        op.f("ck_synonym_small_letters"), "synonym", "word = lower(word) AND same_as = lower(same_as)"
    )
    op.create_check_constraint(
        op.f("ck_synonym_length_bounded"), "synonym",
        "length(word) BETWEEN 1 AND 60 AND length(same_as) BETWEEN 1 AND 60",
    )  # fmt: skip
    op.create_table(
        "search_pin",
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _now("created_at"),
        sa.CheckConstraint("words = lower(words) AND words <> ''", name=op.f("ck_search_pin_words_normalised")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_search_pin_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("words", "product_id", name=op.f("pk_search_pin")),
    )
    op.create_index(op.f("ix_search_pin_product_id"), "search_pin", ["product_id"])
    op.drop_table("search_log")
    op.create_table(
        "search_log",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.CheckConstraint("searches > 0 AND results >= 0", name=op.f("ck_search_log_counted")),
        sa.PrimaryKeyConstraint("day", "words", name=op.f("pk_search_log")),
    )


def _recommendations() -> None:
    op.create_table(
        "product_relation",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("product_id <> other_id", name=op.f("ck_product_relation_two_products")),
        sa.CheckConstraint("kind IN ('related', 'together')", name=op.f("ck_product_relation_kind_known")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_relation_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["product.id"], name=op.f("fk_product_relation_other_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "kind", "other_id", name=op.f("pk_product_relation")),
    )
    op.create_index(op.f("ix_product_relation_other_id"), "product_relation", ["other_id"])
    op.create_table(
        "personal_consent",
        sa.Column("guest_hash", sa.String(), nullable=False),
        _now("created_at"),
        sa.PrimaryKeyConstraint("guest_hash", name=op.f("pk_personal_consent")),
    )
    op.create_index(op.f("ix_personal_consent_created_at"), "personal_consent", ["created_at"])
    op.create_table(
        "product_view",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("guest_hash", sa.String(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        _now("seen_at"),
        sa.CheckConstraint("(user_id IS NULL) <> (guest_hash IS NULL)", name=op.f("ck_product_view_one_viewer")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_product_view_user_id_app_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["guest_hash"], ["personal_consent.guest_hash"],
            name=op.f("fk_product_view_guest_hash_personal_consent"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_view_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_view")),
    )  # fmt: skip
    op.create_index("uq_product_view_user", "product_view", ["user_id", "product_id"], unique=True)
    op.create_index("uq_product_view_guest", "product_view", ["guest_hash", "product_id"], unique=True)
    op.create_index(op.f("ix_product_view_product_id"), "product_view", ["product_id"])
    op.create_index("ix_product_view_seen", "product_view", ["seen_at"])


def downgrade() -> None:
    for table in ("product_view", "personal_consent", "product_relation", "search_log", "search_pin", "search_word",
                  "search_document", "search_index"):  # fmt: skip
        op.drop_table(table)
    op.create_table(
        "search_log",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        _now("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_log")),
    )
    op.create_index("ix_search_log_empty", "search_log", ["created_at"], postgresql_where=sa.text("results = 0"))
    for name in ("two_words", "small_letters", "length_bounded"):
        op.drop_constraint(op.f(f"ck_synonym_{name}"), "synonym", type_="check")
    op.drop_constraint("pk_synonym", "synonym", type_="primary")
    op.drop_column("synonym", "created_at")
    op.execute("DELETE FROM synonym a USING synonym b WHERE a.word = b.word AND a.same_as > b.same_as")
    op.create_primary_key("pk_synonym", "synonym", ["word"])
