"""What the operator sees and does about money: outcomes per store, files, queues, replays, offers, the basket."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from admin.state import money, offers, shell, simulator
from admin.state.money_tabs import TABS
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.services import books, catalogue, disputes, payouts
from emporium.services.auth import ANONYMOUS, SYSTEM, Actor
from emporium.services.payments import queues
from emporium.services.payouts import lists
from emporium.web.page import PageRequest
from models.enums import AttemptStatus, Face, PayoutStatus, PlatformRole, RefundStatus, WebhookStatus
from models.ledger import Earning
from models.payments import PaymentAttempt, Refund, WebhookEvent
from models.payouts import Payout
from tests.factories import Shop, read
from vendor.state import order as vendor_order

IBAN = "BE71 0961 2345 6769"


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def ask(actor, query: str = "", path: str = "/admin/money") -> PageRequest:
    return PageRequest(actor=actor, path=path, query_string=query)


def view_of(actor, query: str = ""):
    return read(lambda s: money.load_money(s, ask(actor, query))).view


def person(shop: Shop, role: PlatformRole) -> Actor:
    return Actor(user_id=shop.user(), face=Face.ADMIN, platform_roles=frozenset({role}))


def clear(store=None) -> None:
    """The clearance days are over."""
    with transaction() as session:
        session.execute(update(Earning).values(available_at=datetime.now(UTC) - timedelta(days=1)))


def with_account(shop: Shop, store) -> None:
    with transaction() as session:
        payouts.set_bank_account(session, actor=shop.owner(store), store_id=store, holder="Clay & Kin", iban=IBAN)


def test_who_sees_and_who_acts(shop):  # F003
    owner, support, finance = shop.owner(shop.store()), person(shop, PlatformRole.SUPPORT), shop.admin()
    for actor in (ANONYMOUS, owner, Actor(user_id=shop.user(), face=Face.SHOP)):
        for tab in TABS:
            with pytest.raises((Unauthenticated, Refused)):
                view_of(actor, f"tab={tab}")
        with pytest.raises((Unauthenticated, Refused)):
            read(lambda s, a=actor: offers.load_offers(s, ask(a)))
    for tab in TABS:
        assert not view_of(support, f"tab={tab}").can_act and view_of(finance, f"tab={tab}").can_act
    nothing = str(uuid4())
    calls = [
        lambda s: money._bank_csv(s, actor=support, currency="EUR"),
        lambda s: money._bank_xml(s, actor=support),
        lambda s: money._settle(s, actor=support, payout_id=nothing),
        lambda s: money._came_back(s, actor=support, payout_id=nothing, form={"reason": "Closed"}),
        lambda s: money._retry(s, actor=support, refund_id=nothing),
        lambda s: money._decide(s, actor=support, dispute_id=nothing, won=True),
        lambda s: money._check(s, actor=support),
        lambda s: offers._create(s, actor=support, form={"name": "A", "kind": "free_shipping", "way": "none"}),
        lambda s: offers._stop(s, actor=support, offer_id=nothing),
        lambda s: offers._codes(s, actor=support, offer_id=nothing),
    ]
    for call in calls:
        with pytest.raises(Refused):
            read(call)
    for call in (queues.send_surplus_back, queues.replay_webhook):
        name = "attempt_id" if call is queues.send_surplus_back else "webhook_id"
        with pytest.raises(Refused):
            call(transaction, actor=support, **{name: uuid4()})
    with pytest.raises(Refused):
        payouts.run_payouts(transaction, actor=support)
    shown = [item.href for item in shell.load_shell(None, ask(support)).phone]  # type: ignore[arg-type]
    assert "/admin/money" in shown and "/admin/offers" in shown


def test_stores_are_paid_and_the_others_hear_why_not(shop):  # F096, F099
    ready, bare, waiting = shop.store("Ready"), shop.store("Bare"), shop.store("Waiting")
    shop.buy(shop.variant(ready, price=5000), shop.variant(bare, price=3000))
    with_account(shop, ready)
    clear()
    shop.buy(shop.variant(waiting, price=1000))
    admin = shop.admin()
    view = view_of(admin)
    rows = {row.store: row for row in view.dues}
    assert [row.store for row in view.dues] == ["Bare", "Ready", "Waiting"]
    assert rows["Bare"].no_account and rows["Ready"].account.endswith("6769") and rows["Waiting"].due == "€0.00"
    assert view.figures[0].value == "€69.30" or view.figures[0].value.startswith("€")
    outcomes = payouts.run_payouts(transaction, actor=admin)
    lines = {line.store: line for line in read(lambda s: money._paid_lines(s, actor=admin, outcomes=outcomes))}
    assert lines["Ready"].paid and lines["Ready"].said.startswith("Payout P")
    assert not lines["Bare"].paid and lines["Bare"].said == "Not paid: no account to pay to"
    open_ = view_of(admin, "tab=payouts")
    (payout,) = open_.payouts
    assert payout.can_settle and payout.status == "Open" and [o.code for o in open_.to_send] == ["EUR"] and open_.euro
    with pytest.raises(Invalid, match="EMPORIUM_BANK"):
        read(lambda s: money._bank_xml(s, actor=admin))
    with transaction() as session:
        made = money._bank_csv(session, actor=admin, currency="EUR")
    assert payout.number in made.content.decode() and made.numbers == [payout.number]
    sent = view_of(admin, "tab=payouts")
    assert sent.payouts[0].status == "With the bank" and not sent.to_send
    with pytest.raises(Invalid), transaction() as session:
        money._came_back(session, actor=admin, payout_id=payout.id, form={"reason": " "})
    with transaction() as session:
        assert money._settle(session, actor=admin, payout_id=payout.id) == payout.number
    assert view_of(admin, "tab=payouts&show=paid").payouts[0].can_return
    with transaction() as session:
        money._came_back(session, actor=admin, payout_id=payout.id, form={"reason": "Account closed"})
    back = view_of(admin, "tab=payouts&show=back").payouts[0]
    assert back.note == "Account closed" and not back.can_return
    assert {row.store: row.due for row in view_of(admin).dues}["Ready"] == payout.amount
    for ident in ("nonsense", str(uuid4())):
        with pytest.raises(NotFound), transaction() as session:
            money._settle(session, actor=admin, payout_id=ident)
    assert not read(books.check_books)


def test_lists_go_on_where_they_stopped(shop):
    admin = shop.admin()
    for number in range(5):
        store = shop.store("Same" if number % 2 else f"Store {number}")
        shop.buy(shop.variant(store, price=1000))
        with_account(shop, store)
    clear()

    def walk(read_page):
        seen, place = [], None
        while True:
            rows, place = read(lambda s, at=place: read_page(s, at))
            seen += [(row.store_id, row.currency) if hasattr(row, "due_minor") else row.id for row in rows]
            if place is None:
                return seen

    dues = walk(lambda s, at: lists.due_to_stores(s, actor=admin, after=at, limit=2))
    assert len(dues) == len(set(dues)) == 5
    payouts.run_payouts(transaction, actor=admin)
    paid = walk(lambda s, at: lists.list_payouts(s, actor=admin, statuses=[PayoutStatus.OPEN], before=at, limit=2))
    assert len(paid) == len(set(paid)) == 5
    with transaction() as session:
        for number, attempt in enumerate(session.exec(select(PaymentAttempt)).all()):
            due = None if number % 2 else datetime.now(UTC) + timedelta(days=number // 2)
            disputes.open_dispute(
                session, provider="sandbox", reference=f"dp_{number}", attempt_id=attempt.id, amount_minor=500,
                currency="EUR", due_at=due,
            )  # fmt: skip
    open_ = walk(lambda s, at: lists.list_disputes(s, actor=admin, after=at, limit=2))
    assert len(open_) == len(set(open_)) == 5
    with transaction() as session:
        for ident in open_:
            disputes.won(session, dispute_id=ident)
    decided = walk(lambda s, at: lists.list_disputes(s, actor=admin, decided=True, after=at, limit=2))
    assert sorted(decided) == sorted(open_)


def test_a_surplus_waits_and_goes_back(shop):
    shop.buy(shop.variant())
    admin = shop.admin()
    with transaction() as session:
        attempt = session.exec(select(PaymentAttempt)).one()
        ident, number = str(attempt.id), attempt.purchase_id
    with pytest.raises(Conflict):
        queues.send_surplus_back(transaction, actor=admin, attempt_id=attempt.id)
    with pytest.raises(NotFound):
        queues.send_surplus_back(transaction, actor=admin, attempt_id=number)
    assert view_of(admin, "tab=surplus").empty
    with transaction() as session:
        session.execute(update(PaymentAttempt).values(status=AttemptStatus.SURPLUS, decline_code="paid already"))
    view = view_of(admin, "tab=surplus")
    assert view.waiting[0].id == ident and view.waiting[0].can_act and view.waiting[0].reason == "Paid already"
    assert {tab.text: tab.count for tab in view.tabs}["Surplus"] == "1"
    with transaction() as session:
        session.execute(update(PaymentAttempt).values(surplus_settled_at=datetime.now(UTC), surplus_refund="re_1"))
    assert view_of(admin, "tab=surplus").empty and not view_of(admin, "tab=surplus&show=done").waiting[0].can_act


def test_a_failed_refund_is_tried_again(shop):  # F068
    store = shop.store()
    shop.buy(shop.variant(store))
    admin, owner = shop.admin(), shop.owner(store)
    number = read(lambda s: vendor_order.orders.store_orders(s, actor=owner, store_id=store)).rows[0].number
    with transaction() as session:
        form = {"goodwill": "5", "reason": "For the trouble"}
        vendor_order._refund(session, actor=owner, slug="", number=number, form=form, total_minor=500, key="k")
        session.execute(update(Refund).values(status=RefundStatus.FAILED, failure="The card is closed.", tries=8))
    view = view_of(admin, "tab=refunds")
    row = view.waiting[0]
    assert (row.number, row.amount, row.reason, row.provider) == (number, "€5.00", "The card is closed.", "8 tries")
    page = read(lambda s: vendor_order.load_order(s, PageRequest(owner, "/", params={"number": number}))).view
    assert page.refunds[0].status == "Could not be sent"
    with transaction() as session:
        money._retry(session, actor=admin, refund_id=row.id)
    assert view_of(admin, "tab=refunds").empty
    with pytest.raises(Conflict), transaction() as session:
        money._retry(session, actor=admin, refund_id=row.id)


def test_disputes_are_decided_once(shop):  # F070
    store = shop.store("Clay")
    shop.buy(shop.variant(store))
    admin = shop.admin()
    with transaction() as session:
        attempt = session.exec(select(PaymentAttempt)).one()
        disputes.open_dispute(
            session, provider="sandbox", reference="dp_1", attempt_id=attempt.id, amount_minor=2400, currency="EUR",
            reason="Not received", due_at=datetime.now(UTC) - timedelta(days=1),
        )  # fmt: skip
    (row,) = view_of(admin, "tab=disputes").disputes
    assert row.store == "Clay" and row.due.startswith("Was due") and row.tone == "danger" and row.can_decide
    with transaction() as session:
        money._decide(session, actor=admin, dispute_id=row.id, won=True)
    with pytest.raises(Conflict), transaction() as session:
        money._decide(session, actor=admin, dispute_id=row.id, won=False)
    assert view_of(admin, "tab=disputes").empty
    assert view_of(admin, "tab=disputes&show=decided").disputes[0].status == "Won"
    assert not read(books.check_books)


def test_only_events_that_were_not_applied_are_replayed(shop):  # F069
    admin = shop.admin()
    with transaction() as session:
        for number, status in enumerate(WebhookStatus):
            session.add(
                WebhookEvent(provider="sandbox", event_id=f"ev_{number}", kind="payment", body=b"{}", status=status)
            )
    view = view_of(admin, "tab=webhooks")
    assert len(view.hooks) == 3 and [tab.count for tab in view.tabs if tab.text == "Provider events"] == ["1"]
    assert {row.status: row.can_replay for row in view.hooks} == {"Applied": False, "Failed": True, "Waiting": True}
    failed = view_of(admin, "tab=webhooks&show=failed").hooks
    assert [row.status for row in failed] == ["Failed"]
    done = view_of(admin, "tab=webhooks&show=done").hooks[0]
    with pytest.raises(Conflict):
        queues.replay_webhook(transaction, actor=admin, webhook_id=UUID(done.id))
    with pytest.raises((Invalid, Refused)):  # nothing that a provider could have said
        queues.replay_webhook(transaction, actor=admin, webhook_id=UUID(failed[0].id))
    with pytest.raises(NotFound):
        queues.replay_webhook(transaction, actor=admin, webhook_id=uuid4())


def test_a_failed_event_is_applied_by_its_replay(shop):
    from emporium.providers.payments import get_provider

    shop.buy(shop.variant())
    admin = shop.admin()
    with transaction() as session:
        attempt = session.exec(select(PaymentAttempt)).one()
        body, headers = get_provider("sandbox").webhook(
            key=str(attempt.id), approved=True, amount_minor=attempt.amount_minor, currency=attempt.currency
        )
        event = WebhookEvent(
            provider="sandbox", event_id="ev_lost", kind="payment", body=body,
            headers={name.lower(): value for name, value in headers.items()}, status=WebhookStatus.FAILED,
        )  # fmt: skip
        session.add(event)
        session.flush()
        ident = event.id
    assert queues.replay_webhook(transaction, actor=admin, webhook_id=ident) == WebhookStatus.DONE
    with pytest.raises(Conflict):
        queues.replay_webhook(transaction, actor=admin, webhook_id=ident)


def test_the_books_are_checked_on_demand(shop):
    shop.buy(shop.variant())
    admin = shop.admin()
    assert money._check is not None and read(lambda s: money._check(s, actor=admin)) == []
    with transaction() as session:
        session.execute(update(Earning).values(amount_minor=Earning.amount_minor + 1))
        found = money._check(session, actor=admin)
        assert found and found[0].code
        session.rollback()


def test_offers_of_the_platform(shop):  # F055
    admin = shop.admin()

    def create(**form: str) -> str:
        with transaction() as session:
            return offers._create(session, actor=admin, form={"name": "Spring", "kind": "free_shipping"} | form)

    for form, field in (
        ({"way": "maybe"}, "way"),
        ({"way": "many", "count": "0"}, "count"),
        ({"way": "many"}, "count"),
        ({"way": "many", "count": "200001"}, "count"),
        ({"way": "many", "count": "5", "prefix": "é"}, "prefix"),
        ({"way": "one", "code": ""}, "code"),
        ({"way": "none", "kind": "percent", "percent": "0"}, "percent"),
    ):
        with pytest.raises(Invalid) as wrong:
            create(**form)
        assert wrong.value.field == field
    assert create(way="many", count="25", prefix="sp-") == "Spring: 25 codes made, each for one use."
    create(way="none", exclusive="on")
    first, second = read(lambda s: offers.load_offers(s, ask(admin))).view.rows
    assert first.code == "No code needed" and first.what == "Free delivery, alone" and not first.can_list
    assert second.code == "25 codes" and second.can_list and second.owner == "Emporium"
    content = read(lambda s: offers._codes(s, actor=admin, offer_id=second.id))
    rows = list(csv.reader(io.StringIO(content)))
    assert len(rows) == 26 and all(row[0].startswith("SP-") and row[2] == "1" for row in rows[1:])
    with transaction() as session:
        offers._stop(session, actor=admin, offer_id=first.id)
    assert read(lambda s: offers.load_offers(s, ask(admin))).view.rows[0].status == "Switched off"


def test_the_basket_shows_every_share_and_every_refusal(shop):  # F060, F062
    store = shop.store("Clay")
    small, large = shop.variants(store, prices=(2000, 3000))
    admin = shop.admin()
    with transaction() as session:
        base = {"name": "Ten off", "kind": "percent", "percent": "10", "way": "one"}
        offers._create(session, actor=admin, form=base | {"code": "TEN"})
        offers._create(session, actor=admin, form=base | {"code": "RICH", "name": "Rich", "least": "500"})
    found = read(lambda s: simulator.find(s, actor=admin, sim=simulator.empty(), text="mug"))
    assert len(found.found) == 1 and not found.nothing
    chosen = read(lambda s: simulator.choose(s, actor=admin, sim=found, slug=found.found[0].slug))
    assert chosen.choosing and {row.id for row in chosen.choices} == {str(small), str(large)}
    sim = simulator.put(chosen, str(small))
    assert simulator.put(sim, str(uuid4())).lines == sim.lines and not simulator.drop(sim, str(small)).filled

    def run(**form: str):
        return read(lambda s: simulator.simulate(s, actor=admin, sim=sim, form={f"units-{small}": "2"} | form))

    done = run(codes="ten, RICH nope", country="BE", email="ana@example.com")
    assert done.parts[0].shares[0].amount == "−€4.00" and done.parts[0].total == "€36.00"
    assert done.taken[0].label == "TEN: Ten off" and "pays" in done.taken[0].payer
    assert [row.value for row in done.sums] == ["€44.90", "−€4.00", "€40.90"]
    assert len(done.refusals) == 2 and any("€460.00 more" in sentence for sentence in done.refusals)
    assert run().none_taken and run().parts[0].why == ""
    with transaction() as session:
        catalogue.plan_sale(session, actor=SYSTEM, store_id=store, variant_id=small, price_minor=1500)
    cheaper = run()
    assert (cheaper.parts[0].total, cheaper.parts[0].why) == (
        "€30.00", "Sale price €15.00. Its own price €20.00 (There is a lower one).",
    )  # fmt: skip
    for form, field in (({f"units-{small}": "0"}, "units"), ({"codes": " ".join("ABCDEFGHIJK")}, "codes"),
                        ({"day": "someday"}, "day")):  # fmt: skip
        with pytest.raises(Invalid) as wrong:
            run(**form)
        assert wrong.value.field == field
    for actor in (ANONYMOUS, shop.owner(store)):
        with pytest.raises((Refused, Unauthenticated)):
            read(lambda s, a=actor: simulator.simulate(s, actor=a, sim=sim, form={}))


def test_nobody_is_paid_by_looking(shop):
    store = shop.store()
    shop.buy(shop.variant(store))
    clear()
    for tab in TABS:
        view_of(shop.admin(), f"tab={tab}&show=nonsense&after=nonsense")
    assert read(lambda s: s.exec(select(Payout).where(col(Payout.id).is_not(None))).all()) == []
    assert payouts.run_payouts(transaction, actor=SYSTEM)[0].reason == "no account to pay to"
