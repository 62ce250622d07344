"""Wishlists with names and links, follows and searches of guests too, and the daily letter (F030).

Revision: 0021
After: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ONE_OWNER = "(user_id IS NULL) <> (guest_hash IS NULL)"
NOW = sa.text("now()")


def upgrade() -> None:
    _wishlists()
    _follows()
    op.create_table(
        "saved_search",
        *_owned("saved_search"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("wanted", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.UniqueConstraint("user_id", "path", "query", name="uq_saved_search_user_id_path_query"),
        sa.UniqueConstraint("guest_hash", "path", "query", name="uq_saved_search_guest_hash_path_query"),
    )
    op.create_table(
        "news_setting",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True)),
        sa.Column("told_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_news_setting"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name="fk_news_setting_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("token", name="uq_news_setting_token"),
    )
    op.create_index("ix_news_setting_due", "news_setting", ["told_at"], postgresql_where=sa.text("wanted"))


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("guest_hash", sa.String()),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        sa.CheckConstraint(ONE_OWNER, name=op.f(f"ck_{table}_one_owner")),
    ]


def _wishlists() -> None:
    op.create_table(
        "wishlist",
        *_owned("wishlist"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("share_token", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.UniqueConstraint("user_id", "name", name="uq_wishlist_user_id_name"),
        sa.UniqueConstraint("guest_hash", "name", name="uq_wishlist_guest_hash_name"),
        sa.UniqueConstraint("share_token", name="uq_wishlist_share_token"),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_wishlist_name_short")),
    )
    op.execute(
        "INSERT INTO wishlist (id, user_id, name) SELECT uuidv7(), user_id, '' FROM wishlist_item GROUP BY user_id"
    )
    op.execute("ALTER TABLE wishlist_item RENAME TO old_wishlist_item")
    op.execute("ALTER INDEX pk_wishlist_item RENAME TO pk_old_wishlist_item")
    op.execute("ALTER INDEX ix_wishlist_item_product_id RENAME TO ix_old_wishlist_item_product_id")
    op.create_table(
        "wishlist_item",
        sa.Column("wishlist_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("seen_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("seen_available", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("wishlist_id", "product_id", name="pk_wishlist_item"),
        sa.ForeignKeyConstraint(
            ["wishlist_id"], ["wishlist.id"], name="fk_wishlist_item_wishlist_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_wishlist_item_product_id", ondelete="CASCADE"),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_wishlist_item_currency_iso")),
    )
    op.create_index("ix_wishlist_item_product_id", "wishlist_item", ["product_id"])
    op.create_index("ix_wishlist_item_order", "wishlist_item", ["wishlist_id", "created_at"])
    op.execute(
        "INSERT INTO wishlist_item (wishlist_id, product_id, seen_price_minor, currency, seen_available, created_at)"
        " SELECT w.id, i.product_id, p.min_price_minor, p.currency, p.available_total > 0, i.created_at"
        " FROM old_wishlist_item i JOIN wishlist w ON w.user_id = i.user_id JOIN product p ON p.id = i.product_id"
    )
    op.drop_table("old_wishlist_item")


def _follows() -> None:
    op.add_column("store_follow", sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False))
    op.add_column("store_follow", sa.Column("guest_hash", sa.String()))
    op.drop_constraint("pk_store_follow", "store_follow")
    op.create_primary_key("pk_store_follow", "store_follow", ["id"])
    op.alter_column("store_follow", "user_id", nullable=True)
    op.create_unique_constraint("uq_store_follow_user_id_store_id", "store_follow", ["user_id", "store_id"])
    op.create_unique_constraint("uq_store_follow_guest_hash_store_id", "store_follow", ["guest_hash", "store_id"])
    op.create_check_constraint(op.f("ck_store_follow_one_owner"), "store_follow", ONE_OWNER)


def downgrade() -> None:
    op.drop_table("news_setting")
    op.drop_table("saved_search")
    op.execute("DELETE FROM store_follow WHERE user_id IS NULL")
    op.drop_constraint(op.f("ck_store_follow_one_owner"), "store_follow")
    op.drop_constraint("uq_store_follow_user_id_store_id", "store_follow")
    op.drop_constraint("uq_store_follow_guest_hash_store_id", "store_follow")
    op.drop_constraint("pk_store_follow", "store_follow")
    op.drop_column("store_follow", "id")
    op.drop_column("store_follow", "guest_hash")
    op.alter_column("store_follow", "user_id", nullable=False)
    op.create_primary_key("pk_store_follow", "store_follow", ["user_id", "store_id"])
    op.execute("ALTER TABLE wishlist_item RENAME TO new_wishlist_item")
    op.execute("ALTER INDEX pk_wishlist_item RENAME TO pk_new_wishlist_item")
    op.execute("ALTER INDEX ix_wishlist_item_product_id RENAME TO ix_new_wishlist_item_product_id")
    op.create_table(
        "wishlist_item",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_wishlist_item_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_wishlist_item_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "product_id", name=op.f("pk_wishlist_item")),
    )
    op.create_index(op.f("ix_wishlist_item_product_id"), "wishlist_item", ["product_id"])
    op.execute(
        "INSERT INTO wishlist_item (user_id, product_id, created_at)"
        " SELECT w.user_id, i.product_id, min(i.created_at) FROM new_wishlist_item i"
        " JOIN wishlist w ON w.id = i.wishlist_id WHERE w.user_id IS NOT NULL GROUP BY 1, 2"
    )
    op.drop_table("new_wishlist_item")
    op.drop_table("wishlist")
