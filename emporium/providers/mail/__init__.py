"""Sending mail: by SMTP or Amazon SES when configured, else into the outbox folder."""

from emporium.providers.mail.base import Mailer, MailError, Message, MessageRefused, build_mime
from emporium.providers.mail.factory import get_mailer
from emporium.providers.mail.outbox import OutboxMailer
from emporium.providers.mail.smtp import SmtpMailer

__all__ = [
    "MailError",
    "Mailer",
    "Message",
    "MessageRefused",
    "OutboxMailer",
    "SmtpMailer",
    "build_mime",
    "get_mailer",
]
