"""A shopper's returns and wishes to cancel on the purchase's page: its link is the permission (F079, F080)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Expired, Invalid, NotFound
from emporium.i18n import N_, _, day, plural
from emporium.services import cancelling, cases, returns
from emporium.services.auth import Actor
from emporium.services.cancelling import WishView
from emporium.services.cases import CaseView
from emporium.services.orders import OrderView, PurchaseView
from emporium.services.returns import ReturnView, Swap
from emporium.settings import get_settings
from emporium.ui.desk_values import Option
from emporium.ui.values import Link
from emporium.web.cases import TITLE, case_shown
from emporium.web.desk import known_id
from emporium.web.guards import ANYONE, current_actor, guarded
from emporium.web.page import PageState
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import CancelStatus, CaseStatus, ExchangeStatus, OrderStatus, ReturnStatus
from storefront.after_values import AfterBox, AfterLine, BackCard

SENT = (OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
TO_SEND = (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED)
MOST_UNITS = 999
BADGE = {
    ReturnStatus.REQUESTED: (N_("Waiting for the store"), "info", "clock"),
    ReturnStatus.APPROVED: (N_("Send it back"), "warning", "package"),
    ReturnStatus.REJECTED: (N_("Refused"), "danger", "circle-slash"),
    ReturnStatus.RECEIVED: (N_("With the store"), "info", "package"),
    ReturnStatus.INSPECTED: (N_("Done"), "success", "check"),
    ReturnStatus.CLOSED: (N_("Done"), "success", "check"),
    ReturnStatus.CANCELLED: (N_("You kept it"), "", "circle-slash"),
}


class AfterSale(PageState, rx.State, mixin=True):
    """What a shopper does after the sale. The purchase's token decides, whoever emits the event."""

    @rx.event
    @guarded(ANYONE)
    async def ask_return(self, form: dict[str, Any]) -> None:
        """Send something back; what is wrong stands beside its field."""
        try:
            await run(_ask_return, actor=current_actor(), token=self._token(), form=form)
        except (Invalid, Expired) as wrong:
            self._mark(form, error=wrong.message, wrong=wrong.field or "lines")
            return
        await toast(self, _("The store knows. Add photos if they help."), tone="success")
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def keep(self, return_id: str) -> None:
        """Keep it after all."""
        await run(_keep, actor=current_actor(), token=self._token(), return_id=return_id)
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def ask_cancel(self, form: dict[str, Any]) -> None:
        """Not to be sent any more."""
        try:
            done = await run(_ask_cancel, actor=current_actor(), token=self._token(), form=form)
        except (Invalid, Conflict) as wrong:
            self._mark(form, cancel_error=wrong.message)
            return
        said = _("Cancelled. Your money goes back.") if done else _("We asked the store. You hear of it here.")
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def want_it(self, number: str) -> None:
        """Wanted after all."""
        await run(cancelling.withdraw_cancel, actor=current_actor(), token=self._token(), number=str(number)[:40])
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def open_case(self, form: dict[str, Any]) -> None:
        """Something went wrong and the store does not help."""
        try:
            await run(
                cases.open_case, actor=current_actor(), token=self._token(), number=str(form.get("number", ""))[:40],
                kind=str(form.get("kind", ""))[:40], words=str(form.get("words", "")),
            )  # fmt: skip
        except (Invalid, Conflict, Expired) as wrong:
            self._mark(form, case_error=wrong.message, case_wrong=wrong.field or "")
            return
        await toast(self, _("The store has to answer now. Add photos if they help."), tone="success")
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def say_in_case(self, form: dict[str, Any]) -> None:
        """Say more."""
        await run(
            cases.write_as_shopper, actor=current_actor(), token=self._token(), case_id=known_id(form.get("id")),
            words=str(form.get("words", "")),
        )  # fmt: skip
        await self._reload()

    @rx.event
    @guarded(ANYONE)
    async def withdraw_case(self, case_id: str) -> None:
        """It is settled."""
        await run(
            cases.withdraw_case, actor=current_actor(), token=self._token(), case_id=known_id(case_id)
        )  # fmt: skip
        await self._reload()

    def _token(self) -> str:
        """The purchase this page shows."""
        return self.page_key.partition("?")[0].rpartition("/")[2]

    def _mark(self, form: Mapping[str, Any], **what: str) -> None:
        """What is wrong, in the box of the order it is about."""
        view: Any = getattr(self, "view")  # noqa: B009 - the page's own state declares it
        number = str(form.get("number", ""))
        parcels = [
            dataclasses.replace(part, after=dataclasses.replace(part.after, **what)) if part.number == number else part
            for part in view.parcels
        ]
        setattr(self, "view", dataclasses.replace(view, parcels=parcels))  # noqa: B010


