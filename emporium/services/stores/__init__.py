"""Stores: their pages, the directory, and making one."""

from emporium.services.stores.figures import AdminStoreRow, admin_stores, largest_stores
from emporium.services.stores.profiles import (
    StoreCard,
    StorePage,
    cards_by_ids,
    cards_by_slugs,
    create_store,
    directory,
    find_stores,
    my_stores,
    resolve_slug,
    set_min_order,
    store_page,
)

__all__ = [
    "AdminStoreRow",
    "StoreCard",
    "StorePage",
    "admin_stores",
    "cards_by_ids",
    "cards_by_slugs",
    "create_store",
    "directory",
    "find_stores",
    "largest_stores",
    "my_stores",
    "resolve_slug",
    "set_min_order",
    "store_page",
]
