"""Orders: what shoppers follow, what stores send, what operators see."""

from emporium.services.orders.deadlines import Health, remind_of_dispatch, store_health
from emporium.services.orders.events import DispatchDueSoon, DispatchLate, GivenUp
from emporium.services.orders.finding import OrderStanding, ask_link, may_see, prove, standing
from emporium.services.orders.fulfilment import ParcelLine, call_back_parcel, mark_delivered, record_scan, ship_order
from emporium.services.orders.lists import (
    AdminPurchaseRow,
    OrderPage,
    OrderRow,
    PurchaseRow,
    admin_purchases,
    my_purchases,
    order_counts,
    store_orders,
)
from emporium.services.orders.packing import PackGroup, PackPart, PackUnits, packing, parts_of_lines
from emporium.services.orders.reading import (
    LineView,
    OrderView,
    ParcelView,
    PurchaseView,
    ScanView,
    purchase_by_token,
    store_order,
)

__all__ = [
    "AdminPurchaseRow",
    "DispatchDueSoon",
    "DispatchLate",
    "GivenUp",
    "Health",
    "LineView",
    "OrderPage",
    "OrderRow",
    "OrderStanding",
    "OrderView",
    "PackGroup",
    "PackPart",
    "PackUnits",
    "ParcelLine",
    "ParcelView",
    "PurchaseRow",
    "PurchaseView",
    "ScanView",
    "admin_purchases",
    "ask_link",
    "call_back_parcel",
    "mark_delivered",
    "may_see",
    "my_purchases",
    "order_counts",
    "packing",
    "parts_of_lines",
    "prove",
    "purchase_by_token",
    "record_scan",
    "remind_of_dispatch",
    "ship_order",
    "standing",
    "store_health",
    "store_order",
    "store_orders",
]
