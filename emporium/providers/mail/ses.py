"""Mail by Amazon SES, version 2 of its API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from emporium.providers.mail.base import Mailer, MailError, Message, MessageRefused, build_mime

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

NEVER = frozenset({"MessageRejected", "BadRequestException", "NotFoundException"})
"""Errors that trying again cannot help: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html"""


class SesMailer(Mailer):
    """Sends what the other mailers send. Without keys, those of the machine are used."""

    def __init__(
        self, *, region: str, sender: str, endpoint_url: str | None = None, access_key_id: str | None = None,
        secret_access_key: str | None = None,
    ) -> None:  # fmt: skip
        self.region, self.sender = region, sender
        self._client: SESV2Client = boto3.client(
            "sesv2",
            region_name=region,
            endpoint_url=endpoint_url,
            aws_access_key_id=access_key_id,
            aws_secret_access_key=secret_access_key,
            config=Config(connect_timeout=5, read_timeout=20, retries={"max_attempts": 1, "mode": "standard"}),
        )

    def send(self, message: Message) -> None:
        """One call; the job tries again, so the client itself does not."""
        mail = build_mime(message, default_sender=self.sender)
        data = mail.as_bytes(policy=mail.policy.clone(cte_type="7bit"))  # SES promises no more than seven bits
        try:
            self._client.send_email(Destination={"ToAddresses": [message.to]}, Content={"Raw": {"Data": data}})
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            kind = MessageRefused if code in NEVER else MailError
            raise kind(f"Amazon SES did not take the message ({code}).") from None
        except BotoCoreError as error:
            raise MailError(f"Amazon SES does not answer ({type(error).__name__}).") from None

    def check(self) -> str:
        """The account may send."""
        try:
            enabled = self._client.get_account().get("SendingEnabled", False)
        except (ClientError, BotoCoreError) as error:
            raise OSError(str(error)) from None
        if not enabled:
            raise OSError("Amazon SES has sending turned off for this account.")
        return f"Amazon SES in {self.region}"
