"""Orders that staff prepares: the same totals as the checkout's, paid once, held while they can be paid (F084)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, func, select

from emporium.db import transaction
from emporium.errors import Conflict, Expired, Invalid, NotFound, OutOfStock, QuoteChanged, Refused
from emporium.providers.payments import Outcome, OutcomeStatus
from emporium.services import carts, catalogue, checkout, drafts, inventory, notifications, payments, promotions, tax
from emporium.services.auth import SYSTEM, Actor
from emporium.services.drafts import DraftState
from emporium.services.promotions import PromotionDraft
from emporium.services.tax.zones import Zone
from emporium.settings import get_settings
from models.accounts import User
from models.carts import Cart, Checkout
from models.enums import AttemptStatus, Face, OrderStatus, PromotionKind, PurchaseStatus, StoreRole
from models.inventory import StockLevel
from models.notifications import Delivery
from models.orders import Order, OrderLine, Purchase
from models.outbox import OutboxEvent
from models.payments import PaymentAttempt
from models.promotions import Promotion, PromotionUse
from tests.factories import ADDRESS, Shop, guest, read

MAIL = "ana@example.com"


class Desk:
    """Somebody of a store at the telephone."""

    def __init__(self, shop: Shop, store, role: StoreRole = StoreRole.OWNER) -> None:
        self.shop, self.store, self.actor = shop, store, shop.owner(store, role)
        with transaction() as session:
            self.number = drafts.create_draft(session, actor=self.actor, store_id=store).number

    def do(self, what, actor=None, **more):
        with transaction() as session:
            return what(session, actor=actor or self.actor, store_id=self.store, number=self.number, **more)

    def fill(self, *variants, quantity: int = 1, address=ADDRESS, email: str = MAIL) -> Desk:
        self.do(drafts.set_customer, email=email, address=address)
        for variant in variants:
            self.do(drafts.add_item, variant_id=variant, quantity=quantity)
        return self

    def detail(self):
        return self.do(drafts.read_draft)

    def send(self) -> str:
        return self.do(drafts.send_draft).token

    def place(self, method: str):
        return drafts.place_draft(transaction, actor=self.actor, store_id=self.store, number=self.number, method=method)


def pay(token: str, method: str = "sandbox_success", version: int | None = None, submission: str = "one"):
    """The customer's way: the link's basket through the ordinary placing."""
    with transaction() as session:
        link = drafts.linked(session, token=token)
        quote = checkout.build_quote(session, checkout=link.found.checkout, cart=link.found.cart)
        basket, checkout_id = link.found.basket, link.found.checkout.id
        seen = version or quote.version
    return checkout.place_order(
        transaction, actor=basket, checkout_id=checkout_id, version=seen, method=method, submission=submission
    )


def reserved(variant) -> int:
    return read(lambda s: s.exec(select(StockLevel.reserved).where(StockLevel.variant_id == variant)).one())


def shopper_quote(shop: Shop, lines, address, codes=()):
    """The same goods in a shopper's own basket."""
    actor = guest()
    with transaction() as session:
        for variant, quantity in lines.items():
            carts.add_line(session, actor=actor, variant_id=variant, quantity=quantity)
        made = checkout.start_checkout(session, actor=actor)
        checkout.set_address(session, actor=actor, checkout_id=made.id, email="ben@example.com", address=address)
        for code in codes:
            checkout.add_code(session, actor=actor, checkout_id=made.id, code=code)
        return checkout.build_quote(session, checkout=made, cart=carts.find_cart(session, actor=actor))


def plain(quote) -> list:
    """Every figure of a quote; keys of lines are the basket's own."""
    return [
        quote.total_minor, quote.tax_minor, quote.discount_minor, quote.added_tax_minor, quote.currency,
        [replace(parcel, lines=[replace(line, key="") for line in parcel.lines]) for parcel in quote.parcels],
    ]  # fmt: skip


