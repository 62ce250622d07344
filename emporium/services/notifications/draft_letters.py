"""Letters about orders that staff prepared (F084)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from emporium.i18n import _, day
from emporium.money import Money, format_money
from emporium.providers.payments.offline import BANK_TRANSFER
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter, Row, Section
from emporium.settings import get_settings
from models.carts import Checkout, Quote
from models.drafts import Draft
from models.orders import Purchase
from models.outbox import OutboxEvent
from models.payments import PaymentAttempt
from models.stores import Store


def to_pay(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A store made an order for somebody: what is in it, and the link to pay."""
    draft = session.get(Draft, UUID(str(event.payload["draft_id"])))
    if draft is None or draft.sent_at is None:
        return []
    checkout = session.get_one(Checkout, draft.checkout_id)
    store = session.get_one(Store, UUID(str(event.payload["store_id"])))
    quote = session.exec(
        select(Quote).where(Quote.checkout_id == checkout.id, Quote.version == draft.sent_version)
    ).one()
    letter = Letter(
        subject=_("Your order from {store}: {total} to pay").format(store=store.name, total=total_of(quote)),
        heading=_("{store} made an order for you").format(store=store.name),
        paragraphs=(
            _("Look at it, fill in what is missing and pay it here. It is held for you until {day}.").format(
                day=day(checkout.expires_at.date())
            ),
        ),
        action=Action(_("Look at it and pay"), link(f"/checkout?link={draft.token}")),
        sections=(lines_of(quote, store.name),),
        small=_("You did not ask for this? Then do nothing: nobody is charged without paying."),
        shop=get_settings().name,
    )
    return [Addressed(checkout.email, letter)]


def to_transfer(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A store placed an order for somebody who pays by transfer: where to send the money, and what to write on it."""
    attempt = session.get(PaymentAttempt, UUID(str(event.payload["attempt_id"])))
    settings = get_settings()
    if attempt is None or attempt.provider != BANK_TRANSFER or settings.bank_iban is None:
        return []
    purchase = session.get_one(Purchase, attempt.purchase_id)
    store = session.get_one(Store, UUID(str(event.payload["store_id"])))
    total = format_money(Money(attempt.amount_minor, attempt.currency))
    by = day(purchase.hold_until.date()) if purchase.hold_until else ""
    rows = (
        Row(_("Amount"), total, strong=True),
        Row(_("To"), settings.bank_holder),
        Row(_("IBAN"), settings.bank_iban.get_secret_value()),
        Row(_("Message"), purchase.number, strong=True),
    )
    letter = Letter(
        subject=_("Order {number}: please transfer {total}").format(number=purchase.number, total=total),
        heading=_("{store} made an order for you").format(store=store.name),
        paragraphs=(
            _("Please transfer {total} by {day}. It is sent when the money is there.").format(total=total, day=by),
        ),
        action=Action(_("Look at the order"), link(f"/purchase/{purchase.token}")),
        sections=(Section(_("Transfer"), rows),),
        shop=settings.name,
    )
    return [Addressed(purchase.email, letter, purchase.locale)]


def total_of(quote: Quote) -> str:
    """What a quote comes to."""
    return format_money(Money(quote.total_minor, quote.currency))


def lines_of(quote: Quote, title: str) -> Section:
    """A quote's lines and what is between them and the total."""

    def money(minor: int) -> str:
        return format_money(Money(minor, quote.currency))

    rows: list[Row] = []
    for parcel in quote.content["parcels"]:
        for line in parcel["lines"]:
            name = f"{line['name']}, {line['title']}" if line["title"] else line["name"]
            rows.append(Row(f"{line['quantity']} × {name}", money(line["subtotal_minor"])))
        if parcel["discount_minor"]:
            rows.append(Row(_("Taken off"), money(-parcel["discount_minor"])))
        delivery, added = (
            parcel["shipping_minor"] - parcel["shipping_added_minor"],
            parcel["tax_added_minor"] + parcel["shipping_added_minor"],
        )
        if delivery:
            rows.append(Row(parcel["method"] or _("Delivery"), money(delivery)))
        if added:
            rows.append(Row(_("Tax"), money(added)))
    return Section(title, (*rows, Row(_("To pay"), total_of(quote), strong=True)))
