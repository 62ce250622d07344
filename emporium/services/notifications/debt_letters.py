"""Letters about what a store owes (F100)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from emporium.i18n import _, day
from emporium.money import Money, format_money
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.outbox import OutboxEvent
from models.stores import Store


def _to_store(session: Session, event: OutboxEvent, subject: str, *said: str) -> list[Addressed]:
    store = session.get(Store, UUID(str(event.payload["store_id"])))
    if store is None:
        return []
    settings = get_settings()
    amount = format_money(Money(int(str(event.payload["owed_minor"])), str(event.payload["currency"])))
    until = day(datetime.now(UTC) + timedelta(days=settings.debt_payment_days))
    letter = Letter(
        subject=subject.format(amount=amount),
        heading=subject.format(amount=amount),
        paragraphs=tuple(text.format(amount=amount, store=store.name, day=until, shop=settings.name) for text in said),
        action=Action(_("See your money"), link("/vendor/money")),
        sections=(),
        shop=settings.name,
    )
    return to_store(session, store, letter)


def asked(session: Session, event: OutboxEvent) -> list[Addressed]:
    """Please pay."""
    return _to_store(
        session, event, _("{store} owes {amount}").replace("{store}", _("Your store")),
        _("Refunds and fees came to more than {store} has coming, and its sales since did not make up for it."),
        _("Please pay {amount} by {day}. What you sell until then is taken off it."),
    )  # fmt: skip


def restricted(session: Session, event: OutboxEvent) -> list[Addressed]:
    """You cannot sell now."""
    return _to_store(
        session, event, _("Your store cannot take orders until {amount} is paid"),
        _("{amount} was not paid in time, so {store} cannot take orders at the moment."),
        _("Send what is already ordered; refunds and messages work as before. Selling goes on when it is settled."),
    )  # fmt: skip


def settled(session: Session, event: OutboxEvent) -> list[Addressed]:
    """Nothing is owed."""
    return _to_store(
        session, event, _("Your store owes nothing any more"), _("Thank you. {store} owes {shop} nothing any more."),
    )  # fmt: skip
