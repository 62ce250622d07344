"""A basket that is tried by the checkout's own function: every share of every discount, every refusal in words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlmodel import Session

from admin.values import SimLine, SimPart, SimProduct, SimShare, Simulator
from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services import catalogue, promotions, search
from emporium.services.auth import Actor, Permission
from emporium.services.pricing import Candidate
from emporium.services.promotions import Discounted, Simulation, customer_key
from emporium.settings import get_settings
from emporium.ui.desk_typed import text_of, whole_number
from emporium.ui.desk_values import Option, Sum
from emporium.web.desk import known_id
from emporium.web.shown import COUNTRIES, country_name, money

FOUND = 6
MOST_LINES = 20
MOST_UNITS = 99
MOST_CODES = 10


def empty() -> Simulator:
    """A simulator with an empty basket."""
    return Simulator(countries=[Option(code, country_name(code)) for code in COUNTRIES])


def find(session: Session, *, actor: Actor, sim: Simulator, text: str) -> Simulator:
    """Products for words. Five queries."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = search.search_products(session, query=text, limit=FOUND).rows
    found = [SimProduct(row.slug, row.name, row.store_name, money(row.price_minor, row.currency)) for row in rows]
    return dataclasses.replace(
        sim, query=text, searched=True, nothing=not found, found=found, choices=[], choosing=False
    )


def choose(session: Session, *, actor: Actor, sim: Simulator, slug: str) -> Simulator:
    """Put a product into the basket, or ask which of its variants. Nine queries. Raises NotFound."""
    actor.require(Permission.VIEW_PLATFORM)
    product = catalogue.product_detail(session, slug=slug[:200])
    choices = [
        SimLine(
            id=str(variant.id),
            name=f"{product.name}, {variant.title}" if variant.title else product.name,
            store=product.store.name,
            price=money(variant.price_minor, variant.currency),
        )
        for variant in product.variants
    ]
    chosen = dataclasses.replace(sim, choices=choices, choosing=len(choices) > 1, found=[], searched=False)
    return put(chosen, choices[0].id) if len(choices) == 1 else chosen


def put(sim: Simulator, variant_id: str) -> Simulator:
    """One of the offered variants into the basket; one that lies there already stays as it is."""
    chosen = next((line for line in sim.choices if line.id == variant_id), None)
    known = any(line.id == variant_id for line in sim.lines)
    lines = [*sim.lines, chosen] if chosen is not None and not known and len(sim.lines) < MOST_LINES else sim.lines
    return dataclasses.replace(
        sim, lines=lines, filled=bool(lines), choices=[], choosing=False, found=[], searched=False, nothing=False,
        tried=False, error="", wrong="",
    )  # fmt: skip


def drop(sim: Simulator, variant_id: str) -> Simulator:
    """The basket without a variant."""
    lines = [line for line in sim.lines if line.id != variant_id]
    return dataclasses.replace(sim, lines=lines, filled=bool(lines), tried=False, error="", wrong="")


def simulate(session: Session, *, actor: Actor, sim: Simulator, form: Mapping[str, Any]) -> Simulator:
    """What a checkout of this basket would take off. Changes nothing. Raises Invalid, NotFound, Refused."""
    actor.require(Permission.VIEW_PLATFORM)
    units: dict[UUID, int] = {}
    for line in sim.lines:
        count = whole_number(text_of(form, f"units-{line.id}"), "units", least=1, most=MOST_UNITS)
        units[known_id(line.id)] = count or 1
    if not units:
        raise Invalid("", _("Put something into the basket first."))
    codes = [code for code in re.split(r"[\s,;]+", text_of(form, "codes", 500)) if code]
    if len(codes) > MOST_CODES:
        raise Invalid("codes", _("Try {most_codes} codes at a time.").format(most_codes=MOST_CODES))
    country, email = text_of(form, "country", 2), text_of(form, "email", 320)
    when = _moment(text_of(form, "day"))
    basket = promotions.try_basket(
        session, wanted=units, country=country if country in COUNTRIES else "BE", email=email, at=when
    )
    done = promotions.simulate(
        session, actor=actor, basket=basket, codes=codes, at=when, customer=customer_key(user_id=None, email=email)
    )
    why = promotions.why_prices(session, actor=actor, wanted=units, email=email, at=when)
    typed = [dataclasses.replace(line, units=str(units[known_id(line.id)])) for line in sim.lines]
    return _shown(dataclasses.replace(sim, lines=typed, tried=True, error="", wrong=""), done, why)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError as error:
        raise Invalid("day", _("Choose a day, or leave it empty for now.")) from error


def _why(candidates: Sequence[Candidate], currency: str) -> str:
    """The price that holds for a unit, and the others with the reason."""
    said = [
        f"{one.label} {money(one.amount_minor, currency)}" + ("" if one.wins else f" ({one.verdict.rstrip('.')})")
        for one in candidates
    ]
    return ". ".join(said) + "." if len(said) > 1 else ""


def _shown(sim: Simulator, done: Simulation, why: Mapping[UUID, Sequence[Candidate]]) -> Simulator:
    applied, currency = done.applied, done.applied.currency
    names = {line.id: line.name for line in sim.lines}
    units = {line.id: line.units for line in sim.lines}
    stores = {part.store_id: part.name for part in done.basket.stores}

    def amount(minor: int) -> str:
        return money(minor, currency)

    def payer(total: int, ours: int) -> str:
        if ours == total:
            return _("{name} pays").format(name=get_settings().name)
        return (
            _("the store pays")
            if not ours
            else _("{name} pays {ours}, the store the rest").format(name=get_settings().name, ours=amount(ours))
        )

    def part(name: str, row: Discounted, reasons: str = "") -> SimPart:
        shares = [
            SimShare(share.label, amount(-share.amount_minor), payer(share.amount_minor, share.platform_minor))
            for share in row.shares
        ]
        return SimPart(name, amount(row.gross_minor), amount(row.total_minor), reasons, shares)

    lines = []
    for row in applied.lines:
        ident = row.key[5:]
        name = f"{units.get(ident, '1')} × {names.get(ident, _('A product'))}"
        lines.append(part(name, row, _why(why.get(known_id(ident), ()), currency)))
    deliveries = [
        part(_("Delivery, {get}").format(get=stores.get(row.store_id, _("a store"))), row) for row in applied.shipping
    ]
    gross = sum(row.gross_minor for row in (*applied.lines, *applied.shipping))
    return dataclasses.replace(
        sim,
        parts=[*lines, *deliveries],
        taken=[
            SimShare(taken.label if not taken.code else f"{taken.code}: {taken.label}", amount(-taken.amount_minor),
                     payer(taken.amount_minor, taken.platform_minor))
            for taken in applied.taken
        ],
        none_taken=not applied.taken,
        refusals=[refusal.sentence for refusal in applied.refusals],
        sums=[
            Sum(_("Goods and delivery"), amount(gross)),
            Sum(_("Taken off"), amount(-applied.discount_minor)),
            Sum(_("To pay"), amount(applied.total_minor), total=True),
        ],
    )  # fmt: skip
