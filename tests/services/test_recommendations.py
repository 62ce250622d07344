"""What goes with what: alike by rare words, bought together by lift, and only what can be bought (F114, F115, F117)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from emporium.db import transaction
from emporium.errors import Invalid
from emporium.services import carts, recommendations, search
from emporium.services.auth import Actor
from emporium.services.recommendations import Beside
from models.catalogue import Product, ProductVariant
from models.enums import RelationKind
from models.recommendations import ProductRelation, ProductView
from models.stores import Store
from tests.factories import Shop, guest, read
from tests.services.test_facets import product
from tests.services.test_queries import queries


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


def build() -> int:
    search.engine().reindex(transaction)
    return recommendations.rebuild(transaction)


def ident(name: str) -> UUID:
    return read(lambda s: s.exec(select(Product.id).where(Product.name == name)).one())


def variant(name: str) -> UUID:
    wanted = select(ProductVariant.id).where(ProductVariant.product_id == ident(name))
    return read(lambda s: s.exec(wanted).first())


def beside(name: str, actor: Actor | None = None) -> Beside:
    found = ident(name)
    return read(lambda s: recommendations.beside(s, actor=actor or guest(), product_id=found))


def related(name: str, actor: Actor | None = None) -> list[str]:
    return [row.name for row in beside(name, actor).related]


def together(name: str, actor: Actor | None = None) -> list[str]:
    return [row.name for row in beside(name, actor).together]


def test_alike_is_who_shares_rare_words(shop):  # F114
    for number, name in enumerate(("Stoneware teapot", "Stoneware mug", "Brass lamp", "Brass lamp tall", "Oak stool")):
        product(shop, shop.store(f"Store {number}"), name)
    assert build() > 0
    assert related("Stoneware teapot")[0] == "Stoneware mug" and related("Brass lamp")[0] == "Brass lamp tall"
    again = read(lambda s: s.exec(select(ProductRelation)).all())
    assert build() == len(again), "built twice it is the same"


def test_bought_together_counts_purchases_by_lift(shop):  # F115
    first, second = shop.store("First"), shop.store("Second")
    for store, name in ((first, "Teapot"), (second, "Tea"), (first, "Everybody's soap"), (second, "Oak stool")):
        product(shop, store, name, stock=(500,))
    for _ in range(3):
        shop.buy(variant("Teapot"), variant("Tea"), variant("Everybody's soap"))
    shop.buy(variant("Teapot"), variant("Oak stool"))
    for _ in range(6):
        shop.buy(variant("Everybody's soap"))
    build()
    assert together("Teapot")[0] == "Tea", "across stores"
    assert together("Tea")[0] == "Teapot"
    assert "Oak stool" not in together("Teapot"), "once is chance"
    scores = read(
        lambda s: dict(
            s.exec(
                select(Product.name, ProductRelation.score)
                .join(Product, col(Product.id) == col(ProductRelation.other_id))
                .where(ProductRelation.product_id == ident("Teapot"), ProductRelation.kind == RelationKind.TOGETHER)
            ).all()
        )
    )
    assert scores["Tea"] > scores.get("Everybody's soap", 0), "what everybody buys is no sign of taste"


def test_units_are_one_purchase_and_cancelled_ones_none(shop):  # F115
    store = shop.store()
    product(shop, store, "Teapot", stock=(500,))
    product(shop, store, "Tea", stock=(500,))
    shop.buy(variant("Teapot"), variant("Tea"), quantity=5)
    build()
    assert together("Teapot") == []
    shop.buy(variant("Teapot"), variant("Tea"), method="sandbox_3ds")
    build()
    assert together("Teapot") == [], "what was not paid was not bought"


@pytest.fixture
def brass(shop) -> Shop:
    """Five brass lamps of one store and one of another."""
    store, other = shop.store("Lumen"), shop.store("Others")
    for number in range(5):
        product(shop, store, f"Brass lamp {number}")
    product(shop, other, "Brass lamp of others")
    build()
    return shop


def test_of_a_store_two_at_most(brass):  # F117
    found = related("Brass lamp 0")
    assert "Brass lamp of others" in found and sum(name.startswith("Brass lamp ") for name in found) == 3


@pytest.mark.parametrize("change", ["sold out", "paused", "suspended", "restricted", "holiday"])
def test_what_cannot_be_bought_now_is_not_shown(brass, change):  # F117
    assert "Brass lamp of others" in related("Brass lamp 0")
    today = datetime.now(UTC).date()
    statement = {
        "sold out": "UPDATE product SET available_total = 0 WHERE name = 'Brass lamp of others'",
        "paused": "UPDATE product SET status = 'paused' WHERE name = 'Brass lamp of others'",
        "suspended": "UPDATE store SET status = 'suspended' WHERE name = 'Others'",
        "restricted": "UPDATE store SET selling_restricted = true WHERE name = 'Others'",
        "holiday": "UPDATE store SET holiday_from = :day, holiday_until = :day WHERE name = 'Others'",
    }[change]
    with transaction() as session:
        session.execute(text(statement), {"day": today} if ":day" in statement else {})
    assert "Brass lamp of others" not in related("Brass lamp 0")
    if change == "holiday":
        with transaction() as session:
            store = session.exec(select(Store).where(Store.name == "Others")).one()
            store.holiday_from = store.holiday_until = today - timedelta(days=1)
            session.add(store)
        assert "Brass lamp of others" in related("Brass lamp 0"), "the holiday is over"


@pytest.mark.parametrize("known", [True, False])
def test_what_somebody_has_is_not_shown_to_them(brass, known):  # F117
    actor = Actor(user_id=brass.user(), email="ana@example.com") if known else guest()
    assert "Brass lamp of others" in related("Brass lamp 0", actor)
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=variant("Brass lamp of others"), quantity=1)
    assert "Brass lamp of others" not in related("Brass lamp 0", actor), "in the basket"
    assert "Brass lamp of others" in related("Brass lamp 0"), "others see it"
    checkout_id, version = brass.ready(actor, {})
    brass.place(actor, checkout_id, version)
    assert "Brass lamp of others" not in related("Brass lamp 0", actor), "just bought"
    with transaction() as session:
        session.execute(text("UPDATE purchase SET created_at = now() - interval '90 days'"))
    assert "Brass lamp of others" in related("Brass lamp 0", actor), "long ago"


def test_before_the_first_night_the_category_fills_the_row(shop):  # F114
    product(shop, shop.store("One"), "Lamp")
    product(shop, shop.store("Two"), "Stool")
    assert related("Lamp") == ["Stool"]


def look(actor: Actor, *names: str) -> None:
    for name in names:
        found = ident(name)
        with transaction() as session:
            recommendations.note_view(session, actor=actor, product_id=found)


def mine(actor: Actor) -> recommendations.ForYou:
    return read(lambda s: recommendations.for_you(s, actor=actor))


@pytest.fixture
def street(shop) -> Shop:
    names = ("Brass lamp", "Brass lantern", "Oak stool", "Oak chair", "Wool throw", "Wool cushion")
    for number, name in enumerate(names):
        product(shop, shop.store(f"Store {number}"), name)
    build()
    return shop


@pytest.mark.parametrize("known", [True, False])
def test_three_clicks_change_the_page_and_clearing_empties_it(street, known):  # F116
    actor = Actor(user_id=street.user()) if known else guest()
    look(actor, "Brass lamp")
    assert mine(actor) == recommendations.ForYou(False, [], [], []), "nothing is kept before somebody agrees"
    assert read(lambda s: s.exec(select(ProductView)).all()) == []
    with transaction() as session:
        recommendations.agree(session, actor=actor)
        recommendations.agree(session, actor=actor)
    look(actor, "Brass lamp")
    first = mine(actor)
    assert [row.name for row in first.recent] == ["Brass lamp"]
    assert (first.picks[0].row.name, first.picks[0].because) == ("Brass lantern", "Brass lamp")
    look(actor, "Oak stool", "Wool throw", "Oak stool")
    then = mine(actor)
    assert [row.name for row in then.recent] == ["Oak stool", "Wool throw", "Brass lamp"]
    picked = {pick.row.name: pick.because for pick in then.picks}
    assert picked["Oak chair"] == "Oak stool" and picked["Wool cushion"] == "Wool throw"
    assert next(iter(picked)) == "Oak chair", "the last look speaks loudest"
    assert not set(picked) & {row.name for row in then.recent} and len(then.stores) >= 3
    assert mine(guest()).agreed is False, "it is nobody else's"
    with transaction() as session:
        recommendations.clear_views(session, actor=actor)
    assert mine(actor).agreed and mine(actor).recent == [] == mine(actor).picks
    look(actor, "Oak stool")
    with transaction() as session:
        recommendations.disagree(session, actor=actor)
    look(actor, "Brass lamp")
    assert mine(actor).agreed is False and read(lambda s: s.exec(select(ProductView)).all()) == []


def test_without_a_cookie_nothing_can_be_remembered(db_url):
    with pytest.raises(Invalid) as wrong, transaction() as session:
        recommendations.agree(session, actor=Actor())
    assert wrong.value.field == "cookie"


def test_old_views_and_unused_consent_go(street):
    actor = guest()
    with transaction() as session:
        recommendations.agree(session, actor=actor)
    look(actor, "Brass lamp")
    with transaction() as session:
        session.execute(text("UPDATE product_view SET seen_at = now() - interval '91 days'"))
        session.execute(text("UPDATE personal_consent SET created_at = now() - interval '200 days'"))
        recommendations.forget_views(session)
    assert mine(actor) == recommendations.ForYou(False, [], [], [])


def test_shelves_ask_as_often_for_many_as_for_few(street):  # P19
    actor, found = guest(), ident("Brass lamp")
    with transaction() as session:
        recommendations.agree(session, actor=actor)
    look(actor, "Brass lamp", "Oak stool")

    def asked(session: Session) -> None:
        recommendations.for_you(session, actor=actor)
        recommendations.beside(session, actor=actor, product_id=found)

    few = queries(asked)
    for number in range(8):
        product(street, street.store(f"More {number}"), f"Brass lamp {number}")
    build()
    look(actor, *(f"Brass lamp {number}" for number in range(4)))
    assert queries(asked) <= few + 2 <= 24


def test_signing_in_takes_views_along_where_the_account_agreed(street):  # F116, P25
    person = Actor(user_id=street.user())
    for expected in ([], ["Oak stool"]):
        browser = guest()
        with transaction() as session:
            recommendations.agree(session, actor=browser)
        look(browser, "Oak stool")
        with transaction() as session:
            recommendations.merge_views(session, guest_token=str(browser.guest_token), user_id=person.user_id)
        assert [row.name for row in mine(person).recent] == expected
        assert [row.name for row in mine(browser).recent] == ([] if expected else ["Oak stool"])
        with transaction() as session:
            recommendations.agree(session, actor=person)
