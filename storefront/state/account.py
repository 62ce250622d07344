"""A person's own page."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Unauthenticated
from emporium.i18n import _, day
from emporium.services import orders, reminders
from emporium.services.auth import Permission, accounts
from emporium.services.orders import PurchaseRow
from emporium.settings import get_settings
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money, plural, small_image
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.accounts import User
from models.enums import OrderStatus, PurchaseStatus
from storefront.values import AccountOrder, AccountPage


class AccountState(PageState, rx.State):
    """State of the account."""

    view: AccountPage = AccountPage()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def resend(self) -> Any:
        """Send the verification link again."""
        user_id = current_actor().user_id
        if user_id is None:
            raise Unauthenticated("Please sign in.")
        sent = await run(accounts.resend_verification, user_id=user_id)
        await toast(self, _("Sent. Look into your mail.") if sent else _("Your address is verified already."))
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def choose_letters(self, wanted: bool) -> Any:
        """Letters about baskets, or none."""
        await run(reminders.choose_letters, actor=current_actor(), wanted=wanted is True)
        await toast(self, _("Kept."), tone="success")
        await self._reload()


def _order(row: PurchaseRow) -> AccountOrder:
    sent = sum(status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED) for status in row.order_statuses)
    delivered = all(status in (OrderStatus.DELIVERED, OrderStatus.CANCELLED) for status in row.order_statuses)
    cancelled = all(status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED) for status in row.order_statuses)
    if row.status != PurchaseStatus.PAID:
        title, badge, tone = "Waiting for your payment", "Not paid", "warning"
    elif cancelled:
        title, badge, tone = "Cancelled", "Refunded", "neutral"
    elif delivered:
        title, badge, tone = "Everything has arrived", "Delivered", "success"
    else:
        title = f"Arrives by {day(row.arrives)}" if row.arrives else "On its way"
        badge, tone = f"{sent} of {len(row.order_statuses)} sent", "info"
    return AccountOrder(
        number=row.number,
        href=f"/purchase/{row.token}",
        day=day(row.created_at),
        total=money(row.total_minor, row.currency),
        title=title,
        badge=badge,
        tone=tone,
        stores=f"{plural(row.units, 'item', 'items')} from {' and '.join(row.stores)}",
        pictures=[small_image(key) for key in row.image_keys if key],
    )


def load_account(session: Session, request: PageRequest) -> Loaded:
    """Orders of a person, newest first."""
    actor = request.actor
    rows = orders.my_purchases(session, actor=actor)
    user = session.get_one(User, actor.user_id)
    view = AccountPage(
        name=actor.name.split()[0] if actor.name else actor.email,
        email=actor.email,
        initials="".join(word[0] for word in actor.name.split()[:2]) or actor.email[:1].upper(),
        verified=user.email_verified_at is not None,
        letters=reminders.wants_letters(session, actor=actor),
        orders=[_order(row) for row in rows],
        nothing=not rows,
    )
    return Loaded(
        view,
        Seo(title=f"Your account – {get_settings().name}", noindex=True),
        topics=[f"user:{actor.user_id}", *(f"purchase:{row.id}" for row in rows[:5])],
    )
