"""What happens once per database: the demo marketplace, or the code for the first admin."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import text

from emporium.db import transaction
from emporium.runtime import endpoints, migrations, setup_code
from emporium.runtime.paths import prepare_data_dir, write_private
from emporium.settings import get_settings

_MARK = "demo.json"
_WHICH = """
    SELECT datname, oid, (SELECT min(oid) FROM pg_class WHERE relname = 'alembic_version')
    FROM pg_database WHERE datname = current_database()
"""


def _identity() -> str:
    """Names the database for good: a cluster that was made anew is another one."""
    with transaction() as session:
        row = session.execute(text(_WHICH)).one()
    return hashlib.sha256(json.dumps([str(part) for part in row]).encode()).hexdigest()


def seeded() -> bool:
    """Whether the demo marketplace is complete in this database.

    The mark is written after the seed's transaction, so a first run that was cut short starts it again; the seed
    itself finds its own rows and does nothing twice.
    """
    try:
        mark = json.loads((prepare_data_dir() / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(mark.get("database") == _identity())


def seed() -> bool:
    """Fill the database with the demo marketplace; False when it was there already."""
    from emporium.demo.seed import seed_demo

    with migrations.alone(endpoints.database_url()):
        result = seed_demo()
    write_private(prepare_data_dir() / _MARK, json.dumps({"database": _identity()}))
    return result is not False


def setup_code_if_needed() -> str:
    """Without demo and without an admin: a fresh one-time code for `/setup`, else empty text."""
    if get_settings().demo:
        return ""
    from emporium.services.users.setup import needs_first_admin

    with transaction() as session:
        return setup_code.make() if needs_first_admin(session) else ""
