"""Letters about baskets that were left: to those who agreed, once and once more, never after a purchase (F045)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from sqlmodel import select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import books, carts, checkout, inventory, notifications, promotions, reminders
from emporium.services.auth import SYSTEM, Actor
from emporium.services.promotions import PromotionDraft
from emporium.settings import get_settings
from emporium.web.page import PageRequest
from models.accounts import User
from models.carts import Cart, CartLine, Checkout
from models.enums import CartStatus, Face, PromotionKind
from models.inventory import Location, StockLevel
from models.notifications import Delivery
from models.orders import Purchase
from models.promotions import Promotion
from models.reminders import CartReminder
from storefront.state import basket_back
from tests.factories import Shop, events, guest, in_parallel, read, relay

LATER = timedelta(hours=5)


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    yield made
    assert read(books.check_books) == []


def left(shop: Shop, *variants, actor: Actor | None = None, email: str = "ana@example.com", tick: bool = True):
    """A basket at the checkout, with a tick or without one."""
    actor = actor or guest()
    with transaction() as session:
        for variant in variants or [shop.variant()]:
            carts.add_line(session, actor=actor, variant_id=variant)
        made = checkout.start_checkout(session, actor=actor)
        if tick:
            reminders.allow_reminder(session, actor=actor, checkout_id=made.id, email=email)
        return actor, made.id


def job(after: timedelta = LATER) -> int:
    with transaction() as session:
        return reminders.remind_of_carts(session, now=datetime.now(UTC) + after)


def letters() -> list[Delivery]:
    """What was written, relayed as the relay does."""
    return relay("cart_reminded")


def tokens() -> list[str]:
    return list(read(lambda s: s.exec(select(CartReminder.token).order_by(CartReminder.created_at)).all()))


def units(actor: Actor) -> dict[str, int]:
    """What lies in somebody's basket."""
    cart = read(lambda s: carts.find_cart(s, actor=actor))
    rows = read(lambda s: s.exec(select(CartLine).where(CartLine.cart_id == cart.id)).all()) if cart else []
    return {str(row.variant_id): row.quantity for row in rows}


def put_back(actor: Actor, token: str):
    with transaction() as session:
        return reminders.restore_basket(session, actor=actor, token=token)


def test_one_letter_then_a_second_after_a_day_and_never_more(shop):  # F045
    left(shop)
    assert job(timedelta(hours=1)) == 0, "it is not left yet"
    assert job() == 1 and job() == 0
    assert job(LATER + timedelta(hours=23)) == 0 and job(LATER + timedelta(hours=25)) == 1
    assert job(LATER + timedelta(days=5)) == 0
    first, second = letters()
    assert first.recipient == "ana@example.com" and first.subject == "You left something behind"
    assert "/basket?token=" in first.body_text and "/basket?stop=1&token=" in first.body_text
    assert "Oat mug" in first.body_text and "€24.00" in first.body_text and "last letter" in second.body_text
    assert len(letters()) == 2, "relayed twice, written once"


def test_only_who_agreed(shop):
    left(shop, tick=False)
    assert job() == 0
    with pytest.raises(Invalid):
        left(shop, email="nonsense")
    actor, checkout_id = left(shop, email="bo@example.com")
    with transaction() as session:
        reminders.withdraw_reminder(session, actor=actor, checkout_id=checkout_id)
    assert job() == 0
    with pytest.raises(NotFound), transaction() as session:
        reminders.allow_reminder(session, actor=guest(), checkout_id=checkout_id, email="bo@example.com")


def test_an_account_agrees_once_for_all_its_baskets(shop):
    user = shop.user()
    actor = Actor(user_id=user, face=Face.SHOP)
    with transaction() as session:
        session.get_one(User, user).email_verified_at = datetime.now(UTC)
        carts.add_line(session, actor=actor, variant_id=shop.variant())
    assert job() == 0 and not read(lambda s: reminders.wants_letters(s, actor=actor))
    with transaction() as session:
        reminders.choose_letters(session, actor=actor, wanted=True)
    assert read(lambda s: reminders.wants_letters(s, actor=actor)) and job() == 1
    with transaction() as session:
        reminders.choose_letters(session, actor=actor, wanted=False)
    assert job(LATER + timedelta(hours=25)) == 0 and letters() == [], "the one on its way is stopped too"


def test_it_stops_at_purchase_and_for_an_empty_basket(shop):
    bought, emptied = shop.variant(), shop.variant()
    actor, checkout_id = left(shop, bought)
    other, _ = left(shop, emptied, email="bo@example.com")
    assert job() == 2
    version = shop.ready(actor, {})[1]
    shop.place(actor, checkout_id, version)
    with transaction() as session:
        line = session.exec(select(CartLine.id).where(CartLine.variant_id == emptied)).one()
        carts.remove_line(session, actor=other, line_id=line)
    assert letters() == [] and job(LATER + timedelta(hours=30)) == 0


