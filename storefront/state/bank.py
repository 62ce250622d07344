"""The test bank's confirmation step (3-D Secure in the sandbox)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.db import transaction
from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services import payments
from emporium.services.auth import limits
from emporium.settings import get_settings
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from emporium.web.threads import in_thread
from models.enums import AttemptStatus
from storefront.checkout_values import BankPage


class BankState(PageState, rx.State):
    """State of the bank's page. Its address is the permission: an attempt's id cannot be guessed."""

    view: BankPage = BankPage()

    @rx.event
    @guarded(ANYONE)
    async def decide(self, approved: bool) -> Any:
        """Yes or no."""
        actor = current_actor()
        await in_thread(limits.take, limits.PAY_PER_CLIENT, actor.guest_token or str(actor.user_id or actor.ip))
        token = await in_thread(
            payments.sandbox_decision, transaction, attempt_id=_uuid(self.view.attempt_id), approved=approved is True
        )
        return rx.redirect(f"/purchase/{token}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("There is no such payment.")) from error


def load_bank(session: Session, request: PageRequest) -> Loaded:
    """What is to be confirmed. Raises NotFound."""
    found = payments.attempt_view(session, attempt_id=_uuid(request.params["attempt"]))
    view = BankPage(
        attempt_id=str(found.attempt_id),
        number=found.number,
        amount=money(found.amount_minor, found.currency),
        waiting=found.status in (AttemptStatus.REQUIRES_ACTION, AttemptStatus.PENDING),
        token=found.purchase_token,
    )
    return Loaded(view, Seo(title=_("Test bank – {name}").format(name=get_settings().name), noindex=True))
