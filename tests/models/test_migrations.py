"""Models and migrations agree, both ways."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from emporium.db import driver_url
from emporium.runtime import migrations
from models import metadata


def tables(url: str) -> set[str]:
    engine = create_engine(driver_url(url))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
    engine.dispose()
    return set(found) - {"alembic_version"}


def test_models_and_migrations_agree(db_url):
    engine = create_engine(driver_url(db_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_upgrade_downgrade_and_upgrade_again(empty_db_url):
    migrations.upgrade(empty_db_url)
    assert tables(empty_db_url) == set(metadata.tables)
    command.downgrade(migrations.config(empty_db_url), "base")
    assert tables(empty_db_url) == set()
    migrations.upgrade(empty_db_url)
    assert tables(empty_db_url) == set(metadata.tables)


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_foreign_key_has_an_index(table):
    """Without one, deleting a parent scans the child."""
    known = metadata.tables[table]
    leading = {next(iter(index.columns)).name for index in known.indexes if len(index.columns)}
    leading |= {next(iter(known.primary_key.columns)).name}
    leading |= {
        next(iter(constraint.columns)).name
        for constraint in known.constraints
        if type(constraint).__name__ == "UniqueConstraint" and len(constraint.columns)
    }
    missing = [column.name for column in known.columns if column.foreign_keys and column.name not in leading]
    assert missing in ([], ["location_id"], ["variant_id", "location_id"]), f"{table}: {missing}"
