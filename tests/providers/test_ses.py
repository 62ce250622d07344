"""Mail by Amazon SES, against a server that speaks its API (F103)."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer
from moto.ses.models import ses_backends

from emporium.providers.mail import MailError, Message, MessageRefused, get_mailer
from emporium.providers.mail.ses import SesMailer
from emporium.settings import get_settings

SENDER = "Emporium <hello@emporium.example>"
KEYS = {"access_key_id": "test", "secret_access_key": "test"}
LETTER = Message(id="0198-abc", to="ann@example.com", subject="Your order – E10482", text="Thank you", html="<p>Ö</p>")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_the_letter_is_the_one_of_every_other_mailer(endpoint):  # F103
    mailer = SesMailer(region="eu-west-1", sender=SENDER, endpoint_url=endpoint, **KEYS)
    with pytest.raises(MessageRefused):
        mailer.send(LETTER)
    boto3.client(
        "sesv2", region_name="eu-west-1", endpoint_url=endpoint, aws_access_key_id="test", aws_secret_access_key="test"
    ).create_email_identity(EmailIdentity="hello@emporium.example")
    mailer.send(LETTER)
    (sent,) = [one for region in ses_backends.values() for one in region["eu-west-1"].sent_messages]
    raw = sent.raw_data.encode("ascii")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert (mail["To"], mail["Subject"], mail["From"]) == ("ann@example.com", LETTER.subject, SENDER)
    assert mail["Message-ID"] == "<0198-abc@emporium.example>"
    assert mail.get_body(("html",)).get_content().strip() == "<p>Ö</p>"


def test_a_service_that_is_away_is_tried_later():
    with pytest.raises(MailError) as said:
        SesMailer(region="eu-west-1", sender=SENDER, endpoint_url="http://127.0.0.1:9", **KEYS).send(LETTER)
    assert type(said.value) is MailError


def test_settings_choose_it_when_there_is_no_mail_server(monkeypatch):
    monkeypatch.setattr(get_settings(), "ses_region", "eu-west-1")
    assert isinstance(get_mailer.__wrapped__(), SesMailer)
    monkeypatch.setattr(get_settings(), "smtp_host", "mail.example")
    assert not isinstance(get_mailer.__wrapped__(), SesMailer)
