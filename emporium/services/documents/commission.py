"""The platform's invoice to a store for a month: commission, fees and their tax, to the cent of the ledger (F082).

Contents by Directive 2006/112/EC, article 226, for the platform's service to the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from babel.dates import format_date
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.money import share
from emporium.services.auth import Actor
from emporium.services.documents.access import may_see_fees
from emporium.services.documents.fees import Booking, Month, bookings, stores_with_fees
from emporium.services.documents.kinds import PLATFORM, DocumentKind
from emporium.services.documents.numbering import known, lock_numbers, write
from emporium.services.documents.parties import platform_party, store_party
from emporium.services.documents.words import fact, speaking, title, words
from emporium.services.tax import rate_bp
from emporium.settings import get_settings
from models.enums import TaxClass, TransactionKind
from models.orders import Document
from models.stores import Store

GRACE = timedelta(hours=1)
"""A transaction that began in the month may still be writing when it is over."""


def commission_invoices(
    session: Session, *, actor: Actor, store_id: UUID, year: int, month: int, when: datetime | None = None
) -> Sequence[Document]:
    """The platform's invoices to a store for a month that is over: one per currency, none when nothing was taken.

    The first call writes them, every other one finds them. Raises NotFound for a store that is not the actor's,
    Invalid for a month that is none, Conflict for one that is not over.
    """
    store = session.get(Store, store_id)
    if store is None or not may_see_fees(actor, store_id=store_id):
        raise NotFound(_("There is no such store among yours."))
    if not (1 <= month <= 12 and 2000 <= year <= 9000):
        raise Invalid("month", _("Choose a month."))
    period, now = Month(year, month), when or datetime.now(UTC)
    if now < period.until + GRACE:
        raise Conflict(_("This month is not over yet."))
    lock_numbers(session, issuer=PLATFORM, kind=DocumentKind.COMMISSION_INVOICE)
    made = []
    for currency, taken in sorted(bookings(session, store_id=store_id, month=period).items()):
        refers = {"store_id": str(store_id), "month": period.key, "currency": currency}
        found = known(session, issuer=PLATFORM, kind=DocumentKind.COMMISSION_INVOICE, refers=refers)
        made.append(
            found
            or write(
                session,
                issuer=PLATFORM,
                kind=DocumentKind.COMMISSION_INVOICE,
                content={**_content(store, period, currency, taken), "refers": {**refers, "store": store.slug}},
                when=now,
            )
        )
    return made


def commission_due(session: Session, *, now: datetime | None = None, months: int = 2) -> Sequence[tuple[UUID, Month]]:
    """Stores and months, among the last ones that are over, that have no invoice yet. Two queries per month."""
    moment = (now or datetime.now(UTC)) - GRACE
    month, due = Month(moment.year, moment.month), []
    for _nth in range(months):
        month = month.before()
        invoiced = set(
            session.exec(
                select(col(Document.content)["refers"]["store_id"].astext).where(
                    Document.issuer == PLATFORM,
                    Document.kind == DocumentKind.COMMISSION_INVOICE,
                    col(Document.content).contains({"refers": {"month": month.key}}),
                )
            ).all()
        )
        due += [(one, month) for one in stores_with_fees(session, month=month) if str(one) not in invoiced]
    return due


def _content(store: Store, month: Month, currency: str, taken: Sequence[Booking]) -> dict[str, Any]:
    locale = get_settings().locale
    net, tax = sum(one.net_minor for one in taken), sum(one.tax_minor for one in taken)
    with speaking(locale):
        period = format_date(month.first, "MMMM yyyy", locale=locale)
        owed = net + tax < 0
        return {
            "title": _("Commission credit note") if owed else title(DocumentKind.COMMISSION_INVOICE),
            "locale": locale,
            "currency": currency,
            "seller": platform_party(locale=locale),
            "buyer": store_party(store, locale=locale),
            "facts": [fact(_("Month"), period), fact(_("Store"), store.name), fact(_("Currency"), currency)],
            "lines": _lines(taken),
            "totals": {"net_minor": net, "tax_minor": tax, "total_minor": net + tax},
            "tax_rate_bp": _rate(net, tax, len(taken)),
            "bookings": [_row(one) for one in taken],
            "notes": [_("Settled with what the store earned: nothing is left to pay.")],
            "words": words(),
        }


def _lines(taken: Sequence[Booking]) -> list[dict[str, Any]]:
    """What was taken with sales and what was given back, by component; what is zero is left out."""
    sales = [one for one in taken if one.kind == TransactionKind.SALE]
    back = [one for one in taken if one.kind != TransactionKind.SALE]
    made = []
    for name, field in (
        (_("Commission"), "commission_minor"),
        (_("Payment processing"), "processing_minor"),
        (_("Fixed fee per order"), "fixed_minor"),
    ):
        for rows, detail in ((sales, _("on sales")), (back, _("given back with refunds and disputes"))):
            hits = [getattr(one, field) for one in rows if getattr(one, field)]
            if hits:
                made.append({"name": name, "detail": detail, "quantity": len(hits), "net_minor": sum(hits)})
    return made


def _row(one: Booking) -> dict[str, Any]:
    what = {
        TransactionKind.SALE: _("Sale"),
        TransactionKind.REFUND: _("Refund"),
        TransactionKind.CHARGEBACK: _("Dispute"),
    }
    return {
        "day": one.when.astimezone(UTC).date().isoformat(),
        "order": one.order,
        "what": what.get(TransactionKind(one.kind), str(one.kind)),
        "commission_minor": one.commission_minor,
        "fees_minor": one.processing_minor + one.fixed_minor,
        "tax_minor": one.tax_minor,
    }


def _rate(net: int, tax: int, count: int) -> int | None:
    """The platform's own standard rate when the tax agrees with it, rounding aside; else None: rates differed.

    Every booking is rounded per component (up to four times, half a minor unit each).
    """
    usual = rate_bp(country=get_settings().default_country, tax_class=TaxClass.STANDARD)
    return usual if abs(share(net, usual, 10_000) - tax) <= 2 * count + 1 else None
