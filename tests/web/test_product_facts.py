"""What a product says about itself on its page, and to search engines (F022)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.i18n import speaking
from emporium.services import catalogue
from emporium.web.page import Loaded, PageRequest
from models.catalogue import Product
from models.enums import AttributeKind as K
from storefront.state.product import load_product
from tests.attributes import ask, say
from tests.factories import Shop, guest, read
from tests.services.test_facets import product
from tests.services.test_queries import queries


@pytest.fixture
def throw(db_url) -> str:
    """A throw with an answer of each kind; its store wrote facts of its own."""
    shop = Shop()
    ask(shop, "Material", K.CHOICE, choices=("Wool", "Linen"))
    ask(shop, "Vegan", K.BOOLEAN, position=1)
    ask(shop, "Width", K.NUMBER, unit="cm", position=2)
    ask(shop, "Woven on", K.DATE, filterable=False, position=3)
    ask(shop, "Care", K.TEXT, filterable=False, position=4)
    ask(shop, "Made in", K.CHOICE, choices=("Belgium", "Finland"), position=5)
    ask(shop, "Hue", K.TEXT, filterable=False)
    store = shop.store()
    product(shop, store, "Throw")
    say(shop, store, "Throw", material=["Linen", "Wool"], vegan=["false"], width=["130.5"], woven_on=["2025-11-12"],
        care=["Air it"], made_in=["Finland"])  # fmt: skip
    with transaction() as session:
        found = session.exec(select(Product).where(Product.name == "Throw")).one()
        found.specs = [["Care", "Wool wash"], ["Fringe", "Knotted"]]
        return found.slug


def loaded(slug: str) -> Loaded:
    return read(lambda s: load_product(s, PageRequest(guest(), f"/p/{slug}", params={"slug": slug})))


def test_the_page_tells_every_attribute_and_what_stands_twice_once(throw):  # F022
    assert [(one.name, one.value) for one in loaded(throw).view.specs] == [
        ("Material", "Wool, Linen"), ("Vegan", "No"), ("Width", "130.5\u00a0cm"), ("Woven on", "12 Nov 2025"),
        ("Care", "Air it"), ("Made in", "Finland"), ("Fringe", "Knotted"), ("SKU", "Throw-0"),
    ]  # fmt: skip
    with speaking("nl_NL"):
        assert next(one.value for one in loaded(throw).view.specs if one.name == "Width") == "130,5\u00a0cm"


def test_search_engines_read_attributes_by_the_words_of_schema_org(throw):  # F022, F134
    said = loaded(throw).seo.jsonld[0]
    assert (said["material"], said["width"], said["countryOfOrigin"]) == (
        "Wool, Linen", {"@type": "QuantitativeValue", "value": 130.5, "unitText": "cm", "unitCode": "CMT"},
        {"@type": "Country", "name": "Finland"},
    )  # fmt: skip
    assert said["additionalProperty"] == [
        {"@type": "PropertyValue", "name": "Vegan", "value": False},
        {"@type": "PropertyValue", "name": "Woven on", "value": "2025-11-12"},
        {"@type": "PropertyValue", "name": "Care", "value": "Air it"},
    ]


def test_a_product_without_attributes_says_nothing_of_them(throw):
    store = Shop().store()
    product(Shop(), store, "Plain")
    said = loaded("plain").seo.jsonld[0]
    assert "additionalProperty" not in said and "material" not in said
    counts = {queries(lambda s, slug=slug: catalogue.product_detail(s, slug=slug)) for slug in ("plain", throw)}
    assert len(counts) == 1
