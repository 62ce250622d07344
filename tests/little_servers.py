"""Servers for tests: one that writes down what it is asked, and browsers that a push service keeps messages for."""

from __future__ import annotations

import base64
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Recorder:
    """What was asked, and what is answered: by path, else `code`."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    code: int = 201
    codes: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""


@contextmanager
def recording() -> Iterator[Recorder]:
    """A server on a free port of this machine."""
    seen = Recorder()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            named = {name.lower(): value for name, value in self.headers.items()}
            seen.asked.append(Asked(self.path, named, body))
            self.send_response(seen.codes.get(self.path, seen.code))
            for name, value in seen.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(seen.answer)))
            self.end_headers()
            self.wfile.write(seen.answer)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    seen.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield seen
    server.shutdown()
    server.server_close()
    thread.join(5)


def plain(raw: bytes) -> str:
    """URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(text: str) -> bytes:
    """The other way."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Receiver:
    """A browser's end of Web Push: keys that nobody else has. Written after RFC 8291, not after what sends."""

    def __init__(self, private: ec.EllipticCurvePrivateKey | None = None, auth: bytes = b"sixteen bytes ok") -> None:
        self.private = private or ec.generate_private_key(ec.SECP256R1())
        self.auth = auth
        self.point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def keys(self) -> dict[str, str]:
        """As a browser writes them."""
        return {"p256dh": plain(self.point), "auth": plain(self.auth)}

    def read(self, body: bytes) -> bytes:
        """What was sent, in clear: RFC 8291, section 3.4, and RFC 8188, section 2."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert 18 <= len(sealed) <= size, "one record"
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        seed = _hkdf(self.auth, shared, b"WebPush: info\0" + self.point + theirs, 32)
        key = _hkdf(salt, seed, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, seed, b"Content-Encoding: nonce\0", 12)
        text = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert text[-1:] == b"\x02", "the last record"
        return text[:-1]


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=salt, info=info).derive(secret)


def vapid(header: str) -> tuple[dict[str, object], str]:
    """The claims of an `Authorization: vapid`, checked with the key beside them, and that key: RFC 8292, section 3."""
    scheme, rest = header.split(" ", 1)
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(parts["k"]))
    return jwt.decode(parts["t"], key, algorithms=["ES256"], options={"verify_aud": False}), parts["k"]
