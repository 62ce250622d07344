"""What is sold: products with their variants, categories, and the lists shoppers look through."""

from emporium.services.catalogue.categories import CategoryNode, category_by_slug, category_tree
from emporium.services.catalogue.detail import (
    Choice,
    ChoiceValue,
    ProductDetail,
    VariantDetail,
    product_detail,
    resolve_slug,
)
from emporium.services.catalogue.lists import (
    CardPage,
    Filters,
    ProductRow,
    Sort,
    list_products,
    public_addresses,
    related_products,
    rows_by_ids,
    shelves,
)
from emporium.services.catalogue.pictures import ImageRef, image_refs
from emporium.services.catalogue.writing import (
    NewVariant,
    create_product,
    rename_product,
    set_price,
    set_status,
)

__all__ = [
    "CardPage",
    "CategoryNode",
    "Choice",
    "ChoiceValue",
    "Filters",
    "ImageRef",
    "NewVariant",
    "ProductDetail",
    "ProductRow",
    "Sort",
    "VariantDetail",
    "category_by_slug",
    "category_tree",
    "create_product",
    "image_refs",
    "list_products",
    "product_detail",
    "public_addresses",
    "related_products",
    "rename_product",
    "resolve_slug",
    "rows_by_ids",
    "set_price",
    "set_status",
    "shelves",
]
