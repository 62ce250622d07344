"""A PayPal of our own, made from its documented requests and replies: keeps state, checks tokens, signs its reports."""

from __future__ import annotations

import base64
import json
import socket
import threading
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

CLIENT, SECRET, WEBHOOK = "client-stub", "secret-stub", "WH-STUB"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "messageverificationcerts.paypal.com")])


def certificate(*, ended: bool = False) -> bytes:
    """What PayPal serves under its cert_url."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(_KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=20))
        .not_valid_after(now - timedelta(days=10) if ended else now + timedelta(days=10))
        .sign(_KEY, SHA256())
        .public_bytes(Encoding.PEM)
    )


@dataclass
class PayPalStub:
    """What it knows, and how it behaves."""

    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    tokens: int = 0
    declines: bool = False
    pends: bool = False
    refuse_payouts: bool = False
    forget_tokens: bool = False
    silent_after: str = ""
    """Acts on paths that end so, and then cuts the line without an answer."""
    base: str = ""

    def start(self) -> str:
        """Serve on a free port; the base address."""
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stub._answer(self, b"")

            def do_POST(self) -> None:
                stub._answer(self, self.rfile.read(int(self.headers.get("content-length") or 0)))

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._lock = threading.Lock()
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        return self.base

    def stop(self) -> None:
        """End serving."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, http: BaseHTTPRequestHandler, body: bytes) -> None:
        with self._lock:
            self.requests.append((http.command, http.path))
            status, reply = self._route(http, body)
        if self.silent_after and http.path.endswith(self.silent_after):
            http.connection.shutdown(socket.SHUT_RDWR)
            return
        content = reply if isinstance(reply, bytes) else json.dumps(reply).encode() if reply is not None else b""
        http.send_response(status)
        http.send_header("content-type", "application/json")
        http.send_header("content-length", str(len(content)))
        http.end_headers()
        http.wfile.write(content)

    def _route(self, http: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Any]:
        if http.path.startswith("/v1/notifications/certs/"):
            return 200, certificate(ended=http.path.endswith("ended"))
        if http.path == "/v1/oauth2/token":
            login = base64.b64decode(http.headers["authorization"].removeprefix("Basic ")).decode()
            if login != f"{CLIENT}:{SECRET}":
                return 401, {"error": "invalid_client"}
            self.tokens += 1
            return 200, {"access_token": f"A21.{self.tokens}", "token_type": "Bearer", "expires_in": 32400}
        if http.headers.get("authorization") != f"Bearer A21.{self.tokens}":
            return 401, {"name": "AUTHENTICATION_FAILURE"}
        if self.forget_tokens:
            self.forget_tokens, self.tokens = False, self.tokens + 1
            return 401, {"error": "invalid_token"}
        key = http.headers.get("paypal-request-id") if http.command == "POST" else None
        if key and key in self.answered:
            return self.answered[key]
        status, reply = self._act(http.path, json.loads(body) if body else {})
        if key and status < 400:
            self.answered[key] = (status, json.loads(json.dumps(reply)))
        return status, reply

    def _act(self, path: str, said: dict[str, Any]) -> tuple[int, Any]:
        match path.strip("/").split("/")[1:]:
            case ["checkout", "orders"]:
                return self._open(said)
            case ["checkout", "orders", ident] if ident not in self.orders:
                return 404, _error("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID", "Specified resource ID does not exist.")
            case ["checkout", "orders", ident]:
                return 200, self.orders[ident]
            case ["checkout", "orders", ident, ("capture" | "authorize") as verb]:
                return self._take(self.orders[ident], verb)
            case ["payments", "authorizations", ident, "capture"]:
                return self._capture(ident, said)
            case ["payments", "authorizations", ident, "void"]:
                self._held(ident)[1]["status"] = "VOIDED"
                return 204, None
            case ["payments", "captures", ident, "refund"]:
                return self._refund(ident, said)
            case ["payments", "payouts"]:
                return self._pay_out(said)
        return 404, _error("RESOURCE_NOT_FOUND", "NOT_FOUND", path)

    def _open(self, said: dict[str, Any]) -> tuple[int, Any]:
        ident = f"5O1{len(self.orders) + 1:014d}"
        order = {
            "id": ident, "intent": said["intent"], "status": "PAYER_ACTION_REQUIRED",
            "purchase_units": [{**said["purchase_units"][0], "reference_id": "default"}],
            "links": [
                {"rel": "self", "href": f"{self.base}/v2/checkout/orders/{ident}"},
                {"rel": "payer-action", "href": f"https://www.paypal.com/checkoutnow?token={ident}"},
            ],
        }  # fmt: skip
        self.orders[ident] = order
        return 200, order

    def _take(self, order: dict[str, Any], verb: str) -> tuple[int, Any]:
        if order["status"] == "COMPLETED":
            issue = "ORDER_ALREADY_CAPTURED" if verb == "capture" else "ORDER_ALREADY_AUTHORIZED"
            return 422, _error("UNPROCESSABLE_ENTITY", issue, "Order already taken.")
        if order["status"] != "APPROVED":
            return 422, _error("UNPROCESSABLE_ENTITY", "ORDER_NOT_APPROVED", "Payer has not yet approved the Order.")
        if self.declines:
            return 422, _error("UNPROCESSABLE_ENTITY", "INSTRUMENT_DECLINED", "The instrument presented was declined.")
        unit = order["purchase_units"][0]
        kind, status = ("captures", "PENDING" if self.pends else "COMPLETED")
        if verb == "authorize":
            kind, status = "authorizations", "CREATED"
        unit["payments"] = {kind: [self._payment(order, unit["amount"], status)]}
        order |= {"status": "COMPLETED", "payer": {"payer_id": "QYR5Z8XDVJNXQ"}}
        return 201, order

    def _payment(self, order: dict[str, Any], amount: dict[str, str], status: str) -> dict[str, Any]:
        return {
            "id": uuid4().hex[:17].upper(), "status": status, "amount": amount, "links": [],
            "custom_id": order["purchase_units"][0]["custom_id"],
        }  # fmt: skip

    def _held(self, ident: str) -> tuple[dict[str, Any], dict[str, Any]]:
        return next(
            (order, row) for order in self.orders.values()
            for row in order["purchase_units"][0].get("payments", {}).get("authorizations", []) if row["id"] == ident
        )  # fmt: skip

    def _capture(self, ident: str, said: dict[str, Any]) -> tuple[int, Any]:
        order, held = self._held(ident)
        payments = order["purchase_units"][0]["payments"]
        taken = sum((Decimal(row["amount"]["value"]) for row in payments.get("captures", [])), Decimal())
        if held["status"] == "VOIDED" or taken + Decimal(said["amount"]["value"]) > Decimal(held["amount"]["value"]):
            return 422, _error(
                "UNPROCESSABLE_ENTITY", "MAX_CAPTURE_AMOUNT_EXCEEDED", "Capture amount exceeds allowable."
            )
        made = self._payment(order, said["amount"], "COMPLETED")
        payments.setdefault("captures", []).append(made)
        held["status"] = "PARTIALLY_CAPTURED"
        return 201, made

    def _refund(self, ident: str, said: dict[str, Any]) -> tuple[int, Any]:
        order, taken = next(
            (order, row) for order in self.orders.values()
            for row in order["purchase_units"][0].get("payments", {}).get("captures", []) if row["id"] == ident
        )  # fmt: skip
        rows = order["purchase_units"][0]["payments"].setdefault("refunds", [])
        up = f"{self.base}/v2/payments/captures/{ident}"
        given = sum((Decimal(r["amount"]["value"]) for r in rows if r["links"][0]["href"] == up), Decimal())
        if given + Decimal(said["amount"]["value"]) > Decimal(taken["amount"]["value"]):
            return 422, _error("UNPROCESSABLE_ENTITY", "REFUND_AMOUNT_EXCEEDED", "The refund amount must be less.")
        made = {
            "id": uuid4().hex[:17].upper(), "status": "COMPLETED", "amount": said["amount"],
            "custom_id": said["custom_id"], "links": [{"rel": "up", "href": up}],
        }  # fmt: skip
        rows.append(made)
        return 201, made

    def _pay_out(self, said: dict[str, Any]) -> tuple[int, Any]:
        if self.refuse_payouts:
            return 422, _error("INSUFFICIENT_FUNDS", "INSUFFICIENT_FUNDS", "Sender does not have sufficient funds.")
        made = {"batch_header": {"payout_batch_id": f"B{len(self.batches) + 1}", "batch_status": "PENDING"}}
        self.batches[said["sender_batch_header"]["sender_batch_id"]] = {**said, **made}
        return 201, made

    def approve(self, ident: str) -> dict[str, Any]:
        """The shopper agrees on PayPal's page; the report that PayPal sends."""
        order = self.orders[ident]
        if order["status"] == "PAYER_ACTION_REQUIRED":
            order["status"] = "APPROVED"
        return event("CHECKOUT.ORDER.APPROVED", json.loads(json.dumps(order)))

    def captures(self, ident: str) -> list[dict[str, Any]]:
        """What was taken of an order."""
        return self.orders[ident]["purchase_units"][0].get("payments", {}).get("captures", [])

    def signed(self, said: dict[str, Any], *, webhook: str = WEBHOOK, **other: str) -> tuple[bytes, dict[str, str]]:
        """A report as PayPal sends it."""
        body = json.dumps(said).encode()
        ident, sent = str(uuid4()), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        sent = other.pop("sent", sent)
        signature = _KEY.sign(f"{ident}|{sent}|{webhook}|{zlib.crc32(body)}".encode(), PKCS1v15(), SHA256())
        headers = {
            "PAYPAL-TRANSMISSION-ID": ident, "PAYPAL-TRANSMISSION-TIME": sent,
            "PAYPAL-TRANSMISSION-SIG": base64.b64encode(signature).decode(), "PAYPAL-AUTH-ALGO": "SHA256withRSA",
            "PAYPAL-CERT-URL": f"{self.base}/v1/notifications/certs/CERT-1",
        }  # fmt: skip
        return body, {**headers, **other}


def event(kind: str, resource: dict[str, Any]) -> dict[str, Any]:
    """A report."""
    return {
        "id": f"WH-{uuid4().hex[:17].upper()}", "event_version": "1.0", "event_type": kind, "resource_version": "2.0",
        "create_time": datetime.now(UTC).isoformat(), "resource": resource,
    }  # fmt: skip


def _error(name: str, issue: str, description: str) -> dict[str, Any]:
    return {"name": name, "message": description, "details": [{"issue": issue, "description": description}]}
