"""The taxes of a basket: by the service that is set, and by the built-in table when it is silent (F048)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from emporium.errors import ProviderUnavailable
from emporium.money import share
from emporium.providers.tax import LineAnswer, TaxLine, TaxQuestion, get_tax_provider
from emporium.services.tax.working import Taxed, taxed
from emporium.services.tax.zones import Zone
from emporium.settings import get_settings
from models.carts import Checkout
from models.enums import TaxClass

TABLE, NONE = "table", "none"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TaxedThing:
    """An amount of a basket, after discounts. `exempt`: the buyer accounts for its tax."""

    ref: str
    amount_minor: int
    tax_class: TaxClass
    delivery: bool = False
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class BasketTax:
    """Every thing's tax by its ref, and who worked it out."""

    of: Mapping[str, Taxed]
    source: str
    zone: Zone


def tax_basket(*, checkout: Checkout, zone: Zone, currency: str, things: Sequence[TaxedThing]) -> BasketTax:
    """Taxes for today's quote of a checkout. An answer of the service is kept with the checkout and asked once.

    A silent service never blocks a sale: the zone's rates are taken, and `source` says so.
    """
    if get_settings().tax == NONE:
        return BasketTax({thing.ref: Taxed(0, 0, 0) for thing in things}, NONE, zone)
    by_table = {thing.ref: _by_table(zone, thing) for thing in things}
    provider = get_tax_provider()
    if provider is None:
        return BasketTax(by_table, TABLE, zone)
    asked = [thing for thing in things if not thing.exempt and _is_taxed(zone, thing)]
    if not asked:
        return BasketTax(by_table, provider.name, zone)
    question = _question(checkout, zone, currency, asked)
    try:
        answers = _kept(checkout, question) or provider.work_out(question)
    except ProviderUnavailable as silent:
        log.warning("Taxes by the built-in table: %s", silent.message)
        return BasketTax(by_table, f"{TABLE}:fallback", zone)
    _keep(checkout, question, answers)
    told = {thing.ref: _told(zone, thing, answers[thing.ref]) for thing in asked}
    return BasketTax({**by_table, **told}, provider.name, zone)


def _is_taxed(zone: Zone, thing: TaxedThing) -> bool:
    return zone.shipping_taxed or not thing.delivery


def _by_table(zone: Zone, thing: TaxedThing) -> Taxed:
    if not _is_taxed(zone, thing):
        return Taxed(0, 0, 0)
    return taxed(zone, amount_minor=thing.amount_minor, tax_class=thing.tax_class, exempt=thing.exempt)


def _told(zone: Zone, thing: TaxedThing, answer: LineAnswer) -> Taxed:
    """The service's figure, never more than the amount that holds it. A missing rate is the one the figures imply."""
    tax = max(answer.tax_minor, 0)
    if zone.inclusive:
        tax = min(tax, thing.amount_minor)
    net = thing.amount_minor - (tax if zone.inclusive else 0)
    rate = answer.rate_bp or (share(tax, 10_000, net) if tax and net else 0)
    return Taxed(min(rate, 10_000), tax, 0 if zone.inclusive else tax)


def _question(checkout: Checkout, zone: Zone, currency: str, things: Sequence[TaxedThing]) -> TaxQuestion:
    address = checkout.address

    def field(name: str) -> str:
        return str(address.get(name, ""))

    return TaxQuestion(
        currency=currency,
        country=zone.country,
        region=field("region"),
        postcode=field("postcode"),
        city=field("city"),
        line1=field("line1"),
        inclusive=zone.inclusive,
        lines=[
            TaxLine(thing.ref, thing.amount_minor, thing.tax_class, "delivery" if thing.delivery else "goods")
            for thing in things
        ],
    )


def _digest(question: TaxQuestion) -> str:
    return hashlib.sha256(repr(question).encode()).hexdigest()


def _kept(checkout: Checkout, question: TaxQuestion) -> dict[str, LineAnswer] | None:
    known: dict[str, Any] | None = checkout.tax_answers.get(_digest(question))
    return {ref: LineAnswer(*figures) for ref, figures in known.items()} if known else None


def _keep(checkout: Checkout, question: TaxQuestion, answers: Mapping[str, LineAnswer]) -> None:
    digest = _digest(question)
    if digest not in checkout.tax_answers:
        checkout.tax_answers = {digest: {ref: [one.tax_minor, one.rate_bp] for ref, one in answers.items()}}
