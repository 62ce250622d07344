"""Signing in to a dashboard: what the server sent back to the form stands in the address."""

from __future__ import annotations

from emporium.ui.desk_values import SignIn
from emporium.web.page import Loaded, PageRequest, Seo


def load_sign_in(request: PageRequest, *, home: str, title: str) -> Loaded:
    """The form's page; whoever is signed in already goes on."""
    if request.actor.signed_in and request.actor.face.value in home:
        return Loaded(redirect=home, status=303)
    query = request.query
    notice = "You have been signed out. Sign in again to go on." if query.get("ended") else ""
    view = SignIn(
        next=query.get("next", "")[:500],
        email=query.get("email", "")[:320],
        error=query.get("error", "")[:300],
        notice=notice,
    )
    return Loaded(view, Seo(title=title, noindex=True))
