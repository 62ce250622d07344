"""Changes of placed orders: looked at, then exactly that; the books hold through all of them (F081)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, func, select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, OutOfStock, Refused
from emporium.providers.payments import Outcome, OutcomeStatus
from emporium.services import (
    books,
    catalogue,
    checkout,
    documents,
    drafts,
    edits,
    inventory,
    notifications,
    orders,
    payments,
    promotions,
    refunds,
    tax,
)
from emporium.services.auth import SYSTEM
from emporium.services.edits import EditAsk, EditChanged, OtherTerms
from emporium.services.promotions import PromotionDraft
from emporium.services.refunds import RefundAsk
from emporium.services.tax.zones import Zone
from emporium.settings import get_settings
from models.commissions import CommissionRule
from models.drafts import OrderEdit
from models.enums import (
    AttemptStatus,
    EditStatus,
    OrderStatus,
    PromotionKind,
    PurchaseStatus,
    StoreRole,
)
from models.inventory import StockLevel
from models.notifications import Delivery
from models.orders import Document, Order, Purchase
from models.outbox import OutboxEvent
from models.payments import PaymentAttempt, Refund
from tests.factories import ADDRESS, Shop, read
from tests.money.test_drafts import pay
from tests.money.test_refunds import Sold, owed

WHY = "You asked for it by telephone"


class Editing(Sold):
    """A paid order and somebody who changes it."""

    def look(self, ask: EditAsk, actor=None, reason: str = WHY) -> OrderEdit:
        with transaction() as session:
            return edits.preview_edit(
                session, actor=actor or self.owner, store_id=self.store, number=self.number, ask=ask, reason=reason
            )

    def make(self, edit: OrderEdit, actor=None, seen: str = "") -> OrderEdit:
        with transaction() as session:
            return edits.commit_edit(
                session, actor=actor or self.owner, store_id=self.store, number=self.number, edit_id=edit.id,
                seen=seen or edit.hash,
            )  # fmt: skip

    def change(self, ask: EditAsk) -> OrderEdit:
        return self.make(self.look(ask))

    def drop(self, edit: OrderEdit) -> None:
        with transaction() as session:
            edits.drop_edit(session, actor=self.owner, store_id=self.store, number=self.number, edit_id=edit.id)

    def edit(self) -> OrderEdit:
        mine = select(OrderEdit).where(OrderEdit.order_id == self.order().id)
        return read(lambda s: s.exec(mine.order_by(col(OrderEdit.number).desc())).first())

    def link(self) -> str:
        return read(lambda s: edits.edits_of(s, order_ids=[self.order().id]))[self.order().id][-1].token

    def added(self) -> Order:
        return read(lambda s: s.exec(select(Order).where(Order.extends_id == self.order().id)).one())


def reserved(variant) -> int:
    return read(lambda s: s.exec(select(StockLevel.reserved).where(StockLevel.variant_id == variant)).one())


def long_over(edit: OrderEdit) -> None:
    """The time to pay has passed."""
    with transaction() as session:
        then = datetime.now(UTC) - timedelta(minutes=5)
        session.get_one(OrderEdit, edit.id).expires_at = then
        session.exec(select(Purchase).where(Purchase.checkout_id == edit.checkout_id)).one().hold_until = then


def off(shop: Shop, store, percent_bp: int) -> None:
    with transaction() as session:
        promotions.create_promotion(
            session, actor=SYSTEM, store_id=store,
            draft=PromotionDraft(
                name="Off", kind=PromotionKind.PERCENT, percent_bp=percent_bp, needs_code=False,
                thresholds={"EUR": 9000},
            ),
        )  # fmt: skip


def test_the_discount_of_what_is_taken_out_is_taken_back_and_spread_on_nothing(shop, redis):  # F081, P11
    store = shop.store(shipping=490)
    mug, bowl = shop.variant(store, price=3333, stock=9), shop.variant(store, price=1999, stock=9)
    off(shop, store, 1000)
    sold = Editing(shop, store, mug, bowl, quantity=3)
    first, second = sold.lines()
    frozen = {line.id: (line.discount_minor, line.total_minor, line.tax_minor) for line in sold.lines()}
    assert sold.order().discount_minor > 0, "the whole basket had earned it"
    edit = sold.look(EditAsk({first.id: 1}))
    (row,) = edit.content["out"]
    assert row["units"] == 2 and row["discount_minor"] == refunds.step(first.discount_minor, done=0, units=2, of=3)
    assert edit.refund_minor == refunds.step(first.total_minor, done=0, units=2, of=3)
    before = owed(store)
    made = sold.make(edit)
    assert (made.status, made.refund_minor) == (EditStatus.APPLIED, edit.refund_minor)
    assert {line.id: (line.discount_minor, line.total_minor, line.tax_minor) for line in sold.lines()} == frozen
    assert sold.share().refunded_minor == edit.refund_minor and owed(store) < before
    assert (reserved(mug), reserved(bowl)) == (1, 3)
    assert sold.order().status == OrderStatus.PAID and second.id in frozen
    with pytest.raises(Conflict, match="made already"):
        sold.make(edit)


def test_what_is_added_is_paid_by_a_link_at_todays_terms(shop, redis):
    store = shop.store(shipping=490)
    mug, bowl = shop.variant(store, price=2000, stock=5), shop.variant(store, price=1500, stock=2)
    sold = Editing(shop, store, mug)
    (line,) = sold.lines()
    with transaction() as session:
        catalogue.set_price(session, actor=sold.owner, store_id=store, variant_id=mug, price_minor=2500)
        session.exec(select(CommissionRule)).one().rate_bp = 2000
    edit = sold.look(EditAsk({line.id: 2}, {bowl: 2}))
    assert (edit.added_minor, edit.refund_minor) == (2500 + 2 * 1500, 0), "no delivery: it goes in the same parcel"
    assert reserved(bowl) == 0, "looking holds nothing"
    edit = sold.make(edit)
    assert edit.status == EditStatus.WAITING and reserved(bowl) == 2 and reserved(mug) == 2
    with pytest.raises(Conflict, match="waits for its payment"):
        sold.ship()
    with pytest.raises(Conflict, match="waits for its payment"):
        sold.refund(RefundAsk({line.id: 1}))
    with pytest.raises(Conflict, match="waits for its payment"):
        sold.cancel({line.id: 1})
    with pytest.raises(Conflict, match="waits for its payment"):
        sold.look(EditAsk({line.id: 3}))
    assert pay(sold.link()).status is AttemptStatus.CAPTURED
    assert sold.edit().status == EditStatus.APPLIED
    added = sold.added()
    assert (added.total_minor, added.shipping_minor, added.status) == (5500, 0, OrderStatus.PAID)
    assert added.commission_minor > 5500 * 1250 // 12100, "commission of today"
    assert sold.order().total_minor == 2000 + 490, "the order itself is as it was sold"
    with transaction() as session:
        (extra,) = edits.additions_to(session, order_ids=[sold.order().id])[sold.order().id]
        assert (extra.number, extra.total_minor) == (added.number, 5500)
        theirs = documents.invoice
        orders.ship_order(session, actor=sold.owner, store_id=store, number=added.number, carrier="Other")
        assert theirs(session, actor=SYSTEM, order_id=added.id).content["reference"]
    sold.ship()


def test_a_change_both_ways_waits_for_its_payment_and_is_made_at_once(shop, redis):
    store = shop.store(shipping=490)
    mug, bowl, jug = (shop.variant(store, price=price, stock=5) for price in (2000, 1500, 3100))
    sold = Editing(shop, store, mug, bowl, quantity=2)
    first, second = sold.lines()
    edit = sold.change(EditAsk({first.id: 0}, {jug: 1}))
    assert (edit.refund_minor, edit.added_minor, sold.share().refunded_minor) == (4000, 3100, 0)
    assert reserved(mug) == 2, "nothing is taken out before it is paid"
    pay(sold.link())
    assert sold.share().refunded_minor == 4000 and (reserved(mug), reserved(jug)) == (0, 1)
    assert sold.edit().status == EditStatus.APPLIED and not sold.edit().problem
    assert second.id in {line.id for line in sold.lines()}


def test_an_unpaid_change_is_dropped_and_late_money_goes_back(shop, redis):
    store = shop.store()
    mug, jug = shop.variant(store, stock=5), shop.variant(store, price=3100, stock=1)
    sold = Editing(shop, store, mug, quantity=2)
    (line,) = sold.lines()
    edit = sold.change(EditAsk({line.id: 1}, {jug: 1}))
    token = sold.link()
    slow = pay(token, "sandbox_delay")
    assert slow.status is AttemptStatus.PENDING
    with pytest.raises(Conflict, match="being paid"):
        sold.drop(edit)
    long_over(edit)
    assert edits.expire_edits(transaction) == 1 and edits.expire_edits(transaction) == 0
    assert reserved(jug) == 0 and sold.edit().status == EditStatus.EXPIRED
    attempt = read(lambda s: s.exec(select(PaymentAttempt).order_by(col(PaymentAttempt.id).desc())).first())
    late = Outcome(OutcomeStatus.CAPTURED, attempt.reference, attempt.amount_minor, attempt.currency)
    answer = checkout.confirm_attempt(transaction, attempt_id=attempt.id, outcome=late)
    assert answer.status is AttemptStatus.SURPLUS
    after = read(lambda s: s.get_one(PaymentAttempt, attempt.id))
    assert after.status == AttemptStatus.SURPLUS and after.surplus_refund, "either the goods or the money"
    assert "change was given up" in after.decline_message
    assert reserved(mug) == 2 and sold.order().status == OrderStatus.PAID
    with pytest.raises(NotFound):
        pay(token)
    sold.ship()


def test_a_store_drops_a_change_and_makes_another(shop, redis):
    store = shop.store()
    mug, jug = shop.variant(store, stock=5), shop.variant(store, price=3100, stock=1)
    sold = Editing(shop, store, mug)
    edit = sold.change(EditAsk(add={jug: 1}))
    token = sold.link()
    sold.drop(edit)
    with pytest.raises(Conflict):
        sold.drop(edit)
    assert reserved(jug) == 0
    with pytest.raises(NotFound):
        pay(token)
    sold.change(EditAsk(add={jug: 1}))
    assert pay(sold.link()).status is AttemptStatus.CAPTURED


def test_a_stale_look_is_refused_with_what_changed(shop, redis):
    store = shop.store()
    mug, jug = shop.variant(store, price=2000, stock=9), shop.variant(store, price=3100, stock=9)
    sold = Editing(shop, store, mug, quantity=3)
    (line,) = sold.lines()
    edit, dearer = sold.look(EditAsk({line.id: 1})), sold.look(EditAsk(add={jug: 1}))
    with pytest.raises(EditChanged):
        sold.make(edit, seen="something else")
    sold.refund(RefundAsk({line.id: 1}))
    with pytest.raises(EditChanged) as changed:
        sold.make(edit)
    assert "€20.00 was given back already." in changed.value.changes[0]
    with transaction() as session:
        catalogue.set_price(session, actor=sold.owner, store_id=store, variant_id=jug, price_minor=3300)
    with pytest.raises(EditChanged) as changed:
        sold.make(dearer)
    assert any("now costs €33.00 instead of €31.00" in said for said in changed.value.changes)
    assert reserved(jug) == 0
    sold.ship()
    with pytest.raises(Conflict):
        sold.make(edit)


def test_a_refunded_unit_is_taken_out_without_paying_twice(shop, redis):
    store = shop.store(shipping=0)
    sold = Editing(shop, store, shop.variant(store, price=1000), shop.variant(store, price=500), quantity=2)
    first, _second = sold.lines()
    sold.refund(RefundAsk({first.id: 2}))
    edit = sold.change(EditAsk({first.id: 0}))
    assert (edit.refund_minor, edit.status) == (0, EditStatus.APPLIED)
    assert sold.share().refunded_minor == 2000


def test_what_cannot_be_is_said(shop, redis):
    store, other = shop.store(), shop.store("Other")
    mug, foreign, gone = shop.variant(store, stock=9), shop.variant(other), shop.variant(store, stock=0)
    sold = Editing(shop, store, mug, quantity=2)
    (line,) = sold.lines()
    for ask, error in (
        (EditAsk({line.id: 0}), Invalid), (EditAsk({line.id: 2}), Invalid), (EditAsk({line.id: -1}), Invalid),
        (EditAsk({line.id: True}), Invalid), (EditAsk({sold.order().id: 1}), NotFound), (EditAsk({}), Invalid),
        (EditAsk(add={foreign: 1}), NotFound), (EditAsk(add={gone: 1}), OutOfStock), (EditAsk(add={mug: -1}), Invalid),
        (EditAsk(address={"country": "BE"}), Invalid),
    ):  # fmt: skip
        with pytest.raises(error):
            sold.look(ask)
    with pytest.raises(Invalid):
        sold.look(EditAsk({line.id: 1}), reason=" ")
    sold.ship([orders.ParcelLine(line.id, 1)])
    with pytest.raises(Invalid, match="at least 1 that left"):
        sold.look(EditAsk({line.id: 0}))
    assert sold.change(EditAsk({line.id: 1})).refund_minor == 2400


def test_an_address_is_changed_where_nothing_of_the_price_is(shop, redis):
    store = shop.store()
    mug, jug = shop.variant(store, stock=9), shop.variant(store, price=3100, stock=9)
    sold = Editing(shop, store, mug, also=(shop.variant(shop.store("Other")),))
    new = {**ADDRESS, "line1": "Kouter 1", "city": "Antwerp", "postcode": "2000"}
    assert sold.change(EditAsk(address=new)).status == EditStatus.APPLIED
    view = read(lambda s: orders.store_order(s, actor=sold.owner, store_id=store, number=sold.number))
    assert view.address["line1"] == "Kouter 1"
    assert read(lambda s: s.exec(select(Purchase.address)).one())["line1"] == "Veldstraat 12", "the other store's part"
    with pytest.raises(Invalid, match="Nothing is changed"):
        sold.look(EditAsk(address=new))
    with pytest.raises(OtherTerms, match="VAT 19% instead of VAT 21%"):
        sold.look(EditAsk(address={**ADDRESS, "country": "DE", "postcode": "10115"}))
    sold.change(EditAsk(add={jug: 1}))
    pay(sold.link())
    added = sold.added()
    assert read(lambda s: s.get_one(Purchase, added.purchase_id)).address["line1"] == "Kouter 1"
    extra = Editing.__new__(Editing)
    extra.store, extra.owner, extra.number = store, sold.owner, added.number
    with pytest.raises(Invalid, match="Add to that one"):
        extra.look(EditAsk(add={jug: 1}))
    with pytest.raises(Conflict, match="Change the address of that one"):
        extra.look(EditAsk(address=ADDRESS))
    sold.change(EditAsk(address=ADDRESS))
    assert sold.added().address["line1"] == "Veldstraat 12", "what was added goes with it"
    sold.ship()
    with pytest.raises(Conflict):
        sold.look(EditAsk(address=new))


def test_tax_on_top_is_worked_out_for_what_is_added(shop, redis):  # F047
    store = shop.store(shipping=1000)
    with transaction() as session:
        zone = Zone("US", "NY", "Sales tax", inclusive=False, standard_bp=888, reduced_bp=0, shipping_taxed=True)
        tax.set_zone(session, actor=shop.admin(), zone=zone)
    jug = shop.variant(store, price=3100, stock=9)
    token_desk = drafts_of(shop, store, shop.variant(store, price=2000))
    sold = Editing.__new__(Editing)
    sold.store, sold.owner, sold.number = store, shop.owner(store), token_desk
    edit = sold.change(EditAsk(add={jug: 2}))
    assert edit.added_minor == 6200 + 551, "8.88 % of the goods; no delivery, no tax on one"
    pay(sold.link())
    assert sold.added().tax_added_minor == 551


def drafts_of(shop: Shop, store, variant) -> str:
    """An order to New York; its number."""
    from tests.money.test_drafts import Desk

    address = {**ADDRESS, "country": "US", "postcode": "10001", "region": "NY"}
    placed = pay(Desk(shop, store).fill(variant, address=address).send())
    return read(lambda s: s.exec(select(Order.number).where(Order.purchase_id == placed.purchase_id)).one())


def test_held_money_is_let_go_and_held_anew(shop, redis, monkeypatch):  # F067
    monkeypatch.setenv("EMPORIUM_CAPTURE", "on_shipment")
    get_settings.cache_clear()
    try:
        store = shop.store(shipping=490)
        mug, jug = shop.variant(store, price=2000, stock=5), shop.variant(store, price=3100, stock=5)
        sold = Editing(shop, store, mug, quantity=2)
        (line,) = sold.lines()
        edit = sold.change(EditAsk({line.id: 1}, {jug: 1}))
        assert pay(sold.link()).status is AttemptStatus.AUTHORISED, "the addition is held as the order is"
        share = sold.share()
        assert (share.released_minor, share.captured_minor, edit.refund_minor) == (2000, 0, 2000)
        sold.ship()
        assert payments.capture_order(transaction, order_id=sold.order().id) == 2000 + 490
        with transaction() as session:
            orders.ship_order(session, actor=sold.owner, store_id=store, number=sold.added().number, carrier="Other")
        assert payments.capture_order(transaction, order_id=sold.added().id) == 3100
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_an_invoiced_part_gets_its_credit_note(shop, redis):
    store = shop.store(shipping=0)
    sold = Editing(shop, store, shop.variant(store, price=1210, stock=9), quantity=3)
    (line,) = sold.lines()
    sold.ship([orders.ParcelLine(line.id, 1)])
    with transaction() as session:
        documents.invoice(session, actor=SYSTEM, order_id=sold.order().id)
    sold.change(EditAsk({line.id: 2}))
    refund = read(lambda s: s.exec(select(Refund)).one())
    refunds.send_refund(transaction, refund_id=refund.id)
    with transaction() as session:
        assert documents.credit_note(session, actor=SYSTEM, refund_id=refund.id) is not None
    kinds = read(lambda s: s.exec(select(Document.kind)).all())
    assert "credit_note" in kinds


def test_what_is_free_is_added_at_once(shop, redis):
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store))
    gift = shop.variant(store, price=0, stock=3)
    edit = sold.change(EditAsk(add={gift: 1}))
    assert sold.edit().status == EditStatus.APPLIED and edit.added_minor == 0 and reserved(gift) == 1


def test_what_cannot_be_taken_out_any_more_does_not_cost_the_payment(shop, redis, monkeypatch):
    store = shop.store()
    mug, jug = shop.variant(store, stock=5), shop.variant(store, price=3100, stock=5)
    sold = Editing(shop, store, mug, quantity=2)
    (line,) = sold.lines()
    sold.change(EditAsk({line.id: 1}, {jug: 1}))

    def cannot(*_args, **_more):
        raise Conflict("The bank keeps this money for now.")

    monkeypatch.setattr(refunds, "cancel_lines", cannot)
    assert pay(sold.link()).status is AttemptStatus.CAPTURED
    edit = sold.edit()
    assert (edit.status, edit.problem) == (EditStatus.APPLIED, "The bank keeps this money for now.")
    assert sold.added().status == OrderStatus.PAID and sold.share().refunded_minor == 0


def test_letters_tell_both_sides(shop, redis):
    store = shop.store()
    mug, jug = shop.variant(store, stock=5), shop.variant(store, price=3100, stock=5)
    sold = Editing(shop, store, mug, quantity=3)
    (line,) = sold.lines()
    sold.change(EditAsk({line.id: 2}))
    waiting = sold.change(EditAsk({line.id: 1}, {jug: 1}))
    happened = select(OutboxEvent).where(col(OutboxEvent.kind).like("%edit%")).order_by(col(OutboxEvent.id))
    with transaction() as session:
        for event in session.exec(happened).all():
            notifications.prepare(session, event=event)
    letters = read(lambda s: s.exec(select(Delivery).order_by(col(Delivery.id))).all())
    assert [letter.kind for letter in letters] == ["order_edited", "edit_waiting"]
    assert "€24.00 goes back to you" in letters[0].body_text and WHY in letters[0].body_text
    assert f"/checkout?link={sold.link()}" in letters[1].body_text and "€31.00" in letters[1].body_text
    long_over(waiting)
    edits.expire_edits(transaction)
    with transaction() as session:
        event = session.exec(select(OutboxEvent).where(OutboxEvent.kind == "edit_dropped")).one()
        assert len(notifications.prepare(session, event=event)) == 2


def test_who_may_change_orders(shop, redis):  # F003, P17
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store), quantity=2)
    (line,) = sold.lines()
    ask = EditAsk({line.id: 1})
    for actor, error in (
        (shop.owner(store, StoreRole.STAFF), Refused), (shop.owner(shop.store("Other")), NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            sold.look(ask, actor=actor)
        with pytest.raises(error):
            sold.make(sold.look(ask), actor=actor)
    admin = shop.admin()
    made = sold.make(sold.look(ask, actor=admin), actor=admin)
    assert made.status == EditStatus.APPLIED and made.made_by == admin.user_id
    (seen,) = read(lambda s: edits.edits_of(s, order_ids=[sold.order().id]))[sold.order().id]
    assert (seen.by, seen.reason, seen.refund_minor) == ("Admin", WHY, 2400)


def test_looks_are_forgotten_and_history_is_not(shop, redis):
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store), quantity=3)
    (line,) = sold.lines()
    sold.change(EditAsk({line.id: 2}))
    sold.look(EditAsk({line.id: 1}))
    with transaction() as session:
        for edit in session.exec(select(OrderEdit)).all():
            edit.created_at = datetime.now(UTC) - timedelta(days=2)
    with transaction() as session:
        edits.forget_looks(session)
    assert read(lambda s: s.exec(select(OrderEdit.status)).all()) == [EditStatus.APPLIED]


def test_an_addition_goes_to_the_orders_address_whatever_a_browser_sends(shop, redis):
    store = shop.store()
    sold = Editing(shop, store, shop.variant(store))
    sold.change(EditAsk(add={shop.variant(store): 1}))
    with transaction() as session:
        link = drafts.linked(session, token=sold.link())
        where = {"actor": link.found.basket, "checkout_id": link.found.checkout.id}
        with pytest.raises(Conflict):
            checkout.set_address(session, email="x@example.com", address=ADDRESS, **where)
        with pytest.raises(Conflict):
            checkout.set_country(session, country="DE", **where)
        with pytest.raises(Conflict):
            checkout.choose_delivery(session, store_id=store, method_id=store, **where)
    assert link.extends == sold.number
    with transaction() as session:
        inventory.release_expired(session)
        assert books.check_books(session) == []
    assert read(lambda s: s.exec(select(func.count()).where(Purchase.status == PurchaseStatus.PAID)).one()) == 1
