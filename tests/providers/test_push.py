"""Web Push: only the browser can read it, the push service knows who sent it, and answers are understood (F103)."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from emporium.providers.push import Browser, Push, PushError, PushGone, PushRefused, WebPusher, known_service
from emporium.providers.push.keys import key_of_secret, read_key
from emporium.settings import get_settings
from tests.little_servers import Receiver, Recorder, plain, raw, recording, vapid

MESSAGE = Push(topic="0198f0c0ffee", body='{"title": "Dein Paket – unterwegs"}'.encode(), ttl=3600)


@pytest.fixture
def service() -> Iterator[Recorder]:
    with recording() as seen:
        yield seen


@pytest.fixture
def pusher() -> WebPusher:
    return WebPusher(key_of_secret("a secret of the tests"), contact="hello@emporium.example")


def at(service: Recorder, receiver: Receiver | None = None) -> Browser:
    return Browser(f"{service.url}/send/one", **(receiver or Receiver()).keys)


def test_the_tests_own_reader_reads_the_example_of_the_standard():  # RFC 8291, section 5
    private = ec.derive_private_key(int.from_bytes(raw("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")), ec.SECP256R1())
    receiver = Receiver(private, raw("BTBZMqHH6r4Tts7J_aSIgg"))
    body = raw(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru"
        "3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert receiver.read(body) == b"When I grow up, I want to be a watermelon"


def test_only_the_browser_can_read_it(service, pusher):  # F103
    receiver = Receiver()
    pusher.push(MESSAGE, at(service, receiver))
    (asked,) = service.asked
    assert asked.path == "/send/one"
    assert b"Paket" not in asked.body and receiver.read(asked.body) == MESSAGE.body
    assert asked.headers["content-encoding"] == "aes128gcm"
    assert (asked.headers["ttl"], asked.headers["topic"]) == ("3600", "0198f0c0ffee")
    with pytest.raises(InvalidTag):
        Receiver().read(asked.body)


def test_the_push_service_can_tell_who_sent_it(service, pusher):  # F103, RFC 8292
    pusher.push(MESSAGE, at(service))
    claims, key = vapid(service.asked[0].headers["authorization"])
    assert key == pusher.public_key and len(raw(key)) == 65
    assert claims["sub"] == "mailto:hello@emporium.example"
    assert str(claims["aud"]).startswith("http://127.0.0.1")
    assert time.time() < float(str(claims["exp"])) <= time.time() + 24 * 3600


@pytest.mark.parametrize(
    ("code", "kind"),
    [(404, PushGone), (410, PushGone), (429, PushError), (503, PushError), (400, PushRefused), (302, PushRefused)],
)
def test_answers_are_understood(service, pusher, code, kind):  # F103
    service.code, service.headers = code, {"retry-after": "90", "location": "http://127.0.0.1:1/inside"}
    with pytest.raises(PushError) as said:
        pusher.push(MESSAGE, at(service))
    assert type(said.value) is kind
    assert said.value.after == (90 if kind is PushError else 0)
    assert len(service.asked) == 1, "a redirect is not followed"


def test_nobody_there_is_tried_later(pusher):
    with pytest.raises(PushError) as said:
        pusher.push(MESSAGE, Browser("http://127.0.0.1:9/x", **Receiver().keys))
    assert type(said.value) is PushError


def test_keys_that_are_none_end_the_subscription(service, pusher):
    with pytest.raises(PushGone):
        pusher.push(MESSAGE, Browser(f"{service.url}/x", p256dh=plain(b"\4" + b"x" * 64), auth=plain(b"x" * 16)))
    assert service.asked == []


def test_the_key_belongs_to_the_secret_and_can_be_given():
    def number(key: ec.EllipticCurvePrivateKey) -> int:
        return key.private_numbers().private_value

    made = key_of_secret("one")
    assert number(made) == number(key_of_secret("one")) != number(key_of_secret("two"))
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    for written in (pem, pem.replace("\n", "\\n"), plain(number(made).to_bytes(32))):
        assert number(read_key(written)) == number(made)
    for wrong in ("short", "!!", plain(b"x" * 31)):
        with pytest.raises(ValueError, match="VAPID"):
            read_key(wrong)


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://wns2-par02p.notify.windows.com/w/?token=abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com@inside.example/x", False),
        ("https://user@fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evilpush.apple.com/x", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1/x", False),
        ("", False),
    ],
)
def test_only_known_push_services_are_called(endpoint, known):  # F103
    assert known_service(endpoint) is known


def test_an_operator_can_name_another_push_service(monkeypatch):
    monkeypatch.setattr(get_settings(), "push_services", "http://127.0.0.1:*, push.example")
    assert known_service("http://127.0.0.1:8080/x") and known_service("https://push.example/x")
    assert not known_service("https://fcm.googleapis.com/x")
