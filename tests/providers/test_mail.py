"""Mail by SMTP and into the outbox."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from emporium.providers.mail import MailError, Message, MessageRefused, OutboxMailer, SmtpMailer

SENDER = "Emporium <hello@emporium.example>"
LETTER = Message(id="0198-abc", to="ann@example.com", subject="Your order – E10482", text="Thank you", html="<p>Ö</p>")


class Inbox:
    """What a mail server received; refuses addresses at refused.example."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.reply = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.endswith("@refused.example"):
            return "550 no such user"
        if address.endswith("@later.example"):
            return "451 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.reply


class Server(Controller):
    """A mail server on a free port; its start-up probe only connects, so that it works with TLS too."""

    def __init__(self, inbox: Inbox, **options: Any) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        super().__init__(inbox, hostname="127.0.0.1", port=port, **options)

    def _trigger_server(self) -> None:
        socket.create_connection((self.hostname, self.port), timeout=5).close()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def plain(inbox: Inbox) -> Iterator[SmtpMailer]:
    controller = Server(inbox)
    controller.start()
    yield SmtpMailer("127.0.0.1", controller.port, SENDER, tls="none")
    controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    write_certificate(key, cert)
    return key, cert


def write_certificate(key: Path, cert: Path) -> None:
    """A certificate for 127.0.0.1 that only the tests trust."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))  # fmt: skip


def server_context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[1], certificate[0])
    return context


def test_message_arrives_whole(plain: SmtpMailer, inbox: Inbox) -> None:
    plain.send(LETTER)
    (mail,) = inbox.received
    assert mail["To"] == "ann@example.com" and mail["Subject"] == "Your order – E10482"
    assert mail["Message-ID"] == "<0198-abc@emporium.example>"
    assert mail.get_body(("plain",)).get_content().strip() == "Thank you"
    assert mail.get_body(("html",)).get_content().strip() == "<p>Ö</p>"


def test_letters_nobody_needs_end_with_one_click(plain: SmtpMailer, inbox: Inbox) -> None:  # RFC 8058
    plain.send(dataclasses.replace(LETTER, stop_url="https://shop.example/letters/stop/basket/abc"))
    plain.send(LETTER)
    first, second = inbox.received
    assert first["List-Unsubscribe"] == "<https://shop.example/letters/stop/basket/abc>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert second["List-Unsubscribe"] is None, "orders are told in any case"


def test_check_says_where(plain: SmtpMailer) -> None:
    assert plain.check() == f"SMTP 127.0.0.1:{plain.port} (none)"


def test_refused_for_good_and_refused_for_now(plain: SmtpMailer, inbox: Inbox) -> None:
    with pytest.raises(MessageRefused):
        plain.send(Message("1", "a@refused.example", "s", "t"))
    with pytest.raises(MailError) as caught:
        plain.send(Message("1", "a@later.example", "s", "t"))
    assert not isinstance(caught.value, MessageRefused)
    inbox.reply = "554 spam"
    with pytest.raises(MessageRefused):
        plain.send(LETTER)


def test_no_server_is_worth_another_try() -> None:
    with pytest.raises(MailError):
        SmtpMailer("127.0.0.1", 9, SENDER, tls="none").send(LETTER)


@pytest.mark.parametrize("field", ["to", "subject", "stop_url"])
def test_headers_cannot_be_smuggled(plain: SmtpMailer, inbox: Inbox, field: str) -> None:
    values = {"id": "1", "to": "a@example.com", "subject": "s", "text": "t", field: "a@b.example\r\nBcc: x@y.example"}
    with pytest.raises(MessageRefused):
        plain.send(Message(**values))
    assert not inbox.received


def test_starttls_is_required_and_the_password_travels_only_inside(inbox: Inbox, certificate) -> None:
    seen: list[tuple[bytes, bytes]] = []

    def log_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    controller = Server(
        inbox, tls_context=server_context(certificate), require_starttls=True, authenticator=log_in, auth_required=True
    )
    controller.start()
    try:
        port = controller.port
        trust = ssl.create_default_context(cafile=str(certificate[1]))
        SmtpMailer("127.0.0.1", port, SENDER, "shop", "right", "starttls", trust).send(LETTER)
        assert len(inbox.received) == 1 and seen == [(b"shop", b"right")]
        with pytest.raises(MailError):
            SmtpMailer("127.0.0.1", port, SENDER, "shop", "wrong", "starttls", trust).send(LETTER)
        with pytest.raises(MailError):  # a certificate nobody vouches for
            SmtpMailer("127.0.0.1", port, SENDER, "shop", "right", "starttls").send(LETTER)
        with pytest.raises(MailError):
            SmtpMailer("127.0.0.1", port, SENDER, tls="none").send(LETTER)
    finally:
        controller.stop()


def test_starttls_refuses_a_server_without_it(inbox: Inbox, plain: SmtpMailer) -> None:
    with pytest.raises(MailError):
        SmtpMailer(plain.host, plain.port, SENDER, tls="starttls").send(LETTER)
    assert not inbox.received


def test_tls_from_the_first_byte(inbox: Inbox, certificate) -> None:
    controller = Server(inbox, ssl_context=server_context(certificate))
    controller.start()
    try:
        port = controller.port
        trust = ssl.create_default_context(cafile=str(certificate[1]))
        SmtpMailer("127.0.0.1", port, SENDER, tls="tls", context=trust).send(LETTER)
        assert len(inbox.received) == 1
    finally:
        controller.stop()


def test_outbox_keeps_one_file_per_message(tmp_path: Path) -> None:
    mailer = OutboxMailer(tmp_path / "outbox", sender=SENDER)
    mailer.send(LETTER)
    mailer.send(LETTER)
    (file,) = (tmp_path / "outbox").iterdir()
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert file.name == "0198-abc.eml" and mail["From"] == SENDER and mail["To"] == "ann@example.com"
    assert "outbox" in mailer.check()