@pytest.mark.parametrize("country", ["BE", "NL", "US"])
def test_a_draft_costs_what_the_checkout_says(shop, country):  # F084
    store = shop.store(shipping=490, free_over=9000)
    mug, bowl = shop.variant(store, price=1999), shop.variant(store, price=3333)
    address = {**ADDRESS, "country": country, "postcode": {"BE": "9000", "NL": "1012 AB", "US": "10001"}[country]}
    if country == "US":
        address["region"] = "NY"
    with transaction() as session:
        zone = Zone("US", "NY", "Sales tax", inclusive=False, standard_bp=888, reduced_bp=400, shipping_taxed=True)
        tax.set_zone(session, actor=shop.admin(), zone=zone)
        for name, owner, percent, codes in (("Autumn", None, 500, []), ("Ours", store, 1000, ["OURS10"])):
            promotions.create_promotion(
                session, actor=SYSTEM, store_id=owner, codes=codes,
                draft=PromotionDraft(
                    name=name, kind=PromotionKind.PERCENT, percent_bp=percent, needs_code=bool(codes)
                ),
            )  # fmt: skip
    desk = Desk(shop, store).fill(mug, bowl, quantity=3, address=address)
    desk.do(drafts.add_code, code="ours10")
    mine, theirs = desk.detail().quote, shopper_quote(shop, {mug: 3, bowl: 3}, address, ["OURS10"])
    assert plain(mine) == plain(theirs)
    assert mine.discount_minor and bool(mine.added_tax_minor) == (country == "US")
    token = desk.send()
    assert pay(token).status is AttemptStatus.CAPTURED
    assert read(lambda s: s.exec(select(Purchase.total_minor)).one()) == theirs.total_minor


def test_a_link_holds_the_goods_is_mailed_and_is_paid_once(shop, redis):  # F084
    store = shop.store()
    mug = shop.variant(store, price=2400, stock=3)
    desk = Desk(shop, store).fill(mug, quantity=2)
    assert (desk.detail().state, reserved(mug)) == (DraftState.SAVED, 0)
    token = desk.send()
    assert (desk.detail().state, reserved(mug)) == (DraftState.SENT, 2)
    assert len(token) >= 40
    with transaction() as session:
        event = session.exec(select(OutboxEvent).where(OutboxEvent.kind == "draft_sent")).one()
        notifications.prepare(session, event=event)
    letter = read(lambda s: s.exec(select(Delivery)).one())
    assert letter.recipient == MAIL and f"/checkout?link={token}" in letter.body_text and "€52.90" in letter.body_text
    placed = [pay(token, submission="a"), pay(token, submission="a")]
    assert placed[0] == placed[1] and placed[0].status is AttemptStatus.CAPTURED
    again = checkout.place_order(
        transaction, actor=drafts.basket_of(token), checkout_id=desk.detail().checkout.id, version=1,
        method="sandbox_success", submission="another click",
    )  # fmt: skip
    assert again.purchase_id == placed[0].purchase_id
    assert read(lambda s: s.exec(select(func.count()).select_from(PaymentAttempt)).one()) == 1
    detail = desk.detail()
    assert detail.state == DraftState.PAID and detail.order_number.startswith(placed[0].number)
    assert read(lambda s: drafts.linked(s, token=token)).over
    with pytest.raises(Conflict, match="ordered already"):
        desk.do(drafts.add_item, variant_id=mug)


def test_a_declined_card_keeps_the_goods_as_long_as_the_link(shop, redis):
    store = shop.store()
    mug = shop.variant(store, stock=1)
    token = Desk(shop, store).fill(mug).send()
    until = read(lambda s: s.exec(select(Purchase.hold_until)).one())
    assert pay(token, "sandbox_decline").status is AttemptStatus.DECLINED
    assert pay(token, "sandbox_decline", submission="two").status is AttemptStatus.DECLINED
    assert read(lambda s: s.exec(select(Purchase.hold_until)).one()) == until
    assert until > datetime.now(UTC) + timedelta(days=2)
    assert pay(token, submission="three").status is AttemptStatus.CAPTURED


def test_an_expired_link_frees_the_goods_and_takes_no_money(shop, redis):
    store = shop.store()
    mug = shop.variant(store, stock=1)
    desk = Desk(shop, store).fill(mug)
    token = desk.send()
    with transaction() as session:
        long_ago = datetime.now(UTC) - timedelta(days=1)
        session.exec(select(Purchase)).one().hold_until = long_ago
        session.exec(select(Checkout)).one().expires_at = long_ago
    assert desk.detail().state == DraftState.EXPIRED
    with transaction() as session:
        inventory.release_expired(session)
        checkout.expire_unpaid(session)
    assert reserved(mug) == 0
    with pytest.raises(Expired):
        pay(token)
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == PurchaseStatus.CANCELLED
    fresh = desk.send()
    assert fresh == token and reserved(mug) == 1, "sent again, the same link lives again"
    assert pay(token).status is AttemptStatus.CAPTURED


