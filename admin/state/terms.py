"""What the platform asks of stores: commission by ordered rules, and when they are paid (F093, F095, F098)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from admin.rule_values import RuleLine, TermsLine, TermsPage, VerdictLine
from emporium.errors import Invalid, NotFound
from emporium.i18n import _, plural
from emporium.services import catalogue, search, stores, terms
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import CategoryNode
from emporium.services.terms import NewRule, RuleRow, TermsRow
from emporium.settings import get_settings
from emporium.ui.desk_typed import amount_minor, rate_bp, text_of, whole_number
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import money, percent
from emporium.web.threads import run
from emporium.web.toasts import toast

PATH = "/admin/terms"
RULE_FIELDS = ("name", "rate", "store", "category", "product", "currency", "amount", "from", "to", "max")
TERM_FIELDS = {"interval_days": "every", "minimum_minor": "least", "clearance_days": "wait", "reserve_bp": "kept",
               "reserve_days": "kept_days", "store": "store"}  # fmt: skip


class AdminTermsState(PageState, rx.State):
    """State of the page of terms."""

    view: TermsPage = TermsPage()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def add(self, form: dict[str, Any]) -> None:
        """A new rule, put where it can win; what is wrong stands beside its field."""
        try:
            name = await run(_add, actor=current_actor(), form=form)
        except Invalid as wrong:
            field = wrong.field if wrong.field in RULE_FIELDS else ""
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field)
            return
        await toast(self, _("{name} holds for what is sold from now on.").format(name=name), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def move(self, rule_id: str, up: bool) -> None:
        """Swap with the neighbour, if the order is what was shown."""
        seen = [known_id(row.id) for row in self.view.rules]
        await run(terms.move_rule, actor=current_actor(), seen=seen, rule_id=known_id(rule_id), up=up is True)
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def switch_off(self, rule_id: str) -> None:
        """A rule fits nothing from now on."""
        found = await run(terms.switch_off_rule, actor=current_actor(), rule_id=known_id(rule_id))
        await toast(self, _("{name} is switched off.").format(name=found.name), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def explain(self, form: dict[str, Any]) -> None:
        """Which rule wins for a product at a price, and why the others do not."""
        try:
            found = await run(_explain, actor=current_actor(), form=form)
        except (Invalid, NotFound) as wrong:
            self.view = dataclasses.replace(self.view, ask_error=wrong.message, verdicts=[], explained="")
            return
        self.view = dataclasses.replace(self.view, ask_error="", **found)

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def set_terms(self, form: dict[str, Any]) -> None:
        """When a store, or every store, is paid."""
        try:
            await run(_set_terms, actor=current_actor(), form=form)
        except Invalid as wrong:
            field = TERM_FIELDS.get(wrong.field or "", wrong.field or "")
            self.view = dataclasses.replace(self.view, terms_error=wrong.message, terms_wrong=field)
            return
        await toast(self, _("Set. Earnings from now on follow it."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_MONEY)
    async def drop_terms(self, store_id: str) -> None:
        """A store follows the platform's terms again."""
        currency = get_settings().currency
        store = known_id(store_id)
        await run(terms.drop_payout_terms, actor=current_actor(), store_id=store, currency=currency)
        await self._reload()


def _amount(form: Mapping[str, Any], name: str, currency: str) -> int | None:
    typed = text_of(form, name, 20)
    return amount_minor(typed, currency, name) if typed else None


