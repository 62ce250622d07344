"""Changing a placed order: asked, looked at, made (F081)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid, OutOfStock
from emporium.i18n import _
from emporium.services import drafts, edits, orders, risk
from emporium.services.auth import Actor, Permission
from emporium.services.drafts import VariantFound
from emporium.services.edits import EditAsk, EditChanged, EditView, OtherTerms
from emporium.ui.desk_typed import text_of, whole_number
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import EditStatus
from vendor.draft_values import Hit
from vendor.edit_values import EditLine, EditPage
from vendor.state.edit_view import ADDRESS, added_rows, address_lines, edit_page, kept, out_rows, sums
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

MOST = 999
FIELDS = (*ADDRESS, "reason")


class VendorEditState(VendorPageState, rx.State):
    """State of the page that changes an order."""

    view: EditPage = EditPage()
    _look: dict[str, str] = {}
    """The change that is looked at: its id, its hash, its order."""
    _typed: dict[str, str] = {}

    @rx.event
    @guarded(Permission.EDIT_ORDERS)
    async def find(self, form: dict[str, Any]) -> None:
        """Something else of the store's."""
        words = text_of(form, "words", 80)
        found = await run(_find, actor=current_actor(), slug=store_slug(self), words=words)
        self.view = dataclasses.replace(
            self.view, words=words, hits=[_hit(one) for one in found], no_hits=bool(words) and not found
        )

    @rx.event
    @guarded(Permission.EDIT_ORDERS)
    async def put(self, variant_id: str) -> None:
        """It stands among the lines; how many is typed there."""
        hit = next((one for one in self.view.hits if one.id == variant_id), None)
        if hit is None or any(line.id == hit.id for line in self.view.extra):
            return
        line = EditLine(id=hit.id, name=hit.name, sku=hit.sku, price=hit.price)
        self.view = dataclasses.replace(self.view, extra=[*self.view.extra, line], has_extra=True)

    @rx.event
    @guarded(Permission.EDIT_ORDERS)
    async def look(self, form: dict[str, Any]) -> None:
        """Work it out and show it before anybody makes it; what is wrong stands beside its field."""
        typed = {str(name): str(value).strip() for name, value in form.items()}
        self._typed, self._look = typed, {}
        shown = _with_typed(self.view, typed)
        try:
            ask = read_ask(typed, shown)
            looked = await run(
                _look, actor=current_actor(), slug=store_slug(self), number=shown.number, ask=ask,
                reason=typed.get("reason", ""),
            )  # fmt: skip
        except (Invalid, OutOfStock, OtherTerms) as wrong:
            field = wrong.field if isinstance(wrong, Invalid) and wrong.field in FIELDS else ""
            self.view = dataclasses.replace(
                shown, error=wrong.message if field else "", wrong=field, general="" if field else wrong.message,
                elsewhere=isinstance(wrong, OtherTerms), news=[],
                has_news=False,
            )  # fmt: skip
            return
        self._look = {"id": str(looked.id), "hash": looked.hash, "number": shown.number}
        self.view = previewed(shown, looked)

    @rx.event
    @guarded(Permission.EDIT_ORDERS)
    async def back(self) -> None:
        """Back to the form, with what was typed."""
        self._look = {}
        self.view = dataclasses.replace(self.view, previewing=False, fresh=self.view.fresh + "+")

    @rx.event
    @guarded(Permission.EDIT_ORDERS)
    async def make(self) -> Any:
        """Make exactly what was shown."""
        look, self._look = self._look, {}
        if not look or look["number"] != self.view.number:
            return None
        try:
            made = await run(
                _make, actor=current_actor(), slug=store_slug(self), number=look["number"],
                edit_id=known_id(look["id"]), seen=look["hash"],
            )  # fmt: skip
        except EditChanged as changed:
            self.view = dataclasses.replace(
                self.view, previewing=False, news=list(changed.changes), has_news=True, general="",
                fresh=self.view.fresh + "+",
            )  # fmt: skip
            return None
        if made.status is EditStatus.WAITING:
            await toast(self, _("The customer was asked to pay. The goods are held."), tone="success")
            await self._reload()
            return None
        await toast(self, _("Changed. The customer hears of it now."), tone="success")
        return rx.redirect(self.view.order_href)

    @rx.event
    @guarded(Permission.EDIT_ORDERS)
    async def drop(self, edit_id: str) -> None:
        """Give up a change that waits."""
        await run(
            _drop, actor=current_actor(), slug=store_slug(self), number=self.view.number,
            edit_id=known_id(edit_id),
        )  # fmt: skip
        await toast(self, _("The change is dropped. The order stays as it was."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_ORDERS)
    async def make_elsewhere(self) -> Any:
        """A new order for an address with other terms."""
        address = {name: self._typed.get(name, "") for name in ADDRESS}
        number = await run(
            _elsewhere, actor=current_actor(), slug=store_slug(self), number=self.view.number, address=address
        )
        return rx.redirect(link(f"/vendor/drafts/{number}", store_slug(self)))


def read_ask(typed: Mapping[str, str], shown: EditPage) -> EditAsk:
    """What was typed. Lines as they are, and an address as it is, ask for nothing. Raises Invalid."""
    quantities, add = {}, {}
    for line in shown.lines:
        units = whole_number(typed.get(f"line-{line.id}", ""), "quantity", most=MOST)
        if units is not None:
            quantities[known_id(line.id)] = units
    for line in shown.extra:
        units = whole_number(typed.get(f"add-{line.id}", ""), "add", most=MOST)
        if units:
            add[known_id(line.id)] = units
    address = None
    if shown.can_move and "line1" in typed and typed.get("_changed", "") == "yes":
        address = {name: typed.get(name, "") for name in ADDRESS}
    return EditAsk(quantities, add, address)


def _with_typed(shown: EditPage, typed: dict[str, str]) -> EditPage:
    """The page with what was typed, and whether the address is another one."""
    after = {name: typed.get(name, getattr(shown, name)) for name in ADDRESS}
    typed["_changed"] = "yes" if shown.can_move and list(after.values()) != shown.original else ""
    return dataclasses.replace(
        shown,
        lines=kept(shown.lines, typed, "line-"),
        extra=kept(shown.extra, typed, "add-"),
        reason=typed.get("reason", shown.reason),
        error="",
        wrong="",
        general="",
        elsewhere=False,
        **after,
    )


def previewed(shown: EditPage, look: EditView) -> EditPage:
    """Exactly what will be done."""
    content = look.content
    out, added, address = out_rows(content), added_rows(content), address_lines(content["address"])
    pays = look.added_minor > 0
    return dataclasses.replace(
        shown,
        previewing=True,
        out=out,
        has_out=bool(out),
        added=added,
        has_added=bool(added),
        address=address,
        has_address=bool(address),
        sums=sums(content),
        news=[],
        has_news=False,
        make_label=_("Ask the customer to pay {amount}").format(amount=money(look.added_minor, content["currency"]))
        if pays
        else _("Make the change"),
        make_note=_(
            "The customer gets a link. What is added is held for it; the change is made, with everything in it, the "
            "moment it is paid. Until then the order is not sent. What is added becomes an order of its own that goes "
            "in the same parcel."
        )
        if pays
        else _("It is made at once. The customer gets a mail."),
    )


def _find(session: Session, *, actor: Actor, slug: str, words: str) -> list[VariantFound]:
    store = chosen_store(session, actor=actor, slug=slug)
    return list(drafts.find_variants(session, actor=actor, store_id=store.id, words=words))


def _hit(one: VariantFound) -> Hit:
    left = _("{available:,} left").format(available=one.available) if one.available > 0 else _("Sold out")
    return Hit(str(one.variant_id), one.name, one.sku, money(one.price_minor, one.currency), left, one.available <= 0)


def _look(session: Session, *, actor: Actor, slug: str, number: str, ask: EditAsk, reason: str) -> EditView:
    store = chosen_store(session, actor=actor, slug=slug)
    made = edits.preview_edit(session, actor=actor, store_id=store.id, number=number, ask=ask, reason=reason)
    return edits.view_of(made)


def _make(session: Session, *, actor: Actor, slug: str, number: str, edit_id: UUID, seen: str) -> EditView:
    store = chosen_store(session, actor=actor, slug=slug)
    made = edits.commit_edit(
        session, actor=actor, store_id=store.id, number=number, edit_id=edit_id, seen=seen
    )  # fmt: skip
    return edits.view_of(made)


def _drop(session: Session, *, actor: Actor, slug: str, number: str, edit_id: UUID) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    edits.drop_edit(session, actor=actor, store_id=store.id, number=number, edit_id=edit_id)


def _elsewhere(session: Session, *, actor: Actor, slug: str, number: str, address: Mapping[str, str]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    return edits.draft_elsewhere(
        session, actor=actor, store_id=store.id, number=number, address=address
    ).number  # fmt: skip


def load_edit(session: Session, request: PageRequest) -> Loaded:
    """The page that changes an order. Raises NotFound for another store's."""
    keep = request.query.get("store", "")
    store = chosen_store(session, actor=request.actor, slug=keep)
    request.actor.require(Permission.EDIT_ORDERS, store=store.id)
    found = orders.store_order(session, actor=request.actor, store_id=store.id, number=request.params["number"])
    held = risk.held_reason(session, order_id=found.id)
    view = edit_page(session, found, request=request, keep=keep, refused=held and _("It is held for a look."))
    seo = Seo(title=_("Edit order {number} – {name}").format(number=found.number, name=store.name), noindex=True)
    return Loaded(view, seo, topics=[f"order:{found.id}"])
