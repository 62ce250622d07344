"""What stands in a store's window: pictures of what it sells best, whatever there is of them."""

from __future__ import annotations

import pytest

from emporium.db import transaction
from emporium.services import stores
from models.catalogue import Media, Product, ProductVariant
from models.enums import ProductStatus
from models.stores import Store
from tests.factories import Shop, read


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def pictured(shop, store, sold: int, key: str | None) -> None:
    variant = shop.variant(store)
    with transaction() as session:
        product = session.get_one(Product, session.get_one(ProductVariant, variant).product_id)
        product.sold_count = sold
        if key is not None:
            media = Media(store_id=store, storage_key=key, content_type="image/webp", width=640, height=640)
            session.add(media)
            session.flush()
            product.cover_id = media.id


def window(store) -> list[str]:
    with transaction() as session:
        slug = session.get_one(Store, store).slug
    return [one.key for one in read(lambda s: stores.store_page(s, slug=slug)).covers]


def test_a_window_has_five_pictures_at_most_the_best_selling_first(shop):
    store = shop.store()
    assert window(store) == []
    for sold in (3, 9, 1, 7, 5, 2):
        pictured(shop, store, sold, f"goods/{sold}.webp")
    pictured(shop, store, 8, None)
    assert window(store) == [f"goods/{sold}.webp" for sold in (9, 7, 5, 3, 2)]


def test_what_is_not_for_sale_does_not_stand_in_it(shop):
    store = shop.store()
    pictured(shop, store, 4, "goods/gone.webp")
    with transaction() as session:
        session.query(Product).filter(Product.store_id == store).update({"status": ProductStatus.ARCHIVED})
    pictured(shop, store, 1, "goods/here.webp")
    assert window(store) == ["goods/here.webp"]