def _add(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> str:
    currency = get_settings().currency
    band = {f"{name}_minor": _amount(form, name, currency) for name in ("from", "to")}
    least, most = _amount(form, "min", currency), _amount(form, "max", currency)
    fixed = _amount(form, "fixed", currency) or 0
    rule = NewRule(
        name=text_of(form, "name", 80),
        rate_bp=rate_bp(text_of(form, "rate", 8), "rate"),
        store_id=uuid_or_none(text_of(form, "store", 40)),
        category_id=uuid_or_none(text_of(form, "category", 40)),
        product_id=_product(session, text_of(form, "product", 120)),
        from_minor=band["from_minor"],
        to_minor=band["to_minor"],
        fixed_minor=fixed,
        min_minor=least,
        max_minor=most,
        currency=currency if any(value for value in (*band.values(), least, most, fixed)) else None,
    )
    return terms.add_rule(session, actor=actor, rule=rule).name


def _product(session: Session, words: str) -> UUID | None:
    """The product somebody means by its name; nothing typed is none."""
    if not words:
        return None
    found = search.search_products(session, query=words, limit=1).rows
    if not found:
        raise Invalid("product", _("No product is called “{words}”.").format(words=words))
    return known_id(str(found[0].id))


def _explain(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> dict[str, Any]:
    currency = get_settings().currency
    product = _product(session, text_of(form, "what", 120))
    net = _amount(form, "price", currency)
    if product is None or net is None:
        raise Invalid("what", _("Give a product's name and a price without tax."))
    found = terms.explain_commission(session, actor=actor, product_id=product, net_minor=net, currency=currency)
    said = _("{commission} of {net}, and {tax} tax on it").format(
        commission=money(found.commission_minor, currency), net=money(net, currency),
        tax=money(found.fee_tax_minor, currency),
    )  # fmt: skip
    return {
        "explained": said,
        "verdicts": [VerdictLine(one.name, one.why, one.wins, one.fits) for one in found.verdicts],
    }


def _set_terms(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> None:
    currency = get_settings().currency
    terms.set_payout_terms(
        session, actor=actor, store_id=uuid_or_none(text_of(form, "store", 40)), currency=currency,
        interval_days=whole_number(text_of(form, "every"), "interval_days") or 0,
        minimum_minor=_amount(form, "least", currency) or 0,
        clearance_days=whole_number(text_of(form, "wait"), "clearance_days") or 0,
        reserve_bp=rate_bp(text_of(form, "kept", 8), "kept"),
        reserve_days=whole_number(text_of(form, "kept_days"), "reserve_days") or 0,
    )  # fmt: skip


def load_terms(session: Session, request: PageRequest) -> Loaded:
    """Rules, terms, and the stores to choose from."""
    actor, currency = request.actor, get_settings().currency
    rules = terms.commission_rules(session, actor=actor)
    rows = terms.payout_terms(session, actor=actor, currency=currency)
    known, _more = stores.admin_stores(session, actor=actor, limit=200)
    view = TermsPage(
        sub=_("{rules} of commission; the first that fits wins").format(
            rules=plural(len(rules), "{n} rule", "{n} rules")
        ),
        currency=currency,
        rules=[_rule(row, place, len(rules)) for place, row in enumerate(rules)],
        none_yet=not rules,
        terms=[_terms(row) for row in rows],
        stores=[Option("", _("Every store")), *(Option(str(row.id), row.name) for row in known)],
        categories=[Option("", _("Every category")), *_categories(catalogue.category_tree(session))],
        can_edit=actor.can(Permission.MANAGE_MONEY),
        fresh=f"{len(rules)}-{len(rows)}",
    )
    return Loaded(view, Seo(title=_("Terms – Emporium admin"), noindex=True))


def _categories(nodes: Sequence[CategoryNode]) -> list[Option]:
    """Every category, each by its way down: `Home › Lighting`."""
    return [
        found
        for node in nodes
        for found in (
            Option(str(node.id), " › ".join([*(name for _slug, name in node.trail), node.name])),
            *_categories(node.children),
        )
    ]


def _rule(row: RuleRow, place: int, of: int) -> RuleLine:
    rule, currency = row.rule, row.rule.currency or get_settings().currency
    about = [
        text
        for text in (
            row.store,
            row.category,
            row.product,
            _("from {amount}").format(amount=money(rule.from_minor, currency)) if rule.from_minor is not None else "",
            _("below {amount}").format(amount=money(rule.to_minor, currency)) if rule.to_minor is not None else "",
            _("in {currency}").format(currency=rule.currency) if rule.currency else "",
        )
        if text
    ]
    takes = [percent(rule.rate_bp)]
    takes += [f"+ {money(rule.fixed_minor, currency)}"] if rule.fixed_minor else []
    takes += [_("at least {min}").format(min=money(rule.min_minor, currency))] if rule.min_minor is not None else []
    takes += [_("at most {max}").format(max=money(rule.max_minor, currency))] if rule.max_minor is not None else []
    return RuleLine(
        id=str(rule.id),
        place=str(place + 1),
        name=rule.name,
        about=", ".join(about) or _("Everything"),
        takes=" ".join(takes),
        shadowed=_("Never wins: “{shadowed_by}” takes all of it").format(shadowed_by=row.shadowed_by)
        if row.shadowed_by
        else "",
        first=place == 0,
        last=place == of - 1,
    )


def _terms(row: TermsRow) -> TermsLine:
    found = row.terms
    kept = (
        _("{reserve_bp} for {reserve_days} more days").format(
            reserve_bp=percent(found.reserve_bp), reserve_days=found.reserve_days
        )
        if found.reserve_bp
        else _("Nothing")
    )
    return TermsLine(
        store_id=str(row.store_id or ""),
        store=row.store or (_("Every store") if row.stored else _("Every store (built in)")),
        every=plural(found.interval_days, "{n} day", "{n} days"),
        least=money(found.minimum_minor, found.currency),
        wait=plural(found.clearance_days, "{n} day", "{n} days"),
        kept=kept,
        own=row.store_id is not None,
    )
