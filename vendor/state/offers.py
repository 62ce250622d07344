"""A store's own offers: codes it pays for itself (F055, F056)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import _, day, number, plural
from emporium.services import promotions
from emporium.services.auth import Actor, Permission
from emporium.services.promotions import PromotionDraft, PromotionRow
from emporium.ui.desk_offers import offer_state, offer_words
from emporium.ui.desk_typed import text_of, typed_offer
from emporium.ui.desk_values import OfferLine
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import PromotionKind
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug
from vendor.values import OffersPage

PATH = "/vendor/offers"
SHOWN = 30
FIELDS = ("name", "kind", "percent", "amount", "least", "code", "usage_limit", "per_customer_limit", "ends")


class VendorOffersState(VendorPageState, rx.State):
    """State of the offers page."""

    view: OffersPage = OffersPage()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def create(self, form: dict[str, Any]) -> None:
        """Make an offer with a code; what is wrong stands beside its field."""
        try:
            code = await run(_create, actor=current_actor(), slug=store_slug(self), form=form)
        except (Invalid, Conflict) as wrong:
            field = {"amounts": "amount", "thresholds": "least", "ends_at": "ends"}.get(
                wrong.field or "", wrong.field or ""
            )
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field if field in FIELDS else "")
            return
        await toast(self, _("{code} works from now on.").format(code=code), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def stop(self, offer_id: str) -> None:
        """Switch an offer off; what was sold with it stays as it was sold."""
        name = await run(_stop, actor=current_actor(), slug=store_slug(self), offer_id=offer_id)
        await toast(self, _("{name} is switched off.").format(name=name), tone="success")
        await self._reload()


def _create(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    typed = typed_offer(form, store.currency)
    code = promotions.clean_code(text_of(form, "code", 60))
    draft = PromotionDraft(
        name=typed.name,
        kind=PromotionKind(typed.kind),
        percent_bp=typed.percent_bp,
        amounts={typed.currency: typed.amount_minor} if typed.amount_minor else {},
        thresholds={typed.currency: typed.least_minor} if typed.least_minor else {},
        usage_limit=typed.usage_limit,
        per_customer_limit=typed.per_customer_limit,
        ends_at=typed.ends_at,
    )
    promotions.create_promotion(session, actor=actor, draft=draft, store_id=store.id, codes=[code])
    return code


def _stop(session: Session, *, actor: Actor, slug: str, offer_id: str) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    wanted = known_id(offer_id)
    return promotions.deactivate_promotion(session, actor=actor, promotion_id=wanted, store_id=store.id).name


def load_offers(session: Session, request: PageRequest) -> Loaded:
    """A page of the store's offers, newest first. Three queries."""
    actor, keep = request.actor, request.query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    before = uuid_or_none(request.query.get("before", ""))
    rows = promotions.list_promotions(session, actor=actor, store_id=store.id, before=before, limit=SHOWN + 1)
    can_edit = actor.can(Permission.EDIT_PRODUCTS, store=store.id)
    shown = rows[:SHOWN]
    view = OffersPage(
        sub=_(
            "Codes you give to your customers. You pay for what they take off; commission is counted on what is left."
        ),
        rows=[_line(row, can_edit) for row in shown],
        empty=not shown,
        foot=_("{shown} shown, newest first").format(shown=plural(len(shown), "{n} offer", "{n} offers")),
        older=link(PATH, keep, before=str(shown[-1].promotion.id)) if len(rows) > SHOWN else "",
        newest=link(PATH, keep) if before else "",
        can_edit=can_edit,
        currency=store.currency,
        fresh=str(shown[0].promotion.id) if shown else "none",
    )
    return Loaded(view, Seo(title=_("Offers – {name}").format(name=store.name), noindex=True))


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
        what=offer_words(str(offer.kind), offer.percent_bp, offer.amounts, offer.thresholds),
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
    )
