"""The site map of the shop: every page, its loader, its view, who may see it."""

from __future__ import annotations

from emporium import ui
from emporium.i18n import N_
from emporium.services.auth import Permission
from emporium.web.page import ANYONE, Frame, Page
from models.enums import Face
from storefront.components import frame
from storefront.pages import (
    account,
    account_addresses,
    account_data,
    account_preferences,
    account_security,
    back_in_stock,
    basket_back,
    cart,
    checkout,
    collections,
    connecting,
    deliver_to,
    forms,
    home,
    listing,
    messages,
    product,
    proof,
    purchase,
    reviews,
    saved,
    store,
    stores,
    texts,
)
from storefront.state import account as account_state
from storefront.state import account_addresses as addresses_state
from storefront.state import account_data as data_state
from storefront.state import account_preferences as preferences_state
from storefront.state import account_security as security_state
from storefront.state import back_in_stock as back_state
from storefront.state import bank as bank_state
from storefront.state import basket_back as basket_state
from storefront.state import cart as cart_state
from storefront.state import checkout as checkout_state
from storefront.state import collections as collections_state
from storefront.state import connecting as connecting_state
from storefront.state import deliver_to as deliver_to_state
from storefront.state import forms as forms_state
from storefront.state import home as home_state
from storefront.state import listing as listing_state
from storefront.state import messages as messages_state
from storefront.state import product as product_state
from storefront.state import proof as proof_state
from storefront.state import purchase as purchase_state
from storefront.state import reviews as reviews_state
from storefront.state import saved as saved_state
from storefront.state import shell
from storefront.state import store as store_state
from storefront.state import stores as stores_state
from storefront.state import texts as texts_state

FRAME = Frame(
    face=Face.SHOP,
    state=shell.ShellState,
    view=frame.storefront_frame,
    load=shell.load_shell,
    not_found=frame.not_found,
    refused=frame.refused,
    topics=shell.shell_topics,
    skeleton=ui.page_skeleton,
    kept=True,
)
PLAIN = Frame(
    face=Face.SHOP,
    state=shell.ShellState,
    view=frame.plain_frame,
    load=shell.load_shell,
    not_found=frame.not_found,
    refused=frame.refused,
    whole=True,
)
AUTH = Frame(
    face=Face.SHOP,
    state=shell.ShellState,
    view=frame.auth_frame,
    load=shell.load_shell,
    not_found=frame.not_found,
    refused=frame.refused,
    whole=True,
)

