"""Mail by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from emporium.providers.mail.base import Mailer, MailError, Message, MessageRefused, build_mime

_TIMEOUT = 20.0


@dataclass(frozen=True)
class SmtpMailer(Mailer):
    """`tls` is `starttls` (upgrade, required), `tls` (from the first byte) or `none`."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    tls: str = "starttls"
    context: ssl.SSLContext | None = None

    def send(self, message: Message) -> None:
        """One connection per message: jobs are separate processes anyway."""
        mail = build_mime(message, default_sender=self.sender)
        try:
            with self._connection() as server:
                server.send_message(mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as error:
            codes = _codes(error)
            kind = MessageRefused if codes and all(500 <= code < 600 for code in codes) else MailError
            raise kind(f"The mail server refused the address ({', '.join(map(str, codes))}).") from None
        except smtplib.SMTPDataError as error:
            kind = MessageRefused if 500 <= error.smtp_code < 600 else MailError
            raise kind(f"The mail server refused the message ({error.smtp_code}).") from None
        except (OSError, smtplib.SMTPException) as error:
            raise MailError(f"The mail server does not take the message ({type(error).__name__}).") from None

    def check(self) -> str:
        """Connect, secure, sign in, say NOOP."""
        with self._connection() as server:
            server.noop()
        return f"SMTP {self.host}:{self.port} ({self.tls})"

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        context = self.context or ssl.create_default_context()
        if self.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT)
        with server:
            if self.tls == "starttls":
                self._secure(server, context)
            if self.user:
                server.login(self.user, self.password or "")
            yield server

    @staticmethod
    def _secure(server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """After a failed handshake the line is dead: saying goodbye on it would wait for the time-out."""
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise


def _codes(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused) -> list[int]:
    if isinstance(error, smtplib.SMTPSenderRefused):
        return [error.smtp_code]
    return [code for code, _ in error.recipients.values()]
