"""A store's stock, edited by comparing: nobody overwrites a change they have not seen (F090)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _, day, plural
from emporium.services import inventory
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import image_refs
from emporium.services.catalogue.pictures import NO_IMAGE
from emporium.services.inventory import StockRow
from emporium.ui.desk_typed import text_of, whole_number
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import image
from emporium.web.threads import run
from emporium.web.toasts import toast
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug
from vendor.state.stock_tabs import stock_tabs
from vendor.stock_values import StockLine, StockPage

PATH = "/vendor/stock"


class VendorStockState(VendorPageState, rx.State):
    """State of the stock list."""

    view: StockPage = StockPage()

    @rx.event
    @guarded(Permission.EDIT_STOCK)
    async def set_on_hand(self, variant_id: str, location_id: str, seen: str, typed: str) -> None:
        """The field was left: set what lies on the shelf, unless it changed since it was seen."""
        await self._save(variant_id, location_id, seen, typed)

    @rx.event
    @guarded(Permission.EDIT_STOCK)
    async def save(self, form: dict[str, Any]) -> None:
        """Enter was pressed in the field."""
        await self._save(*(str(form.get(name, "")) for name in ("variant", "location", "seen", "on_hand")))

    async def _save(self, variant_id: str, location_id: str, seen: str, typed: str) -> None:
        if typed.strip() == seen:
            return
        try:
            units = await run(
                _adjust, actor=current_actor(), slug=store_slug(self), variant_id=variant_id, location_id=location_id,
                seen=seen, typed=typed,
            )  # fmt: skip
        except Conflict as conflict:
            if str(conflict.details.get("current")) == typed.strip():
                return
            await self._reload()
            self.view = dataclasses.replace(
                self.view,
                conflict=_("Someone was quicker than you"),
                conflict_text=f"{conflict.message} {_('Your edit was not saved; look at it and type it again.')}",
            )  # fmt: skip
            return
        except Invalid:
            await self._reload()
            raise
        await toast(self, _("Saved. {units} on hand.").format(units=units), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_STOCK)
    async def sell_ahead(self, form: dict[str, Any]) -> None:
        """Let a variant be sold before it is there, or no longer; and when the store is told that it runs low."""
        try:
            said = await run(_sell_ahead, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            field = {"due": "day", "low": "low"}.get(wrong.field or "", "limit")
            rows = [
                dataclasses.replace(row, error=wrong.message, wrong=field)
                if (row.variant_id, row.location_id) == (form.get("variant"), form.get("location"))
                else dataclasses.replace(row, error="", wrong="")
                for row in self.view.rows
            ]
            self.view = dataclasses.replace(self.view, rows=rows)
            return
        await toast(self, said, tone="success")
        await self._reload()


def _sell_ahead(session: Session, *, actor: Actor, slug: str, form: dict[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    typed = text_of(form, "day")
    variant, location = (known_id(text_of(form, name)) for name in ("variant", "location"))
    try:
        chosen = date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Invalid("day", _("Choose a day.")) from error
    of = {"actor": actor, "store_id": store.id, "variant_id": variant, "location_id": location}
    low = whole_number(text_of(form, "low"), "low")
    if low is not None:
        inventory.set_low_mark(session, **of, units=low)
    limit = whole_number(text_of(form, "limit"), "limit") or 0
    level = inventory.set_backorders(session, **of, limit=limit, due=chosen)
    if not level.backorder_limit:
        return _("It is sold only while it is there.")
    return _("Up to {count} may be sold ahead, for {day}.").format(count=level.backorder_limit, day=day(chosen))


def _adjust(
    session: Session, *, actor: Actor, slug: str, variant_id: str, location_id: str, seen: str, typed: str
) -> int:
    store = chosen_store(session, actor=actor, slug=slug)
    if not typed.strip().isdigit() or len(typed.strip()) > 7:
        raise Invalid("on_hand", _("Give a whole number, like 12."))
    try:
        variant, location, known = known_id(variant_id), known_id(location_id), int(seen)
    except ValueError as error:
        raise NotFound(_("There is no such stock level in this store.")) from error
    return inventory.adjust(
        session, actor=actor, store_id=store.id, variant_id=variant, location_id=location, seen=known,
        new=int(typed.strip()),
    ).on_hand  # fmt: skip


def load_stock(session: Session, request: PageRequest) -> Loaded:
    """A page of stock by SKU. Four queries."""
    actor, query = request.actor, request.query
    keep, text, after = query.get("store", ""), query.get("q", "").strip()[:80], query.get("after", "")[:128]
    store = chosen_store(session, actor=actor, slug=keep)
    rows, more = inventory.list_stock(session, actor=actor, store_id=store.id, query=text, after=after or None)
    view = StockPage(
        sub=_("You set what is on hand; what is promised and what can be sold follows by itself."),
        tabs=stock_tabs(PATH, keep),
        store=keep,
        query=text,
        rows=_rows(session, rows),
        empty=not rows,
        empty_text=_("Nothing for “{text}”. Look for a name or a SKU.").format(text=text)
        if text
        else _("Add a product to count its stock."),
        foot=_("{rows} shown. Can be sold = on hand − promised + ahead.").format(
            rows=plural(len(rows), "{n} variant", "{n} variants")
        ),
        older=link(PATH, keep, q=text, after=more or "") if more else "",
        newest=link(PATH, keep, q=text) if after else "",
        can_edit=actor.can(Permission.EDIT_STOCK, store=store.id),
    )
    return Loaded(
        view, Seo(title=_("Stock – {name}").format(name=store.name), noindex=True), topics=[f"store:{store.id}:stock"]
    )


def _rows(session: Session, rows: Sequence[StockRow]) -> list[StockLine]:
    pictures = image_refs(session, media_ids=[row.image_id for row in rows])
    made = []
    for row in rows:
        word, tone, icon = _("Enough"), "success", "circle-check"
        if row.available <= 0:
            word, tone, icon = _("Sold out"), "danger", "circle-slash"
        elif row.available <= row.low_stock_at:
            word, tone, icon = _("{available} left").format(available=row.available), "warning", "triangle-alert"
        elif row.on_hand < row.reserved:
            word, tone, icon = _("Sold ahead"), "info", "clock"
        made.append(
            StockLine(
                key=f"{row.variant_id}{row.location_id}{row.on_hand}{row.backorder_limit}",
                variant_id=str(row.variant_id),
                location_id=str(row.location_id),
                name=row.product_name,
                variant=row.variant_title,
                sku=row.sku,
                place=row.location,
                picture=image(pictures.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE),
                on_hand=str(row.on_hand),
                promised=str(row.reserved),
                left=str(row.available),
                badge=word,
                tone=tone,
                icon=icon,
                ahead=_("Up to {backorder_limit} ahead, for {backorder_day}").format(
                    backorder_limit=row.backorder_limit, backorder_day=day(row.backorder_day)
                )
                if row.backorder_limit
                else "",
                ahead_limit=str(row.backorder_limit or ""),
                ahead_day=row.backorder_day.isoformat() if row.backorder_day else "",
                low=str(row.low_stock_at),
            )
        )
    return made
