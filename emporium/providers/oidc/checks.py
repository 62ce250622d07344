"""Believing an ID token, or not (OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725)."""

from __future__ import annotations

import base64
import hmac
import time
from typing import Any

import jwt

from emporium.providers.oidc.base import AnswerRefused
from emporium.providers.oidc.discovery import keys_of

KINDS = {"RS": "RSA", "PS": "RSA", "ES": "EC"}
ALGORITHMS = tuple(f"{kind}{size}" for kind in KINDS for size in (256, 384, 512))
"""Signatures with a public key only: with a shared secret, or none, anybody could sign."""
LEEWAY_SECONDS = 60
OLDEST_SECONDS = 900
"""A token that was made longer ago was not made for this sign-in."""
LONGEST_SUBJECT = 255


def believed(
    token: str, *, found: dict[str, Any], issuer: str, client_id: str, nonce: str, access_token: str
) -> dict[str, Any]:
    """The claims of an ID token after every check. Raises AnswerRefused with the check that failed, ProviderSilent."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = str(header.get("alg"))
        if algorithm not in ALGORITHMS:
            raise AnswerRefused("algorithm")
        claims: dict[str, Any] = jwt.decode(
            token, _key(found, algorithm, header.get("kid")), algorithms=[algorithm], audience=client_id,
            issuer=issuer, leeway=LEEWAY_SECONDS, options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise AnswerRefused(type(error).__name__) from None
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise AnswerRefused("azp")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise AnswerRefused("nonce")
    if time.time() - float(claims["iat"]) > OLDEST_SECONDS:
        raise AnswerRefused("iat")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise AnswerRefused("sub")
    if "at_hash" in claims and not hmac.compare_digest(
        str(claims["at_hash"]).encode(), _half_hash(access_token, algorithm).encode()
    ):
        raise AnswerRefused("at_hash")
    return claims


def _key(found: dict[str, Any], algorithm: str, ident: Any) -> Any:
    """The one key that fits; a key that says what it is for is used for nothing else."""
    for again in (False, True):
        fitting = [
            key
            for key in keys_of(found, again=again)
            if key.get("kty") == KINDS[algorithm[:2]]
            and key.get("use", "sig") == "sig"
            and key.get("alg", algorithm) == algorithm
            and (ident is None or key.get("kid") == ident)
        ]
        if len(fitting) == 1:
            return jwt.PyJWK(fitting[0], algorithm).key
    raise AnswerRefused("key")


def _half_hash(text: str, algorithm: str) -> str:
    digest = jwt.get_algorithm_by_name(algorithm).compute_hash_digest(text.encode())
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
