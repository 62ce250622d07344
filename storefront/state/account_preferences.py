"""How a person wants things: language, currency, colours, messages, personalisation."""

from __future__ import annotations

import dataclasses
from typing import Any
from zoneinfo import available_timezones

import reflex as rx
from babel.numbers import get_currency_name
from sqlmodel import Session

from emporium.errors import EmporiumError, Invalid
from emporium.i18n import N_, _, available_locales, current_locale, day, formats, language_name, plural
from emporium.providers.push import get_pusher
from emporium.services import carts, reminders, users
from emporium.services.auth import Permission
from emporium.services.carts import Repriced
from emporium.services.notifications.choosing import (
    ANSWERS,
    CHANGES,
    DESK,
    MAIL_IS_CHOSEN,
    OWED,
    PARCELS,
    PAYING,
    SALES,
    SHELVES,
    STOCK,
    TALKS,
    WAYS,
    ways_chosen,
)
from emporium.services.users import DeviceView, Looks
from emporium.settings import get_settings
from emporium.ui.desk_values import Option
from emporium.web import language
from emporium.web.desk import known_id
from emporium.web.guards import LeavePage, current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import ago, money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.accounts import Preference
from models.enums import Channel
from storefront.account_values import DeviceRow, MessageChoice, PreferencesPage
from storefront.state.account_security import device_of

MESSAGES = {
    PARCELS: N_("When a parcel of mine leaves or arrives"),
    CHANGES: N_("When an order of mine changes or something goes back"),
    PAYING: N_("When something waits for my payment"),
    TALKS: N_("When a store writes to me"),
    STOCK: N_("When something I asked for is back"),
    ANSWERS: N_("When somebody answers my question about a product"),
    SALES: N_("My store: a new order"),
    DESK: N_("My store: messages, questions, returns, deadlines"),
    SHELVES: N_("My store: stock runs low"),
    OWED: N_("My store: money it owes"),
}
COLOURS = (("system", N_("As the device")), ("light", N_("Light")), ("dark", N_("Dark")))


