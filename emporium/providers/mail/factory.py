"""The mailer this copy is configured for."""

from __future__ import annotations

from functools import lru_cache

from emporium.providers.mail.base import Mailer
from emporium.providers.mail.outbox import OutboxMailer
from emporium.providers.mail.smtp import SmtpMailer
from emporium.settings import get_settings


@lru_cache(maxsize=1)
def get_mailer() -> Mailer:
    """SMTP when `SMTP_HOST` is set, else the outbox folder."""
    settings = get_settings()
    if not settings.smtp_host:
        return OutboxMailer(settings.data_dir / "outbox", sender=settings.mail_from)
    password = settings.smtp_password
    return SmtpMailer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.mail_from,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        tls=settings.smtp_tls,
    )
