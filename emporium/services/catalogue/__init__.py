"""What is sold: products with their variants, categories, and the lists shoppers look through."""

from emporium.services.catalogue.addresses import product_path
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
from emporium.services.catalogue.sales import SaleView, end_sale, plan_sale, sales_of, sales_to_turn, turn_sale
from emporium.services.catalogue.store_lists import (
    PriceRow,
    RuleRow,
    candidates,
    list_order_rules,
    list_prices,
    price_row,
    store_product,
)
from emporium.services.catalogue.wish_files import forget_wish_files, keep_wish_file, wish_file
from emporium.services.catalogue.wishes import WishChoice, WishField, WishKind, set_wish_fields, wish_fields
from emporium.services.catalogue.writing import (
    NewVariant,
    create_product,
    rename_product,
    set_limits,
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
    "PriceRow",
    "ProductDetail",
    "ProductRow",
    "RuleRow",
    "SaleView",
    "Sort",
    "VariantDetail",
    "WishChoice",
    "WishField",
    "WishKind",
    "candidates",
    "category_by_slug",
    "category_tree",
    "create_product",
    "end_sale",
    "forget_wish_files",
    "image_refs",
    "keep_wish_file",
    "list_order_rules",
    "list_prices",
    "list_products",
    "plan_sale",
    "price_row",
    "product_detail",
    "product_path",
    "public_addresses",
    "related_products",
    "rename_product",
    "resolve_slug",
    "rows_by_ids",
    "sales_of",
    "sales_to_turn",
    "set_limits",
    "set_price",
    "set_status",
    "set_wish_fields",
    "shelves",
    "store_product",
    "turn_sale",
    "wish_fields",
    "wish_file",
]