def _units(form: Mapping[str, Any], prefix: str) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for name, value in form.items():
        text = str(value or "").strip()
        if not str(name).startswith(prefix) or not text:
            continue
        if not (text.isascii() and text.isdigit()) or int(text[:9]) > MOST_UNITS:
            raise Invalid("quantity", _("Give whole numbers."))
        try:
            found[UUID(str(name).removeprefix(prefix))] = int(text)
        except ValueError as error:
            raise NotFound(_("There is no such line.")) from error
    return {line_id: count for line_id, count in found.items() if count}


def _ask_return(session: Session, *, actor: Actor, token: str, form: Mapping[str, Any]) -> None:
    returns.request_return(
        session, actor=actor, token=token, number=str(form.get("number", ""))[:40], units=_units(form, "back-"),
        reason=str(form.get("reason", ""))[:40], note=str(form.get("note", "")), swap=_chosen_swap(form),
    )  # fmt: skip


def _chosen_swap(form: Mapping[str, Any]) -> UUID | None:
    chosen = str(form.get("swap") or "")
    try:
        return UUID(chosen) if chosen else None
    except ValueError as error:
        raise Invalid("swap", _("Choose from the list.")) from error


def _swap(swap: Swap, currency: str) -> Option:
    if swap.dearer_minor > 0:
        more = " " + _("({dearer} dearer each; you pay that when the store says yes)").format(
            dearer=money(swap.dearer_minor, currency)
        )
    else:
        more = (
            " " + _("({money} back each)").format(money=money(-swap.dearer_minor, currency))
            if swap.dearer_minor
            else ""
        )
    return Option(str(swap.variant_id), f"{swap.name}{more}")


def _keep(session: Session, *, actor: Actor, token: str, return_id: str) -> None:
    returns.cancel_return(session, actor=actor, token=token, return_id=known_id(return_id))


def _ask_cancel(session: Session, *, actor: Actor, token: str, form: Mapping[str, Any]) -> bool:
    wish = cancelling.request_cancel(
        session, actor=actor, token=token, number=str(form.get("number", ""))[:40], units=_units(form, "stop-"),
        reason=str(form.get("reason", "")),
    )  # fmt: skip
    return wish.status == CancelStatus.ACCEPTED


def after_boxes(
    session: Session, *, found: PurchaseView, query: Mapping[str, str], now: datetime | None = None
) -> dict[UUID, AfterBox]:
    """What can be done about each order of a purchase. Five queries, two more for each order that was sent."""
    ids = [order.id for order in found.orders]
    back = returns.returns_of_orders(session, order_ids=ids)
    wishes = cancelling.wishes_of_orders(session, order_ids=ids)
    disputed = cases.cases_of_orders(session, order_ids=ids)
    moment_now = now or datetime.now(UTC)
    return {
        order.id: _with_case(
            _box(session, found, order, back[order.id], wishes[order.id], query, moment_now),
            order,
            disputed[order.id],
            found.token,
            query,
            moment_now,
        )
        for order in found.orders
    }


