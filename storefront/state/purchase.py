"""A purchase: confirmation, then live tracking. The unguessable link is the permission."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.i18n import N_, _, day, moment, number, plural, size
from emporium.services import documents, downloads, orders
from emporium.services.auth.link_proofs import handed_on
from emporium.services.documents import DocumentRow
from emporium.services.downloads import DownloadView
from emporium.services.orders import OrderView, PurchaseView
from emporium.services.orders.fulfilment import DOWNLOAD
from emporium.settings import get_settings
from emporium.ui.values import Link, StoreBadge
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import country_name, money, small_image
from models.enums import AttemptStatus, OrderStatus, PurchaseStatus
from storefront.after_values import AfterBox
from storefront.basket_values import BasketLine
from storefront.purchase_values import DownloadRow, OrderParcel, PurchasePage, Scan
from storefront.state.after_sale import AfterSale, after_boxes
from storefront.state.cart import promise, said
from storefront.state.messages import ask_href
from storefront.state.order_changes import with_changes
from storefront.state.reviews import review_links

METHODS = {
    "sandbox_success": N_("Test card"),
    "sandbox_3ds": N_("Test card, confirmed"),
    "sandbox_delay": N_("Test transfer"),
    "sandbox_duplicate": N_("Test card"),
    "sandbox_decline": N_("Test card"),
    "stripe": N_("Stripe"),
    "bank_transfer": N_("Bank transfer"),
    "paypal": N_("PayPal"),
    "cash": N_("Cash at the door"),
}
STEP = {
    OrderStatus.AWAITING_PAYMENT: (0, N_("Waiting for payment")),
    OrderStatus.PAID: (2, N_("Being packed")),
    OrderStatus.PARTLY_SHIPPED: (3, N_("Partly on its way")),
    OrderStatus.SHIPPED: (3, N_("On its way")),
    OrderStatus.DELIVERED: (4, N_("Delivered")),
    OrderStatus.CANCELLED: (1, N_("Cancelled")),
    OrderStatus.REFUNDED: (1, N_("Refunded")),
}


class PurchaseState(AfterSale, rx.State):
    """State of a purchase's page."""

    view: PurchasePage = PurchasePage()


def load_purchase(session: Session, request: PageRequest) -> Loaded:
    """A purchase with every parcel. Raises NotFound."""
    found = orders.purchase_by_token(session, token=request.params["token"])
    seo = Seo(title=_("Order {number} – {name}").format(number=found.number, name=get_settings().name), noindex=True)
    proof = request.query.get("proof", "")[:80]
    if not orders.may_see(found, actor=request.actor, proof=proof):
        view = without_names(purchase_view(found, signed_in=request.actor.signed_in), found.token)
        view = replace(view, asks_error=request.query.get("error", "")[:200])
        return Loaded(view, seo, topics=[f"purchase:{found.id}"])
    found = replace(found, token=handed_on(found.token, proof))
    papers = documents.purchase_documents(session, purchase_id=found.id)
    after = after_boxes(session, found=found, query=request.query)
    view = purchase_view(found, signed_in=request.actor.signed_in, papers=papers, after=after)
    view = with_downloads(view, found, downloads.downloads_of_orders(session, order_ids=[o.id for o in found.orders]))
    view = replace(view, download_error=request.query.get("download", "")[:200])
    view = with_changes(session, view, found)
    view = with_reviews(view, review_links(session, request=request, purchase_id=found.id))
    if found.user_id is not None and found.user_id == request.actor.user_id:
        view = with_questions(view)
    return Loaded(view, seo, topics=[f"purchase:{found.id}"])


def with_downloads(
    view: PurchasePage, found: PurchaseView, files: Mapping[UUID, Sequence[DownloadView]]
) -> PurchasePage:
    """The same page with the files that were bought, each with its way to be fetched (F026)."""
    parcels = []
    for part, order in zip(view.parcels, found.orders, strict=True):
        rows = [_download(file, found.token) for file in files.get(order.id, ())]
        waits = order.status in (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED) and any(
            line.is_digital and line.shipped + line.cancelled < line.quantity for line in order.lines
        )
        parcels.append(replace(part, downloads=rows, has_downloads=bool(rows), files_wait=waits))
    return replace(view, parcels=parcels)


