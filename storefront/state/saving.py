"""What the hearts do (F030)."""

from __future__ import annotations

import dataclasses

import reflex as rx

from emporium.i18n import _
from emporium.services import favourites
from emporium.web.desk import known_id
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.threads import run
from emporium.web.toasts import toast
from storefront.state.keeping import keep_search
from storefront.state.shell import ShellState, saved_label


class SavingState(rx.State):
    """Events of hearts; what is kept stands in the frame's value."""

    @rx.event
    @guarded(ANYONE)
    async def toggle(self, product_id: str) -> None:
        """Keep a product, or keep it no longer."""
        frame = await self.get_state(ShellState)
        if product_id in frame.shell.saved:
            await run(favourites.forget_product, actor=current_actor(), product_id=known_id(product_id))
            saved = [one for one in frame.shell.saved if one != product_id]
            await toast(self, _("Taken off your lists."))
        else:
            await run(favourites.save_product, actor=current_actor(), product_id=known_id(product_id))
            saved = [*frame.shell.saved, product_id]
            await toast(self, _("Saved."), tone="success", href="/saved", link=_("See your lists"))
        frame.shell = dataclasses.replace(frame.shell, saved=saved, saved_label=saved_label(len(saved)))

    @rx.event
    @guarded(ANYONE)
    async def keep_search(self) -> None:
        """Keep the list that this tab shows, as it is narrowed."""
        url = self.router.url
        await run(keep_search, actor=current_actor(), path=url.path.rstrip("/"), query=url.query)
        await toast(self, _("Search kept."), tone="success", href="/saved#searches", link=_("See your searches"))
