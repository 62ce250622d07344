"""The books against the provider's own report: every unmatched cent is named (F072)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.money import exponent
from emporium.services.auth import Actor, Permission
from emporium.services.books.lines import BalanceLine
from emporium.services.books.paypal import is_settlement, read_settlement
from models.enums import BalanceKind
from models.payments import Dispute, PaymentAttempt, ProviderBalanceLine


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A movement that the books and the report do not agree about. `subject` leads to the row."""

    provider: str
    kind: str
    reference: str
    subject: str
    booked_minor: int
    reported_minor: int
    currency: str

    @property
    def off_minor(self) -> int:
        """How far apart they are."""
        return self.reported_minor - self.booked_minor


def read_report(content: bytes) -> list[BalanceLine]:
    """A report as CSV with the columns kind, reference, amount (major units), currency, time (ISO 8601).

    PayPal's Settlement Report is known by its first record and read as PayPal writes it. Raises Invalid naming the
    line that cannot be read; then nothing is taken.
    """
    if is_settlement(content):
        return read_settlement(content)
    lines = []
    for number, row in enumerate(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))), start=2):
        try:
            currency = row["currency"].strip().upper()
            amount = Decimal(row["amount"]).scaleb(exponent(currency))
            if amount != amount.to_integral_value():
                raise ValueError("more decimals than the currency has")
            lines.append(
                BalanceLine(
                    BalanceKind(row["kind"].strip()), row["reference"].strip(), int(amount), currency,
                    datetime.fromisoformat(row["time"].strip()),
                )
            )  # fmt: skip
        except (KeyError, ValueError, InvalidOperation, AttributeError) as error:
            raise Invalid(
                "report", _("Line {number} of the report cannot be read: {error}.").format(number=number, error=error)
            ) from error
    return lines


def take_report(session: Session, *, actor: Actor, provider: str, lines: Iterable[BalanceLine]) -> int:
    """Keep a report's lines; those that are known already are left as they are. Returns how many were new."""
    actor.require(Permission.MANAGE_MONEY)
    lines = list(lines)
    disputes = _disputes_of(session, provider, [one.reference for one in lines if one.kind == BalanceKind.DISPUTE])
    rows = [
        {
            "provider": provider, "kind": line.kind,
            "reference": disputes.get(line.reference, line.reference) if line.kind == BalanceKind.DISPUTE
            else line.reference, "amount_minor": line.amount_minor,
            "currency": line.currency, "happened_at": line.happened_at,
        }
        for line in lines
    ]  # fmt: skip
    if not rows:
        return 0
    made = session.execute(
        insert(ProviderBalanceLine)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["provider", "kind", "reference"])
        .returning(col(ProviderBalanceLine.id))
    ).all()
    return len(made)


def _disputes_of(session: Session, provider: str, charges: list[str]) -> dict[str, str]:
    """The dispute of a charge, for reports that name disputes by their charges. No query without any."""
    if not charges:
        return {}
    rows = session.exec(
        select(PaymentAttempt.reference, Dispute.reference)
        .join(Dispute, col(Dispute.attempt_id) == col(PaymentAttempt.id))
        .where(PaymentAttempt.provider == provider, col(PaymentAttempt.reference).in_(charges))
    ).all()
    return {charge: dispute.split("#")[0] for charge, dispute in rows}


_BOOKED = """
    SELECT a.provider, 'charge' AS kind, a.reference, a.id::text AS subject, a.currency,
           CASE WHEN a.status = 'surplus' THEN a.amount_minor ELSE a.captured_minor END AS amount
    FROM payment_attempt a
    WHERE a.provider NOT IN ('stored_value') AND (a.captured_minor > 0 OR a.status = 'surplus')
    UNION ALL
    SELECT a.provider, 'refund', r.reference, r.id::text, r.currency, -r.amount_minor
    FROM refund r JOIN payment_share s ON s.id = r.share_id JOIN payment_attempt a ON a.id = s.attempt_id
    WHERE a.provider NOT IN ('stored_value') AND r.status = 'succeeded' AND NOT r.released
    UNION ALL
    SELECT a.provider, 'refund', a.surplus_refund, a.id::text, a.currency, -a.amount_minor
    FROM payment_attempt a WHERE a.surplus_settled_at IS NOT NULL
    UNION ALL
    SELECT d.provider, 'dispute', split_part(d.reference, '#', 1), min(d.id::text), d.currency,
           -sum(d.amount_minor + d.fee_minor)
    FROM dispute d WHERE d.status <> 'won' GROUP BY d.provider, split_part(d.reference, '#', 1), d.currency
    UNION ALL
    SELECT p.provider, 'payout', p.reference, p.number, p.currency, -p.amount_minor
    FROM payout p WHERE p.status = 'paid'
"""


def reconcile(session: Session, *, actor: Actor, provider: str, until: datetime) -> Sequence[Unmatched]:
    """What the books and a provider's report do not agree about, up to a moment. One query.

    A movement on one side only is unmatched with its whole amount; both sides are compared by the provider's own
    reference. Movements after `until` may not be in the report yet and are left out.
    """
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.execute(
        text(
            f"""
            SELECT coalesce(b.kind, l.kind) AS kind, coalesce(b.reference, l.reference) AS reference,
                   coalesce(b.subject, '') AS subject, coalesce(b.amount, 0) AS booked,
                   coalesce(l.amount_minor, 0) AS reported, coalesce(b.currency, l.currency) AS currency
            FROM (SELECT * FROM ({_BOOKED}) every WHERE provider = :provider) b
            FULL JOIN (SELECT * FROM provider_balance_line WHERE provider = :provider AND kind <> 'fee'
                       AND happened_at <= :until) l
                 ON l.kind = b.kind AND l.reference = b.reference AND l.currency = b.currency
            WHERE coalesce(b.amount, 0) <> coalesce(l.amount_minor, 0)
            ORDER BY 1, 2
            """  # noqa: S608 - constants only
        ),
        {"provider": provider, "until": until},
    ).all()
    return [
        Unmatched(provider, row.kind, row.reference, row.subject, int(row.booked), int(row.reported), row.currency)
        for row in rows
    ]
