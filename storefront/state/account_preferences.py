"""How a person wants things: language, currency, colours, messages, personalisation."""

from __future__ import annotations

import dataclasses
from typing import Any
from zoneinfo import available_timezones

import reflex as rx
from babel.numbers import get_currency_name
from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import N_, _, available_locales, current_locale, day, formats, language_name
from emporium.services import carts, privacy, reminders, users
from emporium.services.auth import Permission
from emporium.services.carts import Repriced
from emporium.services.notifications.choosing import ANSWERS, PARCELS, SALES, SHELVES, STOCK
from emporium.services.users import Looks
from emporium.settings import get_settings
from emporium.ui.desk_values import Option
from emporium.web import language
from emporium.web.guards import LeavePage, current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.accounts import Preference
from models.enums import ConsentKind
from storefront.account_values import MessageChoice, PreferencesPage

MESSAGES = {
    PARCELS: N_("When a parcel of mine leaves"),
    STOCK: N_("When something I asked for is back"),
    ANSWERS: N_("When somebody answers my question about a product"),
    SALES: N_("My store: a new order"),
    SHELVES: N_("My store: stock runs low"),
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
        """Which messages may come."""
        offered = {choice.code for choice in self.view.messages}
        wanted = {code for code in offered if form.get(code)}
        await run(users.choose_messages, actor=current_actor(), wanted=wanted)
        await toast(self, _("Kept."), tone="success")
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
    view = dataclasses.replace(
        view,
        messages=[
            MessageChoice(code, _(MESSAGES[code]), on=bool(chosen.channels.get(code, ["email"])))
            for code in users.choices_for(session, actor=actor)
        ],
        letters=chosen.marketing_consent_at is not None,
        letters_said=_since(chosen),
        personalisation=chosen.personalisation,
    )
    return Loaded(view, Seo(title=_("Preferences – {name}").format(name=get_settings().name), noindex=True))


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


def consent_text(kind: ConsentKind) -> str:
    """The words that are agreed to."""
    return _(privacy.TEXTS[kind][1])
