"""Every offer: the platform's are made here, anybody's can be switched off, and a basket tries them (F055, F062)."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.state import simulator
from admin.state.shell import link
from admin.values import OffersPage, Simulator
from emporium.errors import Conflict, EmporiumError, Invalid
from emporium.i18n import _, all_of, day, number, plural
from emporium.services import promotions, reminders
from emporium.services.auth import Actor, Permission
from emporium.services.promotions import PromotionDraft, PromotionRow
from emporium.services.reminders import Recovered
from emporium.settings import get_settings
from emporium.ui.desk_offers import offer_state, offer_words
from emporium.ui.desk_typed import text_of, typed_offer, whole_number
from emporium.ui.desk_values import Figure, OfferLine
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import PromotionFunder, PromotionKind

PATH = "/admin/offers"
SHOWN = 30
MOST_CODES = 200_000
CHUNK = 20_000
RENAMED = {"amounts": "amount", "thresholds": "least", "ends_at": "ends"}
FIELDS = (
    "name", "kind", "percent", "amount", "least", "way", "code", "count", "prefix", "usage_limit",
    "per_customer_limit", "ends",
)  # fmt: skip


class AdminOffersState(PageState, rx.State):
    """State of the offers page."""

    view: OffersPage = OffersPage()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def create(self, form: dict[str, Any]) -> None:
        """Make an offer of the platform; what is wrong stands beside its field."""
        try:
            said = await run(_create, actor=current_actor(), form=form)
        except (Invalid, Conflict) as wrong:
            field = RENAMED.get(wrong.field or "", wrong.field or "")
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field if field in FIELDS else "")
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def stop(self, offer_id: str) -> None:
        """Switch an offer off; what was sold with it stays as it was sold."""
        name = await run(_stop, actor=current_actor(), offer_id=offer_id)
        await toast(self, _("{name} is switched off.").format(name=name), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def codes(self, offer_id: str) -> Any:
        """An offer's codes as a file."""
        content = await run(_codes, actor=current_actor(), offer_id=offer_id)
        return rx.download(data=content, filename=f"codes-{offer_id}.csv", mime_type="text/csv")

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def find(self, form: dict[str, Any]) -> None:
        """Look for products to put into the tried basket."""
        self._show(await run(simulator.find, actor=current_actor(), sim=self.view.sim, text=text_of(form, "find", 80)))

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def choose(self, slug: str) -> None:
        """Take a product; one with several variants asks which."""
        self._show(await run(simulator.choose, actor=current_actor(), sim=self.view.sim, slug=slug))

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def put(self, variant_id: str) -> None:
        """Put one of the offered variants into the basket."""
        self._show(simulator.put(self.view.sim, variant_id))

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def drop(self, variant_id: str) -> None:
        """Take a variant out of the basket."""
        self._show(simulator.drop(self.view.sim, variant_id))

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def simulate(self, form: dict[str, Any]) -> None:
        """What a checkout of this basket would take off. Changes nothing."""
        try:
            self._show(await run(simulator.simulate, actor=current_actor(), sim=self.view.sim, form=form))
        except EmporiumError as wrong:
            field = wrong.field if wrong.field in ("codes", "units", "day") else ""
            self._show(dataclasses.replace(self.view.sim, error=wrong.message, wrong=field, tried=False))

    def _show(self, sim: Simulator) -> None:
        self.view = dataclasses.replace(self.view, sim=sim)

    async def _reload(self) -> Any:
        """Read again; the tried basket stays."""
        known = self.view.sim
        result = await PageState._reload(self)
        if known.countries:
            self._show(known)
        return result


