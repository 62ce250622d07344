"""Letters about purchases, orders and parcels."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.i18n import _, day, moment, ngettext, size
from emporium.money import Money, format_money
from emporium.services import payments
from emporium.services.catalogue.wishes import in_words
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter, Row, Section
from emporium.settings import get_settings
from models.accounts import User
from models.catalogue import full_name
from models.downloads import ProductFile
from models.enums import StoreRole
from models.orders import Fulfillment, FulfillmentLine, Order, OrderLine, Purchase
from models.outbox import OutboxEvent
from models.stores import Store, StoreMember


def order_confirmation(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A purchase is paid: one letter for all its stores (F077)."""
    purchase = session.get(Purchase, UUID(str(event.payload["purchase_id"])))
    if purchase is None:
        return []
    parts = session.exec(
        select(Order, Store).join(Store, col(Order.store_id) == col(Store.id))
        .where(Order.purchase_id == purchase.id).order_by(col(Order.number))
    ).all()  # fmt: skip
    sections = [_store_section(session, order, store) for order, store in parts]
    files = _files(session, purchase)
    parcels = sum(not _only_files(_lines(session, order.id)) for order, _store in parts)
    total = _money(purchase.total_minor, purchase.currency)
    door = sum(payments.due_at_the_door(session, order_id=order.id) for order, _store in parts)
    summary = (
        Row(_("To pay at the door") if door else _("Paid"), total, strong=True),
        Row(_("Delivered to") if parcels else _("For"), _place(purchase)),
    )
    if files:
        sections.append(Section(_("To download, from your order's page"), files))
    sections.append(Section(_("In all"), summary))
    several = ngettext(
        "It comes in one parcel.", "It comes in {count} parcels, one from each store.", parcels
    ).format(count=parcels)
    letter = Letter(
        subject=_("Your order {number}").format(number=purchase.number),
        heading=_("Thank you for your order"),
        paragraphs=(
            (
                _("Please have {total} in cash ready for order {number} when it is handed to you.")
                if door
                else _("We received your payment of {total} for order {number}.")
            ).format(total=total, number=purchase.number),
            *([several + " " + _("We write again when a parcel leaves.")] if parcels else []),
            *([_("Your files are on your order's page, ready to be downloaded.")] if files else []),
            *_consent(purchase),
        ),
        action=Action(
            _("Follow your order") if parcels else _("Download your files"), link(f"/purchase/{purchase.token}")
        ),
        sections=tuple(sections),
        shop=get_settings().name,
    )
    return [Addressed(purchase.email, letter, purchase.locale)]


def _files(session: Session, purchase: Purchase) -> tuple[Row, ...]:
    """What can be downloaded, with its size; of what has no files yet, its name. One query."""
    rows = session.exec(
        select(OrderLine, ProductFile)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .outerjoin(ProductFile, col(ProductFile.product_id) == col(OrderLine.product_id))
        .where(Order.purchase_id == purchase.id, col(OrderLine.is_digital))
        .order_by(col(Order.number), col(OrderLine.position), col(ProductFile.position), col(ProductFile.id))
    ).all()
    return tuple(Row(file.name, size(file.size_bytes)) if file else Row(line.name, "") for line, file in rows)


def _consent(purchase: Purchase) -> list[str]:
    """Confirms what was agreed to about files, as directive 2011/83/EU, article 8(7)(b) asks."""
    if purchase.digital_consent_at is None:
        return []
    return [
        _(
            "On {moment} you asked to get your files at once, and acknowledged that you lose your right of withdrawal "
            "for them with that. You can still tell us when something is wrong with them."
        ).format(moment=moment(purchase.digital_consent_at))
    ]


