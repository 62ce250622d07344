"""What the demo marketplace holds: stores, products with their reviews, categories and people."""

from emporium.demo.content import (
    clay_and_kin,
    fieldnote_paper,
    little_harbor_toys,
    lumen_works,
    meadow_apothecary,
    northwind_audio,
    orchard_pantry,
    pedal_and_pack,
    timber_and_thread,
)
from emporium.demo.content.categories import CATEGORIES
from emporium.demo.content.kinds import DemoCategory, DemoProduct, DemoReview, DemoStore, Size
from emporium.demo.content.stores import STORES

PRODUCTS: dict[str, tuple[DemoProduct, ...]] = {
    "Clay & Kin": clay_and_kin.PRODUCTS,
    "Lumen Works": lumen_works.PRODUCTS,
    "Fieldnote Paper": fieldnote_paper.PRODUCTS,
    "Northwind Audio": northwind_audio.PRODUCTS,
    "Orchard Pantry": orchard_pantry.PRODUCTS,
    "Timber & Thread": timber_and_thread.PRODUCTS,
    "Meadow Apothecary": meadow_apothecary.PRODUCTS,
    "Little Harbor Toys": little_harbor_toys.PRODUCTS,
    "Pedal & Pack": pedal_and_pack.PRODUCTS,
}
"""Products by store name, in the order of the manifest."""

__all__ = ["CATEGORIES", "PRODUCTS", "STORES", "DemoCategory", "DemoProduct", "DemoReview", "DemoStore", "Size"]
