"""Web Push over HTTP: encrypted for the browser (RFC 8291), signed by us (RFC 8292), kept by its push service."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from webpush import WebPush
from webpush.types import WebPushSubscription
from webpush.vapid import VAPID

from emporium.providers.push.base import Browser, Push, Pusher, PushError, PushGone, PushRefused

TIMEOUT_SECONDS = 5.0
GONE = (404, 410)
"""RFC 8030, section 7.3: a subscription that ended answers so."""


class WebPusher(Pusher):
    """Signs with one P-256 key; `contact` is the mail address that a push service may write to."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, *, contact: str) -> None:
        public = key.public_key()
        self._key = VAPID.get_application_server_key(public)
        self._contact = contact
        self._maker = WebPush(
            private_key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            public_key=public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            subscriber=contact,
        )
        self._http = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False)

    @property
    def public_key(self) -> str:
        """The uncompressed point."""
        return self._key

    def push(self, message: Push, browser: Browser) -> None:
        """One request. A redirect is not followed: the address is the browser's own word."""
        headers, body = self._sealed(message, browser)
        try:
            answer = self._http.post(browser.endpoint, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise PushError(f"The push service does not answer ({type(error).__name__}).") from None
        code = answer.status_code
        if 200 <= code < 300:
            return
        if code in GONE:
            raise PushGone(f"The browser has ended it ({code}).")
        if code == 429 or code >= 500:
            raise PushError(f"The push service cannot take it now ({code}).", after=_wait(answer.headers))
        raise PushRefused(f"The push service refused it ({code}).")

    def _sealed(self, message: Push, browser: Browser) -> tuple[dict[str, str], bytes]:
        try:
            given = {"endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth}}
            made = self._maker.get(
                message.body, WebPushSubscription.model_validate(given), ttl=message.ttl, subscriber=self._contact
            )
        except ValueError:
            raise PushGone("The keys of this browser cannot be used.") from None
        headers = {name: str(value) for name, value in made.headers.items()}
        return {
            **headers,
            "content-type": "application/octet-stream",
            "topic": message.topic,
            "urgency": "normal",
        }, made.encrypted


def _wait(headers: httpx.Headers) -> int:
    """Seconds of a Retry-After, which is a number or a date (RFC 9110, section 10.2.3); 0 without one."""
    said = headers.get("retry-after", "")
    if said.isdigit():
        return int(said)
    try:
        return max(int(parsedate_to_datetime(said).timestamp() - time.time()), 0) if said else 0
    except (ValueError, TypeError):
        return 0
