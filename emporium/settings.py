"""Settings: environment variables, read once. README.md has the table."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from emporium.sign_in_settings import OidcProvider, read_providers

ROOT = Path(__file__).resolve().parents[1]


def _plain(name: str) -> AliasChoices:
    """The variable as the world knows it (`DATABASE_URL`), or with our prefix."""
    return AliasChoices(name, f"EMPORIUM_{name}")


class Settings(BaseSettings):
    """Every setting has a default that works on one machine with nothing else installed."""

    model_config = SettingsConfigDict(
        env_prefix="EMPORIUM_", extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    data_dir: Path = Field(default=Path(".emporium"), validate_default=True)
    frontend_dir: Path | None = None
    public_url: str | None = None
    demo: bool = True
    name: str = "Emporium"
    web_workers: int = Field(default=1, ge=1, le=64)
    job_workers: int = Field(default=1, ge=1, le=64)
    threads: int = Field(default=16, ge=1, le=128)
    secret_key: SecretStr | None = None
    bcrypt_cost: int = Field(default=12, ge=4, le=16)
    access_minutes: int = Field(default=15, ge=1, le=120)
    refresh_days: int = Field(default=30, ge=1, le=365)
    refresh_grace_seconds: int = Field(default=10, ge=0, le=60)
    rate_limits: bool = True
    admin_mfa: bool = False
    """Administrators need a second step or a passkey (F007)."""
    oidc_providers: Annotated[tuple[OidcProvider, ...], NoDecode] = ()
    """Who else may say who somebody is (F008)."""
    find_link_days: int = Field(default=30, ge=0, le=3650)
    """A purchase's link shows names and addresses for so long; then it asks for the postcode or the address (F155)."""
    export_days: int = Field(default=7, ge=1, le=90)
    """How long a copy of a person's data can be fetched (F154)."""
    file_max_mb: int = Field(default=100, ge=1, le=2048)
    """How large a file may be that a store sells (F026)."""
    trusted_proxies: str = "127.0.0.1,::1"
    currency: str = "EUR"
    default_country: str = "BE"
    locale: str = "en_GB"
    pseudo_locales: bool = False
    """Offer the made-up languages that show what is not translatable."""
    log_level: str = "info"
    capture: str = Field(default="at_once", pattern="^(at_once|on_shipment)$")
    sandbox: bool | None = None
    stripe_secret_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_api_base: str = "https://api.stripe.com"
    paypal_client_id: str = ""
    paypal_secret: SecretStr | None = None
    paypal_webhook_id: str = ""
    paypal_api_base: str = "https://api-m.paypal.com"
    cash_on_delivery: bool = False
    cash_limit_minor: int = Field(default=30_000, ge=100, le=10_000_000)
    debt_netting_days: int = Field(default=14, ge=0, le=365)
    debt_payment_days: int = Field(default=14, ge=0, le=365)
    debt_minimum_minor: int = Field(default=500, ge=0, le=10_000_000)
    risk_orders_per_hour: int = Field(default=6, ge=1, le=1000)
    risk_declines: int = Field(default=4, ge=1, le=1000)
    risk_amount_minor: int = Field(default=150_000, ge=100, le=1_000_000_000)
    case_window_days: int = Field(default=30, ge=1, le=365)
    case_answer_days: int = Field(default=3, ge=1, le=60)
    cancel_minutes: int = Field(default=30, ge=0, le=10_080)
    give_up_days: int = Field(default=14, ge=0, le=90)
    transfer_days: int = Field(default=7, ge=1, le=60)
    pay_link_days: int = Field(default=3, ge=1, le=60)
    legal_name: str = ""
    legal_address: str = ""
    tax_id: str = ""
    tax: str = Field(default="table", pattern="^(table|stripe|none)$")
    reminder_hours: int = Field(default=4, ge=0, le=24 * 14)
    """After so long a basket counts as left behind; 0 sends no letters about it (F045)."""
    reminder_again_hours: int = Field(default=24, ge=0, le=24 * 14)
    """So long after the first letter the second and last one follows; 0 sends none."""
    us_report_minor: int = Field(default=2_000_000, ge=0, le=1_000_000_000)
    """More than so much in a year, in cents of the US dollar, is reported on form 1099-K: 26 U.S.C. 6050W(e)."""
    us_report_count: int = Field(default=200, ge=0, le=1_000_000)
    """And more than so many sales: 26 U.S.C. 6050W(e), as Public Law 119-21, section 70432, has it."""
    bank_holder: str = ""
    bank_iban: SecretStr | None = None
    bank_bic: str = ""
    sms_webhook_url: str = ""
    sms_webhook_secret: SecretStr | None = None
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr | None = None
    twilio_from: str = ""
    twilio_api_base: str = "https://api.twilio.com"
    vapid_private_key: SecretStr | None = None
    """Signs push messages; without it, the key that belongs to the secret key (F103)."""
    push_services: str = (
        "fcm.googleapis.com, *.push.services.mozilla.com, *.push.apple.com, *.notify.windows.com"
    )
    """Hosts that browsers may name as their push service: nothing else is called."""

    database_url: SecretStr | None = Field(default=None, validation_alias=_plain("DATABASE_URL"))
    redis_url: SecretStr | None = Field(default=None, validation_alias=_plain("REDIS_URL"))

    s3_bucket: str | None = Field(default=None, validation_alias=_plain("S3_BUCKET"))
    s3_endpoint_url: str | None = Field(default=None, validation_alias=_plain("S3_ENDPOINT_URL"))
    s3_region: str | None = Field(default=None, validation_alias=_plain("S3_REGION"))
    s3_access_key_id: SecretStr | None = Field(default=None, validation_alias=_plain("S3_ACCESS_KEY_ID"))
    s3_secret_access_key: SecretStr | None = Field(default=None, validation_alias=_plain("S3_SECRET_ACCESS_KEY"))

    smtp_host: str | None = Field(default=None, validation_alias=_plain("SMTP_HOST"))
    smtp_port: int = Field(default=587, validation_alias=_plain("SMTP_PORT"))
    smtp_user: str | None = Field(default=None, validation_alias=_plain("SMTP_USER"))
    smtp_password: SecretStr | None = Field(default=None, validation_alias=_plain("SMTP_PASSWORD"))
    smtp_tls: str = Field(default="starttls", validation_alias=_plain("SMTP_TLS"), pattern="^(starttls|tls|none)$")
    ses_region: str | None = Field(default=None, validation_alias=_plain("SES_REGION"))
    ses_endpoint_url: str | None = Field(default=None, validation_alias=_plain("SES_ENDPOINT_URL"))
    ses_access_key_id: SecretStr | None = Field(default=None, validation_alias=_plain("SES_ACCESS_KEY_ID"))
    ses_secret_access_key: SecretStr | None = Field(default=None, validation_alias=_plain("SES_SECRET_ACCESS_KEY"))
    mail_from: str = Field(default="Emporium <hello@emporium.localhost>", validation_alias=_plain("MAIL_FROM"))

    @field_validator("oidc_providers", mode="before")
    @classmethod
    def _providers(cls, value: Any) -> tuple[OidcProvider, ...]:
        """Read here, so that a mistake is told by its place and never with the secret beside it."""
        return read_providers(value)

    @field_validator("data_dir", "frontend_dir")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        """A relative folder lies in the project folder, wherever a command is started from."""
        return None if value is None else (ROOT / value.expanduser()).resolve()


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
