"""Any provider: the text is posted to an address of the operator's, signed so that it can be told from a forgery."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import httpx

from emporium.providers.sms.base import TIMEOUT_SECONDS, Sms, SmsError, Texter, check_number, taken

REFUSED = (400, 404, 410, 413, 422)


def signature(secret: str, *, moment: int, body: bytes) -> str:
    """What stands in `Emporium-Signature` after `v1=`: HMAC-SHA256 over `<moment>.<body>`, in hexadecimal."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


class WebhookTexter(Texter):
    """Posts `{"id", "to", "text"}`. The same id twice is the same message, also as `Idempotency-Key`."""

    def __init__(self, url: str, *, secret: str) -> None:
        self.url, self._secret = url, secret
        self._http = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False)

    def text(self, message: Sms) -> None:
        """One request."""
        check_number(message)
        body = json.dumps({"id": message.id, "to": message.to, "text": message.text}, ensure_ascii=False).encode()
        moment = int(time.time())
        headers = {
            "content-type": "application/json",
            "idempotency-key": message.id,
            "emporium-signature": f"t={moment},v1={signature(self._secret, moment=moment, body=body)}",
        }
        try:
            answer = self._http.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise SmsError(f"The SMS webhook does not answer ({type(error).__name__}).") from None
        taken(answer, refused=REFUSED)

    def describe(self) -> str:
        """The address."""
        return f"SMS webhook {self.url}"
