"""The providers that this copy is configured for."""

from __future__ import annotations

from emporium.settings import get_settings
from emporium.sign_in_settings import OidcProvider


def providers_of(face: str) -> list[OidcProvider]:
    """Those that may be used on a face, in the operator's order."""
    return [one for one in get_settings().oidc_providers if face in one.faces]


def known_provider(ident: str) -> OidcProvider | None:
    """A provider by our id for it."""
    return next((one for one in get_settings().oidc_providers if one.id == ident), None)
