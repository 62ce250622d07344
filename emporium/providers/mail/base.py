"""What a mail provider can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, formatdate, parseaddr


class MailError(Exception):
    """The message was not sent now; trying again later may help."""


class MessageRefused(MailError):
    """The message will never be accepted: the address or the content is wrong."""


@dataclass(frozen=True)
class Message:
    """One mail to one person. `id` names it for good: sending the same id twice is the same message."""

    id: str
    to: str
    subject: str
    text: str
    html: str = ""
    sender: str = ""
    stop_url: str = ""
    """Where one POST without anything else ends letters of this kind; empty for letters about an order."""


class Mailer(ABC):
    """Takes a message and either accepts it or raises."""

    @abstractmethod
    def send(self, message: Message) -> None:
        """Hand the message over. Raises MailError (try later) or MessageRefused (never)."""

    @abstractmethod
    def check(self) -> str:
        """Where messages go, after making sure that the way is open. Raises OSError or SMTPException."""


def build_mime(message: Message, *, default_sender: str) -> EmailMessage:
    """Plain text with an HTML alternative, and a Message-ID that stays the same when it is tried again.

    A letter that nobody needs says how a mail program ends it with one click. Source: RFC 8058, section 3.1.
    """
    name, address = parseaddr(message.sender or default_sender)
    if any(mark in message.to + message.subject + message.stop_url for mark in "\r\n") or not parseaddr(message.to)[1]:
        raise MessageRefused("The address or the subject cannot stand in a mail header.")
    mail = EmailMessage()
    mail["From"] = formataddr((name, address))
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = f"<{message.id}@{address.rpartition('@')[2] or 'emporium.localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.stop_url:
        mail["List-Unsubscribe"] = f"<{message.stop_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    return mail