def _download(file: DownloadView, token: str) -> DownloadRow:
    return DownloadRow(
        id=str(file.id),
        name=file.name,
        detail=size(file.size_bytes)
        + (" · " + _("version {number}").format(number=file.version) if file.version > 1 else ""),
        left=_("{left} of {most} downloads left").format(left=number(file.left), most=number(file.most)),
        until=_("Until {day}").format(day=day(file.until)),
        href="" if file.problem else f"/download/{file.id}?token={token}",
        problem=file.problem,
    )


def with_reviews(view: PurchasePage, links: Mapping[UUID, Link]) -> PurchasePage:
    """The same page with the ways to review what has arrived."""
    known = {str(line): link for line, link in links.items()}
    parcels = [
        dataclasses.replace(
            part,
            lines=[dataclasses.replace(line, review=known.get(line.id, Link())) for line in part.lines],
        )
        for part in view.parcels
    ]
    return dataclasses.replace(view, parcels=parcels) if known else view


def with_questions(view: PurchasePage) -> PurchasePage:
    """The same page with the ways to write to each store, for the one who bought."""
    parcels = [dataclasses.replace(part, ask_href=ask_href(order=part.number)) for part in view.parcels]
    return dataclasses.replace(view, parcels=parcels)


def without_names(view: PurchasePage, token: str) -> PurchasePage:
    """An order whose link is old: where its parcels are, and nothing of a person."""
    parcels = [
        replace(part, gift="", tracking="", tracking_url="", lines=[replace(line, wishes=[]) for line in part.lines])
        for part in view.parcels
    ]
    return replace(view, parcels=parcels, address=[], email="", tax_id="", method="", asks=True, token=token)


def purchase_view(
    found: PurchaseView,
    *,
    signed_in: bool,
    papers: Mapping[UUID, Sequence[DocumentRow]] = MappingProxyType({}),
    after: Mapping[UUID, AfterBox] = MappingProxyType({}),
) -> PurchasePage:
    """As its shopper reads it."""
    paid = found.status == PurchaseStatus.PAID
    declined = found.payment_status in (AttemptStatus.DECLINED, AttemptStatus.SURPLUS)
    address = found.address
    goods = sum(order.goods_minor for order in found.orders)
    discount = sum(order.discount_minor for order in found.orders)
    shipping = sum(order.shipping_minor - order.shipping_added_minor for order in found.orders)
    added = sum(order.added_tax_minor for order in found.orders)
    refunded = sum(order.refunded_minor for order in found.orders)
    door = sum(order.at_the_door_minor for order in found.orders)
    units = sum(line.quantity for order in found.orders for line in order.lines)
    return PurchasePage(
        number=found.number,
        title=_title(found),
        line=_("Order {number}, placed {created_at}").format(number=found.number, created_at=moment(found.created_at)),
        paid=paid and not door,
        door=money(door, found.currency) if door else "",
        waiting=not paid and not declined and found.status != PurchaseStatus.CANCELLED,
        failed=not paid and (declined or found.status == PurchaseStatus.CANCELLED),
        message=_(found.payment_message)
        or (_("The payment was not finished, so the order was given up.") if not paid else ""),
        action=found.action_url if found.payment_status == AttemptStatus.REQUIRES_ACTION else "",
        parcels=[
            _parcel(order, found.token, papers.get(order.id, ()), after.get(order.id, AfterBox()))
            for order in found.orders
        ],
        goods_label=_("Goods, {units}").format(units=plural(units, "{n} item", "{n} items")),
        goods=money(goods, found.currency),
        delivery=money(shipping, found.currency),
        discount=money(-discount, found.currency) if discount else "",
        added_tax=money(added, found.currency) if added else "",
        added_tax_label=_("Tax") if added > 0 else _("Tax your company accounts for"),
        tax_id=found.tax_id,
        total=money(found.total_minor, found.currency),
        refunded=money(-refunded, found.currency) if refunded else "",
        method=_(METHODS.get(found.payment_method, found.payment_method)),
        address=[
            part
            for part in (
                str(address.get("name", "")),
                str(address.get("line1", "")),
                str(address.get("line2", "")),
                f"{address.get('postcode', '')} {address.get('city', '')}".strip(),
                str(address.get("region", "")),
                country_name(str(address.get("country", ""))),
            )
            if part
        ],
        email=found.email,
        guest=not signed_in,
        all_files=all(_all_files(order) for order in found.orders),
    )


def _of_files(order: OrderView) -> str:
    """What stands where a parcel would be packed or delivered."""
    return {
        OrderStatus.PAID: _("Being made ready"),
        OrderStatus.DELIVERED: _("Ready to download"),
    }.get(OrderStatus(order.status), "")