class PreferencesState(PageState, rx.State):
    """State of the preferences."""

    view: PreferencesPage = PreferencesPage()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def keep_looks(self, form: dict[str, Any]) -> Any:
        """Language, currency, colours, quiet hours; what the basket comes to now is said."""
        looks = Looks(**{field.name: str(form.get(field.name) or "") for field in dataclasses.fields(Looks)})
        try:
            repriced = await run(users.choose_looks, actor=current_actor(), looks=looks)
        except Invalid as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "")
            return
        if looks.locale != current_locale.get():
            # another language is another document: its direction and the browser's texts come with it
            leave = await self.get_state(LeavePage)
            leave.to = f"{language.MINE}?next=/account/preferences"
            yield
            leave.to = ""
            return
        await toast(self, _("Kept."), tone="success")
        await self._reload()
        if repriced is not None:
            self.view = dataclasses.replace(self.view, repriced=told(repriced))

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def keep_messages(self, form: dict[str, Any]) -> None:
        """Which messages may come, and by which ways."""
        wanted = {
            choice.code: [way for way in WAYS.get(choice.code, ()) if form.get(f"{choice.code}-{way.value}")]
            for choice in self.view.messages
        }
        await run(users.choose_messages, actor=current_actor(), wanted=wanted)
        await toast(self, _("Kept."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def drop_device(self, device_id: str) -> None:
        """No more push messages to a browser."""
        await run(users.drop_device, actor=current_actor(), device_id=known_id(device_id))
        await toast(self, _("It gets no more messages."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def ask_code(self, form: dict[str, Any]) -> None:
        """A code to the number."""
        try:
            await run(users.ask_code, actor=current_actor(), number=str(form.get("phone") or "")[:40])
        except EmporiumError as error:
            self.view = dataclasses.replace(self.view, error=error.message, wrong="phone")
            return
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def confirm_code(self, form: dict[str, Any]) -> None:
        """The code that came by text."""
        try:
            checked = await run(users.confirm_code, actor=current_actor(), code=str(form.get("code") or "")[:40])
        except EmporiumError as error:
            await self._reload()
            field = "code" if self.view.asked else "phone"
            self.view = dataclasses.replace(self.view, error=error.message, wrong=field)
            return
        if checked.proven:
            await toast(self, _("Texts can come to this number now."), tone="success")
            await self._reload()
            return
        await self._reload()
        if checked.tries_left:
            left = plural(checked.tries_left, "{n} try is left", "{n} tries are left")
            self.view = dataclasses.replace(
                self.view, error=_("That is not the code. {left}.").format(left=left), wrong="code"
            )
        else:
            self.view = dataclasses.replace(
                self.view, error=_("Those were five wrong codes. Ask for a new one."), wrong="phone"
            )

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def drop_number(self) -> None:
        """No more texts."""
        await run(users.drop_number, actor=current_actor())
        await toast(self, _("The number is taken out."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def choose_letters(self, wanted: bool) -> None:
        """Letters about baskets, or none."""
        await run(reminders.choose_letters, actor=current_actor(), wanted=wanted is True)
        await toast(self, _("Kept."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.OWN_ACCOUNT)
    async def choose_personalisation(self, wanted: bool) -> None:
        """Whether what is looked at chooses what is shown."""
        await run(users.choose_personalisation, actor=current_actor(), wanted=wanted is True)
        await toast(self, _("Kept."), tone="success")
        await self._reload()


def told(repriced: Repriced) -> str:
    """What the basket came to, and comes to."""
    was = money(repriced.was_minor, repriced.was_currency)
    now = money(repriced.now_minor, repriced.now_currency)
    said = _("The goods in your basket came to {was} and come to {now} now. Orders you placed stay as they are.")
    return said.format(was=was, now=now)


def load_preferences(session: Session, request: PageRequest) -> Loaded:
    """What was chosen, and what there is to choose from."""
    actor = request.actor
    chosen = users.preferences(session, actor=actor)
    view = _looks(session, chosen)
    devices = users.list_devices(session, actor=actor)
    phone = users.phone_of(session, actor=actor)
    view = dataclasses.replace(
        view,
        messages=[_choice(chosen, code) for code in users.choices_for(session, actor=actor)],
        push_key=get_pusher().public_key,
        devices=[_device(row) for row in devices],
        has_devices=bool(devices),
        marks=" ".join(row.mark for row in devices),
        phone=users.readable(phone.number) if phone.number else "",
        asked=users.readable(phone.asked) if phone.asked else "",
        letters=chosen.marketing_consent_at is not None,
        letters_said=_since(chosen),
        personalisation=chosen.personalisation,
    )
    return Loaded(view, Seo(title=_("Preferences – {name}").format(name=get_settings().name), noindex=True))


def _choice(chosen: Preference, code: str) -> MessageChoice:
    ways = ways_chosen(chosen, code)
    return MessageChoice(
        code,
        _(MESSAGES[code]),
        mail=Channel.EMAIL in ways,
        mail_chosen=code in MAIL_IS_CHOSEN,
        push=Channel.PUSH in ways,
        sms=Channel.SMS in ways,
        sms_offered=Channel.SMS in WAYS[code],
        key="-".join((code, *sorted(ways))),
    )


def _device(row: DeviceView) -> DeviceRow:
    reached = _("last message {ago}").format(ago=ago(row.last_ok_at)) if row.last_ok_at else _("no message yet")
    added = _("Since {day}").format(day=day(row.created_at))
    return DeviceRow(str(row.id), device_of(row.user_agent), f"{added}, {reached}", row.mark)


def _since(chosen: Preference) -> str:
    if chosen.marketing_consent_at is None:
        return ""
    return _("You agreed on {day}.").format(day=day(chosen.marketing_consent_at))


def _looks(session: Session, chosen: Preference) -> PreferencesPage:
    reader = formats()
    codes = [*dict.fromkeys([chosen.currency, *carts.selling_currencies(session)])]
    hours = [Option("", _("None")), *(Option(str(hour), f"{hour:02d}:00") for hour in range(24))]
    return PreferencesPage(
        locale=chosen.locale,
        locales=[Option(code, language_name(code)) for code in available_locales()],
        currency=chosen.currency,
        currencies=[Option(code, f"{get_currency_name(code, locale=reader)} ({code})") for code in codes],
        colour=chosen.colour_mode,
        time_zone=chosen.time_zone,
        zones=[Option(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name],
        quiet_from="" if chosen.quiet_from is None else str(chosen.quiet_from),
        quiet_until="" if chosen.quiet_until is None else str(chosen.quiet_until),
        hours=hours,
    )
