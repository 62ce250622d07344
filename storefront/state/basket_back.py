"""What the links of a letter about a basket open (F045)."""

from __future__ import annotations

import dataclasses
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict
from emporium.i18n import _
from emporium.services import reminders
from emporium.services.carts import CartLineView
from emporium.services.catalogue import product_path
from emporium.settings import get_settings
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from models.catalogue import full_name
from storefront.basket_values import LeftBasketPage, LeftLine

PATH = "/basket"


class BasketBackState(PageState, rx.State):
    """State of the page that a letter's links open."""

    view: LeftBasketPage = LeftBasketPage()

    @rx.event
    @guarded(ANYONE)
    async def put_back(self) -> Any:
        """Into the basket of this browser."""
        try:
            await run(reminders.restore_basket, actor=current_actor(), token=self.view.token)
        except Conflict as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message)
            return None
        return rx.redirect("/cart")

    @rx.event
    @guarded(ANYONE)
    async def stop(self) -> None:
        """No letters about baskets any more."""
        await run(reminders.stop_reminders, actor=current_actor(), token=self.view.token)
        self.view = dataclasses.replace(self.view, said=_("We do not write to you about baskets any more."))


def load_basket_back(session: Session, request: PageRequest) -> Loaded:
    """The basket of a letter; opening it decides nothing. Raises NotFound."""
    token = request.query.get("token", "")[:200]
    found = reminders.left_basket(session, actor=request.actor, token=token)
    stopping = bool(request.query.get("stop"))
    if found.here and not stopping:
        return Loaded(redirect="/cart", status=303)
    view = LeftBasketPage(
        token=token,
        href=f"{PATH}?token={token}",
        email=found.email,
        stopping=stopping,
        said=_("We do not write to you about baskets any more.") if stopping and found.stopped else "",
        over=found.over,
        in_account=found.in_account,
        lines=[_line(line) for part in found.view.stores for line in part.lines],
    )
    return Loaded(view, Seo(title=_("Your basket – {name}").format(name=get_settings().name), noindex=True))


def _line(line: CartLineView) -> LeftLine:
    return LeftLine(
        name=full_name(line.product_name, line.variant_title),
        href=product_path(line.product_slug, line.sku),
        quantity=str(line.quantity),
        total=money(line.total_minor, line.currency),
        problem=line.problem,
    )