def test_a_change_takes_the_link_back_until_it_is_sent_again(shop, redis):
    store = shop.store()
    mug, bowl = shop.variant(store, stock=1), shop.variant(store, stock=5)
    desk = Desk(shop, store).fill(mug)
    token = desk.send()
    desk.do(drafts.add_item, variant_id=bowl)
    assert (reserved(mug), desk.detail().state) == (0, DraftState.SAVED)
    with pytest.raises(NotFound):
        pay(token)
    desk.send()
    assert reserved(mug) == reserved(bowl) == 1
    desk.do(drafts.discard_draft)
    assert reserved(mug) == reserved(bowl) == 0
    for what in (drafts.send_draft, drafts.discard_draft):
        with pytest.raises(Conflict):
            desk.do(what)
    with pytest.raises(NotFound):
        pay(token)


def test_what_changed_since_it_was_sent_is_told_and_asked(shop, redis):  # F042, C08
    store = shop.store()
    mug = shop.variant(store, price=2400)
    desk = Desk(shop, store).fill(mug)
    token = desk.send()
    version = desk.detail().quote.version
    with transaction() as session:
        catalogue.set_price(session, actor=desk.actor, variant_id=mug, price_minor=2600, store_id=store)
    with pytest.raises(QuoteChanged) as changed:
        pay(token, version=version)
    assert "now costs €26.00 instead of €24.00" in changed.value.changes[0]
    with transaction() as session:
        link = drafts.linked(session, token=token)
        checkout.build_quote(session, checkout=link.found.checkout, cart=link.found.cart)
        assert drafts.changed_since_sent(session, link=link) == changed.value.changes
    assert pay(token).status is AttemptStatus.CAPTURED
    assert read(lambda s: s.exec(select(Purchase.total_minor).where(Purchase.status == "paid")).one()) == 2600 + 490


@pytest.mark.parametrize(
    ("asked", "off"), [({"percent_bp": 1500}, 900), ({"amount_minor": 1234}, 1234), ({"amount_minor": 999_999}, 6000)]
)
def test_what_staff_takes_off_is_the_stores_and_frozen(shop, redis, asked, off):
    store = shop.store(shipping=490)
    mug = shop.variant(store, price=3000)
    with transaction() as session:
        promotions.create_promotion(
            session, actor=SYSTEM, store_id=store,
            draft=PromotionDraft(name="Five", kind=PromotionKind.PERCENT, percent_bp=500, needs_code=False),
        )  # fmt: skip
    desk = Desk(shop, store).fill(mug, quantity=2)
    assert desk.detail().quote.discount_minor == 300
    desk.do(drafts.set_discount, reason="A chip in the glaze", **asked)
    quote = desk.detail().quote
    assert (quote.discount_minor, quote.total_minor) == (off, 6000 + 490 - off)
    assert [taken.label for taken in quote.applied.taken] == ["A chip in the glaze"]
    assert shopper_quote(shop, {mug: 2}, ADDRESS).discount_minor == 300, "it is for this draft alone"
    assert [row.promotion.name for row in desk_offers(desk)] == ["Five"]
    placed = pay(desk.send())
    order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())
    assert (order.discount_minor, order.platform_discount_minor) == (off, 0)
    assert read(lambda s: s.exec(select(Promotion.used).where(col(Promotion.checkout_id).is_not(None))).one()) == 1


def desk_offers(desk: Desk):
    return read(lambda s: promotions.list_promotions(s, actor=desk.actor, store_id=desk.store))


