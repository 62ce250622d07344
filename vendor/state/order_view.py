"""An order as its page shows it."""

from __future__ import annotations

from datetime import date

from emporium.i18n import N_, _, day, moment
from emporium.services.auth import Actor, Permission
from emporium.services.orders import LineView, OrderView, ParcelView
from emporium.services.orders.fulfilment import CARRIERS, DOWNLOAD
from emporium.ui.desk_values import Step, Sum
from emporium.ui.values import Link
from emporium.web.desk import initials
from emporium.web.shown import country_name, money, small_image, told_wishes
from models.enums import FulfillmentStatus, OrderStatus
from vendor.state.rows import OPEN, WORDS
from vendor.state.shell import link
from vendor.values import Carrier, OrderPage, PackLine, Parcel

PARCEL = {
    FulfillmentStatus.SHIPPED: (N_("Handed over"), "info", "package"),
    FulfillmentStatus.IN_TRANSIT: (N_("On its way"), "info", "truck"),
    FulfillmentStatus.DELIVERED: (N_("Delivered"), "success", "check"),
    FulfillmentStatus.FAILED: (N_("Delivery failed"), "danger", "circle-alert"),
    FulfillmentStatus.CANCELLED: (N_("Cancelled"), "danger", "circle-slash"),
}
MOVING = (FulfillmentStatus.SHIPPED, FulfillmentStatus.IN_TRANSIT, FulfillmentStatus.FAILED)


def order_page(found: OrderView, *, actor: Actor, keep: str, today: date) -> OrderPage:
    """Everything on the page, ready to read."""
    word, tone, icon = WORDS[found.status]
    word = _(word)
    open_ = found.status in OPEN
    left = sum(_left(line) for line in found.lines)
    parcel_left = any(_left(line) and not line.is_digital for line in found.lines)
    units = sum(line.quantity - line.cancelled for line in found.lines)
    deadline, text = _deadline(found, today) if open_ else ("", "")
    carrier = _usual(found)
    return OrderPage(
        number=found.number,
        title=_("Order {number}").format(number=found.number),
        sub=_("{moment}. Part of purchase {rsplit}.").format(
            moment=moment(found.paid_at or found.created_at), rsplit=found.number.rsplit("-", 1)[0]
        ),
        trail=[Link(_("Orders"), link("/vendor/orders", keep)), Link(found.number, current=True)],
        awning=found.awning,
        badge=word,
        tone=tone,
        icon=icon,
        deadline=deadline,
        deadline_text=text,
        late=open_ and found.dispatch_by is not None and found.dispatch_by < today,
        lines=[_line(line, found.currency, open_) for line in found.lines],
        gift=found.gift_message,
        gift_receipt=found.gift_receipt,
        packed=_("{value} of {units} sent").format(value=units - left, units=units),
        can_ship=open_ and parcel_left and actor.can(Permission.SHIP_ORDERS, store=found.store_id),
        can_cancel=found.status == OrderStatus.PAID and actor.can(Permission.CANCEL_ORDERS, store=found.store_id),
        carriers=[Carrier(name, name == carrier) for name in CARRIERS],
        carrier=carrier,
        parcels=[_parcel(parcel, found, actor) for parcel in found.parcels if parcel.carrier != DOWNLOAD],
        has_parcels=any(parcel.carrier != DOWNLOAD for parcel in found.parcels),
        history=_history(found),
        buyer=found.buyer,
        buyer_initials=initials(found.buyer),
        email=found.email,
        address_title=_("Buyer’s address") if all(line.is_digital for line in found.lines) else _("Deliver to"),
        address=_address(found),
        money=_money(found),
        door=money(found.at_the_door_minor, found.currency) if found.at_the_door_minor else "",
        can_collect=found.status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED)
        and actor.can(Permission.SHIP_ORDERS, store=found.store_id),
        **_state_of_money(found),
    )


def _left(line: LineView) -> int:
    return line.quantity - line.shipped - line.cancelled


