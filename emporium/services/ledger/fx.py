"""Exchange: a sale freezes the rate it used, and the books show the conversion as a transaction of its own (C14)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.money import exponent, share
from emporium.services.auth import Actor, Permission
from emporium.services.ledger.posting import post
from models.enums import AccountKind, TransactionKind
from models.fx import SCALE, FxRate


def convert(amount_minor: int, *, base: str, quote: str, rate_e9: int) -> int:
    """Minor units of `quote` for minor units of `base`, rounded half up once, by both currencies' exponents."""
    up, down = 10 ** exponent(quote), 10 ** exponent(base)
    return share(amount_minor, rate_e9 * up, SCALE * down)


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of other currencies in one: each unit price is converted and rounded before it is multiplied (C14)."""

    currency: str
    direct: Mapping[str, int]
    inverse: Mapping[str, int]

    def knows(self, currency: str) -> bool:
        """Whether amounts of a currency can be stated."""
        return currency == self.currency or currency in self.direct or currency in self.inverse

    def of(self, amount_minor: int, currency: str) -> int:
        """An amount of `currency` in this one, in minor units. Raises KeyError without a rate."""
        if currency == self.currency:
            return amount_minor
        if currency in self.direct:
            return convert(amount_minor, base=currency, quote=self.currency, rate_e9=self.direct[currency])
        up, down = 10 ** exponent(self.currency), 10 ** exponent(currency)
        return share(amount_minor * SCALE, up, self.inverse[currency] * down)


def prices_in(session: Session, *, currency: str, of: Collection[str]) -> Prices:
    """The newest rates between a currency and some others, either way round. No query when they are all the same."""
    foreign = {one for one in of if one != currency}
    if not foreign:
        return Prices(currency, {}, {})
    rows = session.exec(
        select(FxRate)
        .where(
            ((col(FxRate.quote) == currency) & col(FxRate.base).in_(foreign))
            | ((col(FxRate.base) == currency) & col(FxRate.quote).in_(foreign))
        )
        .order_by(col(FxRate.taken_at))
    ).all()
    return Prices(
        currency,
        {row.base: row.rate_e9 for row in rows if row.quote == currency},
        {row.quote: row.rate_e9 for row in rows if row.base == currency},
    )


def add_rate(
    session: Session, *, actor: Actor, base: str, quote: str, rate: Decimal, source: str, when: datetime | None = None
) -> FxRate:
    """A rate as it was taken. `rate` is units of `quote` for one of `base`. Raises Invalid."""
    actor.require(Permission.MANAGE_MONEY)
    scaled = rate * SCALE
    if base == quote or rate <= 0 or scaled != scaled.to_integral_value():
        raise Invalid("rate", _("Give a positive rate with at most nine decimals between two different currencies."))
    row = FxRate(base=base, quote=quote, rate_e9=int(scaled), source=source, taken_at=when or datetime.now(UTC))
    session.add(row)
    session.flush()
    return row


def latest_rate(session: Session, *, base: str, quote: str) -> FxRate:
    """The newest rate between two currencies. Raises NotFound: nothing is ever converted without one."""
    found = session.exec(
        select(FxRate).where(FxRate.base == base, FxRate.quote == quote).order_by(col(FxRate.taken_at).desc()).limit(1)
    ).first()
    if found is None:
        raise NotFound(_("There is no exchange rate from {base} to {quote}.").format(base=base, quote=quote))
    return found


def post_conversion(
    session: Session,
    *,
    cause_id: str,
    store_id: UUID,
    order_id: UUID,
    rate: FxRate,
    amount_minor: int,
    converted_minor: int,
    when: datetime | None = None,
) -> None:
    """Move what the store has coming from the charge's currency into its own: two transactions, each zero in itself."""
    for currency, amount in ((rate.base, amount_minor), (rate.quote, -converted_minor)):
        post(
            session,
            kind=TransactionKind.FX,
            cause_id=f"{cause_id}:{currency}",
            order_id=order_id,
            currency=currency,
            note=f"{rate.base}/{rate.quote} {rate.rate_e9 / Decimal(SCALE)} {rate.source}",
            when=when,
            entries=[(AccountKind.STORE_PAYABLE, store_id, amount), (AccountKind.FX, None, -amount)],
        )
