"""Letters about what comes back: to the shopper and to the store, step by step (F080)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from emporium.i18n import _
from emporium.money import Money, format_money
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter, Row, Section
from emporium.services.notifications.order_letters import to_store
from emporium.settings import get_settings
from models.aftersale import Exchange
from models.drafts import Draft
from models.enums import ExchangeStatus
from models.orders import Order, OrderLine, Purchase, Return, ReturnLine
from models.outbox import OutboxEvent
from models.stores import Store


def return_changed(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A return took a step: each side hears what the other did, and the shopper of every step."""
    row = session.get(Return, UUID(str(event.payload["return_id"])))
    if row is None:
        return []
    order = session.get_one(Order, row.order_id)
    store, purchase = session.get_one(Store, order.store_id), session.get_one(Purchase, order.purchase_id)
    step = str(event.payload["status"])
    found: list[Addressed] = []
    shopper = _to_shopper(step, row, order, store)
    if shopper is not None:
        heading, paragraphs = shopper
        action = Action(_("See your order"), link(f"/purchase/{purchase.token}"))
        to_pay = _to_pay(session, row) if step == "approved" else None
        if to_pay is not None:
            wanted, token = to_pay
            action = Action(_("Pay the difference"), link(f"/checkout?link={token}"))
            paragraphs = (*paragraphs, _difference(wanted, order.currency))
        letter = _letter(session, row, order, heading, paragraphs, action)
        found.append(Addressed(purchase.email, letter, purchase.locale))
    desk = _to_store(step, row, order)
    if desk is not None:
        heading, paragraphs = desk
        action = Action(_("Open the return"), link(f"/vendor/returns/{row.id}"))
        found += to_store(session, store, _letter(session, row, order, heading, paragraphs, action))
    return found


def _to_pay(session: Session, row: Return) -> tuple[Exchange, str] | None:
    """The dearer replacement that is kept until its difference is paid, and the secret of the link."""
    return session.exec(
        select(Exchange, Draft.token)
        .join(Draft, col(Draft.checkout_id) == col(Exchange.checkout_id))
        .where(Exchange.return_id == row.id, Exchange.status == ExchangeStatus.TO_PAY)
    ).first()


def _difference(wanted: Exchange, currency: str) -> str:
    said = _("{units} × {name} costs {amount} more than what you send back. It is kept for you until you pay that.")
    amount = format_money(Money(wanted.charged_minor, currency))
    return said.format(units=wanted.quantity, name=wanted.name, amount=amount)


def _letter(
    session: Session, row: Return, order: Order, heading: str, paragraphs: tuple[str, ...], action: Action
) -> Letter:
    lines = session.exec(
        select(OrderLine.name, ReturnLine.quantity)
        .join(ReturnLine, col(ReturnLine.order_line_id) == col(OrderLine.id))
        .where(ReturnLine.return_id == row.id)
        .order_by(col(OrderLine.position))
    ).all()
    return Letter(
        subject=_("{heading}, order {number}").format(heading=heading, number=order.number),
        heading=heading,
        paragraphs=tuple(text for text in paragraphs if text),
        action=action,
        sections=(Section(_("What comes back"), tuple(Row(name, str(count)) for name, count in lines)),),
        shop=get_settings().name,
    )


def _to_shopper(step: str, row: Return, order: Order, store: Store) -> tuple[str, tuple[str, ...]] | None:
    name = store.name
    if step == "requested":
        said = _("We told {store} that you want to send something back. They answer soon; keep it until then.")
        return _("We passed it on"), (said.format(store=name),)
    if step == "approved":
        return _("You can send it back"), _how(row, name)
    if step == "rejected":
        said = _("{store} does not take it back. They say: {answer}").format(store=name, answer=row.answer)
        return _("Your return was refused"), (said,)
    if step == "received":
        said = _("{store} has your parcel and looks at what is in it. Then you hear of your money.")
        return _("Your return has arrived"), (said.format(store=name),)
    if step == "inspected":
        back = format_money(Money(row.refunded_minor, order.currency))
        if row.refunded_minor:
            said = _("{store} gives {amount} back, in the way you paid.").format(store=name, amount=back)
            return _("Your return is done"), (said,)
        said = _("{store} gives no money back for it. They say: {answer}").format(store=name, answer=row.answer)
        return _("Your return is done"), (said,)
    if step == "replaced":
        said = _("{store} sent what you wanted instead. Follow it on your order's page.")
        return _("Your replacement is on its way"), (said.format(store=name),)
    if step == "difference_paid":
        said = _("What you wanted instead is yours now. {store} sends it when what you send back has arrived.")
        return _("The difference is paid"), (said.format(store=name),)
    if step == "difference_unpaid":
        said = _("What you wanted instead was kept for you, but its difference was not paid. You get your money back "
                 "for what you send back.")  # fmt: skip
        return _("Your money instead"), (said,)
    if step == "money_instead":
        said = _("What {store} was to send you instead was cancelled. You get your money back for what you sent back.")
        return _("Your money instead"), (said.format(store=name),)
    if step == "no_replacement":
        said = _("{store} cannot send what you wanted instead; you get your money back. They say: {answer}")
        return _("There is no replacement"), (said.format(store=name, answer=row.answer),)
    return None


def _how(row: Return, name: str) -> tuple[str, ...]:
    return (
        _("{store} takes it back.").format(store=name),
        _("They say: {answer}").format(answer=row.answer) if row.answer else "",
        _("Send it to: {address}").format(address=row.return_address) if row.return_address else "",
        _("The label to print: {url}").format(url=row.label_url) if row.label_url else "",
        _("Tracking number: {number}").format(number=row.tracking_number) if row.tracking_number else "",
    )


def _to_store(step: str, row: Return, order: Order) -> tuple[str, tuple[str, ...]] | None:
    if step == "requested":
        said = _("Somebody wants to send something of order {number} back. The reason: {reason}.")
        words = _("In their words: {note}").format(note=row.note) if row.note else ""
        return _("A return to answer"), (said.format(number=order.number, reason=_(row.reason)), words)
    if step == "cancelled":
        said = _("The shopper of order {number} keeps it after all. There is nothing to do.")
        return _("A return was taken back"), (said.format(number=order.number),)
    if step == "difference_paid":
        said = _("What the replacement for order {number} costs more is paid. It is an order of its own: send that "
                 "when you have what comes back.")  # fmt: skip
        return _("The difference is paid"), (said.format(number=order.number),)
    if step == "difference_unpaid":
        said = _("The difference for the replacement of order {number} was not paid in time. You may sell it again; "
                 "the shopper gets money for what comes back.")  # fmt: skip
        return _("A replacement was not paid"), (said.format(number=order.number),)
    if step == "inspected":
        back = format_money(Money(row.refunded_minor, order.currency))
        said = _("The return of order {number} was inspected; {amount} goes back to the shopper.")
        return _("A return is done"), (said.format(number=order.number, amount=back),)
    return None
