"""Collections in the shop: the directory, a page that is narrowed like every list, on the front page (F021)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import NotFound
from emporium.services import favourites
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import collections
from emporium.services.catalogue.collections import Condition, ConditionKind, Rule
from emporium.web.page import PageRequest
from models.catalogue import Product
from models.enums import CollectionKind
from storefront.state.collections import load_collection, load_collections
from storefront.state.home import load_home
from storefront.state.keeping import keep_search
from storefront.state.suggest import suggested
from tests.factories import Shop, guest, read
from tests.services.test_facets import product


@pytest.fixture
def shop(db_url) -> Shop:
    """Two published collections and a draft: blue mugs by hand, what is on sale by a rule."""
    made = Shop()
    store = made.store("Clay")
    for number in range(3):
        product(made, store, f"Mug {number}", {"Colour": "Blue" if number else "Red"}, price=1000 * (3 - number))
    product(made, made.store("Other"), "Jug", price=500, was=900)
    chosen = gather("Chosen", words="By us.")
    for number in (2, 0, 1):
        with transaction() as session:
            ident = session.exec(select(Product.id).where(Product.name == f"Mug {number}")).one()
            collections.add_product(session, actor=SYSTEM, collection_id=chosen, product_id=ident)
    publish(chosen)
    publish(gather("Sale", Condition(ConditionKind.SALE)))
    gather("Draft", Condition(ConditionKind.PRICE, high=900))
    return made


def gather(name: str, *conditions: Condition, words: str = "") -> UUID:
    kind = CollectionKind.RULE if conditions else CollectionKind.MANUAL
    with transaction() as session:
        made = collections.create_collection(session, actor=SYSTEM, name=name, kind=kind, description=words)
        if conditions:
            collections.set_rule(session, actor=SYSTEM, collection_id=made.id, rule=Rule(conditions))
        return made.id


def publish(collection_id: UUID) -> None:
    with transaction() as session:
        collections.set_published(session, actor=SYSTEM, collection_id=collection_id, published=True)


def loaded(slug: str, query: str = "", **extra: str):
    request = PageRequest(guest(), f"/collections/{slug}", query, {"slug": slug}, "https://shop.example", extra)
    return read(lambda s: load_collection(s, request))


def test_the_directory_the_front_page_and_suggestions_show_what_is_published(shop):
    found = read(lambda s: load_collections(s, PageRequest(guest(), "/collections", base_url="https://shop.example")))
    assert [(card.name, card.count, card.href) for card in found.view.cards] == [
        ("Chosen", "3 products", "/collections/chosen"), ("Sale", "1 product", "/collections/sale"),
    ]  # fmt: skip
    assert found.seo.canonical_path == "/collections" and not found.seo.noindex
    listed = found.seo.jsonld[1]["itemListElement"]
    assert [one["url"] for one in listed] == [
        "https://shop.example/collections/chosen",
        "https://shop.example/collections/sale",
    ]
    home = read(lambda s: load_home(s, PageRequest(guest(), "/"))).view
    assert home.has_collections and [card.name for card in home.collections] == ["Chosen", "Sale"]
    hint = read(lambda s: suggested(s, words="cho")).collections
    assert [(one.hit, one.href) for one in hint] == [("Cho", "/collections/chosen")]


def test_a_collection_is_narrowed_and_ordered_like_every_list(shop):
    found = loaded("chosen")
    view = found.view
    assert [card.name for card in view.goods.cards] == ["Mug 2", "Mug 0", "Mug 1"], "as it was put together"
    assert view.description == "By us." and view.goods.line == "3 products from 1 store."
    assert [link.text for link in view.goods.sorts][:3] == ["As put together", "Best selling", "Newest"]
    assert [link.text for link in view.trail] == ["Home", "Collections", "Chosen"]
    cheap = loaded("chosen", "sort=price-up").view.goods
    assert [card.name for card in cheap.cards] == ["Mug 2", "Mug 1", "Mug 0"]
    blue = loaded("chosen", "o.colour=blue")
    assert [card.name for card in blue.view.goods.cards] == ["Mug 2", "Mug 1"] and blue.seo.noindex
    assert [chip.text for chip in blue.view.goods.chosen] == ["Blue"]
    assert blue.view.goods.clear == "/collections/chosen"
    nothing = loaded("chosen", "sale=1").view.goods
    assert nothing.nothing and nothing.nothing_line.startswith("Nothing in it")
    for wider in ("store=other", "c=nowhere", "collection_id=x"):
        assert "Jug" not in [card.name for card in loaded("chosen", wider).view.goods.cards]
    assert [link.text for link in loaded("sale").view.goods.sorts][:2] == ["Best selling", "Newest"]


def test_what_search_engines_read(shop):
    seo = loaded("chosen").seo
    assert seo.canonical_path == "/collections/chosen" and seo.description == "By us." and not seo.noindex
    trail, page = seo.jsonld
    assert trail["@type"] == "BreadcrumbList" and page["@type"] == "CollectionPage"
    assert page["mainEntity"]["numberOfItems"] == 3 and page["mainEntity"]["itemListElement"][0]["name"] == "Mug 2"
    assert loaded("sale").seo.description == "Sale from independent stores."


@pytest.mark.parametrize("slug", ["draft", "nowhere"])
def test_what_is_not_published_is_not_there(shop, slug):
    with pytest.raises(NotFound):
        loaded(slug)


def test_a_collection_can_be_kept_as_a_search(shop):  # F030
    actor = guest()
    with transaction() as session:
        keep_search(session, actor=actor, path="/collections/chosen", query="o.colour=blue&by=2026-12-24")
    (kept,) = read(lambda s: favourites.saved_searches(s, actor=actor))
    assert (kept.title, kept.address) == ("Chosen, blue", "/collections/chosen?o.colour=blue")
