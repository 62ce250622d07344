"""A little provider of OpenID Connect over real HTTP: it signs with keys of its own, and can be told to lie (F008)."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from emporium.sign_in_settings import OidcProvider, read_providers

CLIENT, SECRET = "emporium-client", "kept: by+both %sides"


def _digest(text: str, *, half: bool = False) -> str:
    found = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(found[: len(found) // 2] if half else found).rstrip(b"=").decode()


class House:
    """What the provider knows and how it behaves."""

    def __init__(self) -> None:
        self.issuer = ""
        self.person: dict[str, Any] = {}
        self.lie: Callable[[dict[str, Any]], Any] = lambda claims: None
        """Changes the claims before they are signed."""
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.answer: dict[str, str] = {}
        """Replaces parts of what comes back with the browser; `error` instead of a code."""
        self.about: dict[str, Any] = {}
        """Replaces parts of the discovery document."""
        self.in_userinfo = False
        """Says the address in userinfo only."""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        """Paths, in order."""
        self.tokens: list[str] = []
        """What must be in no log."""
        self.new_key()

    def new_key(self) -> None:
        """Sign with another key from now on."""
        self.key, self.kid = rsa.generate_private_key(public_exponent=65537, key_size=2048), uuid4().hex[:8]

    def somebody(self, email: str = "", *, verified: object = True, sub: str = "") -> str:
        """Who is at the provider's browser from now on; their subject."""
        self.person = {"sub": sub or f"person-{uuid4().hex[:12]}", "email": email, "name": "Ana Peeters"}
        if verified is not None:
            self.person["email_verified"] = verified
        return str(self.person["sub"])

    def written(self, **more: Any) -> str:
        """As an operator writes it down."""
        given = {"id": "house", "name": "House", "issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET}
        return json.dumps([{**given, **more}])

    def settings(self, **more: Any) -> OidcProvider:
        """As the program reads it."""
        return read_providers(self.written(**more))[0]

    def signed(self, claims: dict[str, Any]) -> str:
        """An ID token as it should be."""
        return jwt.encode(claims, self.key, "RS256", headers={"kid": self.kid})

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "authorization_response_iss_parameter_supported": True,
            **self.about,
        }

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Back to where the client said, at once: this provider knows who sits there."""
        assert query["response_type"] == "code" and query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256" and "openid" in query["scope"].split()
        code = uuid4().hex
        self.codes[code] = query
        self.tokens += [code, query["state"]]
        back = {"code": code, "state": query["state"], "iss": self.issuer, **self.answer}
        if "error" in self.answer:
            del back["code"]
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str], login: str) -> tuple[int, dict[str, Any]]:
        """A code's worth: once, for the client, the address and the verifier that it was asked for with."""
        given = (form.get("client_id", ""), form.get("client_secret", ""))
        if login:
            ident, _colon, secret = base64.b64decode(login.removeprefix("Basic ")).decode().partition(":")
            given = (unquote_plus(ident), unquote_plus(secret))
        if given != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if (
            asked is None
            or form["redirect_uri"] != asked["redirect_uri"]
            or _digest(form["code_verifier"]) != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        access, now = uuid4().hex, int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            "at_hash": _digest(access, half=True), **self.person,
        }  # fmt: skip
        if self.in_userinfo:
            claims = {name: value for name, value in claims.items() if not name.startswith("email")}
        self.lie(claims)
        made = self.sign(claims)
        self.tokens += [access, made]
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": made}


def _handler(house: House) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            house.asked.append(path)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("location", house.authorize({k: v[-1] for k, v in parse_qs(query).items()}))
                self.send_header("content-length", "0")
                self.end_headers()
            elif path == "/userinfo":
                known = self.headers.get("authorization", "").removeprefix("Bearer ") in house.tokens
                self._say(200 if known else 401, house.person if known else {})
            else:
                known_paths = {"/.well-known/openid-configuration": house.discovery, "/keys": house.keys}
                self._say(200, known_paths[path]()) if path in known_paths else self._say(404, {})

        def do_POST(self) -> None:
            path = urlsplit(self.path).path
            house.asked.append(path)
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[-1] for name, values in parse_qs(body).items()}
            self._say(*house.token(form, self.headers.get("authorization", "")))

        def _say(self, status: int, value: dict[str, Any]) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler


@contextmanager
def little_provider() -> Iterator[House]:
    """One that listens on a free port while the test runs."""
    house = House()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(house))
    server.daemon_threads = True
    house.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield house
    finally:
        server.shutdown()
        server.server_close()