def test_not_while_a_payment_is_under_way_and_not_to_who_bought_elsewhere(shop):
    mug = shop.variant()
    actor, checkout_id = left(shop, mug)
    shop.place(actor, checkout_id, shop.ready(actor, {})[1], method="sandbox_delay")
    assert read(lambda s: s.exec(select(Purchase.status)).one()) == "awaiting_payment" and job() == 0
    left(shop, mug, email="bo@example.com")
    shopper = guest()
    checkout_id, version = shop.ready(shopper, {mug: 1}, email="bo@example.com")
    shop.place(shopper, checkout_id, version)
    assert job() == 0


def test_two_workers_at_once_write_one_letter(shop):  # C06
    for number in range(4):
        left(shop, email=f"a{number}@example.com")
    done = in_parallel(6, lambda _: job())
    assert sum(done) == 4 and len(tokens()) == 4 and len(letters()) == 4


def test_one_address_hears_of_one_basket_a_week(shop):
    left(shop)
    left(shop)
    assert job() == 1 and job() == 0
    old = timedelta(days=20)
    assert job(old) == 0, "what was left long ago is let be"


def test_the_link_puts_the_basket_back_into_a_present_one(shop):
    mug, cup = shop.variant(stock=3), shop.variant()
    left(shop, mug, mug)
    job()
    (token,) = tokens()
    visitor = guest()
    with transaction() as session:
        carts.add_line(session, actor=visitor, variant_id=mug, quantity=2)
        carts.add_line(session, actor=visitor, variant_id=cup)
    request = PageRequest(actor=visitor, path="/basket", query_string=f"token={token}")
    view = read(lambda s: basket_back.load_basket_back(s, request)).view
    assert [line.quantity for line in view.lines] == ["2"] and not view.over
    assert units(visitor) == {str(mug): 2, str(cup): 1}, "looking decides nothing"
    put_back(visitor, token)
    assert units(visitor) == {str(mug): 3, str(cup): 1}, "no more than there is"
    put_back(visitor, token)
    assert units(visitor) == {str(mug): 3, str(cup): 1}, "twice changes nothing"
    with pytest.raises(Conflict):
        put_back(guest(), token)
    with pytest.raises(NotFound):
        put_back(guest(), "x" * 43)
    assert job(LATER + timedelta(hours=30)) == 0


def test_two_clicks_at_once_put_it_back_once(shop):
    mug = shop.variant()
    left(shop, mug)
    job()
    (token,) = tokens()
    visitor = guest()
    with transaction() as session:
        carts.add_line(session, actor=visitor, variant_id=mug)
    done = in_parallel(4, lambda _: put_back(visitor, token))
    assert units(visitor) == {str(mug): 2} and len(set(done)) == 1


def test_the_own_browser_is_led_to_its_basket_and_an_accounts_to_signing_in(shop):
    actor, _ = left(shop)
    job()
    request = PageRequest(actor=actor, path="/basket", query_string=f"token={tokens()[0]}")
    assert read(lambda s: basket_back.load_basket_back(s, request)).redirect == "/cart"
    person = Actor(user_id=shop.user(), face=Face.SHOP)
    left(shop, actor=person, email="bo@example.com")
    job()
    token = tokens()[-1]
    view = read(lambda s: basket_back.load_basket_back(s, PageRequest(guest(), "/basket", f"token={token}"))).view
    assert view.in_account and view.lines == []
    with pytest.raises(Conflict, match="Sign in"):
        put_back(guest(), token)


def test_stop_really_stops(shop):
    left(shop)
    job()
    (token,) = tokens()
    request = PageRequest(actor=guest(), path="/basket", query_string=f"token={token}&stop=1")
    page = read(lambda s: basket_back.load_basket_back(s, request)).view
    assert page.stopping and not page.said and not read(lambda s: reminders.refused(s, email="ana@example.com"))
    with transaction() as session:
        reminders.stop_reminders(session, actor=guest(), token=token)
    assert read(lambda s: basket_back.load_basket_back(s, request)).view.said
    assert letters() == [] and job(LATER + timedelta(hours=30)) == 0
    left(shop)
    assert job(timedelta(days=9)) == 0, "a tick by whoever types the address does not lift it"
    assert "ana@" not in read(lambda s: str(s.execute(text("SELECT * FROM reminder_refusal")).all()))