def _create(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> str:
    typed = typed_offer(form, get_settings().currency)
    way = text_of(form, "way")
    if way not in ("one", "many", "none"):
        raise Invalid("way", _("Choose how the offer is used."))
    codes, count = [], 0
    if way == "one":
        codes = [promotions.clean_code(text_of(form, "code", 60))]
    if way == "many":
        count = whole_number(text_of(form, "count"), "count", least=1, most=MOST_CODES) or 0
        if not count:
            raise Invalid("count", _("Say how many codes are made."))
    draft = PromotionDraft(
        name=typed.name,
        kind=PromotionKind(typed.kind),
        percent_bp=typed.percent_bp,
        amounts={typed.currency: typed.amount_minor} if typed.amount_minor else {},
        thresholds={typed.currency: typed.least_minor} if typed.least_minor else {},
        usage_limit=typed.usage_limit,
        per_customer_limit=typed.per_customer_limit,
        ends_at=typed.ends_at,
        needs_code=way != "none",
        exclusive=bool(form.get("exclusive")),
    )
    made = promotions.create_promotion(session, actor=actor, draft=draft, codes=codes)
    if count:
        promotions.generate_codes(
            session, actor=actor, promotion_id=made.id, count=count, prefix=text_of(form, "prefix", 20)
        )
        return _("{name}: {count} made, each for one use.").format(
            name=made.name, count=plural(count, "{n} code", "{n} codes")
        )
    return (
        _("{codes} works from now on.").format(codes=codes[0])
        if codes
        else _("{name} is taken off by itself from now on.").format(name=made.name)
    )


def _stop(session: Session, *, actor: Actor, offer_id: str) -> str:
    wanted = known_id(offer_id)
    return promotions.deactivate_promotion(session, actor=actor, promotion_id=wanted).name


def _codes(session: Session, *, actor: Actor, offer_id: str) -> str:
    """Every code of an offer as CSV, read in chunks."""
    wanted = known_id(offer_id)
    buffer = io.StringIO()
    table = csv.writer(buffer)
    table.writerow(["code", "used", "of"])
    after = ""
    while rows := promotions.list_codes(session, actor=actor, promotion_id=wanted, after=after, limit=CHUNK):
        table.writerows((row.code, row.used, row.usage_limit or "") for row in rows)
        after = rows[-1].code
        session.expunge_all()
    return buffer.getvalue()


def load_offers(session: Session, request: PageRequest) -> Loaded:
    """A page of offers, newest first, and what letters about baskets brought. Four queries."""
    actor = request.actor
    before = uuid_or_none(request.query.get("before", ""))
    rows = promotions.list_promotions(session, actor=actor, before=before, limit=SHOWN + 1)
    shown = rows[:SHOWN]
    can_edit = actor.can(Permission.MANAGE_PLATFORM)
    view = OffersPage(
        sub=_("Ours and those of the stores, newest first"),
        rows=[_line(row, can_edit) for row in shown],
        empty=not shown,
        empty_title=_("No offers yet"),
        empty_text=_("Make the first one, or wait for a store to."),
        foot=_("{shown} shown").format(shown=plural(len(shown), "{n} offer", "{n} offers")),
        older=link(PATH, before=str(shown[-1].promotion.id)) if len(rows) > SHOWN else "",
        newest=link(PATH) if before else "",
        can_edit=can_edit,
        currency=get_settings().currency,
        fresh=str(shown[0].promotion.id) if shown else "none",
        sim=simulator.empty(),
        left=_left_baskets(reminders.recovered(session, actor=actor)),
    )
    return Loaded(view, Seo(title=_("Offers – Emporium admin"), noindex=True))


def _left_baskets(found: Recovered) -> list[Figure]:
    paid = all_of(money(total, currency) for currency, total in found.paid)
    return [
        Figure(_("Letters about baskets left"), number(found.sent), note=_("in {days} days").format(days=found.days)),
        Figure(_("Came back and bought"), number(found.purchases), note=_("purchases of these baskets")),
        Figure(_("Paid for them"), paid or money(0, get_settings().currency), note=_("each purchase once")),
    ]


def _owner(row: PromotionRow) -> str:
    offer = row.promotion
    if offer.funder == PromotionFunder.SHARED:
        return _("Shared, {value:g}% ours").format(value=offer.platform_share_bp / 100)
    if offer.funder == PromotionFunder.STORE:
        return row.store_name or _("The stores")
    return get_settings().name


def _line(row: PromotionRow, can_edit: bool) -> OfferLine:
    offer = row.promotion
    word, tone, icon = offer_state(
        active=offer.active, starts_at=offer.starts_at, ends_at=offer.ends_at, used=offer.used, limit=offer.usage_limit
    )
    code = row.example if row.codes == 1 else plural(row.codes, "{n} code", "{n} codes")
    return OfferLine(
        id=str(offer.id),
        name=offer.name,
        code=code if offer.needs_code else _("No code needed"),
        what=offer_words(str(offer.kind), offer.percent_bp, offer.amounts, offer.thresholds)
        + (_(", alone") if offer.exclusive else ""),
        owner=_owner(row),
        used=_("{used:,} of {usage_limit:,}").format(used=offer.used, usage_limit=offer.usage_limit)
        if offer.usage_limit
        else number(offer.used),
        per_customer=_("{per_customer_limit} a person").format(per_customer_limit=offer.per_customer_limit)
        if offer.per_customer_limit
        else "",
        ends=day(offer.ends_at) if offer.ends_at else _("No end"),
        status=word,
        tone=tone,
        icon=icon,
        running=tone == "success",
        can_stop=can_edit and offer.active,
        can_list=can_edit and row.codes > 1,
    )
