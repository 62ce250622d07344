"""Letters about buyers' cases, to both sides (F073)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from emporium.i18n import _, day
from emporium.money import Money, format_money
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.cases import BuyerCase
from models.orders import Order, Purchase
from models.outbox import OutboxEvent
from models.stores import Store


def case_changed(session: Session, event: OutboxEvent) -> list[Addressed]:
    """Each side hears of every step; of single messages and photos nobody has a letter."""
    case = session.get(BuyerCase, UUID(str(event.payload["case_id"])))
    step = str(event.payload["status"])
    if case is None:
        return []
    order = session.get_one(Order, case.order_id)
    store, purchase = session.get_one(Store, order.store_id), session.get_one(Purchase, order.purchase_id)
    back = format_money(Money(case.refunded_minor, order.currency))
    outcome = _("{amount} is given back.").format(amount=back) if case.refunded_minor else _("Nothing is given back.")
    texts = {
        "open": (
            _("We told {store} and gave them time to answer until {day}. Then we decide."),
            _("The shopper opened a case about order {number}. Please answer by {day}; then we decide."),
        ),
        "answered": (_("{store} has answered. Now we look at both sides."), ""),
        "with_platform": (
            _("{store} did not answer in time. Now we decide."),
            _("You did not answer the case about order {number} in time. Now we decide."),
        ),
        "decided": (_("We have decided: {outcome}"), _("We have decided about order {number}: {outcome}")),
        "withdrawn": ("", _("The shopper took the case about order {number} back. There is nothing to do.")),
    }.get(step)
    if texts is None:
        return []
    about = {"store": store.name, "number": order.number, "day": day(case.answer_by), "outcome": outcome}
    found: list[Addressed] = []
    if texts[0]:
        letter = _letter(order, texts[0].format(**about), f"/purchase/{purchase.token}")
        found.append(Addressed(purchase.email, letter, purchase.locale))
    if texts[1]:
        found += to_store(
            session, store, _letter(order, texts[1].format(**about), f"/vendor/orders/{order.number}")
        )  # fmt: skip
    return found


def _letter(order: Order, said: str, path: str) -> Letter:
    return Letter(
        subject=_("Your case about order {number}").format(number=order.number), heading=_("About the case"),
        paragraphs=(said,), action=Action(_("See the case"), link(path)), sections=(), shop=get_settings().name,
    )  # fmt: skip
