"""The buttons of a sign-in page that lead to a provider of OpenID Connect: links, which work without a script."""

from __future__ import annotations

from urllib.parse import quote

from emporium.i18n import _
from emporium.services.auth import leaving
from emporium.ui.values import Link
from models.enums import Face


def ways_in(face: Face, to: str) -> list[Link]:
    """One for each provider that the operator offers on a face; `to` is where the person wants to go afterwards."""
    after = f"&next={quote(to)}" if to else ""
    return [
        Link(_("Continue with {provider}").format(provider=one.name), f"/auth/oidc/{one.id}?face={face.value}{after}")
        for one in leaving.offered(face)
    ]
