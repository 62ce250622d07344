"""A Stripe of our own, made from its documented requests and replies: keeps state, checks keys, can fall silent."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SECRET = "sk_test_stub"
WEBHOOK_SECRET = "whsec_stub"


@dataclass
class StripeStub:
    """What it knows, and how it behaves."""

    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    transfers: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: dict[str, tuple[str, int, dict[str, Any]]] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    refuse_transfers: bool = False
    nothing_taxed: bool = False
    silent_after: bool = False
    """Acts, and then cuts the line without an answer."""

    def start(self) -> str:
        """Serve on a free port; the base address."""
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stub._answer(self, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                stub._answer(self, dict(parse_qsl(body, keep_blank_values=True)))

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """End serving."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, http: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        path = urlsplit(http.path)
        form |= dict(parse_qsl(path.query))
        self.requests.append((http.command, path.path, form))
        if http.headers.get("authorization") != f"Bearer {SECRET}":
            status, reply = 401, _error("invalid_request_error", "Invalid API Key")
        else:
            status, reply = self._once(http, path.path, form)
        if self.silent_after:
            http.connection.shutdown(socket.SHUT_RDWR)
            return
        content = json.dumps(reply).encode()
        http.send_response(status)
        http.send_header("content-type", "application/json")
        http.send_header("content-length", str(len(content)))
        http.end_headers()
        http.wfile.write(content)

    def _once(self, http: BaseHTTPRequestHandler, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The same Idempotency-Key gets the first answer; another body under it is an error."""
        key = http.headers.get("idempotency-key") if http.command == "POST" else None
        body = json.dumps([path, form], sort_keys=True)
        if key and key in self.answered:
            known, status, reply = self.answered[key]
            if known != body:
                return 400, _error("idempotency_error", "Keys for idempotent requests can only be used with the same")
            return status, reply
        status, reply = self._act(path, form)
        if key:
            self.answered[key] = (body, status, json.loads(json.dumps(reply)))
        return status, reply

    def _act(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        parts = unquote(path).strip("/").split("/")[1:]
        match parts:
            case ["checkout", "sessions"]:
                return self._open(form)
            case ["checkout", "sessions", ident]:
                return 200, self.sessions[ident]
            case ["checkout", "sessions", ident, "expire"]:
                self.sessions[ident]["status"] = "expired"
                return 200, self.sessions[ident]
            case ["payment_intents", "search"]:
                wanted = form["query"].split("'")[3]
                found = [i for i in self.intents.values() if i["metadata"].get("emporium_key") == wanted]
                if form.get("expand[0]") == "data.latest_charge":
                    found = [self._with_charge(i["id"]) for i in found]
                return 200, {"object": "search_result", "data": found, "has_more": False, "url": path}
            case ["payment_intents", ident] if form.get("expand[0]") == "latest_charge":
                return 200, self._with_charge(ident)
            case ["payment_intents", ident]:
                return 200, self.intents[ident]
            case ["payment_intents", ident, "capture"]:
                return self._capture(self.intents[ident], int(form["amount_to_capture"]))
            case ["payment_intents", ident, "cancel"]:
                self.intents[ident] |= {"status": "canceled", "amount_capturable": 0}
                return 200, self.intents[ident]
            case ["tax", "calculations"]:
                return 200, self._tax(form)
            case ["refunds"]:
                return self._refund(form)
            case ["transfers"] if self.refuse_transfers:
                return 400, _error("invalid_request_error", "No such destination")
            case ["transfers"]:
                made = {"id": f"tr_{len(self.transfers) + 1}", "object": "transfer", **form}
                self.transfers[made["id"]] = made
                return 200, made
        return 404, _error("invalid_request_error", f"Unrecognized request URL ({path})")

    def _open(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        ident = f"cs_test_{len(self.sessions) + 1}"
        self.sessions[ident] = {
            "id": ident, "object": "checkout.session", "status": "open", "payment_intent": None,
            "url": f"https://checkout.stripe.example/{ident}",
            "metadata": {"emporium_key": form["client_reference_id"]},
            "amount": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"],
            "manual": form["payment_intent_data[capture_method]"] == "manual",
        }  # fmt: skip
        return 200, self.sessions[ident]

    def pay(self, session_id: str) -> dict[str, Any]:
        """The shopper pays on the page; the event that is sent about it."""
        page = self.sessions[session_id]
        held = page["manual"]
        intent = {
            "id": f"pi_{len(self.intents) + 1}", "object": "payment_intent", "currency": page["currency"],
            "amount": page["amount"], "status": "requires_capture" if held else "succeeded",
            "amount_received": 0 if held else page["amount"], "amount_capturable": page["amount"] if held else 0,
            "metadata": page["metadata"], "refunded": 0,
        }  # fmt: skip
        self.intents[intent["id"]] = intent
        page |= {"status": "complete", "payment_intent": intent["id"]}
        kind = "payment_intent.amount_capturable_updated" if held else "payment_intent.succeeded"
        return {"id": f"evt_{intent['id']}", "object": "event", "type": kind, "data": {"object": dict(intent)}}

    def _with_charge(self, ident: str) -> dict[str, Any]:
        intent = self.intents[ident]
        card = {"type": "card", "card": {"last4": "4242", "fingerprint": "Xt5EWLLDS7FJjR1c"}}
        charge = {
            "id": "ch_" + ident, "object": "charge", "metadata": dict(intent["metadata"]),
            "payment_method_details": card,
        }  # fmt: skip
        return {**intent, "latest_charge": charge}

    def charged(self, ident: str) -> dict[str, Any]:
        """The event about a payment's charge, which comes beside the payment's own."""
        charge = self._with_charge(ident)["latest_charge"]
        return {"id": f"evt_{charge['id']}", "object": "event", "type": "charge.succeeded", "data": {"object": charge}}

    def _capture(self, intent: dict[str, Any], amount: int) -> tuple[int, dict[str, Any]]:
        if intent["status"] != "requires_capture" or amount > intent["amount_capturable"]:
            return 400, _error("invalid_request_error", "This PaymentIntent could not be captured")
        intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
        return 200, intent

    def _tax(self, form: dict[str, str]) -> dict[str, Any]:
        """8.875 % on everything but untaxed goods, on top or inside. Source: docs.stripe.com/api/tax/calculations."""
        lines, number = [], 0
        while f"line_items[{number}][reference]" in form:
            one = {name: form[f"line_items[{number}][{name}]"] for name in ("reference", "amount", "tax_behavior")}
            amount, free = int(one["amount"]), form[f"line_items[{number}][tax_code]"] == "txcd_00000000"
            free = free or self.nothing_taxed
            base = 100_000 if one["tax_behavior"] == "exclusive" else 108_875
            tax = 0 if free else (2 * amount * 8_875 + base) // (2 * base)
            rate = {"percentage_decimal": "0" if free else "8.875"}
            lines.append(
                {"object": "tax.calculation_line_item", "reference": one["reference"], "amount": amount,
                 "amount_tax": tax, "tax_breakdown": [{"amount": tax, "tax_rate_details": rate}]}
            )  # fmt: skip
            number += 1
        return {
            "id": f"taxcalc_{len(self.requests)}", "object": "tax.calculation",
            "line_items": {"object": "list", "data": lines, "has_more": False, "url": "/v1/tax/calculations"},
        }  # fmt: skip

    def _refund(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        intent = self.intents[form["payment_intent"]]
        if intent["refunded"] + int(form["amount"]) > intent["amount_received"]:
            return 400, _error("invalid_request_error", "Refund amount is greater than unrefunded amount on charge")
        intent["refunded"] += int(form["amount"])
        made = {"id": f"re_{len(self.refunds) + 1}", "object": "refund", "status": "succeeded", **form}
        self.refunds[made["id"]] = made
        return 200, made


def _error(kind: str, message: str) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message}}


def signed(event: dict[str, Any], *, at: float | None = None, secret: str = WEBHOOK_SECRET) -> tuple[bytes, dict]:
    """An event as Stripe sends it: body and header. Source: docs.stripe.com/webhooks/signature."""
    body = json.dumps(event).encode()
    stamp = int(at or time.time())
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"Stripe-Signature": f"t={stamp},v1={digest}"}
