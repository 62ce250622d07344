"""The site map of the stores' face: every page, its loader, its view, who may see it."""

from __future__ import annotations

from emporium import ui
from emporium.services.auth import Permission
from emporium.web.page import ANYONE, Frame, Page
from models.enums import Face
from vendor.components import frame
from vendor.pages import home, login, money, offers, order, orders, stock
from vendor.state import home as home_state
from vendor.state import login as login_state
from vendor.state import money as money_state
from vendor.state import offers as offers_state
from vendor.state import order as order_state
from vendor.state import orders as orders_state
from vendor.state import shell
from vendor.state import stock as stock_state

FRAME = Frame(
    face=Face.VENDOR, state=shell.VendorShellState, view=frame.vendor_frame, load=shell.load_shell,
    not_found=frame.not_found, refused=frame.refused, topics=shell.shell_topics,
)  # fmt: skip
AUTH = Frame(
    face=Face.VENDOR, state=shell.VendorShellState, view=frame.login_frame, load=login_state.no_shell,
    not_found=frame.not_found, refused=frame.refused,
)  # fmt: skip
SEE, ORDERS = Permission.VIEW_STORE, Permission.VIEW_ORDERS
WAIT = ui.desk_skeleton

PAGES = [
    Page("/vendor", home_state.VendorHomeState, home.home_page, home_state.load_home, FRAME, SEE, WAIT),
    Page(
        "/vendor/orders",
        orders_state.VendorOrdersState,
        orders.orders_page,
        orders_state.load_orders,
        FRAME,
        ORDERS,
        WAIT,
    ),
    Page(
        "/vendor/orders/[number]",
        order_state.VendorOrderState,
        order.order_page,
        order_state.load_order,
        FRAME,
        ORDERS,
        WAIT,
    ),
    Page("/vendor/stock", stock_state.VendorStockState, stock.stock_page, stock_state.load_stock, FRAME, SEE, WAIT),
    Page(
        "/vendor/money",
        money_state.VendorMoneyState,
        money.money_page,
        money_state.load_money,
        FRAME,
        Permission.VIEW_PAYOUTS,
        WAIT,
    ),
    Page(
        "/vendor/offers", offers_state.VendorOffersState, offers.offers_page, offers_state.load_offers, FRAME, SEE, WAIT
    ),
    Page("/vendor/login", login_state.VendorLoginState, login.login_page, login_state.load_login, AUTH, ANYONE),
]
