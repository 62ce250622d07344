"""Deleting stored files together with the rows that name them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import event
from sqlmodel import Session

from emporium.providers.storage import get_storage


def delete_files(session: Session, keys: Collection[str]) -> None:
    """Delete files once the session's transaction is committed: rolled back, its rows still find them."""
    if not keys:
        return
    wanted = list(keys)

    def committed(of: Session) -> None:
        if of.in_nested_transaction():  # a savepoint is no commit yet
            return
        while wanted:
            get_storage().delete(wanted.pop())

    event.listen(session, "after_commit", committed)
