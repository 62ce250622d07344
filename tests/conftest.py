"""What all tests share: one PostgreSQL and one Valkey for the whole run, a database per process for tests that commit.

The process that starts pytest owns the servers, in a folder of its own under the system's temporary folder; the
processes that xdist starts find them there. Databases are copies of a migrated template, emptied between tests.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from redis import Redis
from sqlmodel import Session

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "emporium-tests-"
TEMPLATE = "emporium_template"
DEMO = "emporium_demo"
SETTINGS = ("DATABASE_URL", "REDIS_URL", "SMTP_HOST", "SES_REGION", "S3_BUCKET")


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers before the first test, or find those that the controlling process started."""
    worker = getattr(config, "workerinput", None)
    if worker is None:
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        for name in [key for key in os.environ if key.startswith("EMPORIUM_") or key in SETTINGS]:
            if name not in ("EMPORIUM_FRONTEND_DIR", "EMPORIUM_TEST_BROWSER"):
                del os.environ[name]
        os.environ["EMPORIUM_DATA_DIR"] = str(folder)
        os.environ.setdefault("EMPORIUM_FRONTEND_DIR", str(ROOT / ".emporium" / "frontend"))
        os.environ["EMPORIUM_BCRYPT_COST"] = "4"
        os.environ["EMPORIUM_SECRET_KEY"] = "only-for-tests-" + uuid4().hex
        from emporium.runtime import servers

        config.emporium_servers = use = servers.Use()  # type: ignore[attr-defined]
        use.postgres()
        use.redis()
        _spare_the_disk()
    _use_own_part(worker["workerid"] if worker else "main")


def _spare_the_disk() -> None:
    """The suite's server need not outlive a power cut: thousands of databases are copied and dropped on it."""
    from emporium.runtime import endpoints
    from emporium.runtime.migrations import plain_url

    with psycopg.connect(plain_url(endpoints.recorded()["database_url"]), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers and forget their folder."""
    use = getattr(config, "emporium_servers", None)
    if use is not None:
        from emporium.db import engine

        engine().dispose()
        _restore_embedded()
        use.leave()
        shutil.rmtree(os.environ["EMPORIUM_DATA_DIR"], ignore_errors=True)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests of a group go to one worker process, or every worker would start the whole app at the same moment."""
    if not getattr(session.config.option, "loadgroup", False):
        return
    loose = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
    if loose:
        raise pytest.UsageError(f"pytest-xdist does not group tests with this pytest: {loose[0]}")


def _sweep() -> None:
    """Stop what an earlier run left behind when it was killed."""
    from emporium.runtime.locks import Busy, FileLock
    from emporium.runtime.postgres import EmbeddedPostgres

    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lock = FileLock(folder / "users.lock")
        try:
            if folder.stat().st_uid != os.geteuid() or not lock.path.exists():
                continue
            lock.acquire()
        except (Busy, OSError):
            continue
        _stop_valkey(folder)
        EmbeddedPostgres(folder / "postgres", folder / "logs" / "postgres.log").stop()
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _stop_valkey(folder: Path) -> None:
    import json

    from emporium.runtime.valkey import EmbeddedValkey

    try:
        port = json.loads((folder / "runtime.json").read_text())["valkey_port"]
        password = (folder / "valkey.password").read_text().strip()
    except (OSError, ValueError, KeyError):
        return
    EmbeddedValkey(folder / "valkey", folder / "logs" / "valkey.log", password).stop(port)


def _use_own_part(worker: str) -> None:
    """Each worker process has its own Redis database number and, later, its own databases."""
    from emporium.runtime import endpoints
    from emporium.settings import get_settings

    number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
    url = endpoints.redis_url()
    os.environ["REDIS_URL"] = url.rsplit("/", 1)[0] + f"/{number % 16}"
    os.environ["DATABASE_URL"] = endpoints.database_url()
    get_settings.cache_clear()


def _restore_embedded() -> None:
    from emporium.settings import get_settings

    os.environ.pop("REDIS_URL", None)
    os.environ.pop("DATABASE_URL", None)
    get_settings.cache_clear()


class Databases:
    """Makes and drops databases on the suite's server."""

    def __init__(self) -> None:
        from emporium.runtime import endpoints
        from emporium.runtime.migrations import plain_url

        self.admin = plain_url(endpoints.recorded()["database_url"])

    def url(self, name: str) -> str:
        """Address of a database on the suite's server."""
        head, _, query = self.admin.partition("?")
        return f"{head.rpartition('/')[0]}/{name}?{query}"

    def create(self, template: str | None = None) -> str:
        """A new database; its name."""
        name = f"t_{uuid4().hex[:16]}"
        self._run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""))
        return name

    def drop(self, name: str) -> None:
        """Whoever is still connected is cut."""
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def ensure_template(self) -> str:
        """The migrated database that others are copied from; made once per run."""
        from emporium.runtime import migrations

        return self._once(TEMPLATE, None, migrations.upgrade)

    def ensure_demo(self) -> str:
        """A database with the demo marketplace as of today, to be copied; made once per run, for it takes long."""
        from emporium import db
        from emporium.demo.seed import seed_demo

        def fill(url: str) -> None:
            db.configure(url)
            assert seed_demo() is True
            db.engine().dispose()

        return self._once(DEMO, self.ensure_template(), fill)

    def _once(self, name: str, template: str | None, fill: Callable[[str], None]) -> str:
        from emporium.runtime.locks import locked
        from emporium.runtime.paths import data_dir

        with locked(data_dir() / f"{name}.lock", wait=400), psycopg.connect(self.admin, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                draft = self.create(template)
                fill(self.url(draft))
                connection.execute(f"ALTER DATABASE {draft} RENAME TO {name}")
        return name

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(statement)


class OwnDatabase:
    """A worker process's database for tests that commit: emptied before each of them, which takes a tenth of the
    time of a new one. A test that changed its shape, or filled it, costs the next one a new one.
    """

    MOST_ROWS = 20_000
    VACUUM_EVERY = 20

    def __init__(self, databases: Databases) -> None:
        self.databases, self.name, self.shape, self.uses = databases, "", "", 0
        self.touched: set[str] = set()

    def empty(self) -> str:
        """Its name, with nothing in it."""
        if self.name and not self._emptied():
            self.drop()
        if not self.name:
            self.name = self.databases.create(self.databases.ensure_template())
            with self._connection() as connection:
                self.shape = self._shape(connection)
        return self.name

    def drop(self) -> None:
        """Forget it."""
        if self.name:
            self.databases.drop(self.name)
        self.name, self.uses, self.touched = "", 0, set()

    def _connection(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.databases.url(self.name), autocommit=True)

    def _emptied(self) -> bool:
        with self._connection() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if self._shape(connection) != self.shape:
                return False
            connection.execute("SET session_replication_role = replica")  # rows that may never go, go here
            rows = 0
            for table in self._filled(connection):
                rows += connection.execute(f'DELETE FROM "{table}"').rowcount
                self.touched.add(table)
            connection.execute(
                "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
                " FROM pg_sequences WHERE last_value IS NOT NULL"
            )
            self.uses += 1
            if self.uses % self.VACUUM_EVERY == 0 and self.touched:
                connection.execute("VACUUM " + ", ".join(f'"{table}"' for table in sorted(self.touched)))
                self.touched.clear()
            return rows <= self.MOST_ROWS

    @staticmethod
    def _filled(connection: psycopg.Connection[Any]) -> list[str]:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchall()
        asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for (name,) in tables)
        return [name for (name,) in connection.execute(asked).fetchall()]

    @staticmethod
    def _shape(connection: psycopg.Connection[Any]) -> str:
        """A digest of its tables, columns, rules and triggers, and whether they are in force."""
        found = connection.execute(
            """
            SELECT md5(string_agg(part, '|' ORDER BY part)) FROM (
                SELECT format('%s %s %s', attrelid::regclass, attname, atttypid) AS part
                FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
                UNION ALL SELECT format('%s %s', conrelid::regclass, conname) FROM pg_constraint
                UNION ALL SELECT format('%s %s %s', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
                WHERE NOT tgisinternal
                UNION ALL SELECT format('%s %s', proname, md5(prosrc)) FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace
            ) parts
            """
        ).fetchone()
        return str(found[0]) if found else ""


