"""Out to a provider and back: what the browser carries meanwhile, and what the provider's answer is worth (F008).

The browser holds it sealed, for ten minutes; it counts once, which Redis remembers for every web process.
"""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from cryptography.fernet import InvalidToken
from redis.exceptions import RedisError

from emporium.errors import Expired, Invalid, NotFound, Refused, Unavailable
from emporium.i18n import _
from emporium.providers import oidc
from emporium.redis import redis_client
from emporium.services.auth import limits
from emporium.services.auth.sealing import seal, unseal
from emporium.services.auth.sessions import Client
from emporium.services.auth.tokens import digest, new_secret
from emporium.sign_in_settings import OidcProvider
from models.enums import Face

PURPOSE = "leaving for a provider"
SECONDS = 600
log = logging.getLogger("emporium.sign_in")


@dataclass(frozen=True, slots=True)
class Flow:
    """One way out and back."""

    provider: str
    face: Face
    to: str
    """Where to go on this site afterwards; empty for the face's home."""
    back: str
    """Our address that the provider was given."""
    nonce: str
    verifier: str
    user_id: UUID | None
    """Who connects it to their account, having just proved that it is theirs; None for signing in."""


def offered(face: Face) -> list[OidcProvider]:
    """The providers that the operator offers on a face, in order."""
    return oidc.providers_of(face.value)


def provider_for(ident: str, face: Face) -> OidcProvider:
    """A provider that may be used on a face. Raises NotFound."""
    found = oidc.known_provider(ident)
    if found is None or face.value not in found.faces:
        raise NotFound(_("This way of signing in is not offered here."))
    return found


@contextmanager
def _spoken_of(provider: OidcProvider) -> Iterator[None]:
    """A provider's troubles as ours, in plain words; the log has the reason, and no token."""
    try:
        yield
    except oidc.ProviderSilent as error:
        log.warning("%s gives no answer: %s", provider.id, error)
        raise Unavailable(
            _("{provider} is not answering. Try again in a moment, or sign in another way.").format(
                provider=provider.name
            )
        ) from None
    except oidc.AnswerRefused as error:
        log.warning("What %s answered was not believed: %s", provider.id, error)
        raise Refused(
            _("What {provider} answered could not be checked, so nobody was signed in. Please try again.").format(
                provider=provider.name
            )
        ) from None


def leave(
    *, provider: str, face: Face, to: str, back: str, client: Client, user_id: UUID | None = None
) -> tuple[str, str]:
    """Where the browser goes, and what it carries, sealed. Asks the provider: not for inside a transaction.

    Raises NotFound, TooMany, Unavailable, Refused.
    """
    limits.take(limits.LOGIN_PER_IP, client.ip or "unknown")
    chosen = provider_for(provider, face)
    state, nonce, verifier = new_secret(), new_secret(), new_secret()
    with _spoken_of(chosen):
        address = oidc.address_to_leave_to(chosen, back=back, state=state, nonce=nonce, verifier=verifier)
    carried = {
        "provider": chosen.id, "state": state, "nonce": nonce, "verifier": verifier, "face": face.value, "to": to,
        "back": back, "user_id": str(user_id or ""), "until": int(time.time()) + SECONDS,
    }  # fmt: skip
    return address, seal(json.dumps(carried), purpose=PURPOSE)


def returned(*, carried: str, provider: str, state: str) -> Flow:
    """What was carried, when somebody comes back with its state: once, and in time. Raises Expired, Unavailable."""
    try:
        found = json.loads(unseal(carried, purpose=PURPOSE))
    except InvalidToken:
        found = {}
    known = hmac.compare_digest(str(found.get("state", "")).encode(), state.encode()) and state != ""
    if not known or found["provider"] != provider or found["until"] < time.time() or not _first_time(state):
        raise Expired(_("That took too long, or it was begun anew in another tab. Please try again."))
    return Flow(
        provider=provider, face=Face(found["face"]), to=found["to"], back=found["back"], nonce=found["nonce"],
        verifier=found["verifier"], user_id=UUID(found["user_id"]) if found["user_id"] else None,
    )  # fmt: skip


def _first_time(state: str) -> bool:
    try:
        return bool(redis_client().set(f"emporium:left:{digest(state)}", 1, ex=SECONDS, nx=True))
    except RedisError as error:
        raise Unavailable(_("Something we need is not answering. Nothing was lost; please try again.")) from error


def who_returned(flow: Flow, *, code: str, error: str, issuer: str, client: Client) -> oidc.Person:
    """Who the provider says it is. Asks the provider: not for inside a transaction.

    `error` is the provider's own word (RFC 6749, section 4.1.2.1). Raises Refused, Invalid, Unavailable, TooMany.
    """
    limits.take(limits.LOGIN_PER_IP, client.ip or "unknown")
    chosen = provider_for(flow.provider, flow.face)
    if error == "access_denied":
        raise Refused(_("You did not go on with {provider}. Nothing was changed.").format(provider=chosen.name))
    if error in ("server_error", "temporarily_unavailable"):
        raise Unavailable(
            _("{provider} has a problem at the moment. Try again later, or sign in another way.").format(
                provider=chosen.name
            )
        )
    if error or not code:
        log.warning("%s sent no code: %s", chosen.id, error[:60] if error.isidentifier() else "unreadable")
        raise Invalid("code", _("{provider} did not let you through. Try again.").format(provider=chosen.name))
    with _spoken_of(chosen):
        return oidc.person_of(
            chosen, code=code, issuer=issuer, back=flow.back, nonce=flow.nonce, verifier=flow.verifier
        )
