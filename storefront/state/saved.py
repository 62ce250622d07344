"""The page of kept things, and a list that somebody shared (F030)."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import quote

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import N_, _, plural
from emporium.services import carts, favourites, stores
from emporium.services.auth import Permission
from emporium.services.favourites import WishlistView
from emporium.settings import get_settings
from emporium.ui.values import Link
from emporium.web.desk import known_id
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money, product_card, product_cards
from emporium.web.threads import run
from emporium.web.toasts import toast
from storefront.saved_values import SavedPage, SavedSearchRow, SavedStore, SavedThing, SharedPage
from storefront.state.store_cards import store_card

FIRST = N_("Saved")


class SavedState(PageState, rx.State):
    """State of the page of kept things."""

    view: SavedPage = SavedPage()

    @rx.event
    @guarded(ANYONE)
    async def make_list(self, form: dict[str, Any]) -> Any:
        """A new list, which is then shown."""
        try:
            made = await run(favourites.make_list, actor=current_actor(), name=str(form.get("name") or ""))
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message)
            return None
        return rx.redirect(f"/saved?list={made}")

    @rx.event
    @guarded(ANYONE)
    async def rename(self, form: dict[str, Any]) -> None:
        """Another name for the list that is shown."""
        try:
            await run(
                favourites.rename_list, actor=current_actor(), list_id=known_id(self.view.list_id),
                name=str(form.get("name") or ""),
            )  # fmt: skip
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message)
            return
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def delete(self) -> Any:
        """Delete the list that is shown."""
        await run(favourites.delete_list, actor=current_actor(), list_id=known_id(self.view.list_id))
        return rx.redirect("/saved")

    @rx.event
    @guarded(ANYONE)
    async def share(self, shared: bool) -> None:
        """Make the list's link, or end it."""
        await run(
            favourites.share_list, actor=current_actor(), list_id=known_id(self.view.list_id), shared=shared is True
        )
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def take_off(self, product_id: str) -> None:
        """Take a thing off the list that is shown."""
        await run(
            favourites.forget_product, actor=current_actor(), product_id=known_id(product_id),
            list_id=known_id(self.view.list_id),
        )  # fmt: skip
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def move(self, product_id: str, list_id: str) -> None:
        """Move a thing to another list."""
        if not list_id:
            return
        await run(
            favourites.move_product, actor=current_actor(), product_id=known_id(product_id),
            source=known_id(self.view.list_id), target=known_id(list_id),
        )  # fmt: skip
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def add(self, variant_id: str) -> None:
        """Put a thing that comes in one form into the basket."""
        await run(carts.add_line, actor=current_actor(), variant_id=known_id(variant_id))
        await toast(self, _("It is in your basket."), tone="success", href="/cart", link=_("View basket"))
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def unfollow(self, store_id: str) -> None:
        """Follow a store no longer."""
        await run(favourites.unfollow_store, actor=current_actor(), store_id=known_id(store_id))
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def forget_search(self, search_id: str) -> None:
        """Delete a kept search."""
        await run(favourites.forget_search, actor=current_actor(), search_id=known_id(search_id))
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def choose_news(self, wanted: bool) -> None:
        """The daily letter, or none."""
        await run(favourites.choose_news, actor=current_actor(), wanted=wanted is True)
        await toast(self, _("Kept."), tone="success")
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def stop_news(self) -> None:
        """No more letters to whoever opened the letter's link."""
        await run(favourites.stop_news, actor=current_actor(), token=self.view.stop)
        self.view = dataclasses.replace(self.view, stopped=True, news=False)


class SharedListState(PageState, rx.State):
    """State of a shared list."""

    view: SharedPage = SharedPage()


def load_saved(session: Session, request: PageRequest) -> Loaded:
    """The list that the address names, else the first; stores and searches."""
    actor = request.actor
    lists = favourites.wishlists(session, actor=actor)
    wanted = request.query.get("list", "")
    chosen = next((one for one in lists if str(one.id) == wanted), lists[0] if lists else None)
    followed = stores.cards_by_ids(session, store_ids=favourites.followed_ids(session, actor=actor))
    searches = favourites.saved_searches(session, actor=actor)
    view = SavedPage(
        signed_in=actor.signed_in,
        lists=[_tab(one, chosen) for one in lists] if len(lists) > 1 or (lists and lists[0].name) else [],
        **(_chosen(chosen, lists) if chosen else {}),
        stores=[SavedStore(store_card(row), str(row.id)) for row in followed],
        has_stores=bool(followed),
        searches=[SavedSearchRow(str(one.id), one.title, one.address) for one in searches],
        has_searches=bool(searches),
        news=actor.signed_in and favourites.wants_news(session, actor=actor),
        stop=request.query.get("stop", "")[:200],
    )
    return Loaded(
        view, Seo(title=_("Saved – {name}").format(name=get_settings().name), noindex=True), topics=_topics(chosen)
    )


def _tab(one: WishlistView, chosen: WishlistView | None) -> Link:
    href = f"/saved?list={one.id}" if one.name else "/saved"
    return Link(one.name or _(FIRST), href, current=one is chosen, count=str(len(one.rows)))


def _chosen(one: WishlistView, lists: list[WishlistView]) -> dict[str, Any]:
    return {
        "list_id": str(one.id),
        "name": one.name or _(FIRST),
        "first": not one.name,
        "things": [_thing(one, row) for row in one.rows],
        "others": [Link(other.name or _(FIRST), str(other.id)) for other in lists if other.id != one.id],
        "has_others": len(lists) > 1,
        "gone": _("{gone} not for sale any more.").format(gone=plural(one.gone, "{n} thing is", "{n} things are"))
        if one.gone
        else "",
        "nothing": not one.rows,
        "shared": f"/list/{quote(one.share_token)}" if one.share_token else "",
    }


def _thing(one: WishlistView, row: Any) -> SavedThing:
    was = one.was.get(row.id, row.price_minor)
    if row.price_minor < was:
        note = _("{money} less than when you kept it").format(money=money(was - row.price_minor, row.currency))
    elif row.price_minor > was:
        note = _("It was {was} when you kept it").format(was=money(was, row.currency))
    else:
        note = ""
    single = one.single.get(row.id)
    return SavedThing(product_card(row), str(row.id), note, str(single) if single and row.available > 0 else "")


def _topics(chosen: WishlistView | None) -> list[str]:
    """Stock of what is shown, as far as a page may follow."""
    return [f"product:{row.id}" for row in chosen.rows[:24]] if chosen else []


def load_shared(session: Session, request: PageRequest) -> Loaded:
    """A list by its link. Raises NotFound."""
    found, owner = favourites.shared_list(session, token=request.params["token"][:200])
    name = found.name or _("Wishlist")
    view = SharedPage(
        title=name,
        line=(_("A list of {name}").format(name=owner) if owner else _("A list somebody shared with you"))
        + f", {plural(len(found.rows), '{n} thing', '{n} things')}",
        cards=product_cards(found.rows, eager=4),
        nothing=not found.rows,
    )
    return Loaded(view, Seo(title=f"{name} – {get_settings().name}", noindex=True))