def new_order(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A store has something to pack."""
    order = session.get(Order, UUID(str(event.payload["order_id"])))
    if order is None:
        return []
    store = session.get_one(Store, order.store_id)
    lines = _lines(session, order.id)
    units = sum(line.quantity for line in lines if not line.is_digital)
    total = _money(order.total_minor, order.currency)
    files = any(line.is_digital for line in lines)
    by = _(" Please send it by {day}.").format(day=day(order.dispatch_by)) if order.dispatch_by else ""
    letter = Letter(
        subject=_("New order {number}, {total}").format(number=order.number, total=total),
        heading=_("New order for {store}").format(store=store.name),
        paragraphs=(
            *(
                [
                    ngettext(
                        "One item is paid and ready to pack.", "{units} items are paid and ready to pack.", units
                    ).format(units=units)
                    + by
                ]
                if units
                else []
            ),
            *([_("Its files go to the buyer by themselves; there is nothing to do for them.")] if files else []),
        ),
        action=Action(_("Open the order"), link(f"/vendor/orders/{order.number}")),
        sections=(Section(_("Order {number}").format(number=order.number), _rows(lines, order.currency)),),
        shop=get_settings().name,
    )
    return to_store(session, store, letter)


def parcel_shipped(session: Session, event: OutboxEvent) -> list[Addressed]:
    """A parcel left."""
    parcel = session.get(Fulfillment, UUID(str(event.payload["fulfillment_id"])))
    if parcel is None:
        return []
    order = session.get_one(Order, parcel.order_id)
    purchase, store = session.get_one(Purchase, order.purchase_id), session.get_one(Store, order.store_id)
    carried = _("{carrier}, number {number}").format(carrier=parcel.carrier, number=parcel.tracking_number)
    packed = session.exec(
        select(OrderLine, FulfillmentLine.quantity)
        .join(FulfillmentLine, col(FulfillmentLine.order_line_id) == col(OrderLine.id))
        .where(FulfillmentLine.fulfillment_id == parcel.id).order_by(col(OrderLine.position))
    ).all()  # fmt: skip
    contents = tuple(Row(_name(line), _("{units} of {all}").format(units=n, all=line.quantity)) for line, n in packed)
    expected = _(" It should arrive by {day}.").format(day=day(order.deliver_to)) if order.deliver_to else ""
    letter = Letter(
        subject=_("Your parcel from {store} is on its way").format(store=store.name),
        heading=_("Your parcel is on its way"),
        paragraphs=(_("{store} sent a parcel of your order {number}.").format(
            store=store.name, number=purchase.number) + expected,),
        action=Action(_("Follow your parcel"), link(f"/purchase/{purchase.token}")),
        sections=(Section(carried if parcel.tracking_number else parcel.carrier, contents),),
        shop=get_settings().name,
    )  # fmt: skip
    return [Addressed(purchase.email, letter, purchase.locale)]


def _store_section(session: Session, order: Order, store: Store) -> Section:
    lines = _lines(session, order.id)
    rows = [*_rows(lines, order.currency)]
    if order.discount_minor:
        rows.append(Row(_("Discount"), _money(-order.discount_minor, order.currency)))
    delivery, added = (
        order.shipping_minor - order.shipping_added_minor,
        order.tax_added_minor + order.shipping_added_minor,
    )
    if not _only_files(lines):
        rows.append(Row(order.shipping_method or _("Delivery"), _money(delivery, order.currency)))
    if added:
        said = _("Tax") if added > 0 else _("Tax that you account for yourself (reverse charge)")
        rows.append(Row(said, _money(added, order.currency)))
    rows.append(Row(_("Sum"), _money(order.total_minor, order.currency), strong=True))
    return Section(_("{store}, order {number}").format(store=store.name, number=order.number), tuple(rows))


def _lines(session: Session, order_id: UUID) -> Sequence[OrderLine]:
    return session.exec(select(OrderLine).where(OrderLine.order_id == order_id).order_by(col(OrderLine.position))).all()


def _only_files(lines: Sequence[OrderLine]) -> bool:
    """Whether nothing of an order is delivered (F026)."""
    return bool(lines) and all(line.is_digital for line in lines)


def _rows(lines: Sequence[OrderLine], currency: str) -> tuple[Row, ...]:
    return tuple(Row(f"{line.quantity} × {_promised(line)}", _money(line.subtotal_minor, currency)) for line in lines)


def _promised(line: OrderLine) -> str:
    """Its name, and for when it is promised while it is not there yet (F029)."""
    if line.promised_date is None:
        return _name(line)
    return _("{name} (on back-order, can leave on {day})").format(name=_name(line), day=day(line.promised_date))


def _name(line: OrderLine) -> str:
    """What it is, with what its buyer said about it (F028)."""
    wishes = "; ".join(f"{label}: {in_words(str(words))}" for label, words in line.personalisation.items())
    name = full_name(line.name, line.variant_title)
    return f"{name} ({wishes})" if wishes else name


def _money(amount_minor: int, currency: str) -> str:
    return format_money(Money(amount_minor, currency))


def _place(purchase: Purchase) -> str:
    address = purchase.address
    return ", ".join(str(address[key]) for key in ("name", "line1", "postcode", "city") if address.get(key))


def to_store(session: Session, store: Store, letter: Letter) -> list[Addressed]:
    """A letter to everybody who reads a store's mail."""
    return [Addressed(address, letter, store_id=store.id) for address in store_addresses(session, store)]


def store_addresses(session: Session, store: Store) -> list[str]:
    """The store's own address, else those of its owners."""
    if store.email:
        return [store.email]
    owners = (
        select(User.email).join(StoreMember, col(StoreMember.user_id) == col(User.id))
        .where(StoreMember.store_id == store.id, StoreMember.role == StoreRole.OWNER)
    )  # fmt: skip
    return list(session.exec(owners).all())
