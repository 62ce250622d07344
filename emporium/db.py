"""The database: one engine per process, and `transaction()` around every use of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from emporium.settings import get_settings

_lock = threading.Lock()
_engine: Engine | None = None


def driver_url(url: str) -> str:
    """Any PostgreSQL address as SQLAlchemy wants it, with psycopg 3."""
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    raise ValueError("DATABASE_URL must start with postgresql://")


def new_engine(url: str, *, pool_size: int | None = None) -> Engine:
    """An engine in UTC with READ COMMITTED transactions and bounded waiting for locks."""
    size = pool_size or get_settings().threads
    return create_engine(
        driver_url(url),
        pool_size=size,
        max_overflow=8,
        pool_pre_ping=True,
        pool_timeout=30,
        connect_args={"options": "-c timezone=UTC -c lock_timeout=25s -c idle_in_transaction_session_timeout=60s"},
    )


def configure(url: str, *, pool_size: int | None = None) -> Engine:
    """Use this database from now on in this process."""
    global _engine
    with _lock:
        if _engine is not None:
            _engine.dispose()
        _engine = new_engine(url, pool_size=pool_size)
        return _engine


def engine() -> Engine:
    """The process's engine, made at first use from `DATABASE_URL` or the running embedded server."""
    global _engine
    with _lock:
        if _engine is None:
            from emporium.runtime.endpoints import database_url

            _engine = new_engine(database_url())
        return _engine


@contextmanager
def transaction() -> Iterator[Session]:
    """A session whose work is committed as a whole, or not at all."""
    with Session(engine(), expire_on_commit=False) as session:
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
