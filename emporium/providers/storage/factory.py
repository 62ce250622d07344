"""The store this copy is configured for."""

from __future__ import annotations

from functools import lru_cache

from emporium.providers.storage.base import Storage
from emporium.providers.storage.local import LocalStorage
from emporium.settings import get_settings


@lru_cache(maxsize=1)
def get_storage() -> Storage:
    """S3 when `S3_BUCKET` is set, else the media folder below the data folder."""
    settings = get_settings()
    if not settings.s3_bucket:
        return LocalStorage(settings.data_dir / "media")
    from emporium.providers.storage.s3 import S3Storage

    key, secret = settings.s3_access_key_id, settings.s3_secret_access_key
    return S3Storage(
        settings.s3_bucket,
        endpoint_url=settings.s3_endpoint_url,
        region=settings.s3_region,
        access_key_id=key.get_secret_value() if key else None,
        secret_access_key=secret.get_secret_value() if secret else None,
    )
