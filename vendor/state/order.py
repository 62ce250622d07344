"""One order: what to pack, sending it, following its parcels, how its money adds up."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import orders, refunds
from emporium.services.auth import Actor, Permission
from emporium.services.orders import ParcelLine
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import FulfillmentStatus
from vendor.state.order_view import order_page
from vendor.state.shell import VendorPageState, chosen_store, store_slug
from vendor.values import OrderPage


class VendorOrderState(VendorPageState, rx.State):
    """State of one order's page."""

    view: OrderPage = OrderPage()

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
    async def scan(self, parcel_id: str, status: str) -> None:
        """A parcel was seen by its carrier."""
        await run(
            _scan, actor=current_actor(), slug=store_slug(self), number=self.view.number, parcel_id=parcel_id,
            status=status,
        )  # fmt: skip
        await self._reload()

    @rx.event
    @guarded(Permission.CANCEL_ORDERS)
    async def cancel(self, form: dict[str, Any]) -> None:
        """Give up an order of which nothing left, and give the money back."""
        refunded = await run(
            _cancel, actor=current_actor(), slug=store_slug(self), number=self.view.number,
            reason=str(form.get("reason", "")),
        )  # fmt: skip
        await toast(self, _("Cancelled. {amount} goes back to the shopper.").format(amount=refunded), tone="success")
        await self._reload()


def _ship(
    session: Session, *, actor: Actor, slug: str, number: str, carrier: str, tracking: str, form: dict[str, Any]
) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    if not tracking.strip() and carrier != "Other":
        raise Invalid("tracking_number", f"{carrier or 'The carrier'} gives every parcel a number. Add it here.")
    lines = [ParcelLine(UUID(name[5:]), _units(value)) for name, value in form.items() if name.startswith("line-")]
    orders.ship_order(
        session, actor=actor, store_id=store.id, number=number, carrier=carrier, tracking_number=tracking,
        lines=lines or None,
    )  # fmt: skip


def _units(value: object) -> int:
    text = str(value).strip()
    if not text.isdigit() or len(text) > 4:
        raise Invalid("quantity", "Give every quantity as a whole number, 0 for what stays here.")
    return int(text)


def _scan(session: Session, *, actor: Actor, slug: str, number: str, parcel_id: str, status: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    try:
        parcel, seen = UUID(parcel_id), FulfillmentStatus(status)
    except ValueError as error:
        raise NotFound("There is no such parcel in this order.") from error
    if seen not in (FulfillmentStatus.IN_TRANSIT, FulfillmentStatus.DELIVERED):
        raise Invalid("status", "A parcel is on its way or delivered.")
    orders.record_scan(session, actor=actor, store_id=store.id, number=number, parcel_id=parcel, status=seen)


def _cancel(session: Session, *, actor: Actor, slug: str, number: str, reason: str) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    if len(reason.strip()) < 4:
        raise Invalid("reason", "Tell the shopper why, in a few words.")
    refunded = refunds.cancel_order(session, actor=actor, store_id=store.id, number=number, reason=reason.strip())
    return money(refunded, orders.store_order(session, actor=actor, store_id=store.id, number=number).currency)


def load_order(session: Session, request: PageRequest) -> Loaded:
    """The order's page. Eight queries. Raises NotFound for another store's order."""
    keep = request.query.get("store", "")
    store = chosen_store(session, actor=request.actor, slug=keep)
    found = orders.store_order(session, actor=request.actor, store_id=store.id, number=request.params["number"])
    view = order_page(found, actor=request.actor, keep=keep, today=datetime.now(UTC).date())
    seo = Seo(title=f"Order {found.number} – {store.name}", noindex=True)
    return Loaded(view, seo, topics=[f"order:{found.id}", f"store:{store.id}:orders"])
