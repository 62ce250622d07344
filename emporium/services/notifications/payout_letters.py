"""Letters about where a store's money goes."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from emporium.i18n import _
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.settings import get_settings
from models.accounts import User
from models.enums import StoreRole
from models.outbox import OutboxEvent
from models.stores import Store, StoreMember


def account_set(session: Session, event: OutboxEvent) -> list[Addressed]:
    """Payouts go somewhere else: every owner of the store is told, and the store's own address (F007)."""
    store = session.get(Store, UUID(str(event.payload["store_id"])))
    if store is None:
        return []
    owners = session.exec(
        select(User.email)
        .join(StoreMember, col(StoreMember.user_id) == col(User.id))
        .where(StoreMember.store_id == store.id, StoreMember.role == StoreRole.OWNER)
    ).all()
    shop = get_settings().name
    letter = Letter(
        subject=_("Payouts of {store} go to another account").format(store=store.name),
        heading=_("Payouts go to another account"),
        paragraphs=(
            _("From now on, payouts of {store} in {currency} go to {label}.").format(
                store=store.name, currency=str(event.payload["currency"]), label=str(event.payload["label"])
            ),
        ),
        action=Action(_("Look at it"), link("/vendor/money")),
        small=_("If nobody of the store did this, change the passwords and tell us before the next payout."),
        shop=shop,
    )
    return [Addressed(email, letter) for email in dict.fromkeys([*owners, *([store.email] if store.email else [])])]
