"""Where things lie: the project folder, and the data folder that belongs to one copy of Emporium."""

from __future__ import annotations

import contextlib
import os
import sysconfig
import tempfile
from pathlib import Path

from emporium.settings import get_settings

ROOT = Path(__file__).resolve().parents[2]


class DataFolderError(RuntimeError):
    """The data folder cannot be used; the message says what to do."""


def data_dir() -> Path:
    """The absolute data folder of this copy."""
    return get_settings().data_dir


def prepare_data_dir() -> Path:
    """Make the data folder and prove that it can be written.

    Others may pass through it (as root, PostgreSQL runs as its own user) but not list it.
    """
    folder = data_dir()
    advice = "Give your user write permission on it, or set EMPORIUM_DATA_DIR to another folder."
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(0o711)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DataFolderError(f"The data folder {folder} cannot be written ({error.strerror}). {advice}") from error
    return folder


def scripts_dir() -> Path:
    """Where this environment keeps its console scripts (node and bun among them)."""
    return Path(sysconfig.get_path("scripts"))


def write_private(path: Path, text: str) -> None:
    """Replace a file as a whole, readable by its owner only."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def log_file(name: str) -> Path:
    """The log of one part, under the data folder."""
    folder = data_dir() / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"
