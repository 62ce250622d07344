"""The contract of a file store, run against every implementation."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from emporium.providers.storage import LocalStorage, NoSuchFile, Storage, StorageError
from emporium.providers.storage.s3 import S3Storage

BUCKET = "emporium-media"


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["local", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param == "local":
        yield LocalStorage(tmp_path / "media")
        return
    endpoint = request.getfixturevalue("s3_endpoint")
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys)
    client.create_bucket(Bucket=BUCKET)
    made = S3Storage(BUCKET, endpoint_url=endpoint, access_key_id="test", secret_access_key="test")
    yield made
    for key in list(made.keys()):
        made.delete(key)


def test_what_was_put_comes_back(storage: Storage) -> None:
    content = os.urandom(700_000)
    storage.put("products/a1/front.webp", content, "image/webp")
    assert storage.read("products/a1/front.webp") == content
    assert storage.exists("products/a1/front.webp")
    found = storage.stat("products/a1/front.webp")
    assert (found.size, found.content_type) == (700_000, "image/webp")


def test_put_replaces(storage: Storage) -> None:
    storage.put("a.txt", b"first and longer", "text/plain")
    storage.put("a.txt", b"second", "text/plain")
    assert storage.read("a.txt") == b"second"
    assert list(storage.keys()) == ["a.txt"]


def test_ranges(storage: Storage) -> None:
    storage.put("film.mp4", bytes(range(256)) * 4, "video/mp4")
    assert b"".join(storage.stream("film.mp4", start=10, length=5)) == bytes(range(10, 15))
    assert b"".join(storage.stream("film.mp4", start=1020)) == bytes(range(252, 256))
    assert b"".join(storage.stream("film.mp4", start=5000)) == b""


def test_missing_files(storage: Storage) -> None:
    assert not storage.exists("nothing.txt")
    for read in (storage.read, storage.stat, lambda key: storage.stream(key)):
        with pytest.raises(NoSuchFile):
            read("nothing.txt")
    storage.delete("nothing.txt")


def test_delete_and_list(storage: Storage) -> None:
    for key in ("a/1.txt", "a/2.txt", "b/1.txt"):
        storage.put(key, b"x", "text/plain")
    storage.delete("a/1.txt")
    assert list(storage.keys("a/")) == ["a/2.txt"]
    assert list(storage.keys()) == ["a/2.txt", "b/1.txt"]


@pytest.mark.parametrize(
    "key",
    ["../secret", "a/../../secret", "/etc/passwd", "a//b", "", ".", "..", "a/.hidden", "a\\b", "a b", "a\0b", "é",
     "a" * 600, "C:/x", "a/", "~/x", "%2e%2e/x"],
)  # fmt: skip
def test_keys_cannot_leave_the_store(storage: Storage, key: str) -> None:
    for use in (storage.read, storage.stat, storage.delete, storage.url, lambda key: storage.stream(key)):
        with pytest.raises(StorageError):
            use(key)
    with pytest.raises(StorageError):
        storage.put(key, b"x", "text/plain")


def test_addresses_are_on_our_own_origin(storage: Storage) -> None:
    assert storage.url("products/a1/front.webp") == "/media/products/a1/front.webp"


def test_readers_see_the_old_file_or_the_new_one(storage: Storage) -> None:
    versions = {bytes([65 + number]) * 300_000 for number in range(2)}
    storage.put("file.bin", next(iter(versions)), "application/octet-stream")
    done = threading.Event()

    def write() -> None:
        for _ in range(8):
            for version in versions:
                storage.put("file.bin", version, "application/octet-stream")
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        assert storage.read("file.bin") in versions
    writer.join()


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    storage = LocalStorage(tmp_path / "media")
    storage.folder.mkdir()
    (storage.folder / "out").symlink_to(tmp_path)
    with pytest.raises(StorageError):
        storage.read("out/secret.txt")


def test_store_that_is_away_is_a_plain_error_without_secrets() -> None:
    storage = S3Storage("b", endpoint_url="http://127.0.0.1:9", access_key_id="id", secret_access_key="hunter2")
    with pytest.raises(StorageError) as caught:
        storage.read("a.txt")
    assert "hunter2" not in str(caught.value) and caught.value.__cause__ is None