@pytest.fixture(scope="session")
def databases() -> Databases:
    """For tests that need more than one database."""
    return Databases()


@pytest.fixture(scope="session")
def _worker_database(databases: Databases) -> Iterator[str]:
    name = databases.create(databases.ensure_template())
    yield databases.url(name)
    databases.drop(name)


@pytest.fixture
def session(_worker_database: str) -> Iterator[Session]:
    """A session whose work is rolled back after the test, commits included. For tests in one thread."""
    from emporium import db

    connection = db.configure(_worker_database).connect()
    outer = connection.begin()
    with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as made:
        yield made
    outer.rollback()
    connection.close()


@pytest.fixture(scope="session")
def _own_database(databases: Databases) -> Iterator[OwnDatabase]:
    made = OwnDatabase(databases)
    yield made
    made.drop()


@pytest.fixture
def db_url(databases: Databases, _own_database: OwnDatabase) -> Iterator[str]:
    """A migrated database without a row, used by `transaction()` too. For tests that commit or use threads.

    The worker's part of Redis is empty with it: tries that are counted there are of no other test.
    """
    from emporium import db
    from emporium.redis import redis_client

    redis_client().flushdb()
    url = databases.url(_own_database.empty())
    db.configure(url)
    yield url
    db.engine().dispose()


@pytest.fixture
def empty_db_url(databases: Databases) -> Iterator[str]:
    """A database without any table."""
    name = databases.create()
    yield databases.url(name)
    databases.drop(name)


@pytest.fixture
def redis() -> Iterator[Redis]:
    """This worker's own Redis database, empty; `redis_client()` uses the same one."""
    from emporium.redis import redis_client

    client = redis_client()
    client.flushdb()
    yield client
    client.flushdb()
