"""One prepared order: what is in it, for whom, what it comes to, how it is finished (F084)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.db import transaction
from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services import drafts
from emporium.services.auth import Actor, Permission
from emporium.ui.desk_typed import amount_minor, percent_bp, text_of, whole_number
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.threads import in_thread, run
from emporium.web.toasts import toast
from vendor.draft_values import DraftPage
from vendor.state.draft_view import draft_page
from vendor.state.drafts import PATH
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

ADDRESS = ("name", "line1", "line2", "postcode", "city", "region", "country")
FIELDS = frozenset((*ADDRESS, "email", "code", "reason", "percent", "amount", "quantity"))
"""Fields of the page: what is wrong with one of them stands beside it."""


class VendorDraftState(VendorPageState, rx.State):
    """State of a draft's page."""

    view: DraftPage = DraftPage()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def add(self, variant_id: str) -> None:
        """One more of something."""
        variant = known_id(variant_id)
        if await self._do(drafts.add_item, variant_id=variant):
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def add_said(self, form: dict[str, Any]) -> None:
        """One more of something that is made for the customer, with what the customer says about it."""
        variant = known_id(text_of(form, "variant", 40))
        wishes = read_wishes(form)
        try:
            await run(
                _act, what=drafts.add_item, actor=current_actor(), slug=store_slug(self), number=self.view.number,
                more={"variant_id": variant, "wishes": wishes},
            )  # fmt: skip
        except Invalid as wrong:
            self.view = said_wrong(self.view, str(variant), wrong)
            return
        await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def set_units(self, form: dict[str, Any]) -> None:
        """How many of each; 0 takes it out."""
        try:
            units = read_units(form)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong="quantity")
            return
        if await self._do(drafts.set_units, units=units):
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def save_customer(self, form: dict[str, Any]) -> None:
        """Who it is for; what was typed stays while something is wrong with it."""
        typed = {name: text_of(form, name, 160) for name in (*ADDRESS, "email")}
        self.view = dataclasses.replace(self.view, **typed)
        address = {name: typed[name] for name in ADDRESS}
        if await self._do(drafts.set_customer, email=typed["email"], address=address):
            await toast(self, _("The customer is saved."), tone="success")
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def choose_delivery(self, method_id: str) -> None:
        """How it is sent."""
        if await self._do(drafts.choose_delivery, method_id=known_id(method_id)):
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def add_code(self, form: dict[str, Any]) -> None:
        """A discount's code."""
        if await self._do(drafts.add_code, code=text_of(form, "code", 40)):
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def drop_code(self, code: str) -> None:
        """Not this code after all."""
        if await self._do(drafts.drop_code, code=str(code)[:40]):
            await self._reload()

    @rx.event
    @guarded(Permission.EDIT_ORDERS)
    async def take_off(self, form: dict[str, Any]) -> None:
        """Something off the goods, and why; nothing typed takes it out again."""
        try:
            percent = percent_bp(text_of(form, "percent", 10), "percent")
            amount = amount_minor(text_of(form, "amount", 14), self.view.currency, "amount")
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "amount")
            return
        reason = text_of(form, "reason", 120)
        if await self._do(drafts.set_discount, reason=reason, percent_bp=percent, amount_minor=amount):
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def save_note(self, form: dict[str, Any]) -> None:
        """Words for the staff."""
        if await self._do(drafts.set_note, note=text_of(form, "note", 500)):
            await toast(self, _("The note is saved."), tone="success")
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def send(self) -> None:
        """Hold the goods and mail the link."""
        if await self._do(drafts.send_draft):
            await toast(self, _("The link is on its way. The goods are held."), tone="success")
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def place(self, form: dict[str, Any]) -> None:
        """Order it now, to be paid by transfer or at the door."""
        actor, slug = current_actor(), store_slug(self)
        store_id = await run(_store_of, actor=actor, slug=slug)
        await in_thread(
            drafts.place_draft, transaction, actor=actor, store_id=store_id, number=self.view.number,
            method=text_of(form, "way", 20),
        )  # fmt: skip
        await toast(self, _("Ordered. The customer hears of it now."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def discard(self) -> None:
        """Throw it away."""
        if await self._do(drafts.discard_draft):
            await self._reload()

    @rx.event
    @guarded(Permission.TAKE_ORDERS)
    async def copy(self) -> Any:
        """The same again, as a new draft."""
        made = await run(_copy, actor=current_actor(), slug=store_slug(self), number=self.view.number)
        return rx.redirect(link(f"{PATH}/{made}", store_slug(self)))

    async def _do(self, what: Any, **more: Any) -> bool:
        """Change the draft; what is wrong with a field stands beside it, and the answer is no."""
        try:
            await run(_act, what=what, actor=current_actor(), slug=store_slug(self), number=self.view.number, more=more)
        except Invalid as wrong:
            if wrong.field not in FIELDS:
                raise
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field)
            return False
        return True


def read_units(form: Mapping[str, Any]) -> dict[UUID, int]:
    """`line-<id>` fields as numbers. Raises Invalid."""
    found: dict[UUID, int] = {}
    for name, value in form.items():
        if str(name).startswith("line-"):
            units = whole_number(str(value).strip(), "quantity", most=999)
            found[known_id(str(name).removeprefix("line-"))] = units or 0
    return found


def read_wishes(form: Mapping[str, Any]) -> dict[str, str]:
    """`say-<field>` fields as they were typed."""
    return {str(name)[4:60]: str(value or "")[:500] for name, value in form.items() if str(name).startswith("say-")}


def said_wrong(view: DraftPage, variant: str, wrong: Invalid) -> DraftPage:
    """What is wrong, beside its field, in the open form of the thing it is about."""
    hits = []
    for hit in view.hits:
        if hit.id == variant:
            known = any(one.key == wrong.field for one in hit.wishes)
            wishes = [
                dataclasses.replace(one, error=wrong.message if one.key == wrong.field else "") for one in hit.wishes
            ]
            hit = dataclasses.replace(hit, wishes=wishes, open=True, error="" if known else wrong.message)
        hits.append(hit)
    return dataclasses.replace(view, hits=hits)


def _act(session: Session, *, what: Any, actor: Actor, slug: str, number: str, more: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    what(session, actor=actor, store_id=store.id, number=number, **more)


def _store_of(session: Session, *, actor: Actor, slug: str) -> UUID:
    return chosen_store(session, actor=actor, slug=slug).id


def _copy(session: Session, *, actor: Actor, slug: str, number: str) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    return drafts.copy_draft(session, actor=actor, store_id=store.id, number=number).number


def load_draft(session: Session, request: PageRequest) -> Loaded:
    """A draft's page. Raises NotFound for another store's."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    found = drafts.read_draft(session, actor=actor, store_id=store.id, number=request.params["number"])
    words = request.query.get("q", "").strip()[:80]
    hits = drafts.find_variants(session, actor=actor, store_id=store.id, words=words)
    view = draft_page(found, hits, request=request, store=store, words=words)
    seo = Seo(title=_("Draft {number} – {name}").format(number=found.draft.number, name=store.name), noindex=True)
    topics = [f"store:{store.id}:drafts"]
    if found.purchase is not None:
        topics.append(f"purchase:{found.purchase.id}")
    return Loaded(view, seo, topics=topics)
