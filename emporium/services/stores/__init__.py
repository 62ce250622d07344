"""Stores: their pages, the directory, and making one."""

from emporium.services.stores.profiles import (
    StoreCard,
    StorePage,
    admin_stores,
    create_store,
    directory,
    my_stores,
    resolve_slug,
    store_page,
)

__all__ = [
    "StoreCard",
    "StorePage",
    "admin_stores",
    "create_store",
    "directory",
    "my_stores",
    "resolve_slug",
    "store_page",
]
