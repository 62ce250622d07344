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
from emporium.ui.charts import chart, legend, line_chart
from emporium.ui.desk import (
    auth_frame,
    card,
    cell,
    colour_switch,
    dashboard,
    delta,
    desk_skeleton,
    figure,
    figures,
    list_foot,
    live_mark,
    main_cell,
    nothing_here,
    page_head,
    search,
    segments,
    sidebar,
    sign_in,
    sign_out,
    store_chooser,
    sums,
    tabbar,
    table,
    tabs,
    task,
    topbar,
)
from emporium.ui.feedback import offline_banner, stat, timeline, toast_region, track
from emporium.ui.flow import each, fragments, is_var, joined, knobs, pick, when
from emporium.ui.forms import choice, error_line, field, hidden_field, native_form, quantity
from emporium.ui.values import Link, Picture, ProductCard, StoreBadge, StoreCard

__all__ = [
    "Link", "Picture", "ProductCard", "StoreBadge", "StoreCard", "alert", "auth_frame", "awning", "badge",
    "breadcrumbs", "card", "card_skeleton", "cell", "chart", "choice", "colour_switch", "dashboard", "delta",
    "desk_skeleton", "each", "empty", "error_line", "fact", "field", "figure", "figures", "fragments",
    "grid_skeleton", "hidden", "hidden_field", "icon", "in_colours", "is_var", "joined", "knobs", "legend",
    "line_chart", "list_foot", "live", "live_mark", "main_cell", "mark", "native_form", "nothing_here",
    "offline_banner", "page_head", "pick", "picture", "price", "product_card", "product_grid", "quantity", "rating",
    "search", "section_head", "segments", "shelf", "sidebar", "sign_in", "sign_out", "stars", "stat", "stock_line",
    "store_card", "store_chooser", "store_dot", "store_mark", "store_window", "sums", "tabbar", "table", "tabs",
    "task", "thumb", "timeline", "toast_region", "topbar", "track", "when",
]
