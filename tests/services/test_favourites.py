"""Wishlists, followed stores, searches, and the daily letter about them: for guests too (F030)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium import gateway
from emporium.db import transaction
from emporium.errors import Invalid, NotFound
from emporium.services import catalogue, favourites, privacy
from emporium.services.auth import SYSTEM, Actor
from emporium.services.search import Wanted
from emporium.web.page import PageRequest
from jobs import tasks
from models.accounts import User
from models.catalogue import Product, ProductVariant
from models.enums import ConsentKind, Face, ProductStatus
from models.favourites import NewsSetting, Wishlist, WishlistItem
from models.notifications import Delivery
from storefront.state import saved as saved_page
from tests.factories import Shop, guest, in_parallel, read, relay

DAY = timedelta(hours=25)


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def product_of(variant_id: UUID) -> UUID:
    return read(lambda s: s.get_one(ProductVariant, variant_id).product_id)


def thing(shop: Shop, **more) -> UUID:
    return product_of(shop.variant(**more))


def do(call, actor: Actor, **more):
    with transaction() as session:
        return call(session, actor=actor, **more)


def price(session, variant_id: UUID, price_minor: int) -> None:
    product = session.get_one(Product, session.get_one(ProductVariant, variant_id).product_id)
    catalogue.set_price(
        session, actor=SYSTEM, store_id=product.store_id, variant_id=variant_id, price_minor=price_minor
    )


def kept(actor: Actor) -> dict[str, set[UUID]]:
    return {one.name: {row.id for row in one.rows} for one in read(lambda s: favourites.wishlists(s, actor=actor))}


def person(shop: Shop, *, verified: bool = True) -> Actor:
    user_id = shop.user()
    with transaction() as session:
        session.get_one(User, user_id).email_verified_at = datetime.now(UTC) if verified else None
    return Actor(user_id=user_id, face=Face.SHOP)


def test_a_guest_keeps_things_and_lists(shop):
    ana, mug, bowl = guest(), thing(shop), thing(shop)
    for _ in range(2):
        do(favourites.save_product, ana, product_id=mug)
    gifts = do(favourites.make_list, ana, name="  Gifts   for Bo ")
    do(favourites.save_product, ana, product_id=bowl, list_id=gifts)
    assert kept(ana) == {"": {mug}, "Gifts for Bo": {bowl}}
    assert read(lambda s: favourites.saved_ids(s, actor=ana)) == [bowl, mug], "what was kept last comes first"
    first = next(one.id for one in read(lambda s: favourites.wishlists(s, actor=ana)) if not one.name)
    do(favourites.move_product, ana, product_id=mug, source=first, target=gifts)
    assert kept(ana) == {"": set(), "Gifts for Bo": {mug, bowl}}
    do(favourites.forget_product, ana, product_id=bowl)
    do(favourites.rename_list, ana, list_id=gifts, name="For Bo")
    assert kept(ana) == {"": set(), "For Bo": {mug}}
    do(favourites.delete_list, ana, list_id=gifts)
    assert kept(ana) == {"": set()}


def test_what_is_wrong_is_said(shop):
    ana, bo, mug = guest(), guest(), thing(shop)
    gifts = do(favourites.make_list, ana, name="Gifts")
    for name, words in (("Gifts", "called Gifts"), ("  ", "a name"), ("x" * 61, "60 letters")):
        with pytest.raises(Invalid, match=words):
            do(favourites.make_list, ana, name=name)
    do(favourites.save_product, ana, product_id=mug)
    first = next(one.id for one in read(lambda s: favourites.wishlists(s, actor=ana)) if not one.name)
    with pytest.raises(Invalid, match="keeps its name"):
        do(favourites.rename_list, ana, list_id=first, name="Other")
    for call, more in (
        (favourites.save_product, {"product_id": mug, "list_id": gifts}),
        (favourites.delete_list, {"list_id": gifts}),
        (favourites.share_list, {"list_id": gifts, "shared": True}),
        (favourites.move_product, {"product_id": mug, "source": first, "target": gifts}),
    ):
        with pytest.raises(NotFound):
            do(call, bo, **more)
    with pytest.raises(NotFound):
        do(favourites.save_product, ana, product_id=uuid4())
    with transaction() as session:
        session.execute(update(Product).where(Product.id == mug).values(status=ProductStatus.DRAFT))
    with pytest.raises(NotFound):
        do(favourites.save_product, bo, product_id=mug)
    assert [one.gone for one in read(lambda s: favourites.wishlists(s, actor=ana))] == [1, 0]
    with pytest.raises(Invalid, match="cookie"):
        do(favourites.save_product, Actor(), product_id=thing(shop))


def test_signing_in_brings_everything_once(shop):  # F030, P25
    mug, bowl, jar = thing(shop), thing(shop), thing(shop)
    here, mine = guest(), person(shop)
    do(favourites.save_product, mine, product_id=mug)
    do(favourites.save_product, here, product_id=mug)
    do(favourites.save_product, here, product_id=bowl)
    gifts = do(favourites.make_list, here, name="Gifts")
    do(favourites.save_product, here, product_id=jar, list_id=gifts)
    token = do(favourites.share_list, here, list_id=gifts, shared=True)
    store = shop.store("Oske")
    for actor in (here, mine):
        do(favourites.follow_store, actor, store_id=store)
    do(favourites.save_search, here, title="Mugs", path="/search", query="q=mug", wanted=Wanted(words="mug"))

    def merge(_number: int) -> None:
        with transaction() as session:
            favourites.merge_favourites(session, guest_token=str(here.guest_token), user_id=mine.user_id)

    assert in_parallel(4, merge) == [None] * 4
    assert kept(mine) == {"": {mug, bowl}, "Gifts": {jar}}
    assert read(lambda s: favourites.followed_ids(s, actor=mine)) == [store]
    assert [one.address for one in read(lambda s: favourites.saved_searches(s, actor=mine))] == ["/search?q=mug"]
    assert kept(here) == {} and read(lambda s: favourites.saved_searches(s, actor=here)) == []
    with pytest.raises(NotFound):
        read(lambda s: favourites.shared_list(s, token=token))


def test_a_heart_pressed_in_many_tabs_is_one(shop):
    ana, mug = guest(), thing(shop)
    assert in_parallel(8, lambda _: do(favourites.save_product, ana, product_id=mug)) == [None] * 8
    assert read(lambda s: s.execute(text("SELECT count(*) FROM wishlist")).scalar_one()) == 1
    assert kept(ana) == {"": {mug}}


def test_a_shared_list_until_it_is_private_again(shop):
    mine, mug = person(shop), thing(shop)
    do(favourites.save_product, mine, product_id=mug)
    (only,) = read(lambda s: favourites.wishlists(s, actor=mine))
    token = do(favourites.share_list, mine, list_id=only.id, shared=True)
    assert token == do(favourites.share_list, mine, list_id=only.id, shared=True) and len(token) > 20
    request = PageRequest(guest(), f"/list/{token}", params={"token": token})
    page = read(lambda s: saved_page.load_shared(s, request))
    assert page.seo.noindex and page.view.line == "A list of Ana, 1 thing" and len(page.view.cards) == 1
    do(favourites.share_list, mine, list_id=only.id, shared=False)
    with pytest.raises(NotFound):
        read(lambda s: saved_page.load_shared(s, request))
    assert do(favourites.share_list, mine, list_id=only.id, shared=True) != token, "the old link stays dead"


def test_searches_are_known_by_what_they_look_for(shop):
    ana = guest()
    for query in ("q=mug&sort=newest", "sort=newest&q=mug", "sort=newest&q=mug&cursor=abc"):
        do(favourites.save_search, ana, title="Mugs", path="/search", query=query, wanted=Wanted(words="mug"))
    (only,) = read(lambda s: favourites.saved_searches(s, actor=ana))
    assert only.address == "/search?q=mug&sort=newest"
    for path in ("/admin", "//elsewhere.example", "/cart"):
        with pytest.raises(Invalid):
            do(favourites.save_search, ana, title="x", path=path, query="", wanted=Wanted())
    do(favourites.forget_search, guest(), search_id=only.id)
    assert len(read(lambda s: favourites.saved_searches(s, actor=ana))) == 1, "not somebody else's"
    do(favourites.forget_search, ana, search_id=only.id)
    assert read(lambda s: favourites.saved_searches(s, actor=ana)) == []


def letters() -> list[Delivery]:
    return relay("favourites_news")


def tell(after: timedelta = DAY) -> int:
    with transaction() as session:
        return favourites.tell_news(session, now=datetime.now(UTC) + after)


def test_one_letter_a_day_about_all_of_it(shop):
    store = shop.store("Oske")
    mug, jar, gone = shop.variant(store, price=2400), shop.variant(store, stock=0), thing(shop)
    mine = person(shop)
    for product_id in (product_of(mug), product_of(jar), gone):
        do(favourites.save_product, mine, product_id=product_id)
    do(favourites.follow_store, mine, store_id=store)
    do(favourites.save_search, mine, title="Lamps", path="/search", query="q=lamp", wanted=Wanted(words="lamp"))
    assert tell() == 0, "nobody asked for letters"
    do(favourites.choose_news, mine, wanted=True)
    assert tell(timedelta(hours=2)) == 0 and tell() == 0, "there is no news"
    with transaction() as session:
        session.execute(update(NewsSetting).values(told_at=datetime.now(UTC) - timedelta(hours=2)))
        price(session, mug, 1900)
        session.execute(update(Product).where(Product.id == product_of(jar)).values(available_total=3))
    lamp = thing(shop)
    with transaction() as session:
        session.execute(update(Product).where(Product.id == lamp).values(name="Bell lamp"))
    assert in_parallel(4, lambda _: tell()).count(1) == 1, "two workers tell once"
    (letter,) = letters()
    assert "€19.00, was €24.00" in letter.body_text and "There again" in letter.body_text
    assert "New in stores you follow" in letter.body_text, "the jar and the mug are new there"
    assert "Lamps" in letter.body_text and "one new product" in letter.body_text
    assert tell(DAY + timedelta(hours=3)) == 0 and tell(2 * DAY) == 0, "told once"
    assert len(letters()) == 1

    path = urlsplit(letter.stop_url).path
    client = TestClient(Starlette(routes=gateway.routes()), follow_redirects=False)
    assert client.get(path).headers["location"].startswith("/saved?stop=")
    assert read(lambda s: favourites.wants_news(s, actor=mine))
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not read(lambda s: favourites.wants_news(s, actor=mine))


def test_no_letter_to_an_address_that_is_not_proved_or_that_stopped(shop):
    mug = shop.variant(price=2400)
    for verified in (False, True):
        mine = person(shop, verified=verified)
        do(favourites.save_product, mine, product_id=product_of(mug))
        do(favourites.choose_news, mine, wanted=True)
    with transaction() as session:
        price(session, mug, 1900)
    assert tell() == 1
    do(favourites.choose_news, mine, wanted=False)
    assert letters() == []
    said = read(lambda s: privacy.consents(s, actor=mine))
    assert [(one.kind, one.given) for one in said] == [(ConsentKind.NEWS, False), (ConsentKind.NEWS, True)]  # F154


def test_what_guests_kept_long_ago_is_forgotten(shop):
    ana, mine, mug = guest(), person(shop), thing(shop)
    for actor in (ana, mine):
        do(favourites.save_product, actor, product_id=mug)
    with transaction() as session:
        session.execute(update(Wishlist).values(created_at=datetime.now(UTC) - timedelta(days=200)))
    tasks.prune()
    assert kept(ana) == {} and kept(mine) == {"": {mug}}
    assert len(read(lambda s: s.exec(select(WishlistItem)).all())) == 1


def test_the_page_shows_lists_stores_searches(shop):
    mine = person(shop)
    mug, store = shop.variant(price=2400), shop.store("Oske")
    do(favourites.save_product, mine, product_id=product_of(mug))
    gifts = do(favourites.make_list, mine, name="Gifts")
    do(favourites.follow_store, mine, store_id=store)
    with transaction() as session:
        price(session, mug, 2000)
    view = read(lambda s: saved_page.load_saved(s, PageRequest(mine, "/saved"))).view
    (one,) = view.things
    assert one.note == "€4.00 less than when you kept it" and one.variant_id == str(mug)
    assert [(tab.text, tab.count, tab.current) for tab in view.lists] == [("Saved", "1", True), ("Gifts", "0", False)]
    assert [row.card.store.name for row in view.stores] == ["Oske"] and view.first and not view.news
    second = read(lambda s: saved_page.load_saved(s, PageRequest(mine, "/saved", f"list={gifts}"))).view
    assert second.nothing and second.name == "Gifts" and not second.first
    assert [other.text for other in second.others] == ["Saved"]
    others = read(lambda s: saved_page.load_saved(s, PageRequest(guest(), "/saved", f"list={gifts}"))).view
    assert others.nothing and others.lists == [] and not others.signed_in
