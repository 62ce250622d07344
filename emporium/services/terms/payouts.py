"""When stores are paid, from which amount, and what is kept back: by the platform's terms or a store's own (F098)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.ledger.earnings import DEFAULT_CLEARANCE_DAYS
from models.payouts import PayoutSchedule
from models.stores import Store

BOUNDS = {
    "interval_days": (1, 90, "Pay every 1 to 90 days."),
    "minimum_minor": (0, 100_000_000, "Give a smallest amount from zero up."),
    "clearance_days": (0, 90, "Wait between 0 and 90 days."),
    "reserve_bp": (0, 10_000, "Keep back between 0 and 100 %."),
    "reserve_days": (0, 180, "Keep it back for 0 to 180 days."),
}


@dataclass(frozen=True, slots=True)
class TermsRow:
    """Terms in one currency; `store` empty for the platform's own. `stored` is false for the built-in ones."""

    store_id: UUID | None
    store: str
    terms: PayoutSchedule
    stored: bool = True


def payout_terms(session: Session, *, actor: Actor, currency: str) -> list[TermsRow]:
    """The platform's terms, then those of single stores by name. One query."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.exec(
        select(PayoutSchedule, Store.name)
        .outerjoin(Store, col(Store.id) == col(PayoutSchedule.store_id))
        .where(PayoutSchedule.currency == currency)
        .order_by(col(PayoutSchedule.store_id).is_not(None), col(Store.name))
    ).all()
    found = [TermsRow(terms.store_id, name or "", terms) for terms, name in rows]
    if not found or found[0].store_id is not None:
        built_in = PayoutSchedule(currency=currency, clearance_days=DEFAULT_CLEARANCE_DAYS)
        found.insert(0, TermsRow(None, "", built_in, stored=False))
    return found


def set_payout_terms(
    session: Session, *, actor: Actor, store_id: UUID | None, currency: str, **values: int
) -> PayoutSchedule:
    """Terms of a store, or of the platform; earnings from now on follow them, earlier ones keep their day.

    `values`: interval_days, minimum_minor, clearance_days, reserve_bp, reserve_days. Raises Invalid naming the field.
    """
    actor.require(Permission.MANAGE_MONEY)
    if set(values) != set(BOUNDS):
        raise Invalid("terms", _("Give every part of the terms."))
    for name, (least, most, said) in BOUNDS.items():
        value = values[name]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Invalid(name, said)
    if store_id is not None and session.get(Store, store_id) is None:
        raise Invalid("store", _("There is no such store."))
    row = _locked(session, store_id, currency) or PayoutSchedule(store_id=store_id, currency=currency)
    before = {name: getattr(row, name) for name in BOUNDS}
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    audit.note(
        session, actor=actor, action="payout_terms.set", subject_kind="payout_terms", subject_id=row.id,
        store_id=store_id, before=before, after=values,
    )  # fmt: skip
    return row


def drop_payout_terms(session: Session, *, actor: Actor, store_id: UUID, currency: str) -> None:
    """A store follows the platform's terms again. Raises NotFound."""
    actor.require(Permission.MANAGE_MONEY)
    row = _locked(session, store_id, currency)
    if row is None:
        raise NotFound(_("This store has no terms of its own."))
    audit.note(
        session, actor=actor, action="payout_terms.dropped", subject_kind="payout_terms", subject_id=row.id,
        store_id=store_id,
    )  # fmt: skip
    session.delete(row)
    session.flush()


def _locked(session: Session, store_id: UUID | None, currency: str) -> PayoutSchedule | None:
    statement = select(PayoutSchedule).where(PayoutSchedule.currency == currency)
    own = col(PayoutSchedule.store_id).is_(None) if store_id is None else PayoutSchedule.store_id == store_id
    return session.exec(statement.where(own).with_for_update()).first()
