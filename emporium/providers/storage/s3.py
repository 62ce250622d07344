"""Files in a bucket of an S3-compatible store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from emporium.providers.storage.base import NoSuchFile, Storage, StorageError, StoredFile, check_key

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_MISSING = {"404", "NoSuchKey", "NotFound"}
_PIECE = 256 * 1024


class S3Storage(Storage):
    """Keys are object names. The bucket stays private: files are served through `/media/`."""

    def __init__(
        self, bucket: str, *, endpoint_url: str | None = None, region: str | None = None,
        access_key_id: str | None = None, secret_access_key: str | None = None,
    ) -> None:  # fmt: skip
        self.bucket = bucket
        self._client: S3Client = boto3.client(
            "s3",
            endpoint_url=endpoint_url,
            region_name=region or "us-east-1",
            aws_access_key_id=access_key_id,
            aws_secret_access_key=secret_access_key,
            config=Config(
                connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": "path" if endpoint_url else "auto"},
            ),
        )  # fmt: skip

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """An object is replaced as a whole."""
        with _errors(key):
            self._client.put_object(Bucket=self.bucket, Key=check_key(key), Body=content, ContentType=content_type)

    def read(self, key: str) -> bytes:
        """The whole object."""
        with _errors(key):
            return self._client.get_object(Bucket=self.bucket, Key=check_key(key))["Body"].read()

    def stream(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """A part of the object, asked for as a range."""
        size = self.stat(key).size
        end = size if length is None else min(size, start + length)
        if start >= end:
            return iter(())
        with _errors(key):
            body = self._client.get_object(Bucket=self.bucket, Key=key, Range=f"bytes={start}-{end - 1}")["Body"]
        return body.iter_chunks(_PIECE)

    def stat(self, key: str) -> StoredFile:
        """Size and the type it was put with."""
        with _errors(key):
            head = self._client.head_object(Bucket=self.bucket, Key=check_key(key))
        return StoredFile(size=head["ContentLength"], content_type=head["ContentType"])

    def delete(self, key: str) -> None:
        """Forget an object."""
        with _errors(key):
            self._client.delete_object(Bucket=self.bucket, Key=check_key(key))

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every object, page by page."""
        with _errors(prefix):
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
                for found in page.get("Contents", []):
                    yield found["Key"]

    def describe(self) -> str:
        """The bucket."""
        return f"S3 bucket {self.bucket}"


@contextmanager
def _errors(key: str) -> Iterator[None]:
    """Turn the SDK's errors into ours; theirs can hold addresses and key ids."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "unknown"))
        if code in _MISSING:
            raise NoSuchFile(key) from None
        raise StorageError(f"The file store refused ({code}).") from None
    except BotoCoreError as error:
        raise StorageError(f"The file store does not answer ({type(error).__name__}).") from None