def _box(
    session: Session, found: PurchaseView, order: OrderView, back: Sequence[ReturnView], wishes: Sequence[WishView],
    query: Mapping[str, str], now: datetime,
) -> AfterBox:  # fmt: skip
    box = AfterBox(
        number=order.number, token=found.token, cards=[_card(view, found.token, query) for view in back]
    )  # fmt: skip
    if order.status in SENT:
        offer = returns.returnable_now(session, order_id=order.id)
        until = offer.until or now
        lines = _lines(order, offer.units)
        box = dataclasses.replace(
            box, can_return=bool(lines) and now <= until, lines=lines, days=_("Until {day}.").format(day=day(until)),
            reasons=[Option("", _("Choose")), *(Option(code, _(words)) for code, words in returns.REASONS.items())],
            swaps=[Option("", _("My money back")), *(_swap(swap, order.currency) for swap in offer.swaps)],
            can_swap=bool(offer.swaps),
            fresh=f"{sum(offer.units.values())}-{len(back)}",
        )  # fmt: skip
    left = {line.id: line.quantity - line.shipped - line.cancelled for line in order.lines}
    last = wishes[0] if wishes else None
    if last is not None:
        box = _with_wish(box, order, last)
    if order.status in TO_SEND and not box.wish_open:
        box = dataclasses.replace(
            box, can_cancel=any(left.values()), cancel_lines=_lines(order, left),
            cancel_hint=_cancel_hint(order, now),
        )  # fmt: skip
    return box


def _with_case(
    box: AfterBox, order: OrderView, known: Sequence[CaseView], token: str, query: Mapping[str, str], now: datetime
) -> AfterBox:
    """The last case about it, or what one could be opened about."""
    if known and known[0].status != CaseStatus.WITHDRAWN:
        return dataclasses.replace(box, case=case_shown(known[0], token=token, payer=False, query=query))
    kinds = cases.can_open(
        status=order.status, deliver_to=order.deliver_to, delivered_at=order.delivered_at, shipped_at=order.shipped_at,
        now=now,
    )  # fmt: skip
    options = [Option("", _("Choose")), *(Option(kind.value, _(TITLE[kind])) for kind in kinds)]
    return dataclasses.replace(box, can_case=bool(kinds), case_kinds=options)


def _cancel_hint(order: OrderView, now: datetime) -> str:
    begun = order.paid_at or order.created_at
    early = not order.parcels and now - begun < timedelta(minutes=get_settings().cancel_minutes)
    if early:
        return _("It is early: what you choose is cancelled at once and your money goes back.")
    return _("{store_name} may have packed it. They say yes or no, and you hear of it here.").format(
        store_name=order.store_name
    )


def _lines(order: OrderView, units: Mapping[UUID, int]) -> list[AfterLine]:
    chosen = [line for line in order.lines if units.get(line.id)]
    return [
        AfterLine(
            str(line.id), line.name, line.variant_title,
            _("of {units}").format(units=units[line.id]) if units[line.id] > 1 else "",
            single=units[line.id] == 1, ticked=units[line.id] == 1 and len(chosen) == 1,
        )
        for line in chosen
    ]  # fmt: skip


def _with_wish(box: AfterBox, order: OrderView, wish: WishView) -> AfterBox:
    answer = " " + _("They say: {answer}").format(answer=wish.answer) if wish.answer else ""
    back = money(wish.refunded_minor, order.currency)
    title, said, tone = {
        CancelStatus.OPEN: (
            _("You asked to cancel"), _("{store} has not answered yet.").format(store=order.store_name), "info"
        ),
        CancelStatus.ACCEPTED: (
            _("Cancelled as you asked"), _("{amount} goes back to you.").format(amount=back) + answer, "success"
        ),
        CancelStatus.REFUSED: (
            _("It cannot be cancelled any more"), _("{store} said no.").format(store=order.store_name) + answer,
            "warning",
        ),
        CancelStatus.CLOSED: ("", "", ""),
    }[wish.status]  # fmt: skip
    return dataclasses.replace(
        box, wish=said, wish_title=title, wish_tone=tone or "info", wish_open=wish.status == CancelStatus.OPEN
    )


