"""One order: what to pack, sending it, following its parcels, how its money adds up."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import reflex as rx
from sqlmodel import Session

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.services import orders, payments, refunds, risk
from emporium.services.auth import Actor, Permission
from emporium.services.payouts import lists
from emporium.services.refunds import RefundPlan
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import money
from emporium.web.threads import in_thread, run
from emporium.web.toasts import toast
from models.enums import FulfillmentStatus
from vendor.state import order_files
from vendor.state.edit_view import order_edits
from vendor.state.order_after import AnswersWishes, order_after
from vendor.state.order_view import order_page
from vendor.state.packing import parcel_of, with_packing
from vendor.state.refund_form import REFUND_FIELDS, beside, previewed, read_reason, read_refund, read_units, with_money
from vendor.state.shell import VendorPageState, chosen_store, store_slug
from vendor.values import OrderPage


class VendorOrderState(AnswersWishes, rx.State):
    """State of one order's page."""

    view: OrderPage = OrderPage()
    _asked: dict[str, str] = {}
    """The refund that is being looked at: what was typed, for which order, what it came to, and the click's name."""

    @rx.event
    @guarded(Permission.SHIP_ORDERS)
    async def ship(self, form: dict[str, Any]) -> None:
        """Send a parcel with the units that were entered; what is wrong stands beside its field."""
        try:
            await run(
                _ship, actor=current_actor(), slug=store_slug(self), number=self.view.number,
                carrier=str(form.get("carrier", "")), tracking=str(form.get("tracking", "")), form=form,
            )  # fmt: skip
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, error_field=wrong.field or "")
            return
        await toast(self, _("Sent. The shopper hears of it now."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.SHIP_ORDERS)
    async def collect(self) -> None:
        """The shopper paid at the door."""
        actor, slug = current_actor(), store_slug(self)
        store_id = await run(_store_of, actor=actor, slug=slug)
        await in_thread(
            payments.collect_cash, transaction, actor=actor, store_id=store_id, number=self.view.number
        )  # fmt: skip
        await toast(self, _("Noted. You keep the cash; commission is taken off your next payout."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.SHIP_ORDERS)
    async def scan(self, parcel_id: str, status: str) -> None:
        """A parcel was seen by its carrier."""
        await run(
            _scan, actor=current_actor(), slug=store_slug(self), number=self.view.number, parcel_id=parcel_id,
            status=status,
        )  # fmt: skip
        await self._reload()

    @rx.event
    @guarded(Permission.SHIP_ORDERS)
    async def renew(self, line_id: str) -> None:
        """The buyer may download a line's files anew."""
        await run(
            order_files.renew, actor=current_actor(), slug=store_slug(self), number=self.view.number, line=str(line_id)
        )
        await toast(self, _("Renewed. The buyer can download it again."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.CANCEL_ORDERS)
    async def cancel(self, form: dict[str, Any]) -> None:
        """Give up an order of which nothing left, and give the money back."""
        try:
            refunded = await run(
                _cancel, actor=current_actor(), slug=store_slug(self), number=self.view.number,
                reason=str(form.get("reason", "")),
            )  # fmt: skip
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, reason_error=wrong.message)
            return
        await toast(self, _("Cancelled. {amount} goes back to the shopper.").format(amount=refunded), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.CANCEL_ORDERS)
    async def cancel_units(self, form: dict[str, Any]) -> None:
        """Cancel single units that have not left; what is wrong stands beside its field."""
        shown = self.view.cancel
        try:
            refunded = await run(
                _cancel_units, actor=current_actor(), slug=store_slug(self), number=self.view.number, form=form
            )
        except Invalid as wrong:
            placed = beside(wrong, shown.lines, ("reason",), "cancel-")
            self.view = dataclasses.replace(self.view, cancel=dataclasses.replace(shown, **placed))
            return
        await toast(self, _("Cancelled. {amount} goes back to the shopper.").format(amount=refunded), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def preview(self, form: dict[str, Any]) -> None:
        """Work out what would be given back, and show it before anybody confirms it."""
        number, shown = self.view.number, self.view.refund
        try:
            plan = await run(_preview, actor=current_actor(), slug=store_slug(self), number=number, form=form)
        except Invalid as wrong:
            placed = beside(wrong, shown.lines, REFUND_FIELDS, "units-")
            self.view = dataclasses.replace(self.view, refund=dataclasses.replace(shown, **placed))
            return
        typed = {str(name): str(value) for name, value in form.items() if not str(name).startswith("_")}
        self._asked = {**typed, "_number": number, "_total": str(plan.total_minor), "_key": uuid4().hex}
        self.view = dataclasses.replace(self.view, refund=previewed(shown, typed, plan))

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def change(self) -> None:
        """Back to the form, with what was typed."""
        self._asked = {}
        self.view = dataclasses.replace(
            self.view,
            refund=dataclasses.replace(self.view.refund, previewing=False, fresh=self.view.refund.fresh + "+"),
        )

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def confirm(self) -> None:
        """Give back exactly what was shown."""
        asked, self._asked = self._asked, {}
        if not asked or asked["_number"] != self.view.number:
            return
        try:
            given = await run(
                _refund, actor=current_actor(), slug=store_slug(self), number=asked["_number"], form=asked,
                total_minor=int(asked["_total"]), key=asked["_key"],
            )  # fmt: skip
        except (Invalid, Conflict):
            await self._reload()
            raise
        await toast(self, _("{amount} goes back to the shopper.").format(amount=given), tone="success")
        await self._reload()

    async def _reload(self) -> Any:
        """Read again; a refund that somebody looks at stays on the screen."""
        known, asked = self.view, self._asked
        result = await VendorPageState._reload(self)
        if asked and asked["_number"] == self.view.number and self.view.refund.shown:
            kept = dataclasses.replace(known.refund, most=self.view.refund.most)
            self.view = dataclasses.replace(self.view, refund=kept)
        return result


def _store_of(session: Session, *, actor: Actor, slug: str) -> UUID:
    return chosen_store(session, actor=actor, slug=slug).id


def _ship(
    session: Session, *, actor: Actor, slug: str, number: str, carrier: str, tracking: str, form: dict[str, Any]
) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    if not tracking.strip() and carrier != "Other":
        raise Invalid(
            "tracking_number",
            _("{carrier} gives every parcel a number. Add it here.").format(carrier=carrier)
            if carrier
            else _("The carrier gives every parcel a number. Add it here."),
        )
    lines, location_id = parcel_of(session, actor=actor, store_id=store.id, number=number, form=form)
    orders.ship_order(
        session, actor=actor, store_id=store.id, number=number, carrier=carrier, tracking_number=tracking,
        lines=lines or None, location_id=location_id,
    )  # fmt: skip


def _scan(session: Session, *, actor: Actor, slug: str, number: str, parcel_id: str, status: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    try:
        parcel, seen = known_id(parcel_id), FulfillmentStatus(status)
    except ValueError as error:
        raise NotFound(_("There is no such parcel in this order.")) from error
    if seen not in (FulfillmentStatus.IN_TRANSIT, FulfillmentStatus.DELIVERED):
        raise Invalid("status", _("A parcel is on its way or delivered."))
    orders.record_scan(session, actor=actor, store_id=store.id, number=number, parcel_id=parcel, status=seen)


def _cancel(session: Session, *, actor: Actor, slug: str, number: str, reason: str) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    if len(reason.strip()) < 4:
        raise Invalid("reason", _("Tell the shopper why, in a few words."))
    refunded = refunds.cancel_order(session, actor=actor, store_id=store.id, number=number, reason=reason.strip())
    return money(refunded, orders.store_order(session, actor=actor, store_id=store.id, number=number).currency)


def _cancel_units(session: Session, *, actor: Actor, slug: str, number: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    found = lists.order_money(session, actor=actor, store_id=store.id, number=number)
    lefts = {line.id: (line.name, line.cancellable) for line in found.lines if line.cancellable}
    units = read_units(form, lefts, "cancel-")
    if not units:
        raise Invalid("lines", _("Choose at least one unit to cancel."))
    refunded = refunds.cancel_lines(
        session, actor=actor, store_id=store.id, number=number, units=units, reason=read_reason(form),
        key=f"cancel:{uuid4().hex}",
    )  # fmt: skip
    return money(refunded, found.currency)


def _preview(session: Session, *, actor: Actor, slug: str, number: str, form: Mapping[str, Any]) -> RefundPlan:
    store = chosen_store(session, actor=actor, slug=slug)
    actor.require(Permission.REFUND_ORDERS, store=store.id)
    found = lists.order_money(session, actor=actor, store_id=store.id, number=number)
    ask, _reason = read_refund(form, found)
    return refunds.preview_refund(session, actor=actor, store_id=store.id, number=number, ask=ask)


def _refund(
    session: Session, *, actor: Actor, slug: str, number: str, form: Mapping[str, Any], total_minor: int, key: str
) -> str:
    """Refund what was previewed, if it still comes to the same: the order is locked between the two."""
    store = chosen_store(session, actor=actor, slug=slug)
    actor.require(Permission.REFUND_ORDERS, store=store.id)
    found = lists.order_money(session, actor=actor, store_id=store.id, number=number)
    ask, reason = read_refund(form, found)
    now = refunds.preview_refund(session, actor=actor, store_id=store.id, number=number, ask=ask)
    if now.total_minor != total_minor:
        raise Conflict(_("The order changed meanwhile. Look at the new sum before you give it back."))
    refunds.refund_order(session, actor=actor, store_id=store.id, number=number, ask=ask, key=key, reason=reason)
    return money(total_minor, found.currency)


def load_order(session: Session, request: PageRequest) -> Loaded:
    """The order's page. Sixteen queries, twenty-one while something is to be sent.

    Raises NotFound for another store's order.
    """
    keep = request.query.get("store", "")
    store = chosen_store(session, actor=request.actor, slug=keep)
    found = orders.store_order(session, actor=request.actor, store_id=store.id, number=request.params["number"])
    view = order_page(found, actor=request.actor, keep=keep, today=datetime.now(UTC).date())
    given = lists.order_money(session, actor=request.actor, store_id=store.id, number=found.number)
    held = risk.held_reason(session, order_id=found.id)
    if held:
        view = dataclasses.replace(view, held=held, can_ship=False)
    view = dataclasses.replace(view, edits=order_edits(session, found, actor=request.actor, keep=keep))
    if view.edits.waiting:
        view = dataclasses.replace(view, can_ship=False)
    if not view.can_ship:
        view = dataclasses.replace(view, lines=[dataclasses.replace(line, open=False) for line in view.lines])
    else:
        groups = orders.packing(session, actor=request.actor, store_id=store.id, number=found.number)
        view = with_packing(view, groups)
    view = with_money(view, found, given, actor=request.actor)
    after = order_after(session, found=found, actor=request.actor, keep=keep, query=request.query)
    view = order_files.with_files(session, dataclasses.replace(view, after=after), found, actor=request.actor)
    seo = Seo(title=_("Order {number} – {name}").format(number=found.number, name=store.name), noindex=True)
    return Loaded(view, seo, topics=[f"order:{found.id}", f"store:{store.id}:orders"])
