"""The site map of the operator's face: every page, its loader, its view, who may see it."""

from __future__ import annotations

from admin.components import frame
from admin.pages import (
    attributes,
    cases,
    collection,
    collections,
    conversations,
    holds,
    lists,
    login,
    money,
    offers,
    outbox,
    overview,
    questions,
    reviews,
    search,
    tax_report,
    taxes,
    terms,
)
from admin.state import attributes as attributes_state
from admin.state import cases as cases_state
from admin.state import collection as collection_state
from admin.state import collections as collections_state
from admin.state import conversations as talks_state
from admin.state import holds as holds_state
from admin.state import login as login_state
from admin.state import money as money_state
from admin.state import offers as offers_state
from admin.state import orders as orders_state
from admin.state import outbox as outbox_state
from admin.state import overview as overview_state
from admin.state import questions as questions_state
from admin.state import reviews as reviews_state
from admin.state import search as search_state
from admin.state import shell
from admin.state import stores as stores_state
from admin.state import tax_report as report_state
from admin.state import taxes as taxes_state
from admin.state import terms as terms_state
from admin.state import users as users_state
from emporium import ui
from emporium.services.auth import Permission
from emporium.web.page import ANYONE, Frame, Page
from models.enums import Face

FRAME = Frame(
    face=Face.ADMIN, state=shell.AdminShellState, view=frame.admin_frame, load=shell.load_shell,
    not_found=frame.not_found, refused=frame.refused,
)  # fmt: skip
AUTH = Frame(
    face=Face.ADMIN, state=shell.AdminShellState, view=frame.login_frame, load=shell.no_shell,
    not_found=frame.not_found, refused=frame.refused, whole=True,
)  # fmt: skip
SEE, PEOPLE, MAIL = Permission.VIEW_PLATFORM, Permission.VIEW_USERS, Permission.VIEW_MAIL
WAIT = ui.desk_skeleton

PAGES = [
    Page(
        "/admin",
        overview_state.AdminOverviewState,
        overview.overview_page,
        overview_state.load_overview,
        FRAME,
        SEE,
        WAIT,
    ),
    Page("/admin/stores", stores_state.AdminStoresState, lists.stores_page, stores_state.load_stores, FRAME, SEE, WAIT),
    Page("/admin/orders", orders_state.AdminOrdersState, lists.orders_page, orders_state.load_orders, FRAME, SEE, WAIT),
    Page("/admin/money", money_state.AdminMoneyState, money.money_page, money_state.load_money, FRAME, SEE, WAIT),
    Page(
        "/admin/offers", offers_state.AdminOffersState, offers.offers_page, offers_state.load_offers, FRAME, SEE, WAIT
    ),
    Page("/admin/holds", holds_state.AdminHoldsState, holds.holds_page, holds_state.load_holds, FRAME, SEE, WAIT),
    Page("/admin/cases", cases_state.AdminCasesState, cases.cases_page, cases_state.load_cases, FRAME, SEE, WAIT),
    Page(
        reviews_state.PATH,
        reviews_state.AdminReviewsState,
        reviews.reviews_page,
        reviews_state.load_reviews,
        FRAME,
        Permission.MODERATE,
        WAIT,
    ),
    Page(
        questions_state.PATH,
        questions_state.AdminQuestionsState,
        questions.questions_page,
        questions_state.load_questions,
        FRAME,
        Permission.MODERATE,
        WAIT,
    ),
    Page(
        talks_state.PATH,
        talks_state.AdminTalksState,
        conversations.conversations_page,
        talks_state.load_conversations,
        FRAME,
        Permission.MODERATE,
        WAIT,
    ),
    Page(
        talks_state.PATH + "/[id]",
        talks_state.AdminTalkState,
        conversations.conversation_page,
        talks_state.load_conversation,
        FRAME,
        Permission.MODERATE,
        WAIT,
    ),
    Page("/admin/terms", terms_state.AdminTermsState, terms.terms_page, terms_state.load_terms, FRAME, SEE, WAIT),
    Page("/admin/taxes", taxes_state.AdminTaxesState, taxes.taxes_page, taxes_state.load_taxes, FRAME, SEE, WAIT),
    Page(
        report_state.PATH,
        report_state.AdminTaxReportState,
        tax_report.tax_report_page,
        report_state.load_tax_report,
        FRAME,
        Permission.MANAGE_MONEY,
        WAIT,
    ),
    Page(
        attributes_state.PATH,
        attributes_state.AdminAttributesState,
        attributes.attributes_page,
        attributes_state.load_attributes,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        collections_state.PATH,
        collections_state.AdminCollectionsState,
        collections.collections_page,
        collections_state.load_collections,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        collections_state.PATH + "/[id]",
        collection_state.AdminCollectionState,
        collection.collection_page,
        collection_state.load_collection,
        FRAME,
        SEE,
        WAIT,
    ),
    Page(
        "/admin/search", search_state.AdminSearchState, search.search_page, search_state.load_search, FRAME, SEE, WAIT
    ),
    Page("/admin/users", users_state.AdminUsersState, lists.users_page, users_state.load_users, FRAME, PEOPLE, WAIT),
    Page(
        "/admin/outbox", outbox_state.AdminOutboxState, outbox.outbox_page, outbox_state.load_outbox, FRAME, MAIL, WAIT
    ),
    Page("/admin/login", login_state.AdminLoginState, login.login_page, login_state.load_login, AUTH, ANYONE),
]
