"""The mailer this copy is configured for."""

from __future__ import annotations

from functools import lru_cache

from emporium.providers.mail.base import Mailer
from emporium.providers.mail.outbox import OutboxMailer
from emporium.providers.mail.smtp import SmtpMailer
from emporium.settings import get_settings


@lru_cache(maxsize=1)
def get_mailer() -> Mailer:
    """SMTP when `SMTP_HOST` is set, else Amazon SES when `SES_REGION` is, else the outbox folder."""
    settings = get_settings()
    if not settings.smtp_host and settings.ses_region:
        from emporium.providers.mail.ses import SesMailer

        key, secret = settings.ses_access_key_id, settings.ses_secret_access_key
        return SesMailer(
            region=settings.ses_region,
            sender=settings.mail_from,
            endpoint_url=settings.ses_endpoint_url,
            access_key_id=key.get_secret_value() if key else None,
            secret_access_key=secret.get_secret_value() if secret else None,
        )
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