def _usual(found: OrderView) -> str:
    """The carrier of the delivery that was chosen, as far as its name says."""
    return next((name for name in CARRIERS if name.lower() in found.shipping_method.lower()), next(iter(CARRIERS)))


def _deadline(found: OrderView, today: date) -> tuple[str, str]:
    if found.dispatch_by is None:
        return "", ""
    promised = _("{value} was promised it").format(value=found.buyer.split()[0] if found.buyer else _("The shopper"))
    when = (
        _("{promised} by {deliver_to}. Delivery: {shipping_method}.").format(
            promised=promised, deliver_to=day(found.deliver_to), shipping_method=found.shipping_method
        )
        if found.deliver_to
        else ""
    )
    if found.dispatch_by < today:
        return _("This should have left on {dispatch_by}").format(dispatch_by=day(found.dispatch_by)), when
    return (
        _("Send it today")
        if found.dispatch_by == today
        else _("Send it by {dispatch_by}").format(dispatch_by=day(found.dispatch_by))
    ), when


def _line(line: LineView, currency: str, open_: bool) -> PackLine:
    left = _left(line)
    state = ""
    if line.cancelled:
        state = _("{cancelled} cancelled").format(cancelled=line.cancelled)
    elif line.shipped:
        whole = _("Sent as files") if line.is_digital else _("Sent")
        state = _("{shipped} sent, {left} to go").format(shipped=line.shipped, left=left) if left else whole
    if line.promised_date and left:
        state = " · ".join(
            part for part in (state, _("promised for {day}").format(day=day(line.promised_date))) if part
        )
    return PackLine(
        id=str(line.id),
        name=line.name,
        variant=line.variant_title,
        sku=line.sku,
        picture=small_image(line.image_key),
        price=f"{line.quantity} × {money(line.unit_price_minor, currency)}",
        left=str(left),
        state=state,
        open=open_ and left > 0 and not line.is_digital,
        wishes=[Link(f"{label}: {words}", href) for label, words, href in told_wishes(line.wishes)],
    )


def _parcel(parcel: ParcelView, found: OrderView, actor: Actor) -> Parcel:
    word, tone, icon = PARCEL[FulfillmentStatus(parcel.status)]
    word = _(word)
    units = f"{parcel.units} {'item' if parcel.units == 1 else 'items'}"
    return Parcel(
        id=str(parcel.id),
        title=_("Parcel {number}, {units}").format(number=parcel.number, units=units),
        sub=f"{parcel.carrier}, {moment(parcel.shipped_at)}",
        tracking=parcel.tracking_number,
        href=parcel.tracking_url,
        badge=word,
        tone=tone,
        icon=icon,
        moving=parcel.status in MOVING and actor.can(Permission.SHIP_ORDERS, store=found.store_id),
        scans=[
            Step(scan.message, moment(scan.happened_at) + (f" · {scan.place}" if scan.place else ""),
                 "now" if i == 0 and parcel.status in MOVING else "done")
            for i, scan in enumerate(parcel.scans)
        ],
    )  # fmt: skip


