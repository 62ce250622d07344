"""A person's orders."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.errors import Unauthenticated
from emporium.i18n import _, day, plural
from emporium.services import carts, orders, returns, reviews
from emporium.services.auth import Permission, accounts
from emporium.services.carts import BoughtAgain
from emporium.services.orders import PurchaseRow
from emporium.settings import get_settings
from emporium.ui.values import StoreBadge
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money, small_image
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.accounts import User
from models.enums import OrderStatus, PurchaseStatus
from storefront.account_values import AccountOrder, OrdersPage
from storefront.state.shelves import saved_cards

PER_PAGE = 10


class AccountState(PageState, rx.State):
    """State of the account's first page."""

    view: OrdersPage = OrdersPage()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def resend(self) -> Any:
        """Send the verification link again."""
        user_id = current_actor().user_id
        if user_id is None:
            raise Unauthenticated(_("Please sign in."))
        sent = await run(accounts.resend_verification, user_id=user_id)
        await toast(self, _("Sent. Look into your mail.") if sent else _("Your address is verified already."))
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def buy_again(self, purchase_id: str) -> None:
        """What can still be had goes into the basket; the rest is named."""
        found = await run(carts.buy_again, actor=current_actor(), purchase_id=known_id(purchase_id))
        await self._reload()
        self.view = dataclasses.replace(self.view, **_found_again(found))


def _found_again(found: BoughtAgain) -> dict[str, Any]:
    added = _("{items} in your basket.").format(items=plural(found.units, "{n} item is", "{n} items are"))
    missed = [f"{one.name}: {one.reason}" for one in found.missed]
    said = added if found.units else _("Nothing of it can be had now.")
    return {"again": said, "missed": missed, "has_missed": bool(missed)}


def _order(row: PurchaseRow, *, review: bool, until: datetime | None) -> AccountOrder:
    sent = sum(status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED) for status in row.order_statuses)
    delivered = all(status in (OrderStatus.DELIVERED, OrderStatus.CANCELLED) for status in row.order_statuses)
    cancelled = all(status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED) for status in row.order_statuses)
    closed = row.status == PurchaseStatus.PAID and (delivered or cancelled)
    if row.status != PurchaseStatus.PAID:
        title, badge, tone = _("Waiting for your payment"), _("Not paid"), "warning"
    elif cancelled:
        title, badge, tone = _("Cancelled"), _("Refunded"), "neutral"
    elif delivered:
        title, badge, tone = _("Everything has arrived"), _("Delivered"), "success"
        if row.delivered_at is not None:
            title = _("Delivered {day}").format(day=day(row.delivered_at))
    else:
        title = _("Arrives by {arrives}").format(arrives=day(row.arrives)) if row.arrives else _("On its way")
        badge, tone = (
            _("{sent} of {order_statuses} sent").format(sent=sent, order_statuses=len(row.order_statuses)),
            "info",
        )
    return AccountOrder(
        id=str(row.id),
        number=row.number,
        href=f"/purchase/{row.token}",
        day=day(row.created_at),
        total=money(row.total_minor, row.currency),
        title=title,
        badge=badge,
        tone=tone,
        units=plural(row.units, "{n} item", "{n} items"),
        stores=[StoreBadge(name, awning=awning) for name, awning in row.stores],
        closed=closed,
        review=review,
        back=_("Return until {day}").format(day=day(until)) if until is not None else "",
        again=row.status == PurchaseStatus.PAID,
        pictures=[small_image(key) for key in row.image_keys if key],
    )


def load_account(session: Session, request: PageRequest) -> Loaded:
    """Orders of a person, newest first. Older ones follow by keyset."""
    actor = request.actor
    before = _cursor(request.query.get("before", ""))
    rows = orders.my_purchases(session, actor=actor, before=before, limit=PER_PAGE + 1)
    shown = rows[:PER_PAGE]
    ids = [row.id for row in shown]
    to_review = reviews.purchases_to_review(session, actor=actor, purchase_ids=ids)
    back = returns.last_days(session, purchase_ids=ids)
    listed = [_order(row, review=row.id in to_review, until=back.get(row.id)) for row in shown]
    still, done = [one for one in listed if not one.closed], [one for one in listed if one.closed]
    user = session.get_one(User, actor.user_id)
    view = OrdersPage(
        name=actor.name.split()[0] if actor.name else actor.email,
        email=actor.email,
        initials="".join(word[0] for word in actor.name.split()[:2]) or actor.email[:1].upper(),
        verified=user.email_verified_at is not None,
        open=still,
        has_open=bool(still),
        done=done,
        has_done=bool(done),
        nothing=not rows,
        saved=saved_cards(session, actor=actor, limit=4) if before is None else [],
        older=f"/account?before={shown[-1].id}" if len(rows) > PER_PAGE else "",
        newest="/account" if before is not None else "",
    )
    return Loaded(
        view,
        Seo(title=_("Your account – {name}").format(name=get_settings().name), noindex=True),
        topics=[f"user:{actor.user_id}", *(f"purchase:{row.id}" for row in shown[:5])],
    )


def _cursor(text: str) -> UUID | None:
    return uuid_or_none(text)
