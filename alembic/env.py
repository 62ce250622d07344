"""Alembic's way to the models. Run through `emporium migrate`; `make migration` compares models and database."""

from __future__ import annotations

from logging import getLogger

from alembic import context
from sqlalchemy import create_engine, pool, text

from emporium.db import driver_url
from models import metadata

log = getLogger("alembic.env")
LOCK_TIMEOUT = "5s"
"""A migration gives up rather than queue every shopper behind it (F161)."""


def include_object(_object: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Expression and operator-class indexes are compared by name only, which Alembic cannot read back."""
    return not (kind == "table" and name == "alembic_version")


def run() -> None:
    """Upgrade or downgrade in one transaction."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        migrate(connection)
        return
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        from emporium.runtime.endpoints import database_url

        url = driver_url(database_url())
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        migrate(connection)


def migrate(connection: object) -> None:
    """Run the revisions on a connection."""
    context.configure(
        connection=connection,  # type: ignore[arg-type]
        target_metadata=metadata,
        include_object=include_object,
        compare_type=True,
        transaction_per_migration=False,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        context.run_migrations()


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """SQLModel's own string type is a plain one."""
    if kind == "type" and type(item).__name__ == "AutoString":
        return "sa.String()"
    return False


if context.is_offline_mode():
    raise SystemExit("Migrations need a database: set DATABASE_URL or start `emporium up` first.")
run()
