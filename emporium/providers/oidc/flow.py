"""The authorization code flow with PKCE: out to the provider, and what its code is worth (RFC 6749, 7636, 9207)."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import quote_plus, urlencode

from emporium.providers.oidc.base import AnswerRefused, Person, ProviderSilent
from emporium.providers.oidc.calls import ask
from emporium.providers.oidc.checks import believed
from emporium.providers.oidc.discovery import discovered, keys_of
from emporium.sign_in_settings import OidcProvider


def look_at(provider: OidcProvider) -> None:
    """Whether people could sign in: its description and its keys can be read. Raises ProviderSilent, AnswerRefused."""
    if not keys_of(discovered(provider.issuer)):
        raise ProviderSilent("it publishes no keys")


def address_to_leave_to(provider: OidcProvider, *, back: str, state: str, nonce: str, verifier: str) -> str:
    """Where the browser goes to be asked who it is. Raises ProviderSilent, AnswerRefused."""
    address = str(discovered(provider.issuer)["authorization_endpoint"])
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back,
        "scope": " ".join(provider.scopes), "state": state, "nonce": nonce,
        "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def person_of(provider: OidcProvider, *, code: str, issuer: str, back: str, nonce: str, verifier: str) -> Person:
    """Who came back with a code. `issuer` is what stood beside it, if anything did (RFC 9207).

    Raises ProviderSilent, AnswerRefused.
    """
    found = discovered(provider.issuer)
    promised = found.get("authorization_response_iss_parameter_supported") is True
    if (issuer or promised) and issuer != provider.issuer:
        raise AnswerRefused("the answer names another issuer")
    said = _redeem(provider, found, code=code, back=back, verifier=verifier)
    access_token = str(said.get("access_token") or "")
    claims = believed(
        str(said.get("id_token") or ""), found=found, issuer=provider.issuer, client_id=provider.client_id,
        nonce=nonce, access_token=access_token,
    )  # fmt: skip
    if "email" not in claims and access_token and found.get("userinfo_endpoint"):
        claims = {**_about(found, access_token, claims["sub"]), **claims}
    return Person(
        provider=provider.id, issuer=provider.issuer, subject=claims["sub"],
        email=str(claims.get("email") or "").strip()[:320],
        email_verified=claims.get("email_verified") is True or claims.get("email_verified") == "true",
        name=" ".join(str(claims.get("name") or "").split())[:120],
    )  # fmt: skip


def _redeem(provider: OidcProvider, found: dict[str, Any], *, code: str, back: str, verifier: str) -> dict[str, Any]:
    """The tokens for a code. The client proves itself by the way that the provider names (Core, section 9)."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {}
    ways = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if provider.client_secret is None:
        form["client_id"] = provider.client_id
    elif "client_secret_basic" in ways:
        login = f"{quote_plus(provider.client_id)}:{quote_plus(provider.client_secret.get_secret_value())}"
        headers["authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret.get_secret_value()}
    status, said = ask("POST", str(found["token_endpoint"]), data=form, headers=headers)
    if status != 200:
        raise AnswerRefused("code")
    return said


def _about(found: dict[str, Any], access_token: str, subject: str) -> dict[str, Any]:
    """Claims that the ID token leaves out; believed when they are of the same person (Core, section 5.3.2)."""
    status, said = ask("GET", str(found["userinfo_endpoint"]), headers={"authorization": f"Bearer {access_token}"})
    if status != 200 or said.get("sub") != subject:
        raise AnswerRefused("userinfo")
    return said
