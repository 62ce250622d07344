"""The embedded servers of this copy: started or adopted by whoever comes first, stopped by whoever leaves last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from emporium.runtime import endpoints
from emporium.runtime.locks import Busy, FileLock, locked
from emporium.runtime.paths import log_file, prepare_data_dir
from emporium.runtime.postgres import EmbeddedPostgres
from emporium.runtime.valkey import EmbeddedValkey
from emporium.settings import get_settings


@dataclass(frozen=True)
class Started:
    """What a call of `ensure` found."""

    postgres: str  # "external", "adopted" or "started"
    redis: str


def postgres() -> EmbeddedPostgres:
    """The embedded PostgreSQL of this copy, running or not."""
    return EmbeddedPostgres(prepare_data_dir() / "postgres", log_file("postgres"))


def valkey() -> EmbeddedValkey:
    """The embedded Valkey of this copy, running or not."""
    password = endpoints.generated_secret("valkey.password")
    return EmbeddedValkey(prepare_data_dir() / "valkey", log_file("valkey"), password)


def ensure_postgres() -> str:
    """Make sure that a database answers; says where it came from."""
    if get_settings().database_url is not None:
        return "external"
    server = postgres()
    with locked(prepare_data_dir() / "start.lock"):
        fresh = server.start()
        server.create_database(endpoints.DATABASE)
        endpoints.record(database_url=server.url(endpoints.DATABASE), postgres_pid=server.pid())
    return "started" if fresh else "adopted"


def ensure_redis() -> str:
    """Make sure that Redis or Valkey answers; says where it came from."""
    if get_settings().redis_url is not None:
        return "external"
    server = valkey()
    with locked(prepare_data_dir() / "start.lock"):
        port, fresh = server.start(endpoints.recorded().get("valkey_port"))
        endpoints.record(redis_url=server.url(port), valkey_port=port, valkey_pid=server.pid(port))
    return "started" if fresh else "adopted"


def ensure() -> Started:
    """Make sure that both servers answer."""
    return Started(postgres=ensure_postgres(), redis=ensure_redis())


def running() -> tuple[bool, bool]:
    """Whether PostgreSQL and Valkey of this copy run; what is not embedded is taken to."""
    settings, port = get_settings(), endpoints.recorded().get("valkey_port")
    database = settings.database_url is not None or postgres().pid() is not None
    return database, settings.redis_url is not None or (port is not None and valkey().pid(port) is not None)


class InUse(RuntimeError):
    """The servers are not stopped, because somebody works with them."""


def stop_unused() -> None:
    """Stop both embedded servers unless a process uses them. Raises InUse."""
    users = FileLock(prepare_data_dir() / "users.lock")
    try:
        users.acquire()
        stop()
    except Busy:
        raise InUse(
            f"The servers of {prepare_data_dir()} are in use. Stop `emporium up` and other commands of this copy first."
        ) from None
    finally:
        users.release()


def stop() -> None:
    """Stop both embedded servers, whoever uses them."""
    with locked(prepare_data_dir() / "start.lock"):
        port = endpoints.recorded().get("valkey_port")
        if port is not None:
            valkey().stop(port)
        postgres().stop()
        endpoints.record(database_url=None, redis_url=None, postgres_pid=None, valkey_pid=None)


class Use:
    """A claim on both servers. The last user that leaves stops what is embedded.

    Every user holds a shared lock; the kernel frees it when a process dies in whatever way, so nothing needs counting.
    """

    def __init__(self) -> None:
        self._users = FileLock(prepare_data_dir() / "users.lock")
        self._users.acquire(shared=True, wait=60)

    def postgres(self) -> str:
        """Make sure that the database answers."""
        return ensure_postgres()

    def redis(self) -> str:
        """Make sure that Redis or Valkey answers."""
        return ensure_redis()

    def leave(self) -> bool:
        """Give up the claim; True when that stopped the servers."""
        try:
            self._users.acquire(wait=0)
            stop()
            return True
        except Busy:
            return False
        finally:
            self._users.release()


@contextmanager
def in_use() -> Iterator[Started]:
    """Both servers for a block."""
    use = Use()
    try:
        yield Started(postgres=use.postgres(), redis=use.redis())
    finally:
        use.leave()
