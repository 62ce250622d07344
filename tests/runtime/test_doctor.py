"""Each failure of the doctor prints its fix and never a secret."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from emporium.runtime import doctor, endpoints, frontend
from emporium.settings import get_settings
from tests.conftest import Databases
from tests.runtime.copies import emporium

SECRET = "hunter2-must-not-show"


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch):
    """Change settings for one test."""
    from emporium.providers.mail import get_mailer
    from emporium.providers.push import get_pusher
    from emporium.providers.sms import get_texter
    from emporium.providers.storage import get_storage

    def put(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        forget()

    def forget() -> None:
        get_settings.cache_clear()
        get_mailer.cache_clear()
        get_pusher.cache_clear()
        get_texter.cache_clear()
        get_storage.cache_clear()

    yield put
    monkeypatch.undo()
    forget()


def findings() -> dict[str, doctor.Finding]:
    return {finding.name: finding for finding in doctor.diagnose()}


def set_fsync(databases: Databases, value: str) -> None:
    """Set it on the suite's server, which spares the disk, and wait until it holds."""
    with psycopg.connect(databases.admin, autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET fsync = {value}")
        connection.execute("SELECT pg_reload_conf()")
        until = time.monotonic() + 20
        while connection.execute("SHOW fsync").fetchone() != (value,):
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.fixture
def durable(databases: Databases) -> Iterator[None]:
    """The suite's server as everybody else runs it."""
    set_fsync(databases, "on")
    yield
    set_fsync(databases, "off")


def test_all_is_well(db_url: str, durable: None, setting, monkeypatch: pytest.MonkeyPatch) -> None:
    setting(DATABASE_URL=db_url)
    monkeypatch.setattr(frontend, "current", lambda: frontend.Build(Path("x"), "abc", reused=True))
    bad = [finding for finding in doctor.diagnose() if not finding.ok]
    assert not bad


def test_a_server_that_forgets_is_found(db_url: str, setting) -> None:
    setting(DATABASE_URL=db_url)
    database = findings()["Database"]
    assert not database.ok and "fsync is off" in database.text and database.fix


@pytest.mark.parametrize(
    ("broken", "values", "fix"),
    [
        ("Database", {"DATABASE_URL": f"postgresql://u:{SECRET}@127.0.0.1:9/x"}, "DATABASE_URL"),
        ("Migrations", {"DATABASE_URL": f"postgresql://u:{SECRET}@127.0.0.1:9/x"}, "DATABASE_URL"),
        ("Clock", {"DATABASE_URL": f"postgresql://u:{SECRET}@127.0.0.1:9/x"}, "DATABASE_URL"),
        ("Redis", {"REDIS_URL": f"redis://:{SECRET}@127.0.0.1:9/0"}, "REDIS_URL"),
        ("Mail", {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": "9", "SMTP_PASSWORD": SECRET,
                  "EMPORIUM_PUBLIC_URL": "https://shop.example"}, "SMTP_HOST"),
        ("Mail", {"SMTP_HOST": "127.0.0.1"}, "EMPORIUM_PUBLIC_URL"),
        ("Sign-in", {"EMPORIUM_OIDC_PROVIDERS": '[{"id": "x", "name": "X", "issuer": "http://127.0.0.1:9", '
                     f'"client_id": "c", "client_secret": "{SECRET}"}}]'}, "EMPORIUM_OIDC_PROVIDERS"),
        ("Mail", {"SES_REGION": "eu-west-1", "SES_ENDPOINT_URL": "http://127.0.0.1:9", "SES_ACCESS_KEY_ID": "k",
                  "SES_SECRET_ACCESS_KEY": SECRET, "EMPORIUM_PUBLIC_URL": "https://shop.example"}, "SES_REGION"),
        ("Texts and push", {"EMPORIUM_TWILIO_ACCOUNT_SID": "AC1", "EMPORIUM_TWILIO_AUTH_TOKEN": SECRET}, "TWILIO_FROM"),
        ("Texts and push", {"EMPORIUM_SMS_WEBHOOK_URL": "https://sms.example"}, "SMS_WEBHOOK_SECRET"),
        ("Texts and push", {"EMPORIUM_VAPID_PRIVATE_KEY": SECRET}, "VAPID"),
        (
            "Storage",
            {"S3_BUCKET": "b", "S3_ENDPOINT_URL": "http://127.0.0.1:9", "S3_ACCESS_KEY_ID": "k",
             "S3_SECRET_ACCESS_KEY": SECRET},
            "S3_BUCKET",
        ),
        ("Configuration", {"EMPORIUM_PORT": "0"}, "README"),
        ("Configuration", {"EMPORIUM_SECRET_KEY": "short"}, "openssl"),
    ],
)  # fmt: skip
def test_failure_names_its_fix(broken: str, values: dict[str, str], fix: str, monkeypatch, setting) -> None:
    if "EMPORIUM_PORT" in values:
        monkeypatch.setenv("EMPORIUM_PORT", values["EMPORIUM_PORT"])
        found = doctor._run("Configuration", doctor.check_configuration)
    else:
        setting(**values)
        found = findings()[broken]
    assert not found.ok
    assert fix in found.fix
    assert SECRET not in found.text + found.fix


def test_empty_database_asks_for_migrate(empty_db_url: str, setting) -> None:
    setting(DATABASE_URL=empty_db_url)
    found = findings()["Migrations"]
    assert not found.ok and "emporium migrate" in found.fix


def test_readable_secret_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting) -> None:
    monkeypatch.delenv("EMPORIUM_SECRET_KEY")
    setting(EMPORIUM_DATA_DIR=str(tmp_path))
    endpoints.generated_secret("secret.key")
    (tmp_path / "secret.key").chmod(0o644)
    found = findings()["Configuration"]
    assert not found.ok and "chmod 600" in found.fix


def test_command_fails_without_servers_and_prints_fixes(tmp_path: Path) -> None:
    done = emporium(tmp_path, "doctor")
    assert done.returncode == 1
    assert "FAIL  Database" in done.stdout and "Fix: Start it with `emporium up`" in done.stdout
