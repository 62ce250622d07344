"""Addresses and secrets of this copy: from the settings when given, else from its data folder."""

from __future__ import annotations

import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from emporium.runtime.locks import locked
from emporium.runtime.paths import data_dir, prepare_data_dir, write_private
from emporium.settings import get_settings

DATABASE = "emporium"


class NotRunning(RuntimeError):
    """Nothing is embedded here yet; the message says how to start it."""


def runtime_file() -> Path:
    """Where the addresses of the embedded servers are written."""
    return data_dir() / "runtime.json"


def recorded() -> dict[str, Any]:
    """What is known about the embedded servers of this copy."""
    try:
        content = json.loads(runtime_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return content if isinstance(content, dict) else {}


def record(**values: Any) -> None:
    """Add to what is known; None removes an entry."""
    with locked(data_dir() / "runtime.lock"):
        known = {name: value for name, value in (recorded() | values).items() if value is not None}
        write_private(runtime_file(), json.dumps(known, indent=1) + "\n")


def database_url() -> str:
    """`DATABASE_URL`, or the embedded PostgreSQL's address. Raises NotRunning."""
    return _address(get_settings().database_url, "database_url", "DATABASE_URL")


def redis_url() -> str:
    """`REDIS_URL`, or the embedded Valkey's address. Raises NotRunning."""
    return _address(get_settings().redis_url, "redis_url", "REDIS_URL")


def _address(setting: Any, key: str, variable: str) -> str:
    if setting is not None:
        return str(setting.get_secret_value())
    found = recorded().get(key)
    if not found:
        raise NotRunning(f"No server is running for {data_dir()}. Start it with `emporium up`, or set {variable}.")
    return str(found)


@lru_cache(maxsize=1)
def secret_key() -> str:
    """`EMPORIUM_SECRET_KEY`, or one made once and kept in the data folder, readable by its owner only."""
    setting = get_settings().secret_key
    if setting is not None:
        return setting.get_secret_value()
    return generated_secret("secret.key")


def generated_secret(name: str) -> str:
    """A random text kept under this name in the data folder; two processes asking at once get the same one."""
    path = prepare_data_dir() / name
    if not path.exists():
        draft = path.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
        write_private(draft, secrets.token_urlsafe(48) + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()
