"""What shoppers keep: wishlists, followed stores, searches, and the daily letter about them (F030)."""

from emporium.services.favourites.follows import follow_store, followed_ids, followers, unfollow_store
from emporium.services.favourites.lists import (
    WishlistView,
    delete_list,
    forget_product,
    make_list,
    move_product,
    rename_list,
    save_product,
    saved_ids,
    share_list,
    shared_list,
    wishlists,
)
from emporium.services.favourites.merging import forget_guests, merge_favourites
from emporium.services.favourites.news import FavouritesNews, choose_news, stop_news, tell_news, wants_news
from emporium.services.favourites.searches import (
    SearchView,
    forget_search,
    save_search,
    saved_searches,
    search_key,
)

__all__ = [
    "FavouritesNews",
    "SearchView",
    "WishlistView",
    "choose_news",
    "delete_list",
    "follow_store",
    "followed_ids",
    "followers",
    "forget_guests",
    "forget_product",
    "forget_search",
    "make_list",
    "merge_favourites",
    "move_product",
    "rename_list",
    "save_product",
    "save_search",
    "saved_ids",
    "saved_searches",
    "search_key",
    "share_list",
    "shared_list",
    "stop_news",
    "tell_news",
    "unfollow_store",
    "wants_news",
    "wishlists",
]
