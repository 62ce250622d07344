"""Time and ids of the demo: the same seed makes the same marketplace, whatever the day.

Ids are UUIDv7 whose clock starts at a fixed day, so they sort by the demo's own time and lie before every id that the
database will ever make. Moments are counted back from `now`, so what happened lately always happened lately.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, event, inspect
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
PAST = timedelta(days=2000)
"""How far back the demo's own time reaches. With BEGINNING it ends in June 2024's ids at the latest."""
SQUEEZE = 12
"""Demo time runs this many times slower in ids than in life: 2,000 days fit into 167."""
TIMES = ("created_at", "updated_at", "since", "received_at")


class World:
    """The demo's random numbers, its present moment and its ids."""

    def __init__(self, *, seed: int, now: datetime) -> None:
        self.now = now
        self.rng = Random(seed)
        self._ids = Random(f"ids of {seed}")
        self._count = 0
        self.moment = now

    def at(self, moment: datetime) -> datetime:
        """Let everything from here on happen at a moment."""
        self.moment, self._count = min(moment, self.now), 0
        return self.moment

    def ago(self, *, days: float = 0, hours: float = 0) -> datetime:
        """A moment before now."""
        return self.now - timedelta(days=days, hours=hours)

    def new_id(self) -> UUID:
        """The next id at the present moment."""
        lived = self.moment - (self.now - PAST)
        millis = int(BEGINNING.timestamp() * 1000) + int(lived / timedelta(milliseconds=SQUEEZE))
        millis, count = millis + self._count // 4096, self._count % 4096
        self._count += 1
        return UUID(int=millis << 80 | 7 << 76 | count << 64 | 2 << 62 | self._ids.getrandbits(62))

    @contextmanager
    def governs(self, session: Session) -> Iterator[None]:
        """Give every row that the session makes an id and a time of the demo's own."""
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "do_orm_execute", self._before_execute)
        try:
            yield
        finally:
            event.remove(session, "before_flush", self._before_flush)
            event.remove(session, "do_orm_execute", self._before_execute)

    def _before_flush(self, session: Session, *_: Any) -> None:
        for row in session.new:
            columns = inspect(type(row)).columns
            if "id" in columns and isinstance(columns["id"].type, PGUUID) and row.id is None:
                row.id = self.new_id()
            for name in TIMES:
                if name in columns and getattr(row, name) is None:
                    setattr(row, name, self.moment)

    def _before_execute(self, state: ORMExecuteState) -> None:
        statement = state.statement
        if not isinstance(statement, Insert):
            return
        columns = statement.table.c
        if isinstance(state.parameters, list):
            for row in state.parameters:
                row.update(self._missing(columns, given=set(row)))
            return
        given = {getattr(column, "key", column) for column in statement._values or {}}
        missing = self._missing(columns, given=given)
        if missing:
            state.statement = statement.values(**missing)

    def _missing(self, columns: Any, *, given: set[str]) -> dict[str, Any]:
        """The id and the times that a new row of these columns still wants."""
        missing: dict[str, Any] = {name: self.moment for name in TIMES if name in columns and name not in given}
        if "id" in columns and isinstance(columns["id"].type, PGUUID) and "id" not in given:
            missing["id"] = self.new_id()
        return missing
