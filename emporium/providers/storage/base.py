"""What a file store can do."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_LONGEST_KEY = 512


class StorageError(Exception):
    """The store refused or failed; the message never holds a secret."""


class NoSuchFile(StorageError, FileNotFoundError):
    """There is nothing under this key."""


class StorageKeyError(StorageError):
    """The key is not a clean relative path."""


@dataclass(frozen=True)
class StoredFile:
    """What is known about a file without reading it."""

    size: int
    content_type: str


class Storage(ABC):
    """Files under keys such as `products/ab12/front.webp`. A put replaces the whole file or nothing."""

    @abstractmethod
    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store bytes under a key, replacing what was there."""

    @abstractmethod
    def read(self, key: str) -> bytes:
        """The whole file. Raises NoSuchFile."""

    @abstractmethod
    def stream(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """A part of the file in pieces, for serving it. Raises NoSuchFile before the first piece."""

    @abstractmethod
    def stat(self, key: str) -> StoredFile:
        """Size and type. Raises NoSuchFile."""

    @abstractmethod
    def delete(self, key: str) -> None:
        """Forget a file; nothing happens when there is none."""

    @abstractmethod
    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that starts with a prefix, in order (for moving to another store)."""

    @abstractmethod
    def describe(self) -> str:
        """Where files go, for the doctor."""

    def exists(self, key: str) -> bool:
        """Whether there is a file under this key."""
        try:
            self.stat(key)
        except NoSuchFile:
            return False
        return True

    def url(self, key: str) -> str:
        """Address on our own origin, whatever store is behind it."""
        return f"/media/{check_key(key)}"


def check_key(key: str) -> str:
    """The key itself. Raises StorageKeyError unless it is a clean relative path that cannot leave the store."""
    parts = key.split("/")
    if len(key) > _LONGEST_KEY or not all(_PART.fullmatch(part) for part in parts):
        raise StorageKeyError(f"Not a file key: {key[:80]!r}.")
    return key
