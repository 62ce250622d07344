"""`emporium doctor`: looks at everything Emporium stands on; every finding that is wrong says how to put it right.

Checks return text; they never print settings' values that are secret.
"""

from __future__ import annotations

import os
import smtplib
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import redis
from pydantic import ValidationError

from emporium.runtime import endpoints, frontend, migrations
from emporium.runtime.paths import DataFolderError, data_dir, prepare_data_dir
from emporium.settings import Settings, get_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_SKEW_SECONDS = 5.0


class Problem(Exception):
    """Something is wrong: what, and what to do about it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


@dataclass(frozen=True)
class Finding:
    """The outcome of one check."""

    name: str
    ok: bool
    text: str
    fix: str = ""


def diagnose() -> list[Finding]:
    """Run every check, in an order in which the first failure explains the later ones."""
    return [_run(name, check) for name, check in CHECKS]


def _run(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except Problem as problem:
        return Finding(name, False, problem.what, problem.fix)
    except Exception as error:  # a check that breaks is a finding too, never a traceback with a secret in it
        return Finding(name, False, f"The check itself failed ({type(error).__name__}).", "See the logs folder.")


def check_configuration() -> str:
    """Settings are readable and the data folder can be written."""
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = ", ".join(".".join(str(part) for part in item["loc"]) for item in error.errors())
        raise Problem(f"These settings are not valid: {wrong}.", "See the settings table in README.md.") from None
    try:
        folder = prepare_data_dir()
    except DataFolderError as error:
        raise Problem(str(error).split(". ")[0] + ".", str(error).split(". ", 1)[1]) from None
    key = folder / "secret.key"
    if settings.secret_key is None and key.exists() and key.stat().st_mode & 0o077:
        raise Problem("The signing secret can be read by others.", f"chmod 600 {key}")
    if settings.secret_key is not None and len(settings.secret_key.get_secret_value()) < 32:
        raise Problem("EMPORIUM_SECRET_KEY is shorter than 32 characters.", "Make one: openssl rand -base64 48")
    return f"data folder {folder}"


def _database_fix() -> str:
    if get_settings().database_url is not None:
        return "Check that the server in DATABASE_URL runs, and its user, password and database name."
    return f"Start it with `emporium up`. Its log is {data_dir() / 'logs' / 'postgres.log'}."


@contextmanager
def _database() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    try:
        with psycopg.connect(migrations.plain_url(endpoints.database_url()), connect_timeout=5) as connection:
            yield connection
    except (psycopg.OperationalError, endpoints.NotRunning, ValueError):
        raise Problem("The database does not answer.", _database_fix()) from None


def check_database() -> str:
    """PostgreSQL 18 or newer answers, and keeps what it commits."""
    with _database() as connection:
        version = connection.info.server_version
        row = connection.execute("SELECT current_setting('fsync')").fetchone()
    if version < 180000:
        raise Problem(
            f"PostgreSQL {version // 10000} is too old: Emporium needs 18.",
            "Upgrade the server, or unset DATABASE_URL to use the embedded one.",
        )
    if row is None or row[0] != "on":
        raise Problem("fsync is off: a power cut can destroy the database.", "Set fsync = on in postgresql.conf.")
    where = "embedded" if get_settings().database_url is None else "DATABASE_URL"
    return f"PostgreSQL {version // 10000}.{version % 10000} ({where})"


def check_migrations() -> str:
    """The schema is the one the code expects."""
    with _database():
        current, head = migrations.current(endpoints.database_url()), migrations.head()
    if current != head:
        raise Problem(f"The schema is at {current or 'nothing'}, the code expects {head}.", "Run `emporium migrate`.")
    return f"at {current}"


def check_redis() -> str:
    """Redis answers and can be written."""
    fix = f"Start it with `emporium up`. Its log is {data_dir() / 'logs' / 'valkey.log'}."
    if get_settings().redis_url is not None:
        fix = "Check that the server in REDIS_URL runs, and its password."
    try:
        with redis.Redis.from_url(endpoints.redis_url(), socket_timeout=5, socket_connect_timeout=5) as client:
            key = f"doctor:{uuid4()}"
            client.set(key, "1", ex=10)
            client.delete(key)
            version = client.info("server")["redis_version"]
    except (redis.RedisError, OSError, ValueError, endpoints.NotRunning):
        raise Problem("Redis does not answer or cannot be written.", fix) from None
    return f"speaks Redis {version} ({'embedded' if get_settings().redis_url is None else 'REDIS_URL'})"


def check_storage() -> str:
    """A file can be written, read back and deleted."""
    from emporium.providers.storage import StorageError, get_storage

    key, content = f"doctor/{uuid4()}.txt", os.urandom(64)
    fix = f"Make {data_dir() / 'media'} writable."
    if get_settings().s3_bucket:
        fix = "Check S3_BUCKET, S3_ENDPOINT_URL, the access key and that it may put, get and delete objects."
    try:
        storage = get_storage()
        storage.put(key, content, "text/plain")
        same = storage.read(key) == content
        storage.delete(key)
    except (StorageError, OSError):
        raise Problem("Files cannot be stored.", fix) from None
    if not same:
        raise Problem("A stored file came back changed.", fix)
    return storage.describe()


def check_mail() -> str:
    """The mail server accepts us, or messages go to the outbox."""
    from emporium.providers.mail import get_mailer

    settings = get_settings()
    if (settings.smtp_host or settings.ses_region) and not settings.public_url:
        raise Problem(
            f"Links in mails lead to {settings.host}:{settings.port}, which other machines may not reach.",
            "Set EMPORIUM_PUBLIC_URL to the shop's address, for example https://shop.example.",
        )
    try:
        return get_mailer().check()
    except (OSError, smtplib.SMTPException) as error:
        raise Problem(
            f"The mail server does not accept us ({type(error).__name__}).",
            "Check SMTP_HOST, SMTP_PORT, SMTP_TLS, SMTP_USER and SMTP_PASSWORD; unset SMTP_HOST to keep mail here."
            if settings.smtp_host
            else "Check SES_REGION and that its keys may send; unset SES_REGION to keep mail here.",
        ) from None


def check_sign_in() -> str:
    """The providers that people may sign in with describe themselves, as the issuer we were given."""
    from emporium.providers import oidc

    offered = get_settings().oidc_providers
    for one in offered:
        try:
            oidc.look_at(one)
        except (oidc.ProviderSilent, oidc.AnswerRefused) as error:
            raise Problem(
                f"Nobody can sign in with {one.name} ({error}).",
                f"Check its issuer in EMPORIUM_OIDC_PROVIDERS, and that this machine reaches {one.issuer}.",
            ) from None
    return ", ".join(one.name for one in offered) or "passwords and passkeys"


def check_texts_and_push() -> str:
    """Half a provider of texts is none, and the key of push messages can be read."""
    from emporium.providers.push import get_pusher
    from emporium.providers.sms import get_texter

    settings = get_settings()
    if settings.twilio_account_sid and not (settings.twilio_auth_token and settings.twilio_from):
        raise Problem("Twilio cannot be used.", "Set EMPORIUM_TWILIO_AUTH_TOKEN and EMPORIUM_TWILIO_FROM too.")
    if settings.sms_webhook_url and settings.sms_webhook_secret is None:
        raise Problem("The SMS webhook cannot be signed.", "Set EMPORIUM_SMS_WEBHOOK_SECRET too.")
    try:
        get_pusher()
    except ValueError:
        raise Problem(
            "The key of push messages cannot be read.",
            "EMPORIUM_VAPID_PRIVATE_KEY is a P-256 key as PEM, or 32 bytes in URL-safe base64; unset it to use ours.",
        ) from None
    return get_texter().describe()


def check_clock() -> str:
    """This machine and the database agree on the time."""
    with _database() as connection:
        before = time.time()
        row = connection.execute("SELECT clock_timestamp()").fetchone()
        after = time.time()
    assert row is not None and isinstance(row[0], datetime)
    skew = row[0].astimezone(UTC).timestamp() - (before + after) / 2
    if abs(skew) > LARGEST_SKEW_SECONDS:
        raise Problem(
            f"This machine and the database differ by {abs(skew):.0f} s.",
            "Turn on time synchronisation (NTP) on both machines.",
        )
    return f"within {abs(skew) * 1000:.0f} ms of the database"


def check_frontend() -> str:
    """The build that would be served is made from the present sources."""
    build = frontend.current()
    if build is None:
        raise Problem("There is no front-end build of the present sources.", "Run `emporium build`.")
    return f"build {build.digest}"


CHECKS: Sequence[tuple[str, Callable[[], str]]] = (
    ("Configuration", check_configuration),
    ("Database", check_database),
    ("Migrations", check_migrations),
    ("Redis", check_redis),
    ("Storage", check_storage),
    ("Mail", check_mail),
    ("Sign-in", check_sign_in),
    ("Texts and push", check_texts_and_push),
    ("Clock", check_clock),
    ("Front-end build", check_frontend),
)