TEXT_PAGES = {"help": texts.help_page}
PAGES = [
    Page("/", home_state.HomeState, home.home_page, home_state.load_home, FRAME, skeleton=ui.grid_skeleton),
    Page(
        "/stores",
        stores_state.StoresState,
        stores.stores_page,
        stores_state.load_stores,
        FRAME,
        skeleton=ui.grid_skeleton,
    ),
    Page(
        "/c/[slug]",
        listing_state.CategoryState,
        listing.category_page,
        listing_state.load_category,
        FRAME,
        skeleton=ui.grid_skeleton,
    ),
    Page(
        collections_state.PATH,
        collections_state.CollectionsState,
        collections.collections_page,
        collections_state.load_collections,
        FRAME,
        skeleton=ui.grid_skeleton,
    ),
    Page(
        collections_state.PATH + "/[slug]",
        collections_state.CollectionState,
        collections.collection_page,
        collections_state.load_collection,
        FRAME,
        skeleton=ui.grid_skeleton,
    ),
    Page(
        "/search",
        listing_state.SearchState,
        listing.search_page,
        listing_state.load_search,
        FRAME,
        skeleton=ui.grid_skeleton,
    ),
    Page(
        "/p/[slug]",
        product_state.ProductState,
        product.product_page,
        product_state.load_product,
        FRAME,
        skeleton=product.product_skeleton,
    ),
    Page(
        "/s/[slug]", store_state.StoreState, store.store_page, store_state.load_store, FRAME, skeleton=ui.grid_skeleton
    ),
    Page("/saved", saved_state.SavedState, saved.saved_page, saved_state.load_saved, FRAME, skeleton=ui.grid_skeleton),
    Page("/list/[token]", saved_state.SharedListState, saved.shared_page, saved_state.load_shared, FRAME),
    Page("/cart", cart_state.CartState, cart.cart_page, cart_state.load_cart, FRAME, skeleton=ui.grid_skeleton),
    Page(
        deliver_to_state.PATH,
        deliver_to_state.DeliverToState,
        deliver_to.deliver_to_page,
        deliver_to_state.load_deliver_to,
        FRAME,
    ),
    Page("/checkout", checkout_state.CheckoutState, checkout.checkout_page, checkout_state.load_checkout, PLAIN),
    Page("/pay/[attempt]", bank_state.BankState, checkout.bank_page, bank_state.load_bank, PLAIN),
    Page(
        "/purchase/[token]", purchase_state.PurchaseState, purchase.purchase_page, purchase_state.load_purchase, FRAME
    ),
    Page(
        "/account",
        account_state.AccountState,
        account.account_page,
        account_state.load_account,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        addresses_state.PATH,
        addresses_state.AddressesState,
        account_addresses.addresses_page,
        addresses_state.load_addresses,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        "/account/preferences",
        preferences_state.PreferencesState,
        account_preferences.preferences_page,
        preferences_state.load_preferences,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        "/account/security",
        security_state.SecurityState,
        account_security.security_page,
        security_state.load_security,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        "/account/data",
        data_state.DataState,
        account_data.data_page,
        data_state.load_data,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        reviews_state.PATH,
        reviews_state.OwnReviewsState,
        reviews.own_reviews_page,
        reviews_state.load_own_reviews,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        messages_state.PATH,
        messages_state.MessagesState,
        messages.messages_page,
        messages_state.load_messages,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        messages_state.PATH + "/[id]",
        messages_state.MessageState,
        messages.message_page,
        messages_state.load_message,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        messages_state.ASK,
        messages_state.AskState,
        messages.ask_page,
        messages_state.load_ask,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page(
        "/review/[line]",
        reviews_state.ReviewFormState,
        reviews.review_form_page,
        reviews_state.load_review_form,
        FRAME,
        access=Permission.OWN_ACCOUNT,
    ),
    Page("/account/erase", data_state.EraseState, account_data.erase_page, data_state.load_erase, AUTH),
    Page("/orders/find", data_state.FindState, account_data.find_page, data_state.load_find, AUTH),
    Page(
        "/account/email", proof_state.NewEmailState, proof.new_email_page, proof_state.loader(N_("New address")), AUTH
    ),
    Page("/login/step", proof_state.StepState, proof.step_page, proof_state.loader(N_("Second step")), AUTH),
    Page("/login/connect", connecting_state.ConnectState, connecting.connect_page, connecting_state.load_connect, AUTH),
    Page("/confirm", proof_state.ConfirmState, proof.confirm_page, proof_state.loader(N_("Confirm")), AUTH),
    Page("/login", forms_state.LoginState, forms.login_page, forms_state.loader(N_("Sign in")), AUTH, access=ANYONE),
    Page("/register", forms_state.RegisterState, forms.register_page, forms_state.loader(N_("Create account")), AUTH),
    Page("/forgot", forms_state.ForgotState, forms.forgot_page, forms_state.loader(N_("Forgotten password")), AUTH),
    Page("/reset", forms_state.ResetState, forms.reset_page, forms_state.loader(N_("New password")), AUTH),
    Page(
        "/back-in-stock",
        back_state.BackInStockState,
        back_in_stock.back_in_stock_page,
        back_state.load_back_in_stock,
        AUTH,
    ),
    Page(
        basket_state.PATH,
        basket_state.BasketBackState,
        basket_back.basket_back_page,
        basket_state.load_basket_back,
        AUTH,
    ),
    Page("/verify", forms_state.VerifyState, forms.verify_page, forms_state.loader(N_("Confirm your address")), AUTH),
    Page("/setup", forms_state.SetupState, forms.setup_page, forms_state.load_setup, AUTH),
    *[
        Page(f"/{name}", state, TEXT_PAGES.get(name, texts.text_page), texts_state.text_loader(name), FRAME)
        for name, state in texts_state.STATES.items()
    ],
]
