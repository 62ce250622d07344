"""Talking to PayPal's REST API: a token that is kept, a key on every call, and errors as ours.

The official SDK (paypal-server-sdk) knows neither webhook signatures nor payouts nor disputes, so plain HTTP serves.
Sources: developer.paypal.com/api/rest/authentication, /api/rest/requests (PayPal-Request-Id), /api/rest/responses.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from emporium.errors import Conflict, ProviderUnavailable
from emporium.i18n import N_, _

TIMEOUT_SECONDS = 20
SILENT = N_("PayPal is not answering. Nothing is lost; try again.")


class PayPalError(Conflict):
    """PayPal refused: `issue` is its own word for why."""

    def __init__(self, message: str, *, issue: str, status: int) -> None:
        super().__init__(message)
        self.issue, self.http_status = issue, status


class PayPalCalls:
    """One account's access."""

    def __init__(self, *, client_id: str, secret: str, api_base: str) -> None:
        self.api_base = api_base.rstrip("/")
        self._login = (client_id, secret)
        self._http = httpx.Client(base_url=self.api_base, timeout=TIMEOUT_SECONDS)
        self._token, self._until = "", datetime.now(UTC)
        self._lock = threading.Lock()

    def get(self, path: str) -> dict[str, Any]:
        """Read something."""
        return self._ask("GET", path, None, "")

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> dict[str, Any]:
        """Do something; the same key does it once (PayPal keeps keys for hours)."""
        return self._ask("POST", path, body if body is not None else {}, key)

    def _ask(self, verb: str, path: str, body: dict[str, Any] | None, key: str) -> dict[str, Any]:
        """One call. Raises ProviderUnavailable without an answer, PayPalError for a refusal; no secret in a message."""
        for fresh in (False, True):
            reply = self._send(verb, path, body, key, self._access(fresh=fresh))
            if reply.status_code != 401:
                break
        else:
            raise ProviderUnavailable(_(SILENT))
        if reply.status_code >= 500 or reply.status_code in (401, 408, 429):
            raise ProviderUnavailable(_(SILENT))
        said: dict[str, Any] = reply.json() if reply.content else {}
        if reply.status_code >= 400:
            details = said.get("details") or [{}]
            issue = str(details[0].get("issue") or said.get("name") or reply.status_code)
            told = str(details[0].get("description") or said.get("message") or _("PayPal refused this."))
            raise PayPalError(told[:300], issue=issue, status=reply.status_code)
        return said

    def _send(self, verb: str, path: str, body: dict[str, Any] | None, key: str, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Prefer": "return=representation"}
        if key:
            headers["PayPal-Request-Id"] = key
        try:
            if body is None:
                return self._http.request(verb, path, headers=headers)
            return self._http.request(verb, path, headers=headers, json=body)
        except httpx.HTTPError as error:
            raise ProviderUnavailable(_(SILENT)) from error

    def _access(self, *, fresh: bool) -> str:
        """The access token; asked for again shortly before it ends, or when PayPal does not know it any more."""
        with self._lock:
            if self._token and not fresh and datetime.now(UTC) < self._until:
                return self._token
            try:
                reply = self._http.post("/v1/oauth2/token", auth=self._login, data={"grant_type": "client_credentials"})
            except httpx.HTTPError as error:
                raise ProviderUnavailable(_(SILENT)) from error
            if reply.status_code != 200:
                raise ProviderUnavailable(_(SILENT))
            said = reply.json()
            self._token = str(said["access_token"])
            self._until = datetime.now(UTC) + timedelta(seconds=max(int(said["expires_in"]) - 60, 0))
            return self._token
