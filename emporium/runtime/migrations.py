"""The schema: where it stands, where it should stand, and how it gets there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from emporium.db import driver_url
from emporium.runtime.paths import ROOT

_LOCK = 0x656D706F  # "empo": one migration at a time per database, whoever starts it


def plain_url(url: str) -> str:
    """An address as libpq reads it."""
    return "postgresql://" + driver_url(url).removeprefix("postgresql+psycopg://")


def config(url: str) -> Config:
    """Alembic's configuration for one database."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "alembic").replace("%", "%%"))
    made.set_main_option("sqlalchemy.url", driver_url(url).replace("%", "%%"))
    return made


def head() -> str | None:
    """The newest revision in the code."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "alembic").replace("%", "%%"))
    return ScriptDirectory.from_config(made).get_current_head()


def current(url: str) -> str | None:
    """The revision of a database, None when it is empty."""
    with psycopg.connect(plain_url(url), connect_timeout=10) as connection:
        row = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if row is None or row[0] is None:
            return None
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0]) if found else None


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Hold the database's start-up lock: two copies on one database migrate and seed one after the other."""
    with psycopg.connect(plain_url(url), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        try:
            yield
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def upgrade(url: str, revision: str = "head") -> bool:
    """Bring a database to a revision; False when it was there already."""
    if revision == "head" and current(url) == head():
        return False
    with alone(url):
        command.upgrade(config(url), revision)
    return True


def draft(url: str, message: str) -> None:
    """Write a new revision from what the models say and the database does not have yet; read it before keeping it."""
    command.revision(config(url), message=message, autogenerate=True)
