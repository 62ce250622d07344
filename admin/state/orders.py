"""Every purchase, with its store orders on demand."""

from __future__ import annotations

import dataclasses
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.state.shell import link
from admin.state.words import ORDER, PURCHASE
from admin.values import PurchaseLine, PurchasesPage, StoreOrder
from emporium.i18n import _, moment, plural
from emporium.services import orders
from emporium.services.auth import Permission
from emporium.services.orders import AdminPurchaseRow
from emporium.ui.values import Link
from emporium.web.desk import uuid_or_none
from emporium.web.guards import guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from models.enums import OrderStatus, PurchaseStatus

PATH = "/admin/orders"
TABS = (("", "All"), (PurchaseStatus.PAID, "Paid"), (PurchaseStatus.AWAITING_PAYMENT, "Awaiting payment"),
        (PurchaseStatus.CANCELLED, "Never paid"))  # fmt: skip
GONE = (OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.REFUNDED)
OUT = (OrderStatus.CANCELLED,)


class AdminOrdersState(PageState, rx.State):
    """State of the purchase list."""

    view: PurchasesPage = PurchasesPage()

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def toggle(self, number: str) -> None:
        """Show or hide the store orders of one purchase."""
        rows = [dataclasses.replace(row, open=not row.open) if row.number == number else row for row in self.view.rows]
        self.view = dataclasses.replace(self.view, rows=rows)

    async def _reload(self) -> Any:
        """Read again; what was open stays open, what is new is marked."""
        known = {row.number: row.open for row in self.view.rows}
        result = await PageState._reload(self)
        if known:
            rows = [
                dataclasses.replace(row, open=known.get(row.number, row.open), fresh=row.number not in known)
                for row in self.view.rows
            ]
            self.view = dataclasses.replace(self.view, rows=rows)
        return result


def load_orders(session: Session, request: PageRequest) -> Loaded:
    """A page of purchases. Three queries."""
    query = request.query
    text = query.get("q", "").strip()[:80]
    tab = query.get("tab", "") if query.get("tab", "") in dict(TABS) else ""
    before = uuid_or_none(query.get("before", ""))
    rows, more = orders.admin_purchases(session, actor=request.actor, query=text, status=tab, before=before)
    shown = [_line(row, open_=row.number == query.get("open", "")) for row in rows]
    view = PurchasesPage(
        sub=_("One purchase, one payment, one order for each store"),
        tabs=[Link(name, link(PATH, tab=key, q=text), key == tab) for key, name in TABS],
        tab=tab,
        query=text,
        rows=shown,
        empty=not shown,
        empty_title=_("Nothing for “{text}”").format(text=text) if text else _("No purchases here"),
        empty_text=_("Look for any number, name or e-mail address.") if text else _("They appear here by themselves."),
        foot=_("{shown} shown. Store orders add up to the amount charged.").format(
            shown=plural(len(shown), "{n} purchase", "{n} purchases")
        ),
        older=link(PATH, tab=tab, q=text, before=str(more)) if more else "",
        newest=link(PATH, tab=tab, q=text) if before else "",
    )
    return Loaded(view, Seo(title=_("Orders – Emporium admin"), noindex=True), topics=["admin:figures"])


def _line(row: AdminPurchaseRow, *, open_: bool) -> PurchaseLine:
    word, tone, icon = PURCHASE[row.status]
    live = [order for order in row.orders if order[3] not in OUT]
    sent = sum(order[3] in GONE for order in live)
    parts = [_store_order(order, row.currency) for order in row.orders]
    return PurchaseLine(
        number=row.number,
        when=moment(row.created_at),
        buyer=row.buyer,
        email=row.email,
        total=money(row.total_minor, row.currency),
        status=word,
        tone=tone,
        icon=icon,
        sent=_("{sent} of {live}").format(sent=sent, live=len(live))
        if row.status == PurchaseStatus.PAID and live
        else "–",
        stores=parts,
        adds_up=" + ".join(part.total for part in parts) + f" = {money(row.total_minor, row.currency)}",
        open=open_,
    )


def _store_order(order: tuple[str, str, str, str, int, int], currency: str) -> StoreOrder:
    number, store, awning, status, total, commission = order
    word, tone, icon = ORDER[status]
    return StoreOrder(number, store, awning, word, tone, icon, money(total, currency), money(commission, currency))