def test_a_discount_needs_a_reason_and_can_go_again(shop):
    store = shop.store()
    desk = Desk(shop, store).fill(shop.variant(store, price=3000))
    for wrong, field in (
        ({"percent_bp": 500, "reason": " "}, "reason"),
        ({"percent_bp": 500, "amount_minor": 5, "reason": "x"}, "amount"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as said:
            desk.do(drafts.set_discount, **wrong)
        assert said.value.field == field
    desk.do(drafts.set_discount, percent_bp=500, reason="Regular")
    desk.do(drafts.set_discount, reason="")
    assert desk.detail().quote.discount_minor == 0 and desk.detail().discount is None
    assert read(lambda s: s.exec(select(func.count()).select_from(PromotionUse)).one()) == 0


def test_bank_transfer_waits_for_the_operator(shop, redis, monkeypatch):  # F074
    monkeypatch.setenv("EMPORIUM_BANK_HOLDER", "Emporium BV")
    monkeypatch.setenv("EMPORIUM_BANK_IBAN", "BE71 0961 2345 6769")
    get_settings.cache_clear()
    try:
        store = shop.store()
        mug = shop.variant(store, stock=2)
        desk = Desk(shop, store).fill(mug)
        placed = desk.place("bank_transfer")
        assert (placed.status, reserved(mug), desk.detail().state) == (AttemptStatus.PENDING, 1, DraftState.ORDERED)
        with transaction() as session:
            event = session.exec(select(OutboxEvent).where(OutboxEvent.kind == "draft_ordered")).one()
            notifications.prepare(session, event=event)
        letter = read(lambda s: s.exec(select(Delivery)).one())
        assert "BE71 0961 2345 6769" in letter.body_text and placed.number in letter.body_text
        attempt = read(lambda s: s.exec(select(PaymentAttempt)).one())
        with pytest.raises(Refused):
            payments.transfer_arrived(
                transaction, actor=desk.actor, attempt_id=attempt.id, amount_minor=attempt.amount_minor
            )
        payments.transfer_arrived(
            transaction, actor=shop.admin(), attempt_id=attempt.id, amount_minor=attempt.amount_minor
        )
        assert desk.detail().state == DraftState.PAID
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_cash_at_the_door_is_an_order_at_once(shop, redis, monkeypatch):  # F074
    monkeypatch.setenv("EMPORIUM_CASH_ON_DELIVERY", "1")
    get_settings.cache_clear()
    try:
        store = shop.store()
        desk = Desk(shop, store).fill(shop.variant(store))
        with transaction() as session:
            payments.set_cash_on_delivery(session, actor=desk.actor, store_id=store, allowed=True)
        desk.place("cash")
        assert desk.detail().state == DraftState.PAID
        assert read(lambda s: s.exec(select(Order.status)).one()) == OrderStatus.PAID
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_a_card_is_never_taken_by_staff(shop):
    store = shop.store()
    desk = Desk(shop, store).fill(shop.variant(store))
    with pytest.raises(Invalid):
        desk.place("sandbox_success")


def test_a_draft_is_complete_before_it_is_sent(shop):
    store = shop.store()
    mug = shop.variant(store, stock=1)
    desk = Desk(shop, store)
    for field in ("email", "lines"):
        with pytest.raises(Invalid) as said:
            desk.send()
        assert said.value.field == field
        desk.do(drafts.set_customer, email=MAIL, address={"country": "BE"})
    desk.do(drafts.add_item, variant_id=mug)
    shop.buy(mug)
    with pytest.raises(OutOfStock):
        desk.send()
    with pytest.raises(OutOfStock):
        desk.do(drafts.add_item, variant_id=mug)


def test_lines_are_changed_and_only_the_stores_things_go_in(shop):
    store, other = shop.store(), shop.store("Other")
    mug, foreign = shop.variant(store), shop.variant(other)
    desk = Desk(shop, store).fill(mug)
    with pytest.raises(NotFound):
        desk.do(drafts.add_item, variant_id=foreign)
    (line,) = desk.detail().quote.cart.stores[0].lines
    desk.do(drafts.set_units, units={line.id: 4})
    assert desk.detail().quote.parcels[0].lines[0].quantity == 4
    for wrong in (-1, True, 1.5):
        with pytest.raises(Invalid):
            desk.do(drafts.set_units, units={line.id: wrong})
    desk.do(drafts.set_units, units={line.id: 0})
    assert not desk.detail().quote.parcels


def test_who_may_make_drafts(shop):  # F003, P17
    store, other = shop.store(), shop.store("Other")
    mug = shop.variant(store)
    desk = Desk(shop, store).fill(mug)
    staff = shop.owner(store, StoreRole.STAFF)
    desk.do(drafts.set_note, actor=staff, note="Calls back on Monday")
    desk.do(drafts.add_item, actor=shop.admin(), variant_id=mug)
    assert desk.detail().quote.parcels[0].lines[0].quantity == 2
    with pytest.raises(Refused):
        desk.do(drafts.set_discount, actor=staff, percent_bp=500, reason="A friend")
    for actor, error in (
        (shop.owner(store, StoreRole.FINANCE), Refused), (shop.owner(other), NotFound),
        (Actor(user_id=desk.actor.user_id, face=Face.SHOP), NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            desk.do(drafts.read_draft, actor=actor)
    with transaction() as session, pytest.raises(NotFound):
        drafts.read_draft(session, actor=shop.owner(other), store_id=other, number=desk.number)


def test_nobody_gets_at_a_drafts_basket_by_a_cookie(shop, redis):
    """The customer pays what was made for them; more of it at its price is for the store to give."""
    store = shop.store()
    mug = shop.variant(store)
    desk = Desk(shop, store).fill(mug)
    desk.do(drafts.set_discount, percent_bp=10_000, reason="A gift")
    token = desk.send()
    with transaction() as session:
        assert carts.find_cart(session, actor=Actor(guest_token=token)) is None
        assert session.exec(select(func.count()).select_from(Cart)).one() == 1


def test_a_known_customer_finds_the_order_among_their_own(shop, redis):
    store = shop.store()
    with transaction() as session:
        person = User(email="known@example.com", name="K", email_verified_at=datetime.now(UTC))
        session.add_all([person, User(email="open@example.com", name="O")])
        session.flush()
        known = person.id
    for email, user in (("known@example.com", known), ("open@example.com", None)):
        placed = pay(Desk(shop, store).fill(shop.variant(store), email=email).send())
        assert read(lambda s, p=placed: s.get_one(Purchase, p.purchase_id).user_id) == user


def test_the_list_and_the_search(shop):
    store, other = shop.store(), shop.store("Other")
    mug = shop.variants(store, prices=(100, 200), name="Blue mug")
    made = [Desk(shop, store).fill(mug[0]) for _ in range(3)]
    Desk(shop, other)
    first = read(lambda s: drafts.list_drafts(s, actor=made[0].actor, store_id=store, limit=2))
    rest = read(lambda s: drafts.list_drafts(s, actor=made[0].actor, store_id=store, before=first.next_before, limit=2))
    assert [row.number for row in (*first.rows, *rest.rows)] == [desk.number for desk in reversed(made)]
    assert {row.state for row in first.rows} == {DraftState.SAVED} and first.rows[0].name == "Ana Peeters"
    search = lambda words: read(  # noqa: E731
        lambda s: drafts.find_variants(s, actor=made[0].actor, store_id=store, words=words)
    )
    assert len(search("blue")) == 2 and len(search("-1")) >= 1 and search(" ") == [] and search("%") == []
    copied = made[0].do(drafts.copy_draft)
    made[0].number = copied.number
    assert made[0].detail().quote.parcels[0].lines[0].quantity == 1


def test_a_gift_card_that_is_added_after_a_decline_is_used(shop, redis):  # F061
    from emporium.services import credit

    store = shop.store(shipping=0)
    token = Desk(shop, store).fill(shop.variant(store, price=2000)).send()
    assert pay(token, "sandbox_decline").status is AttemptStatus.DECLINED
    with transaction() as session:
        card = credit.issue_gift_card(session, actor=shop.admin(), amount_minor=500, currency="EUR")
        link = drafts.linked(session, token=token)
        checkout.add_code(session, actor=link.found.basket, checkout_id=link.found.checkout.id, code=card.code)
    assert pay(token, submission="two").status is AttemptStatus.CAPTURED
    charged = read(lambda s: s.exec(select(PaymentAttempt.captured_minor).where(PaymentAttempt.provider == "sandbox")
                                    .where(PaymentAttempt.status == AttemptStatus.CAPTURED)).one())  # fmt: skip
    assert charged == 1500


def test_a_banks_page_that_was_left_keeps_nobody_from_paying(shop, redis):  # P06
    store = shop.store()
    mug = shop.variant(store)
    desk = Desk(shop, store).fill(mug)
    token = desk.send()
    assert pay(token, "sandbox_3ds").status is AttemptStatus.REQUIRES_ACTION
    with pytest.raises(Conflict, match="under way"):
        pay(token, submission="two")
    with pytest.raises(Conflict, match="being paid"):
        desk.do(drafts.add_item, variant_id=mug)
    with transaction() as session:
        left = session.exec(select(PaymentAttempt)).one()
        left.updated_at = datetime.now(UTC) - timedelta(minutes=20)
    assert pay(token, submission="two").status is AttemptStatus.CAPTURED
    late = Outcome(OutcomeStatus.CAPTURED, left.reference, left.amount_minor, left.currency)
    assert checkout.confirm_attempt(transaction, attempt_id=left.id, outcome=late).status is AttemptStatus.SURPLUS
    paid = select(func.count()).select_from(Purchase).where(Purchase.status == PurchaseStatus.PAID)
    assert read(lambda s: s.exec(paid).one()) == 1


def test_an_address_that_is_corrected_after_a_decline_is_the_orders(shop, redis):
    store = shop.store()
    token = Desk(shop, store).fill(shop.variant(store)).send()
    assert pay(token, "sandbox_decline").status is AttemptStatus.DECLINED
    with transaction() as session:
        link = drafts.linked(session, token=token)
        checkout.set_address(
            session, actor=link.found.basket, checkout_id=link.found.checkout.id, email="new@example.com",
            address={**ADDRESS, "line1": "Kouter 1"},
        )  # fmt: skip
    placed = pay(token, submission="two")
    purchase = read(lambda s: s.get_one(Purchase, placed.purchase_id))
    assert (purchase.email, purchase.address["line1"]) == ("new@example.com", "Kouter 1")
    assert read(lambda s: s.exec(select(func.count()).select_from(OrderLine)).one()) == 1