def test_one_click_ends_them_and_a_scanner_does_not(shop):  # F045
    left(shop)
    job()
    (letter,) = letters()
    path = urlsplit(letter.stop_url).path
    assert path == f"/letters/stop/basket/{tokens()[0]}"
    client = TestClient(Starlette(routes=gateway.routes()), follow_redirects=False)
    seen = client.get(path)
    assert seen.status_code == 303 and seen.headers["location"] == f"/basket?stop=1&token={tokens()[0]}"
    assert not read(lambda s: reminders.refused(s, email="ana@example.com"))
    form = {"List-Unsubscribe": "One-Click"}
    assert client.post(path, data=form).status_code == client.post(path, data=form).status_code == 200
    assert read(lambda s: reminders.refused(s, email="ana@example.com"))
    assert client.post("/letters/stop/basket/nonsense", data=form).status_code == 404
    assert client.post(f"/letters/stop/orders/{tokens()[0]}", data=form).status_code == 404


def offer(**more) -> None:
    with transaction() as session:
        promotion = promotions.create_promotion(
            session, actor=SYSTEM,
            draft=PromotionDraft(name="Spring", kind=PromotionKind.PERCENT, percent_bp=1000, **more),
        )  # fmt: skip
        promotions.add_code(session, actor=SYSTEM, promotion_id=promotion.id, code="SPRING")


def test_the_code_still_holds_or_the_letter_says_that_it_ended(shop):
    offer()
    for email in ("ana@example.com", "bo@example.com"):
        actor, checkout_id = left(shop, email=email)
        with transaction() as session:
            checkout.add_code(session, actor=actor, checkout_id=checkout_id, code="spring")
    job()
    reminded = events("cart_reminded")
    with transaction() as session:
        notifications.prepare(session, event=reminded[0])
    with transaction() as session:
        session.exec(update(Promotion).values(ends_at=datetime.now(UTC) - timedelta(days=1)))
    with transaction() as session:
        notifications.prepare(session, event=reminded[1])
    first, second = letters()
    assert "Your code SPRING still holds." in first.body_text
    assert "SPRING ended on" in second.body_text and "still holds" not in second.body_text
    visitor = guest()
    put_back(visitor, tokens()[0])
    assert read(lambda s: carts.find_cart(s, actor=visitor)).coupon_codes == ["SPRING"]


def test_what_is_sold_out_is_said_and_a_basket_of_nothing_is_quiet(shop):
    mug, cup = shop.variant(), shop.variant()
    left(shop, mug, cup)
    left(shop, cup, email="bo@example.com")
    job()
    level = read(lambda s: s.exec(select(StockLevel).where(StockLevel.variant_id == cup)).one())
    store = read(lambda s: s.get_one(Location, level.location_id).store_id)
    with transaction() as session:
        inventory.adjust(
            session, actor=shop.owner(store), store_id=store, variant_id=cup, location_id=level.location_id,
            seen=level.on_hand, new=0,
        )  # fmt: skip
    found = letters()
    assert [one.recipient for one in found] == ["ana@example.com"] and "sold out" in found[0].body_text


def test_settings_switch_it_off(shop, monkeypatch):
    left(shop)
    monkeypatch.setattr(get_settings(), "reminder_hours", 0)
    assert job() == 0
    monkeypatch.setattr(get_settings(), "reminder_hours", 4)
    monkeypatch.setattr(get_settings(), "reminder_again_hours", 0)
    assert job() == 1 and job(timedelta(days=3)) == 0


def test_figures_count_a_purchase_once(shop):
    admin, mug = shop.admin(), shop.variant(shop.store(shipping=0))
    left(shop, mug)
    job(timedelta(hours=5))
    with transaction() as session:
        session.execute(text("UPDATE cart_reminder SET created_at = now() - interval '1 hour'"))
        reminders.remind_of_carts(session, now=datetime.now(UTC) + timedelta(hours=30))
        session.execute(text("UPDATE cart_reminder SET created_at = now() - interval '1 hour'"))
    visitor = guest()
    put_back(visitor, tokens()[0])
    checkout_id, version = shop.ready(visitor, {})
    assert read(lambda s: reminders.recovered(s, actor=admin)).purchases == 0
    shop.place(visitor, checkout_id, version)
    found = read(lambda s: reminders.recovered(s, actor=admin))
    assert (found.sent, found.purchases, list(found.paid)) == (2, 1, [("EUR", 2400)])
    shop.buy(mug)
    assert read(lambda s: reminders.recovered(s, actor=admin)).purchases == 1
    with pytest.raises(Refused):
        read(lambda s: reminders.recovered(s, actor=shop.owner(shop.store())))
    assert read(lambda s: s.exec(select(Cart).where(Cart.status == CartStatus.MERGED)).all())
    assert read(lambda s: s.exec(select(Checkout)).all())
