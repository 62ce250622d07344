"""Files in a folder."""

from __future__ import annotations

import contextlib
import mimetypes
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from emporium.providers.storage.base import NoSuchFile, Storage, StorageKeyError, StoredFile, check_key

_PIECE = 256 * 1024


class LocalStorage(Storage):
    """Keys are paths below one folder. The type is kept by the key's ending."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """The file of a key; it cannot lie outside the folder, through links neither."""
        target = self.folder / check_key(key)
        if not target.resolve().is_relative_to(self.folder.resolve()):
            raise StorageKeyError(f"Not a file key: {key[:80]!r}.")
        return target

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Write beside, then rename, so that a reader sees the old file or the new one."""
        target = self.path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".put-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            raise

    def read(self, key: str) -> bytes:
        """The whole file."""
        return b"".join(self.stream(key))

    def stream(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Open now, so that a missing file is an error before anything was sent."""
        try:
            file = self.path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise NoSuchFile(key) from None

        def pieces() -> Iterator[bytes]:
            left = length
            with file:
                file.seek(start)
                while left is None or left > 0:
                    piece = file.read(_PIECE if left is None else min(_PIECE, left))
                    if not piece:
                        return
                    left = None if left is None else left - len(piece)
                    yield piece

        return pieces()

    def stat(self, key: str) -> StoredFile:
        """Size, and the type that the key's ending stands for."""
        path = self.path(key)
        if not path.is_file():
            raise NoSuchFile(key)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return StoredFile(size=path.stat().st_size, content_type=kind)

    def delete(self, key: str) -> None:
        """Forget a file and the folders that became empty."""
        path = self.path(key)
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self.folder:
                break
            try:
                folder.rmdir()
            except OSError:
                break

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every finished file."""
        for path in sorted(self.folder.rglob("*")):
            key = path.relative_to(self.folder).as_posix()
            if path.is_file() and not path.name.startswith(".") and key.startswith(prefix):
                yield key

    def describe(self) -> str:
        """The folder."""
        return f"folder {self.folder}"
