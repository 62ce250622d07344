"""`EMPORIUM_OIDC_PROVIDERS`: who else may say who somebody is. Every mistake is told with its place and the fix."""

from __future__ import annotations

import json
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EXAMPLE = '[{"id": "google", "name": "Google", "issuer": "https://accounts.google.com", "client_id": "..."}]'


def is_safe_address(address: str) -> bool:
    """Whether secrets may go there: over TLS, or without it on this machine only."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


class OidcProvider(BaseModel):
    """One provider of OpenID Connect, as the operator registered this marketplace with it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    """Stands in addresses: `/auth/oidc/<id>/back` is what the provider is given to come back to."""
    name: str = Field(min_length=1, max_length=40)
    issuer: str
    client_id: str = Field(min_length=1, max_length=300)
    client_secret: SecretStr | None = None
    faces: tuple[Literal["shop", "vendor", "admin"], ...] = ("shop", "vendor")
    """Where it may be used: administrators only when the operator says so."""
    scopes: tuple[str, ...] = ("openid", "email", "profile")

    @field_validator("issuer")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if not is_safe_address(value) or parts.query or parts.fragment:
            raise ValueError("give the issuer's https address as its discovery document has it")
        return value

    @field_validator("scopes")
    @classmethod
    def _openid(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if "openid" not in value:
            raise ValueError('"openid" must be among the scopes')
        return value


def read_providers(value: Any) -> tuple[OidcProvider, ...]:
    """The providers in a JSON list. Raises ValueError that names the entry and the field, and never a secret."""
    if isinstance(value, str):
        try:
            value = json.loads(value.strip() or "[]")
        except ValueError:
            raise ValueError(f"this is no JSON. Give a list, like {EXAMPLE}") from None
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"give a list, like {EXAMPLE}")
    made = tuple(_one(number, entry) for number, entry in enumerate(value, 1))
    for name in ("id", "issuer"):
        known = [getattr(one, name) for one in made]
        if twice := {one for one in known if known.count(one) > 1}:
            raise ValueError(f"{name} {', '.join(sorted(twice))} is there twice; each provider has one of its own")
    return made


def _one(number: int, entry: Any) -> OidcProvider:
    if isinstance(entry, OidcProvider):
        return entry
    if not isinstance(entry, dict):
        raise ValueError(f"entry {number} is no object with id, name, issuer and client_id")
    try:
        return OidcProvider.model_validate(entry)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    raise ValueError(f"entry {number}: {said}")