def _card(view: ReturnView, token: str, query: Mapping[str, str]) -> BackCard:
    badge, tone, icon = BADGE[view.status]
    waits = view.status in (ReturnStatus.REQUESTED, ReturnStatus.APPROVED)
    units = sum(line.quantity for line in view.lines)
    return BackCard(
        id=str(view.id),
        title=_("{units} back: {reason}").format(
            units=plural(units, "{n} item goes", "{n} items go"), reason=_(view.reason).lower()
        ),
        what=", ".join(f"{line.quantity} × {line.name}" for line in view.lines),
        badge=_(badge),
        tone=tone,
        icon=icon,
        said=[text for text in (*_said(view), *_instead(view)) if text],
        label_url=view.label_url if view.status == ReturnStatus.APPROVED else "",
        **_swap_links(view),
        can_keep=view.status == ReturnStatus.REQUESTED,
        can_add=waits and len(view.photos) < returns.MOST_PHOTOS,
        photos=[
            Link(_("Photo {number}").format(number=number), f"/returns/photo/{photo}?token={token}")
            for number, photo in enumerate(view.photos, 1)
        ],
        has_photos=bool(view.photos),
        token=token,
        photo_action=f"/returns/{view.id}/photos",
        photo_error=query.get("wrong", "")[:200] if query.get("photos") == str(view.id) else "",
    )


def _swap_links(view: ReturnView) -> dict[str, str]:
    """Where a dearer replacement is paid, and then found."""
    wanted = view.exchange
    if wanted is None or not wanted.link:
        return {}
    href = f"/checkout?link={wanted.link}"
    return {"sold_url": href, "sold_as": wanted.sold_as} if wanted.sold_as else {"pay_url": href}


def _instead(view: ReturnView) -> list[str]:
    """What becomes of the replacement."""
    wanted = view.exchange
    if wanted is None:
        return []
    what = f"{wanted.quantity} × {wanted.name}"
    back = (
        " " + _("{refunded} went back to you.").format(refunded=money(wanted.refunded_minor, view.currency))
        if wanted.refunded_minor
        else ""
    )
    if wanted.status == ExchangeStatus.CANCELLED:
        over = view.status in (ReturnStatus.CANCELLED, ReturnStatus.REJECTED)
        return [] if over else [_("There is no {name} for you; you get your money back.").format(name=wanted.name)]
    return {
        ExchangeStatus.WANTED: [_("You asked for {what} instead.").format(what=what)],
        ExchangeStatus.RESERVED: [_("{what} is kept for you.").format(what=what)],
        ExchangeStatus.TO_PAY: [
            _("{what} is kept for you until you pay the difference, {amount}.").format(
                what=what, amount=money(wanted.charged_minor, view.currency)
            )
        ],
        ExchangeStatus.SOLD: [
            _("{what} is yours as order {number}. It is sent when what you send back has arrived.").format(
                what=what, number=wanted.sold_as
            )
        ],
        ExchangeStatus.SENT: [_("{what} is on its way to you.").format(what=what) + back],
    }[wanted.status]


def _swapped(view: ReturnView) -> bool:
    """Whether something else is still to be sent instead of money."""
    waits = (ExchangeStatus.RESERVED, ExchangeStatus.TO_PAY, ExchangeStatus.SOLD)
    return view.exchange is not None and view.exchange.status in waits


def _said(view: ReturnView) -> list[str]:
    words = _("The store says: {answer}").format(answer=view.answer) if view.answer else ""
    match view.status:
        case ReturnStatus.REQUESTED:
            return [_("The store has not answered yet. Keep it until they do.")]
        case ReturnStatus.APPROVED:
            return [
                words,
                _("Send it to: {return_address}").format(return_address=view.return_address)
                if view.return_address
                else "",
                _("Tracking number: {tracking_number}").format(tracking_number=view.tracking_number)
                if view.tracking_number
                else "",
            ]
        case ReturnStatus.RECEIVED:
            then = _("sends the other one") if _swapped(view) else _("gives your money back")
            return [_("It has arrived. The store looks at it, then {then}.").format(then=then)]
        case ReturnStatus.INSPECTED | ReturnStatus.CLOSED:
            back = (
                _("{refunded} went back to you.").format(refunded=money(view.refunded_minor, view.currency))
                if view.refunded_minor
                else ""
            )
            return [back, words if not view.refunded_minor else ""]
        case ReturnStatus.REJECTED:
            return [words]
    return []
