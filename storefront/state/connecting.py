"""The page that asks for a proof before a provider may open an account (F008)."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _
from emporium.services.auth import leaving
from emporium.settings import get_settings
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from models.enums import Face
from storefront.account_values import ConnectPage


class ConnectState(PageState, rx.State):
    """State of the proof before a provider is connected."""

    view: ConnectPage = ConnectPage()


def load_connect(_session: Session, request: PageRequest) -> Loaded:
    """What it says stands in its address; what is connected, sealed in a cookie that only the server reads."""
    query = request.query
    face = Face(query["face"]) if query.get("face") in {one.value for one in Face} else Face.SHOP
    chosen = next((one for one in leaving.offered(face) if one.id == query.get("provider")), None)
    if chosen is None:
        return Loaded(redirect="/login", status=303)
    view = ConnectPage(
        provider=chosen.id,
        name=chosen.name,
        face=face.value,
        email=query.get("email", "")[:320],
        next=query.get("next", "")[:500],
        error=query.get("error", "")[:300],
    )
    title = _("Connect {provider} – {name}").format(provider=chosen.name, name=get_settings().name)
    return Loaded(view, Seo(title=title, noindex=True))
