"""The site map of the stores' face: every page, its loader, its view, who may see it."""

from __future__ import annotations

from emporium import ui
from emporium.services.auth import Permission
from emporium.web.page import ANYONE, Frame, Page
from models.enums import Face
from vendor.components import frame
from vendor.pages import (
    bundles,
    count,
    details,
    draft,
    drafts,
    edit,
    files,
    home,
    login,
    messages,
    money,
    offers,
    order,
    order_rules,
    orders,
    places,
    price,
    price_lists,
    prices,
    questions,
    returns,
    reviews,
    stock,
    tax,
)
from vendor.state import bundles as bundles_state
from vendor.state import count as count_state
from vendor.state import details as details_state
from vendor.state import draft as draft_state
from vendor.state import drafts as drafts_state
from vendor.state import edit as edit_state
from vendor.state import files as files_state
from vendor.state import home as home_state
from vendor.state import login as login_state
from vendor.state import messages as messages_state
from vendor.state import money as money_state
from vendor.state import offers as offers_state
from vendor.state import order as order_state
from vendor.state import order_rules as rules_state
from vendor.state import orders as orders_state
from vendor.state import places as places_state
from vendor.state import price as price_state
from vendor.state import price_lists as lists_state
from vendor.state import prices as prices_state
from vendor.state import questions as questions_state
from vendor.state import returns as returns_state
from vendor.state import reviews as reviews_state
from vendor.state import shell
from vendor.state import stock as stock_state
from vendor.state import tax as tax_state

FRAME = Frame(
    face=Face.VENDOR, state=shell.VendorShellState, view=frame.vendor_frame, load=shell.load_shell,
    not_found=frame.not_found, refused=frame.refused, topics=shell.shell_topics,
)  # fmt: skip
AUTH = Frame(
    face=Face.VENDOR, state=shell.VendorShellState, view=frame.login_frame, load=login_state.no_shell,
    not_found=frame.not_found, refused=frame.refused, whole=True,
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
    Page(
        returns_state.PATH,
        returns_state.VendorReturnsState,
        returns.returns_page,
        returns_state.load_returns,
        FRAME,
        ORDERS,
        WAIT,
    ),
    Page(
        "/vendor/returns/[id]",
        returns_state.VendorReturnState,
        returns.return_page,
        returns_state.load_return,
        FRAME,
        ORDERS,
        WAIT,
    ),
    Page(
        messages_state.PATH,
        messages_state.VendorMessagesState,
        messages.messages_page,
        messages_state.load_messages,
        FRAME,
        Permission.ANSWER_MESSAGES,
        WAIT,
    ),
    Page(
        messages_state.PATH + "/[id]",
        messages_state.VendorMessageState,
        messages.message_page,
        messages_state.load_message,
        FRAME,
        Permission.ANSWER_MESSAGES,
        WAIT,
    ),
    Page(
        questions_state.PATH,
        questions_state.VendorQuestionsState,
        questions.questions_page,
        questions_state.load_questions,
        FRAME,
        Permission.ANSWER_MESSAGES,
        WAIT,
    ),
    Page(
        reviews_state.PATH,
        reviews_state.VendorReviewsState,
        reviews.reviews_page,
        reviews_state.load_reviews,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        drafts_state.PATH,
        drafts_state.VendorDraftsState,
        drafts.drafts_page,
        drafts_state.load_drafts,
        FRAME,
        Permission.TAKE_ORDERS,
        WAIT,
    ),
    Page(
        drafts_state.PATH + "/[number]",
        draft_state.VendorDraftState,
        draft.draft_page,
        draft_state.load_draft,
        FRAME,
        Permission.TAKE_ORDERS,
        WAIT,
    ),
    Page(
        "/vendor/orders/[number]/edit",
        edit_state.VendorEditState,
        edit.edit_page,
        edit_state.load_edit,
        FRAME,
        Permission.EDIT_ORDERS,
        WAIT,
    ),
    Page("/vendor/stock", stock_state.VendorStockState, stock.stock_page, stock_state.load_stock, FRAME, SEE, WAIT),
    Page(count_state.PATH, count_state.VendorCountState, count.count_page, count_state.load_count, FRAME, SEE, WAIT),
    Page(
        places_state.PATH,
        places_state.VendorPlacesState,
        places.places_page,
        places_state.load_places,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        bundles_state.PATH,
        bundles_state.VendorBundlesState,
        bundles.bundles_page,
        bundles_state.load_bundles,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(files_state.PATH, files_state.VendorFilesState, files.files_page, files_state.load_files, FRAME, SEE, WAIT),
    Page(
        details_state.PATH,
        details_state.VendorDetailsState,
        details.details_page,
        details_state.load_details,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        prices_state.PATH,
        prices_state.VendorPricesState,
        prices.prices_page,
        prices_state.load_prices,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        prices_state.PATH + "/of/[variant]",
        price_state.VendorPriceState,
        price.price_page,
        price_state.load_price,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        lists_state.PATH,
        lists_state.VendorPriceListsState,
        price_lists.price_lists_page,
        lists_state.load_price_lists,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        rules_state.PATH,
        rules_state.VendorOrderRulesState,
        order_rules.order_rules_page,
        rules_state.load_order_rules,
        FRAME,
        SEE,
        WAIT,
    ),
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
        tax_state.PATH, tax_state.VendorTaxState, tax.tax_page, tax_state.load_tax, FRAME, Permission.VIEW_PAYOUTS, WAIT
    ),
    Page(
        "/vendor/offers", offers_state.VendorOffersState, offers.offers_page, offers_state.load_offers, FRAME, SEE, WAIT
    ),
    Page("/vendor/login", login_state.VendorLoginState, login.login_page, login_state.load_login, AUTH, ANYONE),
]