def _history(found: OrderView) -> list[Step]:
    steps = [Step(_("Ordered"), moment(found.created_at))]
    if found.paid_at:
        said = _("Paid, stock promised")
        if found.at_the_door_minor:
            said = _("Confirmed, to be paid at the door")
        elif found.cash:
            said = _("Confirmed, stock promised")
        steps.append(Step(said, moment(found.paid_at)))
    steps += [
        Step(
            _("Files ready to download")
            if p.carrier == DOWNLOAD
            else _("Parcel {number} handed to {carrier}").format(number=p.number, carrier=p.carrier),
            moment(p.shipped_at) + (f" · {p.tracking_number}" if p.tracking_number else ""),
        )
        for p in found.parcels
    ]
    if found.delivered_at:
        steps.append(Step(_("Delivered"), moment(found.delivered_at)))
    if found.collected_minor:
        steps.append(Step(_("Paid at the door"), money(found.collected_minor, found.currency)))
    if found.cancelled_at:
        steps.append(Step(_("Cancelled, money given back"), moment(found.cancelled_at)))
    if found.status in OPEN:
        steps.append(
            Step(
                _("Waiting to be sent"),
                _("By {dispatch_by}").format(dispatch_by=day(found.dispatch_by)) if found.dispatch_by else "",
                "now",
            )
        )
    elif found.status == OrderStatus.SHIPPED:
        steps.append(
            Step(
                _("On its way"),
                _("Expected by {deliver_to}").format(deliver_to=day(found.deliver_to)) if found.deliver_to else "",
                "now",
            )
        )
    elif found.status == OrderStatus.REFUNDED:
        steps.append(Step(_("Sent back and refunded"), money(found.refunded_minor, found.currency)))
    return steps


def _address(found: OrderView) -> list[str]:
    address = {str(key): str(value) for key, value in found.address.items()}
    lines = [
        address.get("line1", ""), address.get("line2", ""),
        f"{address.get('postcode', '')} {address.get('city', '')}".strip(),
        address.get("region", ""),
        country_name(address.get("country", "")),
        _("VAT number {buyer_tax_id}").format(buyer_tax_id=found.buyer_tax_id) if found.buyer_tax_id else "",
    ]  # fmt: skip
    return [line for line in lines if line]


def charged(found: OrderView) -> list[Sum]:
    """What the shopper pays for."""

    def amount(minor: int) -> str:
        return money(minor, found.currency)

    rows = [
        Sum(_("Goods"), amount(found.goods_minor)),
        Sum(_("Delivery"), amount(found.shipping_minor - found.shipping_added_minor)),
    ]
    if found.discount_minor:
        rows.append(Sum(_("Discounts"), amount(-found.discount_minor)))
    if found.added_tax_minor:
        label = _("Tax on top") if found.added_tax_minor > 0 else _("Tax the buyer accounts for")
        rows.append(Sum(label, amount(found.added_tax_minor)))
    return rows


def taken(found: OrderView) -> list[Sum]:
    """What lies between that and what the store earns."""
    rows = [
        (_("Discounts that we pay"), found.platform_discount_minor),
        (_("Commission"), -found.commission_minor),
        (_("Fees"), -found.fees_minor),
        (_("VAT on commission and fees") if found.fees_minor else _("VAT on commission"), -found.fee_tax_minor),
        (_("Tax that we pay to the state"), -found.tax_minor if found.tax_by_platform else 0),
    ]
    return [Sum(label, money(minor, found.currency)) for label, minor in rows if minor]


def _money(found: OrderView) -> list[Sum]:
    def amount(minor: int) -> str:
        return money(minor, found.currency)

    rows = charged(found)
    refunded = found.refunded_minor >= found.total_minor > 0
    if refunded:
        return [*rows, Sum(_("Given back"), amount(-found.refunded_minor)), Sum(_("You earn"), amount(0), total=True)]
    rows += taken(found)
    if found.refunded_minor:
        rows.append(Sum(_("Given back"), amount(-found.refunded_minor)))
    return [*rows, Sum(_("You earn"), amount(found.earning_minor - found.refunded_minor), total=True)]


def _state_of_money(found: OrderView) -> dict[str, str]:
    if found.at_the_door_minor:
        return {
            "money_badge": _("Cash at the door"),
            "money_note": _("You keep the cash. Commission and fees are taken off your next payout."),
        }
    if found.refunded_minor:
        return {"money_badge": _("Given back"), "money_note": _("Commission was given back with it.")}
    if found.status == OrderStatus.DELIVERED:
        return {"money_badge": _("Earned"), "money_note": _("Becomes available seven days after payment.")}
    return {
        "money_badge": _("Pending"),
        "money_note": _("VAT in the total: {tax}.").format(tax=money(found.tax_minor, found.currency)),
    }
