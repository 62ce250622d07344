"""Paying stores: what is due once, what came back again, files that a bank takes (F096, F098, F099, F102)."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select, update

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, Refused
from emporium.services import disputes, ledger, payouts
from emporium.services.auth import SYSTEM
from emporium.settings import get_settings
from models.enums import AccountKind, EarningStatus, PayoutStatus, StoreRole, StoreStatus
from models.ledger import Earning
from models.payments import PaymentAttempt
from models.payouts import Payout, PayoutAccount, PayoutSchedule
from models.stores import Store
from tests.factories import Shop, in_parallel, read
from tests.money.test_refunds import Sold, owed

LATER = datetime.now(UTC) + timedelta(days=400)
IBAN = "BE68 5390 0754 7034"


def earned(shop: Shop, *prices: int, account: bool = True):
    """A store that sold some things, with a bank account."""
    store = shop.store(shipping=0)
    sold = [Sold(shop, store, shop.variant(store, price=price)) for price in prices]
    if account:
        with transaction() as session:
            payouts.set_bank_account(session, actor=sold[0].owner, store_id=store, holder="Clay & Kin", iban=IBAN)
    return store, sold


def run(now=LATER, **more):
    return payouts.run_payouts(transaction, actor=SYSTEM, now=now, **more)


def test_two_runs_at_once_pay_once(shop):
    store, _ = earned(shop, 1000, 2000, 3000)
    before = owed(store)
    outcomes = in_parallel(6, lambda _i: run())
    made = [o for runs in outcomes for o in runs if o.number]
    assert len(made) == 1, outcomes
    assert read(lambda s: s.exec(select(Payout.amount_minor)).one()) == before and owed(store) == 0
    assert run() == []


def test_nothing_is_paid_before_its_clearance(shop):
    store, _ = earned(shop, 1000)
    assert run(now=datetime.now(UTC) + timedelta(days=6)) == []
    (state,) = read(lambda s: ledger.balances(s, store_id=store))
    assert state.available == 0 and state.pending == owed(store) and state.next_release is not None
    (made,) = run(now=datetime.now(UTC) + timedelta(days=8))
    assert made.number


def test_minimum_account_suspension_and_interval_say_why_not(shop):
    store, _ = earned(shop, 1000, account=False)
    assert [o.reason for o in run()] == ["no account to pay to"]
    with transaction() as session:
        payouts.set_bank_account(session, actor=shop.owner(store), store_id=store, holder="Clay & Kin", iban=IBAN)
        session.add(PayoutSchedule(store_id=store, minimum_minor=100_000))
    assert [o.reason for o in run()] == ["below the minimum"]
    with transaction() as session:
        session.exec(update(PayoutSchedule).values(minimum_minor=0))
        session.get_one(Store, store).status = StoreStatus.SUSPENDED
    assert [o.reason for o in run()] == ["the store is suspended"], "C12: on hold, not lost"
    with transaction() as session:
        session.get_one(Store, store).status = StoreStatus.APPROVED
    assert run()[0].number
    Sold(shop, store, shop.variant(store, price=700))
    today = datetime.now(UTC) + timedelta(days=3)
    with transaction() as session:
        session.exec(update(Earning).values(available_at=datetime.now(UTC)))
    assert [o.reason for o in run(now=today, scheduled=True)] == ["not the day yet"]
    assert run(now=today)[0].number


def test_a_reserve_waits_longer_in_a_row_of_its_own(shop):  # F098
    with transaction() as session:
        session.add(PayoutSchedule(reserve_bp=1000, reserve_days=30, clearance_days=7))
    store, _ = earned(shop, 10_000)
    total = owed(store)
    rows = read(lambda s: dict(s.exec(select(Earning.kind, Earning.amount_minor)).all()))
    assert rows["reserve"] == (total + 5) // 10 and sum(rows.values()) == total
    (first,) = run(now=datetime.now(UTC) + timedelta(days=8))
    assert first.due_minor == rows["sale"]
    (rest,) = run(now=datetime.now(UTC) + timedelta(days=38))
    assert rest.due_minor == rows["reserve"] and owed(store) == 0


def test_a_payout_that_comes_back_opens_the_debt_again(shop):  # F099
    store, _ = earned(shop, 5000)
    (made,) = run()
    payout = read(lambda s: s.exec(select(Payout.id)).one())
    with transaction() as session:
        payouts.settled(session, actor=SYSTEM, payout_id=payout, reference="bank 77")
        payouts.settled(session, actor=SYSTEM, payout_id=payout)
    assert read(lambda s: s.exec(select(Earning.status)).all()) == [EarningStatus.PAID]
    clearing = read(lambda s: ledger.balance(s, kind=AccountKind.PROVIDER_CLEARING, currency="EUR"))
    for _ in range(2):
        with transaction() as session:
            payouts.returned(session, actor=SYSTEM, payout_id=payout, reason="account closed")
    assert owed(store) == made.due_minor
    assert read(lambda s: ledger.balance(s, kind=AccountKind.PROVIDER_CLEARING, currency="EUR")) == (
        clearing + made.due_minor
    )
    assert read(lambda s: ledger.balance(s, kind=AccountKind.PAYOUT_CLEARING, currency="EUR")) == 0
    with pytest.raises(Conflict), transaction() as session:
        payouts.settled(session, actor=SYSTEM, payout_id=payout)
    (again,) = run()
    assert again.number != made.number and again.due_minor == made.due_minor
    assert read(lambda s: s.exec(select(Payout.status).where(Payout.number == made.number)).one()) == "returned"


def test_a_closed_payout_never_changes(shop):  # I6
    from sqlalchemy.exc import DBAPIError

    earned(shop, 5000)
    run()
    payout = read(lambda s: s.exec(select(Payout.id)).one())
    with transaction() as session:
        payouts.settled(session, actor=SYSTEM, payout_id=payout)
    with pytest.raises(DBAPIError, match="is closed"), transaction() as session:
        session.exec(update(Payout).values(amount_minor=1))


def test_an_open_dispute_over_a_paid_order_keeps_so_much_back(shop):  # F070
    store, (first,) = earned(shop, 5000)
    run()
    attempt = read(lambda s: s.exec(select(PaymentAttempt.id)).one())
    with transaction() as session:
        (opened,) = disputes.open_dispute(
            session, provider="sandbox", reference="dp", attempt_id=attempt, amount_minor=5000, currency="EUR"
        )
        dispute = opened.id
    Sold(shop, store, shop.variant(store, price=4000))
    Sold(shop, store, shop.variant(store, price=3000))
    (none,) = run()
    assert none.reason == "kept back for open disputes"
    Sold(shop, store, shop.variant(store, price=9000))
    (some,) = run()
    amount = read(lambda s: s.exec(select(Payout.amount_minor).where(Payout.number == some.number)).one())
    assert 0 < amount <= some.due_minor - 5000
    with transaction() as session:
        disputes.won(session, dispute_id=dispute)
    (rest,) = run()
    assert rest.number and owed(store) == 0 and first


def test_the_bank_file_is_valid_and_sent_once(shop, monkeypatch):
    store, _ = earned(shop, 5000)
    run()
    with pytest.raises(Invalid, match="EMPORIUM_BANK_IBAN"), transaction() as session:
        payouts.bank_xml(session, actor=SYSTEM)
    monkeypatch.setenv("EMPORIUM_BANK_HOLDER", "Emporium Operator")
    monkeypatch.setenv("EMPORIUM_BANK_IBAN", "DE89370400440532013000")
    monkeypatch.setenv("EMPORIUM_BANK_BIC", "COBADEFFXXX")
    get_settings.cache_clear()
    with transaction() as session:
        made = payouts.bank_xml(session, actor=SYSTEM)
    get_settings.cache_clear()
    text = made.content.decode()
    (payout,) = read(lambda s: s.exec(select(Payout)).all())
    assert payout.status == PayoutStatus.SENT and payout.number in text and "BE68539007547034" in text
    assert f"{payout.amount_minor / 100:.2f}" in text and "pain.001.001.03" in text
    with pytest.raises(Conflict), transaction() as session:
        payouts.bank_csv(session, actor=SYSTEM, currency="EUR")
    assert store


def test_the_csv_names_amounts_in_major_units_and_no_formula(shop):
    store, sold = earned(shop, 5000)
    with transaction() as session:
        payouts.set_bank_account(session, actor=sold[0].owner, store_id=store, holder="=cmd()", iban=IBAN)
    run()
    with transaction() as session:
        made = payouts.bank_csv(session, actor=SYSTEM, currency="EUR")
    (row,) = csv.DictReader(io.StringIO(made.content.decode()))
    amount = read(lambda s: s.exec(select(Payout.amount_minor)).one())
    assert row["amount"] == f"{amount // 100}.{amount % 100:02d}" and row["holder"] == "'=cmd()"
    assert row["iban"] == "BE68539007547034"


def test_account_numbers_are_checked_and_not_kept_in_clear(shop):
    store = shop.store()
    owner = shop.owner(store)
    for holder, iban in (("X", IBAN), ("Clay & Kin", "BE68 5390 0754 7035"), ("Clay & Kin", "nonsense")):
        with pytest.raises(Invalid), transaction() as session:
            payouts.set_bank_account(session, actor=owner, store_id=store, holder=holder, iban=iban)
    with transaction() as session:
        payouts.set_bank_account(session, actor=owner, store_id=store, holder="Clay & Kin", iban=IBAN)
    (account,) = read(lambda s: s.exec(select(PayoutAccount)).all())
    assert "53900754" not in str(account.details) and account.label == "BE •••• 7034"
    for role in (StoreRole.MANAGER, StoreRole.STAFF, StoreRole.FINANCE):
        with pytest.raises(Refused), transaction() as session:
            payouts.set_bank_account(
                session, actor=shop.owner(store, role), store_id=store, holder="Clay & Kin", iban=IBAN
            )
    with pytest.raises(Refused):
        payouts.run_payouts(transaction, actor=owner)


def test_a_statement_runs_from_opening_to_closing(shop):  # F102
    store, sold = earned(shop, 5000, 3000)
    middle = datetime.now(UTC)
    sold[0].cancel({sold[0].lines()[0].id: 1})
    run()
    owner = shop.owner(store)
    start, end = middle - timedelta(days=1), middle + timedelta(days=1)

    def ask(since, until):
        return read(
            lambda s: payouts.statement(s, actor=owner, store_id=store, currency="EUR", since=since, until=until)
        )

    whole, first, second = ask(start, end), ask(start, middle), ask(middle, end)
    assert whole.opening_minor == 0 and whole.closing_minor == owed(store) == 0
    assert first.closing_minor == second.opening_minor > 0 and second.closing_minor == 0
    assert [line.kind for line in whole.lines] == ["sale", "sale", "refund", "payout"]
    assert whole.opening_minor + sum(line.amount_minor for line in whole.lines) == whole.closing_minor
    assert read(lambda s: s.exec(select(Earning.amount_minor).order_by(col(Earning.id))).all())
