"""Text messages to phones: by Twilio, by a webhook of one's own, else kept on the outbox page."""

from emporium.providers.sms.base import Sms, SmsError, SmsRefused, Texter
from emporium.providers.sms.factory import get_texter
from emporium.providers.sms.outbox import OutboxTexter
from emporium.providers.sms.twilio import TwilioTexter
from emporium.providers.sms.webhook import WebhookTexter, signature

__all__ = [
    "OutboxTexter",
    "Sms",
    "SmsError",
    "SmsRefused",
    "Texter",
    "TwilioTexter",
    "WebhookTexter",
    "get_texter",
    "signature",
]
