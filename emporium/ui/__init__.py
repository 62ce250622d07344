"""The design system as Python: one function per component, named as its class in assets/components.css."""

from emporium.ui.basics import (
    alert,
    awning,
    badge,
    breadcrumbs,
    empty,
    hidden,
    icon,
    in_colours,
    live,
    mark,
    picture,
    price,
    rating,
    section_head,
    stars,
    stock_line,
    store_dot,
    store_mark,
    thumb,
)
from emporium.ui.cards import (
    card_skeleton,
    fact,
    grid_skeleton,
    product_card,
    product_grid,
    shelf,
    store_card,
    store_window,
)
from emporium.ui.feedback import offline_banner, stat, timeline, toast_region, track
from emporium.ui.flow import each, fragments, is_var, joined, knobs, pick, when
from emporium.ui.forms import choice, error_line, field, hidden_field, native_form, quantity
from emporium.ui.values import Link, Picture, ProductCard, StoreBadge, StoreCard

__all__ = [
    "Link", "Picture", "ProductCard", "StoreBadge", "StoreCard", "alert", "awning", "badge", "breadcrumbs",
    "card_skeleton", "choice", "each", "empty", "error_line", "fact", "field", "fragments", "grid_skeleton", "hidden",
    "hidden_field", "icon", "in_colours", "is_var", "joined", "knobs", "live", "mark", "native_form",
    "offline_banner", "pick", "picture", "price", "product_card", "product_grid", "quantity", "rating",
    "section_head", "shelf", "stars", "stat", "stock_line", "store_card", "store_dot", "store_mark", "store_window",
    "thumb", "timeline", "toast_region", "track", "when",
]
