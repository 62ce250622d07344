"""What stores see and do about money: previews that are results, only their own, typed errors (F056, F068, F102)."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.services import books, disputes, orders, payouts, promotions
from emporium.services.auth import ANONYMOUS, SYSTEM
from emporium.services.payouts import lists
from emporium.web.page import PageRequest
from models.enums import StoreRole
from models.payments import PaymentAttempt
from models.stores import Store
from tests.factories import Shop, read
from vendor.state import money, offers, order, refund_form, shell

IBAN = "BE71 0961 2345 6769"


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def ask(actor, path: str = "/vendor", query: str = "", **params: str) -> PageRequest:
    return PageRequest(actor=actor, path=path, query_string=query, params=params)


def slug_of(store) -> str:
    return read(lambda s: s.get(Store, store).slug)


def sold(shop: Shop, store, quantity: int = 3, price: int = 2400) -> str:
    shop.buy(shop.variant(store, price=price), quantity=quantity)
    owner = shop.owner(store)
    return read(lambda s: orders.store_orders(s, actor=owner, store_id=store)).rows[0].number


def page_of(actor, number: str):
    return read(lambda s: order.load_order(s, ask(actor, number=number))).view


def form_for(view, units: str = "1", **other: str) -> dict[str, str]:
    return {f"units-{view.refund.lines[0].id}": units, "reason": "A chip in the glaze", **other}


def refund(actor, number: str, form: dict[str, str], total: int, key: str = "click") -> str:
    with transaction() as session:
        return order._refund(session, actor=actor, slug="", number=number, form=form, total_minor=total, key=key)


def preview(actor, number: str, form: dict[str, str]):
    return read(lambda s: order._preview(s, actor=actor, slug="", number=number, form=form))


def test_the_preview_is_what_is_given_back(shop):  # F068
    store = shop.store()
    number, owner = sold(shop, store), shop.owner(store)
    view = page_of(owner, number)
    assert view.refund.shown and not view.refund.held and view.refund.most == "€76.90"
    form = form_for(view, "2", delivery="4,90", goodwill="1.00")
    plan = preview(owner, number, form)
    shown = refund_form.previewed(view.refund, form, plan)
    assert shown.total == "€53.90" == shown.sums[-1].value and shown.previewing and shown.goodwill == "1.00"
    assert [row.value for row in shown.sums[:-1]] == ["€48.00", "€4.90", "€1.00"]
    assert refund(owner, number, form, plan.total_minor) == "€53.90"
    after = page_of(owner, number)
    assert after.refunds[0].amount == "€53.90" and after.refunds[0].reason == "A chip in the glaze"
    assert after.refund.lines[0].left == "of 1" and not after.refund.has_delivery
    assert not read(books.check_books)
    more = form_for(after, "", goodwill="2")
    with pytest.raises(Conflict, match="already"):
        refund(owner, number, more, 200)  # the same click
    with pytest.raises(Conflict, match="new sum"):
        refund(owner, number, more, 199, key="another")


def test_the_stores_money_adds_up_after_a_refund(shop):
    store = shop.store()
    number, owner = sold(shop, store), shop.owner(store)
    form = form_for(page_of(owner, number))
    refund(owner, number, form, preview(owner, number, form).total_minor)
    sums = page_of(owner, number).money
    amounts = [int(row.value.replace("€", "").replace(".", "").replace("−", "-")) for row in sums]
    assert sum(amounts[:-1]) == amounts[-1]
    balances = read(lambda s: lists.store_balances(s, actor=owner, store_id=store))
    assert amounts[-1] == balances[0].pending


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"units": "9"}, "units"),
        ({"units": "x"}, "units"),
        ({"units": "-1"}, "units"),
        ({"delivery": "99"}, "shipping"),
        ({"goodwill": "12.345"}, "goodwill"),
        ({"goodwill": "9999"}, "amount"),
        ({"reason": ""}, "reason"),
        ({"units": ""}, ""),
    ],
)
def test_what_is_wrong_names_its_field(shop, typed, field):
    store = shop.store()
    number, owner = sold(shop, store), shop.owner(store)
    view = page_of(owner, number)
    units = typed.pop("units", "1")
    with pytest.raises(Invalid) as wrong:
        preview(owner, number, form_for(view, units) | typed)
    assert wrong.value.field.startswith(field)
    placed = refund_form.beside(wrong.value, view.refund.lines, refund_form.REFUND_FIELDS, "units-")
    assert placed["error"] or placed["lines"][0].error
    if field == "units":
        assert placed["lines"][0].error and not placed["error"]
    if field == "shipping":
        assert placed["wrong"] == "delivery"


def test_single_units_are_cancelled_before_they_leave(shop):  # F079
    store = shop.store()
    number, owner = sold(shop, store), shop.owner(store)
    line = page_of(owner, number).cancel.lines[0]

    def cancel(units: str, reason: str = "Broke in the kiln") -> str:
        with transaction() as session:
            form = {f"cancel-{line.id}": units, "reason": reason}
            return order._cancel_units(session, actor=owner, slug="", number=number, form=form)

    for units, reason in (("0", "Broke"), ("4", "Broke"), ("1", ""), ("one", "Broke")):
        with pytest.raises(Invalid):
            cancel(units, reason)
    assert cancel("1") == "€24.00"
    after = page_of(owner, number)
    assert after.cancel.lines[0].left == "of 2" and after.refunds[0].amount == "€24.00" and after.can_ship
    assert cancel("2") == "€52.90", "with the last unit the delivery goes back too"
    after = page_of(owner, number)
    assert after.badge == "Cancelled" and not after.cancel.shown and not after.refund.shown
    assert not read(books.check_books)


def test_roles_and_other_stores(shop):  # F002, F003
    mine, theirs = shop.store("Mine"), shop.store("Theirs")
    number = sold(shop, theirs)
    me, staff, finance = shop.owner(mine), shop.owner(theirs, StoreRole.STAFF), shop.owner(theirs, StoreRole.FINANCE)
    view = page_of(shop.owner(theirs), number)
    form = form_for(view)
    for who, error in ((me, NotFound), (staff, Refused), (finance, Refused)):
        with pytest.raises(error):
            preview(who, number, form)
        with pytest.raises(error):
            refund(who, number, form, 2400)
        with pytest.raises(error), transaction() as session:
            order._cancel_units(
                session, actor=who, slug="", number=number,
                form={f"cancel-{view.cancel.lines[0].id}": "1", "reason": "Because"},
            )  # fmt: skip
    assert not page_of(staff, number).refund.shown and not page_of(finance, number).cancel.shown
    for loader in (money.load_money, offers.load_offers):
        with pytest.raises(NotFound):
            read(lambda s, load=loader: load(s, ask(me, query="store=" + slug_of(theirs))))
        with pytest.raises(Unauthenticated):
            read(lambda s, load=loader: load(s, ask(ANONYMOUS)))
    with pytest.raises(Refused):
        read(lambda s: money.load_money(s, ask(staff)))
    shown = {item.text for item in read(lambda s: shell.load_shell(s, ask(finance))).phone}
    assert "Money" in shown
    assert "Money" not in {item.text for item in read(lambda s: shell.load_shell(s, ask(staff))).phone}
    for who in (finance, staff, shop.owner(theirs, StoreRole.MANAGER)):
        with pytest.raises(Refused), transaction() as session:
            money._set_account(session, actor=who, slug="", form={"holder": "Me", "iban": IBAN})
    with pytest.raises(Refused), transaction() as session:
        offers._create(session, actor=finance, slug="", form={"name": "X", "kind": "free_shipping", "code": "XXX"})


def test_balances_statement_and_its_file_say_the_same(shop):  # F098, F102
    store = shop.store()
    owner = shop.owner(store)
    for _ in range(25):
        sold(shop, store, quantity=1)
    view = read(lambda s: money.load_money(s, ask(owner))).view
    assert [figure.label for figure in view.figures] == ["Available", "Pending", "On hold"]
    assert view.figures[1].value == view.statement[-1].value and view.figures[1].note.startswith("next on ")
    assert len(view.movements) == money.SHOWN_MOVEMENTS and view.movements[0].balance == view.statement[-1].value
    older = read(lambda s: money.load_money(s, ask(owner, query=view.movements_older.split("?", 1)[1]))).view
    notes = [row.note for row in (*view.movements, *older.movements)]
    assert len(notes) == len(set(notes)) == 25 and not older.movements_older and older.movements_newest
    name, content = read(
        lambda s: money._statement_file(s, actor=owner, slug="", month=view.month_code, currency="EUR")
    )
    rows = list(csv.reader(io.StringIO(content)))
    assert name.endswith("-EUR.csv") and len(rows) == 28
    assert rows[1][4] == "0.00" and "€" + rows[-1][4] == view.statement[-1].value.replace(",", "")
    before = read(lambda s: money.load_money(s, ask(owner, query=view.earlier.split("?", 1)[1]))).view
    assert before.still and before.statement[-1].value == "€0.00" and before.later
    for nonsense in ("month=2026-13&from=x", "month=abc&currency=XXX&before=1", "from=99999999999.9&dispute=1"):
        assert read(lambda s, q=nonsense: money.load_money(s, ask(owner, query=q))).view.figures


def test_the_account_is_shown_by_its_last_four(shop):
    store = shop.store()
    owner = shop.owner(store)

    def save(**form: str) -> str:
        with transaction() as session:
            return money._set_account(session, actor=owner, slug="", form=form)

    for form, field in (
        ({"holder": "", "iban": IBAN}, "holder"),
        ({"holder": "Clay", "iban": "BE00 1234"}, "iban"),
        ({"holder": "Clay", "iban": IBAN, "bic": "nonsense"}, "bic"),
        ({"holder": "Clay", "iban": IBAN, "currency": "USD"}, "currency"),
    ):
        with pytest.raises(Invalid) as wrong:
            save(**form)
        assert wrong.value.field == field
    assert not read(lambda s: money.load_money(s, ask(owner))).view.has_account
    save(holder="Clay & Kin", iban=IBAN)
    view = read(lambda s: money.load_money(s, ask(owner))).view
    assert view.accounts[0].label.endswith("6769") and "0961" not in str(view)
    sold(shop, store)
    later = datetime.now(UTC) + timedelta(days=30)
    (outcome,) = payouts.run_payouts(transaction, actor=SYSTEM, now=later)
    view = read(lambda s: money.load_money(s, ask(owner))).view
    assert view.payouts[0].number == outcome.number and view.payouts[0].status == "Being prepared"


def test_a_dispute_is_answered_by_its_store_alone(shop):  # F070
    store, other = shop.store(), shop.store("Other")
    number, owner = sold(shop, store), shop.owner(store)
    with transaction() as session:
        attempt = session.exec(select(PaymentAttempt)).one()
        (opened,) = disputes.open_dispute(
            session, provider="sandbox", reference="dp_1", attempt_id=attempt.id, amount_minor=2400, currency="EUR",
            reason="Not received", due_at=datetime.now(UTC) + timedelta(days=5),
        )  # fmt: skip
        dispute_id = str(opened.id)
    view = read(lambda s: money.load_money(s, ask(owner))).view
    assert view.disputes[0].number == number and view.disputes[0].badge.startswith("Answer by")
    assert view.figures[2].value != "€0.00" and view.figures[1].value == "€0.00"
    assert not read(lambda s: money.load_money(s, ask(shop.owner(other)))).view.has_disputes

    def answer(who, said: str, ident: str = dispute_id) -> None:
        with transaction() as session:
            money._answer(session, actor=who, slug="", dispute_id=ident, form={"answer": said})

    said = "It was sent with bpost on Monday and signed for on Wednesday."
    with pytest.raises(Invalid):
        answer(owner, "short")
    for who, ident in ((shop.owner(other), dispute_id), (owner, "nonsense"), (owner, str(store))):
        with pytest.raises(NotFound):
            answer(who, said, ident)
    with pytest.raises(Refused):
        answer(shop.owner(store, StoreRole.FINANCE), said)
    answer(owner, said)
    card = read(lambda s: money.load_money(s, ask(owner))).view.disputes[0]
    assert card.answered and card.answer == said


def test_offers_of_a_store(shop):  # F055, F056
    store, other = shop.store(), shop.store("Other")
    owner = shop.owner(store)

    def create(who=owner, **form: str) -> str:
        with transaction() as session:
            return offers._create(session, actor=who, slug="", form=form)

    for form, field in (
        ({"name": "A", "kind": "gift", "code": "ABC"}, "kind"),
        ({"name": "A", "kind": "percent", "percent": "101", "code": "ABC"}, "percent"),
        ({"name": "A", "kind": "fixed", "code": "ABC"}, "amount"),
        ({"name": "A", "kind": "free_shipping", "code": "a b"}, "code"),
        ({"name": "", "kind": "free_shipping", "code": "ABC"}, "name"),
        ({"name": "A", "kind": "free_shipping", "code": "ABC", "ends": "2020-01-01"}, "ends"),
        ({"name": "A", "kind": "free_shipping", "code": "ABC", "usage_limit": "0"}, "usage_limit"),
    ):
        with pytest.raises(Invalid) as wrong:
            create(**form)
        assert wrong.value.field == field
    code = create(name="Spring", kind="percent", percent="12,5", least="50", code=" spring ", usage_limit="40",
                  per_customer_limit="1", ends="2999-12-31")  # fmt: skip
    assert code == "SPRING"
    with pytest.raises(Conflict) as taken:
        create(shop.owner(other), name="Spring", kind="free_shipping", code="Spring")
    assert taken.value.field == "code"
    (row,) = read(lambda s: offers.load_offers(s, ask(owner))).view.rows
    assert (row.what, row.code, row.used, row.per_customer) == (
        "12.5% off, from €50.00", "SPRING", "0 of 40", "1 a person",
    )  # fmt: skip
    assert row.status == "Running" and row.can_stop
    assert not read(lambda s: offers.load_offers(s, ask(shop.owner(store, StoreRole.FINANCE)))).view.can_edit
    for who, ident in ((shop.owner(other), row.id), (owner, "nonsense")):
        with pytest.raises(NotFound), transaction() as session:
            offers._stop(session, actor=who, slug="", offer_id=ident)
    with transaction() as session:
        offers._stop(session, actor=owner, slug="", offer_id=row.id)
    (row,) = read(lambda s: offers.load_offers(s, ask(owner))).view.rows
    assert row.status == "Switched off" and not row.can_stop


def test_offers_go_on_where_they_stopped(shop):
    store = shop.store()
    owner = shop.owner(store)
    with transaction() as session:
        for number in range(offers.SHOWN + 3):
            draft = promotions.PromotionDraft(name=f"Offer {number}", kind="free_shipping")
            promotions.create_promotion(session, actor=owner, draft=draft, store_id=store)
    first = read(lambda s: offers.load_offers(s, ask(owner))).view
    second = read(lambda s: offers.load_offers(s, ask(owner, query=first.older.split("?", 1)[1]))).view
    assert len({row.id for row in (*first.rows, *second.rows)}) == offers.SHOWN + 3 and not second.older


def test_an_account_is_for_a_currency_in_which_money_comes(shop):  # F099
    store = shop.store()
    owner = shop.owner(store)
    bank, paypal = {"holder": "Clay & Kin", "iban": IBAN}, {"paypal": "a@b.be"}
    for act, form in ((money._set_account, bank), (money._set_paypal, paypal)):
        with pytest.raises(Invalid) as wrong, transaction() as session:
            act(session, actor=owner, slug="", form={**form, "currency": "XXX"})
        assert wrong.value.field == "currency"
        with transaction() as session:
            act(session, actor=owner, slug="", form=form)
