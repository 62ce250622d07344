"""Letters about baskets that were left behind (F045)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote
from uuid import UUID

from sqlmodel import Session

from emporium.i18n import _
from emporium.money import Money, format_money
from emporium.services import carts, reminders
from emporium.services.carts import CartLineView, CartView
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter, Row, Section
from emporium.settings import get_settings
from models.carts import Cart
from models.catalogue import full_name
from models.enums import CartStatus
from models.outbox import OutboxEvent
from models.reminders import CartReminder


def left_behind(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A basket waits. Nothing is sent when it was bought, emptied or refused meanwhile, or is sold out as a whole."""
    reminder = session.get(CartReminder, UUID(str(event.payload["reminder_id"])))
    cart = session.get(Cart, reminder.cart_id) if reminder is not None else None
    if reminder is None or cart is None or cart.status != CartStatus.OPEN:
        return []
    if reminders.refused(session, email=reminder.email):
        return []
    view = carts.cart_view(session, cart=cart)
    if not view.units:
        return []
    shop = get_settings().name
    token = quote(reminder.token)
    codes = reminders.codes_today(session, cart=cart, view=view, email=reminder.email)
    last = reminder.nth == 2
    letter = Letter(
        subject=_("Your basket at {shop} still waits").format(shop=shop) if last else _("You left something behind"),
        heading=_("Your basket is still here"),
        paragraphs=(
            _("You left these things in your basket. Nothing is reserved for you: prices and stock are today's."),
            *_said_of_codes(codes),
        ),
        action=Action(_("Back to the basket"), link(f"/basket?token={token}")),
        sections=tuple(_sections(view)),
        small=(_("This is the last letter about it.") if last else _("We write once more at most."))
        + " "
        + _("No more letters about baskets: {stop}").format(stop=link(f"/basket?stop=1&token={token}")),
        shop=shop,
    )
    return [Addressed(reminder.email, letter, stop_url=link(f"/letters/stop/basket/{token}"))]


def _said_of_codes(codes: Sequence[tuple[str, str]]) -> list[str]:
    return [why or _("Your code {code} still holds.").format(code=code) for code, why in codes]


def _sections(view: CartView) -> list[Section]:
    made = [Section(part.name, tuple(_row(line) for line in part.lines)) for part in view.stores]
    total = Row(_("In all, without delivery"), format_money(Money(view.goods_minor, view.currency)), strong=True)
    return [*made, Section(_("Your basket"), (total,))]


def _row(line: CartLineView) -> Row:
    name = f"{line.quantity} × {full_name(line.product_name, line.variant_title)}"
    if line.buyable:
        return Row(name, format_money(Money(line.total_minor, line.currency)))
    return Row(name, _("sold out") if line.available <= 0 else _("not as it is: {why}").format(why=line.problem))
