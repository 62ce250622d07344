"""A store's returns: the list, and one of them from the answer to the refund (F080)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid, OutOfStock
from emporium.i18n import N_, _, moment, plural
from emporium.services import inventory, returns
from emporium.services.auth import Actor, Permission
from emporium.services.orders.fulfilment import CARRIERS
from emporium.services.returns import Decision, ExchangeView, ReturnedLine, ReturnMoney, ReturnView
from emporium.ui.desk_typed import amount_minor, text_of, whole_number
from emporium.ui.desk_values import Option, Sum
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import money, small_image
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import ExchangeStatus, RestockDecision, ReturnStatus
from vendor.after_values import BackLine, BackRow, ReturnPage, ReturnsPage
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug

PATH = "/vendor/returns"
BADGE = {
    ReturnStatus.REQUESTED: (N_("To answer"), "warning", "clock"),
    ReturnStatus.APPROVED: (N_("On its way back"), "info", "truck"),
    ReturnStatus.REJECTED: (N_("Refused"), "danger", "circle-slash"),
    ReturnStatus.RECEIVED: (N_("To inspect"), "warning", "package"),
    ReturnStatus.INSPECTED: (N_("Done"), "success", "check"),
    ReturnStatus.CLOSED: (N_("Done"), "success", "check"),
    ReturnStatus.CANCELLED: (N_("Taken back"), "", "circle-slash"),
}


class VendorReturnsState(VendorPageState, rx.State):
    """State of the list of returns."""

    view: ReturnsPage = ReturnsPage()


class VendorReturnState(VendorPageState, rx.State):
    """State of one return's page."""

    view: ReturnPage = ReturnPage()
    _asked: dict[str, str] = {}
    """The inspection that is being looked at: what was typed, and what it came to."""

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def approve(self, form: dict[str, Any]) -> None:
        """Let it come back, and say how."""
        await self._answer(form, approve=True, said=_("The shopper can send it."))

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def refuse(self, form: dict[str, Any]) -> None:
        """Say no, in words."""
        await self._answer(form, approve=False, said=_("Refused. The shopper reads why."))

    async def _answer(self, form: dict[str, Any], *, approve: bool, said: str) -> None:
        try:
            await run(
                _answer, actor=current_actor(), slug=store_slug(self), ident=self.view.id, approve=approve, form=form
            )
        except (Invalid, OutOfStock) as wrong:
            field = wrong.field or "note"
            self.view = dataclasses.replace(
                self.view, error=wrong.message, wrong=field if approve else f"no-{field}"
            )  # fmt: skip
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.SHIP_ORDERS)
    async def receive(self) -> None:
        """The parcel is here."""
        await run(_receive, actor=current_actor(), slug=store_slug(self), ident=self.view.id)
        await self._reload()

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def preview(self, form: dict[str, Any]) -> None:
        """What inspection comes to, before anybody confirms it."""
        try:
            plan = await run(_preview, actor=current_actor(), slug=store_slug(self), ident=self.view.id, form=form)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "lines")
            return
        typed = {str(name): str(value) for name, value in form.items() if not str(name).startswith("_")}
        self._asked = {**typed, "_id": self.view.id, "_total": str(plan.total_minor)}
        self.view = _previewed(self.view, typed, plan)

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def change(self) -> None:
        """Back to the form, with what was typed."""
        self._asked = {}
        self.view = dataclasses.replace(self.view, previewing=False, fresh=self.view.fresh + "+")

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def confirm(self) -> None:
        """Put back and give back exactly what was shown."""
        asked, self._asked = self._asked, {}
        if not asked or asked["_id"] != self.view.id:
            return
        instead = self.view.no_money
        try:
            given = await run(
                _inspect, actor=current_actor(), slug=store_slug(self), ident=asked["_id"], form=asked,
                expect_minor=int(asked["_total"]),
            )  # fmt: skip
        except (Invalid, Conflict):
            await self._reload()
            raise
        said = _("Done. {amount} goes back to the shopper.").format(amount=given)
        if instead:
            said = _("Done. The replacement goes instead of money.")
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def keep_money(self, form: dict[str, Any]) -> None:
        """Inspected, but nothing is given back; the shopper reads why."""
        try:
            await run(
                _inspect, actor=current_actor(), slug=store_slug(self), ident=self.view.id, form=form,
                expect_minor=None,
            )  # fmt: skip
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=f"no-{wrong.field or 'note'}")
            return
        await toast(self, _("Done. Nothing is given back."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.SHIP_ORDERS)
    async def replace(self, form: dict[str, Any]) -> None:
        """The replacement leaves."""
        try:
            await run(_replace, actor=current_actor(), slug=store_slug(self), ident=self.view.id, form=form)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "carrier")
            return
        await toast(self, _("Sent. The shopper hears of it now."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def drop(self, form: dict[str, Any]) -> None:
        """No replacement after all."""
        try:
            await run(_drop, actor=current_actor(), slug=store_slug(self), ident=self.view.id, form=form)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "swap")
            return
        await toast(self, _("The units can be sold again; the shopper gets the money."), tone="success")
        await self._reload()

    async def _reload(self) -> Any:
        """Read again; an inspection that somebody looks at stays on the screen while it can be done."""
        known, asked = self.view, self._asked
        result = await VendorPageState._reload(self)
        if asked and asked["_id"] == self.view.id and self.view.can_inspect:
            self.view = known
        return result


def _answer(session: Session, *, actor: Actor, slug: str, ident: str, approve: bool, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    returns.decide_return(
        session, actor=actor, store_id=store.id, return_id=known_id(ident), approve=approve,
        note=text_of(form, "note", 1000), address=text_of(form, "address", 400),
        label_url=text_of(form, "label_url", 600), tracking_number=text_of(form, "tracking_number", 100),
        waive=bool(form.get("waive")),
    )  # fmt: skip


def _receive(session: Session, *, actor: Actor, slug: str, ident: str) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    returns.receive_return(session, actor=actor, store_id=store.id, return_id=known_id(ident))


def _replace(session: Session, *, actor: Actor, slug: str, ident: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    known = known_id(ident)
    carrier, tracking = text_of(form, "carrier", 60), text_of(form, "tracking_number", 60)
    if not tracking and carrier != "Other":
        raise Invalid(
            "tracking_number",
            _("{carrier} gives every parcel a number. Add it here.").format(carrier=carrier)
            if carrier
            else _("The carrier gives every parcel a number. Add it here."),
        )
    given = returns.send_replacement(
        session, actor=actor, store_id=store.id, return_id=known, carrier=carrier, tracking_number=tracking
    )
    view = returns.store_return(session, actor=actor, store_id=store.id, return_id=known)
    return money(given, view.currency)


def _drop(session: Session, *, actor: Actor, slug: str, ident: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    returns.cancel_exchange(
        session, actor=actor, store_id=store.id, return_id=known_id(ident), note=text_of(form, "note", 1000)
    )


def _decisions(view: ReturnView, form: Mapping[str, Any]) -> dict[UUID, Decision]:
    """Units to put back by line; the rest is scrapped. Nothing typed is nothing put back."""
    place = uuid_or_none(text_of(form, "place", 40))
    found: dict[UUID, Decision] = {}
    for line in view.lines:
        again = whole_number(text_of(form, f"again-{line.line_id}", 10), "lines", most=line.quantity)
        kind = RestockDecision.RESTOCK if again else RestockDecision.SCRAP
        found[line.line_id] = Decision(kind, place, again or 0)
    return found


def _delivery(view: ReturnView, form: Mapping[str, Any]) -> int:
    return amount_minor(text_of(form, "delivery", 20), view.currency, "shipping")


def _preview(session: Session, *, actor: Actor, slug: str, ident: str, form: Mapping[str, Any]) -> ReturnMoney:
    store = chosen_store(session, actor=actor, slug=slug)
    known = known_id(ident)
    view = returns.store_return(session, actor=actor, store_id=store.id, return_id=known)
    _decisions(view, form)
    return returns.preview_inspection(
        session, actor=actor, store_id=store.id, return_id=known, shipping_minor=_delivery(view, form)
    )


def _inspect(
    session: Session, *, actor: Actor, slug: str, ident: str, form: Mapping[str, Any], expect_minor: int | None
) -> str:
    """Inspect as previewed; without a preview nothing is given back."""
    store = chosen_store(session, actor=actor, slug=slug)
    known = known_id(ident)
    view = returns.store_return(session, actor=actor, store_id=store.id, return_id=known)
    refund = expect_minor is not None
    given = returns.inspect_return(
        session, actor=actor, store_id=store.id, return_id=known, decisions=_decisions(view, form), refund=refund,
        shipping_minor=_delivery(view, form) if refund else 0, note=text_of(form, "note", 1000),
        expect_minor=expect_minor,
    )  # fmt: skip
    return money(given, view.currency)


def _previewed(view: ReturnPage, typed: Mapping[str, str], plan: ReturnMoney) -> ReturnPage:
    """The page with what it comes to, and the form behind it as it was typed."""
    parts = [Sum(f"{part.quantity} × {part.name}", money(part.amount_minor, view.currency)) for part in plan.parts]
    shipping = [Sum(_("Delivery"), money(plan.shipping_minor, view.currency))] if plan.shipping_minor else []
    total = money(plan.total_minor, view.currency)
    return dataclasses.replace(
        view,
        previewing=True,
        no_money=view.no_money and not plan.total_minor,
        sums=[*parts, *shipping, Sum(_("The shopper gets"), total, total=True)],
        total=total,
        delivery=typed.get("delivery", ""),
        place=typed.get("place", view.place),
        lines=[dataclasses.replace(line, again=typed.get(f"again-{line.id}", "")) for line in view.lines],
        error="",
        wrong="",
    )


def load_returns(session: Session, request: PageRequest) -> Loaded:
    """A page of returns, open ones first. Three queries."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    known = uuid_or_none(request.query.get("before", ""))
    after = (request.query.get("done") == "1", known) if known else None
    rows, more = returns.store_returns(session, actor=actor, store_id=store.id, after=after)
    waiting = returns.open_returns(session, actor=actor, store_id=store.id)
    view = ReturnsPage(
        sub=_("{waiting} under way").format(waiting=plural(waiting, "{n} return", "{n} returns"))
        if waiting
        else _("Nothing is on its way back"),
        rows=[back_row(row, keep) for row in rows],
        empty=not rows,
        foot=_("{rows} shown").format(rows=plural(len(rows), "{n} return", "{n} returns")),
        older=link(PATH, keep, before=str(more[1]), done="1" if more[0] else "") if more else "",
        newest=link(PATH, keep) if after else "",
    )
    return Loaded(
        view,
        Seo(title=_("Returns – {name}").format(name=store.name), noindex=True),
        topics=[f"store:{store.id}:orders"],
    )


def back_row(row: returns.ReturnRow, keep: str) -> BackRow:
    """A return in a list."""
    badge, tone, icon = BADGE[row.status]
    badge = _(badge)
    return BackRow(
        href=link(f"{PATH}/{row.id}", keep),
        number=row.order_number,
        buyer=row.buyer,
        reason=_(row.reason),
        units=plural(row.units, "{n} item", "{n} items"),
        when=moment(row.created_at),
        badge=badge,
        tone=tone,
        icon=icon,
    )


def load_return(session: Session, request: PageRequest) -> Loaded:
    """One return. Six queries. Raises NotFound for another store's."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    found = returns.store_return(
        session, actor=actor, store_id=store.id, return_id=known_id(request.params["id"])
    )
    places = inventory.list_places(session, actor=actor, store_id=store.id)
    view = _page(found, keep, actor, store.id, [Option(str(row.id), row.name) for row in places])
    seo = Seo(
        title=_("Return of {order_number} – {name}").format(order_number=found.order_number, name=store.name),
        noindex=True,
    )
    return Loaded(view, seo, topics=[f"order:{found.order_id}", f"store:{store.id}:orders"])


def _page(found: ReturnView, keep: str, actor: Actor, store_id: UUID, places: list[Option]) -> ReturnPage:
    badge, tone, icon = BADGE[found.status]
    badge = _(badge)
    may = actor.can(Permission.REFUND_ORDERS, store=store_id)
    here = actor.can(Permission.SHIP_ORDERS, store=store_id)
    done = found.status in (ReturnStatus.INSPECTED, ReturnStatus.CLOSED)
    wanted = found.exchange
    kept = wanted is not None and wanted.status == ExchangeStatus.RESERVED
    charged = wanted is not None and wanted.status in (ExchangeStatus.TO_PAY, ExchangeStatus.SOLD)
    sent = wanted is not None and wanted.status == ExchangeStatus.SENT
    open_ = wanted is not None and wanted.status == ExchangeStatus.WANTED and wanted.dearer_minor > 0
    sold_as = wanted.sold_as if wanted is not None else ""
    return ReturnPage(
        id=str(found.id),
        title=_("Return of {order_number}").format(order_number=found.order_number),
        sub=_("{buyer}, asked {created_at}").format(buyer=found.buyer, created_at=moment(found.created_at)),
        trail=[Link(_("Returns"), link(PATH, keep)), Link(found.order_number, current=True)],
        order_href=link(f"/vendor/orders/{found.order_number}", keep),
        order_text=_("Order {order_number}").format(order_number=found.order_number),
        badge=badge,
        tone=tone,
        icon=icon,
        reason=_(found.reason),
        note=found.note,
        facts=_facts(found),
        lines=[_line(line, done) for line in found.lines],
        photos=[
            Link(_("Photo {number} of the shopper").format(number=number), f"/returns/photo/{photo}")
            for number, photo in enumerate(found.photos, 1)
        ],
        instead=_instead(found),
        dearer=money(wanted.dearer_minor, found.currency) if wanted is not None and open_ else "",
        charged=_charged(wanted, found.currency) if charged else "",
        sold_as=sold_as,
        sold_href=link(f"/vendor/orders/{sold_as}", keep) if sold_as else "",
        no_money=kept or charged or sent,
        can_replace=here and kept,
        can_drop=may and (kept or charged),
        carriers=[Option(name, name) for name in CARRIERS],
        can_decide=may and found.status == ReturnStatus.REQUESTED,
        can_receive=here and found.status == ReturnStatus.APPROVED,
        can_inspect=may and found.status == ReturnStatus.RECEIVED,
        places=places,
        place=places[0].code if places else "",
        delivery_left=money(found.delivery_left_minor, found.currency) if found.delivery_left_minor else "",
        currency=found.currency,
        fresh=found.status.value,
    )


def _instead(found: ReturnView) -> str:
    wanted = found.exchange
    if wanted is None:
        return ""
    more = money(abs(wanted.dearer_minor), found.currency)
    cost = " " + _("It costs the same.")
    if wanted.dearer_minor > 0:
        cost = " " + _(
            "It is {more} dearer; the shopper pays that by a link when you say yes, unless you waive it."
        ).format(more=more)
    elif wanted.dearer_minor < 0:
        cost = " " + _("It is {more} cheaper; that goes back to the shopper when you send it.").format(more=more)
    state = {
        ExchangeStatus.WANTED: _("It is kept for the shopper as soon as you say yes."),
        ExchangeStatus.RESERVED: _("It is kept for the shopper."),
        ExchangeStatus.TO_PAY: _("It is kept until the shopper pays {amount} more.").format(
            amount=money(wanted.charged_minor, found.currency)
        ),
        ExchangeStatus.SOLD: _("It is {more} dearer, and that is paid.").format(more=more),
        ExchangeStatus.SENT: _("It was sent."),
        ExchangeStatus.CANCELLED: _("It is not sent any more."),
    }[wanted.status]
    if wanted.status == ExchangeStatus.RESERVED and wanted.dearer_minor > 0:
        cost = " " + _("It is {more} dearer; you waived that.").format(more=more)
    waits = wanted.status in (ExchangeStatus.WANTED, ExchangeStatus.RESERVED)
    return f"{wanted.quantity} × {wanted.name}.{cost if waits else ''} {state}"


def _charged(wanted: ExchangeView | None, currency: str) -> str:
    """What becomes of a dearer replacement."""
    if wanted is None:
        return ""
    amount = money(wanted.charged_minor, currency)
    if wanted.status == ExchangeStatus.TO_PAY:
        return _(
            "The shopper has a link to pay {amount}. Until then it is kept; when the time is over, it is given up."
        ).format(amount=amount)
    return _("{amount} more was paid. Send this order when you have what comes back:").format(amount=amount)


def _facts(found: ReturnView) -> list[Sum]:
    rows = [
        (_("Answered"), moment(found.decided_at) if found.decided_at else ""),
        (_("You said"), found.answer),
        (_("Comes back to"), found.return_address),
        (_("Label"), found.label_url),
        (_("Tracking number"), found.tracking_number),
        (_("Arrived"), moment(found.received_at) if found.received_at else ""),
        (_("Inspected"), moment(found.inspected_at) if found.inspected_at else ""),
        (_("Given back"), money(found.refunded_minor, found.currency) if found.refunded_minor else ""),
    ]
    return [Sum(label, value) for label, value in rows if value]


def _line(line: ReturnedLine, done: bool) -> BackLine:
    scrapped = line.quantity - line.restocked
    return BackLine(
        id=str(line.line_id),
        name=line.name,
        variant=line.variant_title,
        picture=small_image(line.image_key, line.name),
        units=str(line.quantity),
        state=_("{restocked} put back, {scrapped} scrapped").format(restocked=line.restocked, scrapped=scrapped)
        if done
        else "",
        resalable=line.resalable,
        again=str(line.quantity) if line.resalable else "0",
    )
