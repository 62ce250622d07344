"""Texts by Twilio's REST API. Source: https://www.twilio.com/docs/messaging/api/message-resource"""

from __future__ import annotations

import httpx

from emporium.providers.sms.base import TIMEOUT_SECONDS, Sms, SmsError, Texter, check_number, taken


class TwilioTexter(Texter):
    """`sender` is a number, a name, or a messaging service (`MG...`)."""

    def __init__(self, account: str, token: str, *, sender: str, api_base: str = "https://api.twilio.com") -> None:
        self.account, self.sender, self.api_base = account, sender, api_base.rstrip("/")
        self._http = httpx.Client(timeout=TIMEOUT_SECONDS, auth=(account, token), follow_redirects=False)

    def text(self, message: Sms) -> None:
        """One request; Twilio knows no key against doubles, so what it did not answer is tried again later."""
        check_number(message)
        by = "MessagingServiceSid" if self.sender.startswith("MG") else "From"
        form = {"To": message.to, by: self.sender, "Body": message.text}
        try:
            answer = self._http.post(f"{self.api_base}/2010-04-01/Accounts/{self.account}/Messages.json", data=form)
        except httpx.HTTPError as error:
            raise SmsError(f"Twilio does not answer ({type(error).__name__}).") from None
        taken(answer, refused=(400,), said=_code(answer))

    def describe(self) -> str:
        """The sender."""
        return f"Twilio, from {self.sender}"


def _code(answer: httpx.Response) -> str:
    """Twilio's own number of an error, such as 21211 for a number that does not exist."""
    try:
        found = answer.json()
    except ValueError:
        return ""
    code = found.get("code") if isinstance(found, dict) else None
    return f"code {code}" if isinstance(code, int) else ""
