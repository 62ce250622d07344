"""What a provider of text messages can do."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

import httpx

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
TIMEOUT_SECONDS = 15.0


class SmsError(Exception):
    """The message was not sent now; trying again after `after` seconds (0: whenever) may help."""

    def __init__(self, message: str, *, after: int = 0) -> None:
        super().__init__(message)
        self.after = after


class SmsRefused(SmsError):
    """The message will never be accepted: the number or the text is wrong."""


@dataclass(frozen=True)
class Sms:
    """One text to one number in E.164 form (`+32470123456`). `id` names it for good."""

    id: str
    to: str
    text: str


class Texter(ABC):
    """Takes a message and either accepts it or raises."""

    @abstractmethod
    def text(self, message: Sms) -> None:
        """Hand the message over. Raises SmsError (try later) or SmsRefused (never)."""

    @abstractmethod
    def describe(self) -> str:
        """Where messages go."""


def check_number(message: Sms) -> None:
    """Raises SmsRefused for what is no number."""
    if E164.fullmatch(message.to) is None:
        raise SmsRefused("The number is not in the form +32470123456.")


def taken(answer: httpx.Response, *, refused: tuple[int, ...], said: str = "") -> None:
    """Raise unless a provider took it: never for the codes in `refused`, later for every other one."""
    code = answer.status_code
    if 200 <= code < 300:
        return
    words = f"({code}{', ' + said if said else ''})"
    if code in refused:
        raise SmsRefused(f"The provider refused the message {words}.")
    wait = answer.headers.get("retry-after", "")
    raise SmsError(f"The provider cannot take the message now {words}.", after=int(wait) if wait.isdigit() else 0)
