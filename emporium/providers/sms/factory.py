"""The provider of texts that this copy is configured for."""

from __future__ import annotations

from functools import lru_cache

from emporium.providers.sms.base import Texter
from emporium.providers.sms.outbox import OutboxTexter
from emporium.providers.sms.twilio import TwilioTexter
from emporium.providers.sms.webhook import WebhookTexter
from emporium.settings import get_settings


@lru_cache(maxsize=1)
def get_texter() -> Texter:
    """Twilio when its account is set, else the webhook when its address is, else the outbox."""
    settings = get_settings()
    token, secret = settings.twilio_auth_token, settings.sms_webhook_secret
    if settings.twilio_account_sid and token is not None:
        return TwilioTexter(
            settings.twilio_account_sid, token.get_secret_value(), sender=settings.twilio_from,
            api_base=settings.twilio_api_base,
        )  # fmt: skip
    if settings.sms_webhook_url and secret is not None:
        return WebhookTexter(settings.sms_webhook_url, secret=secret.get_secret_value())
    return OutboxTexter(settings.data_dir / "outbox")
