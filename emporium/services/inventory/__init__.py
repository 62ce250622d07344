"""Stock: what is there, what is held, and every change of it."""

from emporium.services.inventory.alerts import (
    AlertView,
    alert_by_token,
    ask_alert,
    confirm_alert,
    forget_alerts,
    stop_alert,
)
from emporium.services.inventory.allocation import ready_units
from emporium.services.inventory.backorders import close_backorders, first_days, sold_ahead
from emporium.services.inventory.bundles import (
    BundleView,
    PartView,
    bundle_parts,
    list_bundles,
    set_bundle,
    sold_pieces,
    variant_by_sku,
)
from emporium.services.inventory.counting import (
    CountLine,
    CountView,
    accept_count,
    counts_csv,
    get_count,
    hand_in_count,
    last_counts,
    waiting_counts,
    work_off_count,
)
from emporium.services.inventory.files import stock_as_files
from emporium.services.inventory.levels import adjust, open_stock, refresh_totals
from emporium.services.inventory.lists import StockRow, list_stock, running_low
from emporium.services.inventory.moving import promise_again, ship_units, take_back, unship
from emporium.services.inventory.places import (
    add_place,
    list_places,
    open_level,
    order_places,
    set_backorders,
    set_low_mark,
    set_rule,
    switch_place,
)
from emporium.services.inventory.reservations import (
    commit_purchase,
    has_live_holds,
    release_expired,
    release_purchase,
    reserve,
    uncommit_units,
)
from emporium.services.inventory.supply import Line, Shortage, Supply, availability, read_supply

__all__ = [
    "AlertView",
    "BundleView",
    "CountLine",
    "CountView",
    "Line",
    "PartView",
    "Shortage",
    "StockRow",
    "Supply",
    "accept_count",
    "add_place",
    "adjust",
    "alert_by_token",
    "ask_alert",
    "availability",
    "bundle_parts",
    "close_backorders",
    "commit_purchase",
    "confirm_alert",
    "counts_csv",
    "first_days",
    "forget_alerts",
    "get_count",
    "hand_in_count",
    "has_live_holds",
    "last_counts",
    "list_bundles",
    "list_places",
    "list_stock",
    "open_level",
    "open_stock",
    "order_places",
    "promise_again",
    "read_supply",
    "ready_units",
    "refresh_totals",
    "release_expired",
    "release_purchase",
    "reserve",
    "running_low",
    "set_backorders",
    "set_bundle",
    "set_low_mark",
    "set_rule",
    "ship_units",
    "sold_ahead",
    "sold_pieces",
    "stock_as_files",
    "stop_alert",
    "switch_place",
    "take_back",
    "uncommit_units",
    "unship",
    "variant_by_sku",
    "waiting_counts",
    "work_off_count",
]
