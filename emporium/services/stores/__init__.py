"""Stores: their pages, the directory, and making one."""

from emporium.services.stores.figures import AdminStoreRow, admin_stores, largest_stores
from emporium.services.stores.profiles import (
    StoreCard,
    StorePage,
    create_store,
    directory,
    find_stores,
    my_stores,
    resolve_slug,
    set_min_order,
    store_page,
    stores_by_ids,
)

__all__ = [
    "AdminStoreRow",
    "StoreCard",
    "StorePage",
    "admin_stores",
    "create_store",
    "directory",
    "find_stores",
    "largest_stores",
    "my_stores",
    "resolve_slug",
    "set_min_order",
    "store_page",
    "stores_by_ids",
]
