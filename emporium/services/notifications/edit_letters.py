"""Letters about changes of placed orders (F081)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from emporium.i18n import _, day
from emporium.money import Money, format_money
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.draft_letters import lines_of, total_of
from emporium.services.notifications.letter import Action, Letter, Row, Section
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.carts import Quote
from models.drafts import Draft, OrderEdit
from models.enums import EditStatus
from models.orders import Order, Purchase
from models.outbox import OutboxEvent
from models.stores import Store


def _found(session: Session, event: OutboxEvent) -> tuple[OrderEdit, Order, Purchase, Store] | None:
    edit = session.get(OrderEdit, UUID(str(event.payload["edit_id"])))
    if edit is None:
        return None
    order = session.get_one(Order, edit.order_id)
    return edit, order, session.get_one(Purchase, order.purchase_id), session.get_one(Store, order.store_id)


def to_pay(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A store adds something to an order: it is made when that is paid."""
    found = _found(session, event)
    if found is None or found[0].status != EditStatus.WAITING:
        return []
    edit, order, purchase, store = found
    draft = session.exec(select(Draft).where(Draft.checkout_id == edit.checkout_id)).one()
    quote = session.exec(
        select(Quote).where(Quote.checkout_id == draft.checkout_id, Quote.version == draft.sent_version)
    ).one()
    until = day(edit.expires_at) if edit.expires_at else ""
    letter = Letter(
        subject=_("Order {number}: {total} to pay for a change").format(number=order.number, total=total_of(quote)),
        heading=_("{store} changes your order {number}").format(store=store.name, number=order.number),
        paragraphs=(
            _("Why: {reason}").format(reason=edit.reason),
            _("What is added is yours when it is paid, by {day} at the latest. Until then it is held for you.").format(
                day=until
            ),
            *_out_words(edit, order.currency, waiting=True),
        ),
        action=Action(_("Look at it and pay"), link(f"/checkout?link={draft.token}")),
        sections=(lines_of(quote, _("Added")), *_out(edit.content, order.currency)),
        small=_("If you do not pay, your order stays as it is."),
        shop=get_settings().name,
    )
    return [Addressed(purchase.email, letter, purchase.locale)]


def edited(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A change was made: the shopper hears what; the store too, when it waited for a payment."""
    found = _found(session, event)
    if found is None:
        return []
    edit, order, purchase, store = found
    said = [_("Why: {reason}").format(reason=edit.reason), *_out_words(edit, order.currency, waiting=False)]
    if edit.added_minor:
        said.append(_("What was added is paid and comes in the same parcel."))
    if edit.content["address"]:
        place = ", ".join(edit.content["address"][key] for key in ("name", "line1", "postcode", "city"))
        said.append(_("It goes to {place}.").format(place=place))
    letter = Letter(
        subject=_("Your order {number} was changed").format(number=order.number),
        heading=_("{store} changed your order").format(store=store.name),
        paragraphs=tuple(said),
        action=Action(_("Look at your order"), link(f"/purchase/{purchase.token}")),
        sections=_out(edit.content, order.currency) if not edit.problem else (),
        shop=get_settings().name,
    )
    told = [Addressed(purchase.email, letter, purchase.locale)]
    if edit.checkout_id is not None:
        words = _("The customer paid what was added to {number}. It is an order of its own; send it with this one.")
        own = Letter(
            subject=_("{number}: the change is paid").format(number=order.number),
            heading=_("The change is paid"),
            paragraphs=(words.format(number=order.number), *((edit.problem,) if edit.problem else ())),
            action=Action(_("Open the order"), link(f"/vendor/orders/{order.number}")),
            shop=get_settings().name,
        )
        told += to_store(session, store, own)
    return told


def dropped(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A change that waited for its payment was given up: the order is as it was."""
    found = _found(session, event)
    if found is None:
        return []
    edit, order, purchase, store = found
    letter = Letter(
        subject=_("Your order {number} stays as it is").format(number=order.number),
        heading=_("The change was not made"),
        paragraphs=(_("Nothing was charged for it, and your order comes as you placed it."),),
        action=Action(_("Look at your order"), link(f"/purchase/{purchase.token}")),
        shop=get_settings().name,
    )
    told = [Addressed(purchase.email, letter, purchase.locale)]
    if edit.status == EditStatus.EXPIRED:
        own = Letter(
            subject=_("{number}: the change was not paid").format(number=order.number),
            heading=_("The change was not paid in time"),
            paragraphs=(_("The order stays as it was. What was held for the change can be sold again."),),
            action=Action(_("Open the order"), link(f"/vendor/orders/{order.number}")),
            shop=get_settings().name,
        )
        told += to_store(session, store, own)
    return told


def _out_words(edit: OrderEdit, currency: str, *, waiting: bool) -> list[str]:
    """What goes back, as a sentence."""
    if edit.problem:
        return [_("What was to be taken out stays in your order: it could not be taken out any more.")]
    if not edit.refund_minor:
        return []
    amount = format_money(Money(edit.refund_minor, currency))
    if waiting:
        return [_("{amount} for what is taken out goes back to you as soon as you pay.").format(amount=amount)]
    return [_("{amount} goes back to you the way you paid.").format(amount=amount)]


def _out(content: dict[str, Any], currency: str) -> tuple[Section, ...]:
    """What is taken out."""
    rows = tuple(
        Row(
            f"{row['units']} × {row['name']}" + (f", {row['title']}" if row["title"] else ""),
            format_money(Money(-row["amount_minor"], currency)),
        )
        for row in content["out"]
    )
    return (Section(_("Taken out"), rows),) if rows else ()
