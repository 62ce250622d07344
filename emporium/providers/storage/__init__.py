"""Where files live: the local disk by default, any S3-compatible store when configured."""

from emporium.providers.storage.base import NoSuchFile, Storage, StorageError, StorageKeyError, StoredFile, check_key
from emporium.providers.storage.factory import get_storage
from emporium.providers.storage.local import LocalStorage

__all__ = [
    "LocalStorage",
    "NoSuchFile",
    "Storage",
    "StorageError",
    "StorageKeyError",
    "StoredFile",
    "check_key",
    "get_storage",
]
