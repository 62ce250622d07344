"""Files go with their rows: when the transaction is committed, and not before."""

from __future__ import annotations

import pytest

from emporium.db import transaction
from emporium.providers.storage import get_storage
from emporium.services.stored_files import delete_files

KEY = "private/tests/one.txt"


def test_a_file_goes_when_its_row_is_gone_for_good(db_url):
    storage = get_storage()
    storage.put(KEY, b"x", "text/plain")
    with pytest.raises(RuntimeError), transaction() as session:
        delete_files(session, [KEY])
        raise RuntimeError
    assert storage.exists(KEY), "rolled back: the row still names it"
    with transaction() as session:
        delete_files(session, [KEY])
        with session.begin_nested():
            session.connection()
        assert storage.exists(KEY), "a savepoint is no commit"
    assert not storage.exists(KEY)
