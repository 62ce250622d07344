"""Pages that ask for a proof: the second step, a fresh check, a new address."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _
from emporium.settings import get_settings
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from models.enums import Face
from storefront.account_values import ProofPage


class StepState(PageState, rx.State):
    """State of the second step of signing in."""

    view: ProofPage = ProofPage()


class ConfirmState(PageState, rx.State):
    """State of the fresh check."""

    view: ProofPage = ProofPage()


class NewEmailState(PageState, rx.State):
    """State of the page that a new address's letter opens."""

    view: ProofPage = ProofPage()


def loader(title: str):  # type: ignore[no-untyped-def]
    """A loader for one of these pages; what the form sent back stands in its address."""

    def load(_session: Session, request: PageRequest) -> Loaded:
        query = request.query
        face = query.get("face", "")
        view = ProofPage(
            face=face if face in {one.value for one in Face} else Face.SHOP.value,
            next=query.get("next", "")[:500],
            connect=query.get("connect", "")[:40],
            token=query.get("token", "")[:200],
            error=query.get("error", "")[:300],
            done=query.get("done", "")[:10],
        )
        return Loaded(view, Seo(title=f"{_(title)} – {get_settings().name}", noindex=True))

    return load
