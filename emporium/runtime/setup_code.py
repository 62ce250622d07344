"""The one-time code that lets the person at the terminal make the first admin. Kept as a hash only."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from emporium.runtime.paths import prepare_data_dir, write_private

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else
_LIFE = timedelta(hours=24)
_TRIES = 20


def _path() -> Path:
    return prepare_data_dir() / "setup-code.json"


def _hash(code: str, salt: str) -> str:
    clean = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.scrypt(clean.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()


def make() -> str:
    """A fresh code such as `K7QM-2XWE-9RTB`; the former one is void. It is good for 24 hours and 20 tries."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    code = "-".join(letters[start : start + 4] for start in (0, 4, 8))
    salt = secrets.token_hex(16)
    until = datetime.now(UTC) + _LIFE
    _write({"salt": salt, "hash": _hash(code, salt), "until": until.isoformat(), "tries": 0})
    return code


def pending() -> bool:
    """Whether a code waits to be used."""
    return _read() is not None


def check(code: str) -> bool:
    """Whether this is the code. A wrong one counts against the tries."""
    known = _read()
    if known is None:
        return False
    if hmac.compare_digest(_hash(code, str(known["salt"])), str(known["hash"])):
        return True
    _write(known | {"tries": int(str(known["tries"])) + 1})
    return False


def consume() -> None:
    """Make the code void: the first admin exists."""
    _path().unlink(missing_ok=True)


def _write(content: dict[str, object]) -> None:
    write_private(_path(), json.dumps(content))


def _read() -> dict[str, object] | None:
    try:
        known = json.loads(_path().read_text(encoding="utf-8"))
        fresh = datetime.fromisoformat(known["until"]) > datetime.now(UTC) and known["tries"] < _TRIES
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return known if fresh else None
