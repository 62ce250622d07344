"""A seller's year for tax offices: DAC7 of the European Union and form 1099-K of the United States (F102).

DAC7 is Directive 2011/16/EU as amended by Directive (EU) 2021/514, Annex V. Consideration is net of what the platform
withheld (Section I, A, 10) and stated in the currency in which it was credited (Section III, A); consideration, number
of activities and fees, commissions and taxes are stated per quarter (Section III, B, 2). A seller of goods is excluded
with fewer than 30 sales and at most EUR 2 000 in the year (Section I, B, 4, d).

1099-K is 26 U.S.C. 6050W: the gross amount of all payments of the year and of each month, without any adjustment for
refunds, fees or discounts (26 CFR 1.6050W-1(a)(6)). A third party settlement organization reports a payee with more
than 20,000 dollars and more than 200 transactions, 6050W(e) as Public Law 119-21, section 70432, restored it; both are
settings because the law changed often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.ledger.fx import Prices, prices_in
from emporium.services.seller_tax.details import SellerDetails, shown
from emporium.services.seller_tax.figures import CurrencyYear, read_year
from emporium.services.tax import EUROPEAN_UNION
from emporium.settings import get_settings
from models.enums import SellerKind
from models.payouts import PayoutAccount
from models.sellers import SellerTaxDetails
from models.stores import Store

EXCLUDED_BELOW_SALES = 30
EXCLUDED_UP_TO_MINOR = 2_000_00
UNITED_STATES = "US"


@dataclass(frozen=True, slots=True)
class SellerYear:
    """One seller's year. Amounts are in minor units of the currency of each `CurrencyYear`."""

    year: int
    store_id: UUID
    slug: str
    store: str
    country: str
    """Where the seller is, by its tax details, else where its store is."""
    currencies: Sequence[CurrencyYear]
    details: SellerDetails | None
    accounts: Sequence[PayoutAccount]
    eur_minor: int | None
    """The year's consideration in euros at the newest rates; None when a rate is missing."""
    usd_minor: int | None
    """The year's gross payments in US dollars; None when a rate is missing."""
    missing: Sequence[str]
    """What the tax office wants and nobody gave, in words."""

    @property
    def sales(self) -> int:
        """Sales of the year."""
        return sum(one.total.sales for one in self.currencies)

    @property
    def in_the_union(self) -> bool:
        """Whether DAC7 is about this seller."""
        return self.country in EUROPEAN_UNION

    @property
    def excluded(self) -> bool:
        """Under 30 sales and at most EUR 2 000. An amount that cannot be stated in euros is not under it."""
        return (
            self.sales < EXCLUDED_BELOW_SALES and self.eur_minor is not None and self.eur_minor <= EXCLUDED_UP_TO_MINOR
        )

    @property
    def dac7(self) -> bool:
        """Whether it is reported in the European Union."""
        return self.in_the_union and not self.excluded and bool(self.currencies)

    @property
    def form_1099k(self) -> bool:
        """Whether it is reported in the United States. An amount that cannot be stated in dollars is reported."""
        settings = get_settings()
        if self.country != UNITED_STATES or self.sales <= settings.us_report_count:
            return False
        return self.usd_minor is None or self.usd_minor > settings.us_report_minor


def seller_year(session: Session, *, actor: Actor, store_id: UUID, year: int) -> SellerYear:
    """One store's year, for its people who see payouts and for the operator. Raises NotFound, Invalid for a year."""
    if not actor.can(Permission.MANAGE_MONEY):
        actor.require(Permission.VIEW_PAYOUTS, store=store_id)
    store = session.get(Store, store_id)
    if store is None:
        raise NotFound(_("There is no such store."))
    found = read_year(session, year=checked_year(year), store_id=store_id)
    return _reports(session, year, [store], found)[0]


def all_years(session: Session, *, actor: Actor, year: int) -> Sequence[SellerYear]:
    """Every store that sold something or moved money in a year, by name. Seven queries, however many there are."""
    actor.require(Permission.MANAGE_MONEY)
    found = read_year(session, year=checked_year(year))
    stores = session.exec(select(Store).where(col(Store.id).in_(found)).order_by(col(Store.name), col(Store.id))).all()
    return _reports(session, year, stores, found)


def checked_year(year: int) -> int:
    """A year that there can be something of. Raises Invalid."""
    if not 2000 <= year <= datetime.now(UTC).year:
        raise Invalid("year", _("Choose a year that has begun."))
    return year


def _reports(
    session: Session, year: int, stores: Sequence[Store], found: Mapping[UUID, Sequence[CurrencyYear]]
) -> list[SellerYear]:
    ids = [store.id for store in stores]
    details = {
        row.store_id: row
        for row in session.exec(select(SellerTaxDetails).where(col(SellerTaxDetails.store_id).in_(ids))).all()
    }
    accounts: dict[UUID, list[PayoutAccount]] = {}
    for account in session.exec(
        select(PayoutAccount)
        .where(col(PayoutAccount.store_id).in_(ids), col(PayoutAccount.active))
        .order_by(col(PayoutAccount.currency))
    ).all():
        accounts.setdefault(account.store_id, []).append(account)
    codes = {one.currency for years in found.values() for one in years}
    euros, dollars = (prices_in(session, currency=code, of=codes) for code in ("EUR", "USD"))

    made = []
    for store in stores:
        years, row = found.get(store.id, ()), details.get(store.id)
        known = shown(row) if row is not None else None
        made.append(
            SellerYear(
                year, store.id, store.slug, store.name, known.country if known else store.country, years, known,
                accounts.get(store.id, ()), _stated(years, euros, "consideration"), _stated(years, dollars, "gross"),
                missing(known, bool(accounts.get(store.id))),
            )
        )  # fmt: skip
    return made


def _stated(years: Sequence[CurrencyYear], prices: Prices, amount: str) -> int | None:
    """A year's amount in one currency; None when a rate is missing."""
    if not all(prices.knows(one.currency) for one in years):
        return None
    return sum(prices.of(getattr(one.total, amount), one.currency) for one in years)


def missing(details: SellerDetails | None, has_account: bool) -> list[str]:
    """What a report still lacks, in words."""
    account = [] if has_account else [_("account")]
    if details is None:
        return [_("all details"), *account]
    wanted = [(_("tax number"), bool(details.tin_masked))]
    if details.kind is SellerKind.PERSON:
        wanted.append((_("day of birth"), details.has_birth_date))
        if not details.tin_masked and details.has_birth_place:
            wanted = wanted[1:]
    else:
        wanted.append((_("registration number"), bool(details.registration_number)))
    wanted.append((_("postcode"), bool(details.postcode)))
    return [name for name, there in wanted if not there] + account
