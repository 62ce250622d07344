"""The platform's decision; its refund goes the way of every refund, so the two can never exceed what was paid."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import N_, _
from emporium.money import Money, format_money
from emporium.services import audit, ledger, refunds
from emporium.services.auth import Actor, Permission
from emporium.services.cases.opening import expect_open, say, tell
from emporium.services.refunds import PaidOrder, RefundAsk
from models.cases import BuyerCase
from models.enums import CaseOutcome, CasePayer, CaseStatus, CaseVoice
from models.orders import Order


def decide_case(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    outcome: str,
    payer: str = "",
    amount_minor: int = 0,
    words: str,
) -> int:
    """Give everything that is left back, an amount, or nothing; say who pays and why. Returns the refund.

    The store pays: as with its own refunds, a full one takes commission and tax back too. The platform pays: it is
    the platform's loss, and the sale stands for the store. Raises NotFound, Conflict for a case that is over, while
    the store still has time, or when nothing is left to give; Invalid for words, payer or amount.
    """
    actor.require(Permission.MANAGE_MONEY)
    case, order = _locked(session, case_id)
    expect_open(case)
    if case.status == CaseStatus.OPEN and case.answer_by > datetime.now(UTC):
        raise Conflict(_("The store still has time to answer."))
    if len(words.strip()) < 10:
        raise Invalid("words", _("Tell both sides why, in a sentence or two."))
    if outcome not in set(CaseOutcome):
        raise Invalid("outcome", _("Choose what is given back."))
    given = 0
    if outcome != CaseOutcome.NOTHING:
        if payer not in set(CasePayer):
            raise Invalid("payer", _("Choose who pays."))
        given = _give(session, actor, case, order, CaseOutcome(outcome), CasePayer(payer), amount_minor)
        case.payer = CasePayer(payer)
    case.status, case.outcome, case.refunded_minor = CaseStatus.DECIDED, CaseOutcome(outcome), given
    case.decided_by, case.decided_at = actor.user_id, datetime.now(UTC)
    session.add(case)
    say(session, case, CaseVoice.PLATFORM, words)
    audit.note(
        session, actor=actor, action="case.decided", subject_kind="case", subject_id=case.id, store_id=order.store_id,
        after={"outcome": str(outcome), "payer": str(case.payer or ""), "refund_minor": given},
    )  # fmt: skip
    tell(session, case, order)
    return given


def _locked(session: Session, case_id: UUID) -> tuple[BuyerCase, Order]:
    """Order and case, locked as everybody who gives money back locks: the order's row decides who is first."""
    found = session.exec(
        select(BuyerCase, Order)
        .join(Order, col(Order.id) == col(BuyerCase.order_id))
        .where(BuyerCase.id == case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(_("There is no such case."))
    return found[0], found[1]


def _give(
    session: Session, actor: Actor, case: BuyerCase, order: Order, outcome: CaseOutcome, payer: CasePayer, amount: int
) -> int:
    paid = refunds.lock_paid(session, order=order)
    if not paid.taken:
        raise Conflict(_("The money is not taken yet."))
    if not paid.left_minor:
        raise Conflict(_("Everything was given back already. Decide that nothing more is."))
    if payer == CasePayer.PLATFORM and any(attempt.provider == ledger.CASH for _rest, attempt in paid.shares):
        raise Invalid("payer", _("It was paid at the door and the store has the cash; the store pays."))
    if outcome == CaseOutcome.PARTIAL and not 0 < amount <= paid.left_minor:
        most = format_money(Money(paid.left_minor, order.currency))
        raise Invalid("amount", _("Give an amount up to {most}.").format(most=most))
    ask = _ask(paid, outcome, payer, amount)
    made = refunds.plan_for(session, paid=paid, ask=ask)
    refunds.give_back(
        session, paid=paid, made=made, key=f"case:{case.id}", reason=N_("Buyer protection"), made_by=actor.user_id,
        by_platform=payer == CasePayer.PLATFORM,
    )  # fmt: skip
    refunds.settle_status(session, paid=paid)
    return made.total_minor


def _ask(paid: PaidOrder, outcome: CaseOutcome, payer: CasePayer, amount: int) -> RefundAsk:
    """A full refund by the store gives back its units; where earlier good will ate into them, it is an amount."""
    if outcome == CaseOutcome.PARTIAL:
        return RefundAsk(goodwill_minor=amount)
    order = paid.order
    delivery = order.shipping_minor - order.shipping_discount_minor - order.shipping_refunded_minor
    units = {line.id: line.quantity - line.refunded_quantity for line in paid.lines}
    whole = sum(line.total_minor - line.refunded_minor for line in paid.lines) + delivery
    if payer == CasePayer.STORE and whole == paid.left_minor:
        return RefundAsk(units, shipping_minor=delivery)
    return RefundAsk(goodwill_minor=paid.left_minor)