def _all_files(order: OrderView) -> bool:
    """Whether nothing of it is delivered (F026)."""
    return bool(order.lines) and all(line.is_digital for line in order.lines)


def _title(found: PurchaseView) -> str:
    """The next thing that happens."""
    if found.status == PurchaseStatus.CANCELLED:
        return _("This order was not paid")
    if found.status != PurchaseStatus.PAID:
        return _("Waiting for your payment")
    open_ones = [
        o for o in found.orders if o.status not in (OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.REFUNDED)
    ]
    files_only = all(_all_files(order) for order in found.orders)
    if files_only and any(order.status == OrderStatus.DELIVERED for order in found.orders):
        return _("Thank you. Your files are ready")
    if not open_ones:
        delivered = any(order.status == OrderStatus.DELIVERED for order in found.orders)
        return _("Everything has arrived") if delivered else _("This order was cancelled")
    first = min((order.deliver_from for order in open_ones if order.deliver_from), default=None)
    sent = any(order.status in (OrderStatus.SHIPPED, OrderStatus.PARTLY_SHIPPED) for order in open_ones)
    if first is None:
        return _("Thank you for your order")
    return (
        (_("First parcel arrives {day}") if len(found.orders) > 1 else _("Your parcel arrives {day}")).format(
            day=day(first)
        )
        if sent
        else (
            _("Thank you. The first parcel arrives {day}")
            if len(found.orders) > 1
            else _("Thank you. Your parcel arrives {day}")
        ).format(day=day(first))
    )


def _parcel(order: OrderView, token: str, papers: Sequence[DocumentRow], after: AfterBox) -> OrderParcel:
    step, label = STEP[OrderStatus(order.status)]
    label = _(label)
    sent = [parcel for parcel in order.parcels if parcel.carrier != DOWNLOAD]
    last, files = sent[-1] if sent else None, _all_files(order)
    scans = [
        Scan(scan.message, " · ".join(p for p in (moment(scan.happened_at), scan.place) if p), "done")
        for parcel in order.parcels
        for scan in reversed(parcel.scans)
    ]
    if order.paid_at is not None:
        confirmed = _("Paid and confirmed")
        if order.cash:
            confirmed = _("Confirmed, to be paid at the door") if order.at_the_door_minor else _("Confirmed")
        scans.insert(0, Scan(confirmed, moment(order.paid_at), "done"))
    if scans and order.status not in (OrderStatus.DELIVERED, OrderStatus.CANCELLED):
        scans[-1] = Scan(scans[-1].title, scans[-1].meta, "now")
        then = _("Your files") if files else _("Delivery")
        scans.append(Scan(then, day(order.deliver_to) if order.deliver_to else "", "todo"))
    cancelled = order.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
    unpaid = order.status == OrderStatus.AWAITING_PAYMENT
    when = day(order.delivered_at) if order.delivered_at else day(order.deliver_from) if order.deliver_from else ""
    return OrderParcel(
        number=order.number,
        store=StoreBadge(order.store_name, f"/s/{order.store_slug}", order.awning, order.initials),
        contents=(_("Files {number} · {plural}") if files else _("Parcel {number} · {plural}")).format(
            number=order.number, plural=plural(sum(line.quantity for line in order.lines), "{n} item", "{n} items")
        ),
        day="" if cancelled or unpaid else when,
        status=_of_files(order) or label if files else label,
        all_files=files,
        step=step,
        step_label=_("Step {step} of 4: {label}").format(step=step, label=label) if step else label,
        first_step=_("Confirmed") if order.at_the_door_minor else _("Paid"),
        cancelled=cancelled,
        scans=scans,
        gift=order.gift_message,
        carrier=last.carrier if last else "",
        tracking=last.tracking_number if last else "",
        tracking_url=last.tracking_url if last else "",
        sent=last is not None,
        after=after,
        papers=[Link(f"{paper.title} {paper.reference}", f"/paper/{paper.id}?token={token}") for paper in papers],
        lines=[
            BasketLine(
                id=str(line.id),
                name=line.name,
                variant=line.variant_title,
                quantity=line.quantity,
                picture=small_image(line.image_key, line.name),
                total=money(line.total_minor, order.currency),
                promise=promise(line.promised_date) if line.shipped + line.cancelled < line.quantity else "",
                wishes=said(line.wishes),
            )
            for line in order.lines
        ],
    )
