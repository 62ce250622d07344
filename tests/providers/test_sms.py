"""Texts: by a webhook of one's own, by Twilio, or kept on the outbox page (F103, F107)."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from emporium.providers.sms import OutboxTexter, Sms, SmsError, SmsRefused, TwilioTexter, WebhookTexter, signature
from emporium.providers.sms.factory import get_texter
from emporium.settings import get_settings
from tests.little_servers import Recorder, recording

KNOWN = "c6ef4734033cee2367414a0939385eca0397754aa7a59716da7463a9298b5146"
TEXT = Sms(id="0198-abc", to="+32470123456", text="Emporium: your parcel – is on its way")


@pytest.fixture
def server() -> Iterator[Recorder]:
    with recording() as seen:
        yield seen


def test_without_a_provider_it_is_kept(tmp_path):  # F107
    texter = OutboxTexter(tmp_path)
    texter.text(TEXT)
    texter.text(TEXT)
    (kept,) = tmp_path.iterdir()
    assert kept.read_text() == "To: +32470123456\n\nEmporium: your parcel – is on its way\n"


def test_the_webhook_is_signed(server):  # F103
    WebhookTexter(f"{server.url}/sms", secret="between us").text(TEXT)
    (asked,) = server.asked
    assert json.loads(asked.body) == {"id": "0198-abc", "to": "+32470123456", "text": TEXT.text}
    assert asked.headers["idempotency-key"] == "0198-abc"
    moment, proof = (part.split("=", 1)[1] for part in asked.headers["emporium-signature"].split(","))
    assert abs(int(moment) - time.time()) < 30
    assert proof == signature("between us", moment=int(moment), body=asked.body)
    assert proof != signature("guessed", moment=int(moment), body=asked.body)
    assert proof != signature("between us", moment=int(moment) + 1, body=asked.body)


def test_a_known_signature():
    """Made with `printf '1700000000.{}' | openssl dgst -sha256 -hmac k`: others can check ours."""
    assert signature("k", moment=1700000000, body=b"{}") == KNOWN


def test_twilio_is_asked_as_it_wants_it(server):  # F103
    TwilioTexter("AC123", "secret", sender="+3290001111", api_base=server.url).text(TEXT)
    TwilioTexter("AC123", "secret", sender="MG42", api_base=server.url).text(TEXT)
    first, second = server.asked
    assert first.path == second.path == "/2010-04-01/Accounts/AC123/Messages.json"
    assert first.headers["authorization"] == "Basic " + base64.b64encode(b"AC123:secret").decode()
    assert first.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(first.body.decode()) == {"To": [TEXT.to], "From": ["+3290001111"], "Body": [TEXT.text]}
    assert parse_qs(second.body.decode())["MessagingServiceSid"] == ["MG42"]


@pytest.mark.parametrize(("code", "kind"), [(400, SmsRefused), (401, SmsError), (429, SmsError), (503, SmsError)])
def test_answers_are_understood(server, code, kind):
    server.code, server.headers, server.answer = code, {"retry-after": "30"}, b'{"code": 21211}'
    for texter in (
        TwilioTexter("AC123", "secret", sender="x", api_base=server.url), WebhookTexter(server.url, secret="s")
    ):  # fmt: skip
        with pytest.raises(SmsError) as said:
            texter.text(TEXT)
        assert type(said.value) is kind and str(code) in str(said.value)
        assert said.value.after == (30 if kind is SmsError else 0)


def test_nobody_there_is_tried_later():
    for texter in (
        TwilioTexter("AC1", "s", sender="x", api_base="http://127.0.0.1:9"),
        WebhookTexter("http://127.0.0.1:9", secret="s"),
    ):
        with pytest.raises(SmsError) as said:
            texter.text(TEXT)
        assert type(said.value) is SmsError


@pytest.mark.parametrize("number", ["0470123456", "+0470", "+32470123456\n", "", "+32 470"])
def test_what_is_no_number_is_refused_before_anybody_is_asked(server, tmp_path, number):
    for texter in (OutboxTexter(tmp_path), WebhookTexter(server.url, secret="s")):
        with pytest.raises(SmsRefused):
            texter.text(Sms("1", number, "x"))
    assert server.asked == [] and list(tmp_path.iterdir()) == []


def test_settings_choose(monkeypatch):
    from pydantic import SecretStr

    def chosen(**values: object) -> str:
        for name, value in values.items():
            monkeypatch.setattr(get_settings(), name, value)
        return type(get_texter.__wrapped__()).__name__

    assert chosen() == "OutboxTexter"
    assert chosen(sms_webhook_url="https://sms.example", sms_webhook_secret=SecretStr("s")) == "WebhookTexter"
    assert chosen(twilio_account_sid="AC1", twilio_auth_token=SecretStr("t"), twilio_from="+1") == "TwilioTexter"
