"""Saying yes or no to a letter when something is back (F091)."""

from __future__ import annotations

import dataclasses

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _
from emporium.services import inventory
from emporium.services.catalogue import product_path
from emporium.settings import get_settings
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.threads import run
from storefront.values import AlertPage


class BackInStockState(PageState, rx.State):
    """State of the page that a letter's link opens."""

    view: AlertPage = AlertPage()

    @rx.event
    @guarded(ANYONE)
    async def confirm(self) -> None:
        """The address is theirs, and they want to hear of it."""
        await run(inventory.confirm_alert, actor=current_actor(), token=self.view.token)
        self.view = dataclasses.replace(self.view, said=_("We write to you when it is back."), asking=False)

    @rx.event
    @guarded(ANYONE)
    async def stop(self) -> None:
        """They do not."""
        await run(inventory.stop_alert, actor=current_actor(), token=self.view.token)
        self.view = dataclasses.replace(self.view, said=_("We forgot your address for this."), asking=False)


def load_back_in_stock(session: Session, request: PageRequest) -> Loaded:
    """The request of a letter. Nothing is decided by opening it. Raises NotFound."""
    token = request.query.get("token", "")[:200]
    found = inventory.alert_by_token(session, actor=request.actor, token=token)
    stop = bool(request.query.get("stop"))
    view = AlertPage(
        token=token,
        name=found.name,
        href=product_path(found.slug, found.sku),
        email=found.email,
        asking=True,
        confirmed=found.confirmed or stop,
    )
    return Loaded(view, Seo(title=_("Back in stock – {name}").format(name=get_settings().name), noindex=True))
