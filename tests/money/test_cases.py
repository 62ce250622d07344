"""Buyer protection: deadlines, the decision, and who bears what it gives back (F073)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Expired, Invalid, NotFound, Refused
from emporium.services import cases, documents, ledger, orders
from emporium.services.auth import SYSTEM
from emporium.services.refunds import RefundAsk
from models.cases import BuyerCase
from models.enums import AccountKind, OrderStatus
from models.orders import Order, Purchase
from models.payments import Refund
from tests.factories import guest, in_parallel, read
from tests.money.test_cash import bought, cash_allowed, collect, ship, store_with_cash  # noqa: F401
from tests.money.test_refunds import Sold, owed

WORDS = "It never came, and nobody answers."
WHY = "The parcel was lost on its way."


@pytest.fixture
def sold(shop) -> Sold:
    store = shop.store(shipping=490)
    made = Sold(shop, store, shop.variant(store, price=1777), quantity=3)
    made.ship()
    with transaction() as session:
        order = session.exec(select(Order).where(Order.number == made.number)).one()
        order.deliver_from = order.deliver_to = datetime.now(UTC).date() - timedelta(days=2)
        session.add(order)
    return made


def opened(sold: Sold, **more):
    given = {"token": sold.placed.token, "number": sold.number, "kind": "not_received", "words": WORDS} | more
    with transaction() as session:
        return cases.open_case(session, actor=guest(), **given).id


def answered(sold: Sold, case_id, actor=None, words: str = "We sent it on Monday, see the number.") -> None:
    with transaction() as session:
        cases.answer_case(session, actor=actor or sold.owner, store_id=sold.store, case_id=case_id, words=words)


def decided(shop, case_id, outcome: str = "full", payer: str = "store", actor=None, **more) -> int:
    with transaction() as session:
        return cases.decide_case(
            session, actor=actor or shop.admin(), case_id=case_id, outcome=outcome, payer=payer,
            **({"words": WHY} | more),
        )  # fmt: skip


def loss() -> int:
    return read(lambda s: ledger.balance(s, kind=AccountKind.CHARGEBACK_LOSS, currency="EUR"))


def rate(sold: Sold) -> tuple[int, int]:
    health = read(lambda s: orders.store_health(s, actor=sold.owner, store_id=sold.store))
    return health.cases, health.case_bp


def test_a_full_refund_by_the_store_takes_its_earning_and_commission_back(shop, sold):  # F073
    case = opened(sold)
    answered(sold, case)
    assert decided(shop, case) == 3 * 1777 + 490
    assert owed(sold.store) == 0 and loss() == 0 and sold.order().status == OrderStatus.REFUNDED
    assert sold.lines()[0].refunded_quantity == 3 and rate(sold) == (1, 10_000)


@pytest.mark.parametrize(("outcome", "amount", "given"), [("full", 0, 5821), ("partial", 1000, 1000)])
def test_what_the_platform_pays_is_its_own_loss_and_the_store_keeps_its_earning(shop, sold, outcome, amount, given):
    before, case = owed(sold.store), opened(sold)  # F073
    answered(sold, case)
    assert decided(shop, case, outcome, "platform", amount_minor=amount) == given
    assert owed(sold.store) == before and loss() == given and sold.share().refunded_minor == given
    refund = read(lambda s: s.exec(select(Refund)).one())
    assert refund.by_platform and refund.reason == "Buyer protection"
    with transaction() as session:
        documents.invoice(session, actor=SYSTEM, order_id=sold.order().id)
    with transaction() as session:
        assert documents.credit_note(session, actor=SYSTEM, refund_id=refund.id) is None, "the sale stands"
    if outcome == "full":
        with pytest.raises(Invalid):
            sold.refund(RefundAsk(goodwill_minor=1))


def test_the_store_has_its_days_then_the_platform_decides(shop, sold):  # F073
    case, admin = opened(sold), shop.admin()
    with pytest.raises(Conflict, match="still has time"):
        decided(shop, case)
    soon = datetime.now(UTC) + timedelta(days=2, hours=23)
    late = datetime.now(UTC) + timedelta(days=3, minutes=1)
    assert read(lambda s: cases.escalate_overdue(s, now=soon)) == 0
    outcomes = in_parallel(3, lambda _i: read(lambda s: cases.escalate_overdue(s, now=late)))
    assert sorted(outcomes) == [0, 0, 1]
    for wrong in ({"words": "no"}, {"outcome": "half"}, {"payer": "nobody"}, {"outcome": "partial", "amount_minor": 0},
                  {"outcome": "partial", "amount_minor": 99_999}):  # fmt: skip
        with pytest.raises(Invalid):
            decided(shop, case, **wrong)
    with pytest.raises(Refused):
        decided(shop, case, actor=sold.owner)
    assert decided(shop, case, "nothing", "", actor=admin) == 0
    assert rate(sold) == (0, 0), "decided for the store"
    for again in (lambda: decided(shop, case), lambda: answered(sold, case), lambda: opened(sold)):
        with pytest.raises(Conflict):
            again()


def test_when_a_case_can_be_opened(shop, sold):  # F073
    for wrong in ({"words": "gone"}, {"kind": "nonsense"}):
        with pytest.raises(Invalid):
            opened(sold, **wrong)
    with pytest.raises(NotFound):
        opened(sold, token="somebody-else")
    now = datetime.now(UTC)
    with pytest.raises(Expired):
        opened(sold, now=now - timedelta(days=3))
    with pytest.raises(Expired):
        opened(sold, now=now + timedelta(days=30))
    fresh = Sold(shop, sold.store, shop.variant(sold.store))
    with pytest.raises(Expired):
        opened(fresh, kind="not_as_described")
    outcomes = in_parallel(4, lambda _i: opened(sold))
    assert sum(isinstance(o, Conflict) for o in outcomes) == 3, outcomes
    (case,) = [o for o in outcomes if not isinstance(o, Conflict)]
    other = shop.store("Other")
    with pytest.raises(NotFound), transaction() as session:
        cases.answer_case(session, actor=shop.owner(other), store_id=other, case_id=case, words=WORDS)
    with transaction() as session:
        cases.write_as_shopper(session, actor=guest(), token=sold.placed.token, case_id=case, words="Still nothing")
        cases.withdraw_case(session, actor=guest(), token=sold.placed.token, case_id=case)
    assert rate(sold) == (0, 0)
    assert opened(sold, kind="not_as_described") != case


def test_a_case_and_the_store_at_once_never_give_more_than_was_paid(shop, sold):  # F073, C10
    case = opened(sold)
    answered(sold, case)
    admin, (line,) = shop.admin(), sold.lines()
    outcomes = in_parallel(
        4,
        lambda i: (
            decided(shop, case, "full", "platform", actor=admin)
            if i % 2
            else sold.refund(RefundAsk({line.id: 3}, shipping_minor=490), key=f"k{i}")
        ),
    )
    given = sum(o for o in outcomes if isinstance(o, int))
    assert given == 5821 == sold.share().refunded_minor, outcomes
    assert all(isinstance(o, (int, Conflict, Invalid)) for o in outcomes), outcomes
    statuses = read(lambda s: s.exec(select(BuyerCase.status)).all())
    assert statuses in (["decided"], ["with_platform"])


def test_after_good_will_a_full_decision_gives_what_is_left(shop, sold):  # F073
    sold.refund(RefundAsk(goodwill_minor=100))
    case = opened(sold)
    answered(sold, case)
    assert decided(shop, case) == 5721 and sold.share().refunded_minor == 5821


@pytest.mark.usefixtures("cash_allowed")
def test_what_was_paid_at_the_door_is_the_store_s_to_give_back(shop):  # F073, F074
    store = store_with_cash(shop)
    _, order = bought(shop, store)
    ship(shop, order)
    collect(shop, order)
    with transaction() as session:
        row = session.exec(select(Order).where(Order.number == order.number)).one()
        row.deliver_from = row.deliver_to = datetime.now(UTC).date() - timedelta(days=2)
        session.add(row)
    token = read(lambda s: s.get_one(Purchase, order.purchase_id).token)
    with transaction() as session:
        case = cases.open_case(
            session, actor=guest(), token=token, number=order.number, kind="not_received", words=WORDS
        )
        cases.answer_case(session, actor=shop.owner(store), store_id=store, case_id=case.id, words=WORDS)
        ident = case.id
    with pytest.raises(Invalid, match="at the door"):
        decided(shop, ident, "full", "platform")
    assert decided(shop, ident, "full", "store") == order.total_minor and loss() == 0
