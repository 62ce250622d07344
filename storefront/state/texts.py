"""Pages of text: what the shop is and how it works."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import N_, _
from emporium.settings import get_settings
from emporium.web.page import Loaded, Loader, PageRequest, PageState, Seo
from storefront.values import TextPage, TextSection

S = TextSection
TEXTS: dict[str, TextPage] = {
    "about": TextPage(
        N_("About Emporium"),
        N_("Many shops under one roof, one basket, one payment."),
        [
            S(
                N_("What this is"),
                [
                    N_(
                        "Emporium is a marketplace: independent stores sell what they make or choose, each packs "
                        "and sends its own parcels, and you pay once for all of them."
                    ),
                    N_(
                        "The software is free and MIT-licensed. Whoever runs this copy is the operator you deal "
                        "with for the site; each store is the seller of its goods."
                    ),
                ],
            ),
            S(
                N_("What we do not do"),
                [
                    N_(
                        "No countdowns that mean nothing, no invented viewers, no pre-ticked boxes. Stock "
                        "figures are the real ones and follow sales as they happen."
                    )
                ],
            ),
        ],
    ),
    "help": TextPage(
        N_("Help"),
        N_("Short answers to what people ask most."),
        [
            S(
                N_("Where is my order?"),
                [
                    N_(
                        "Open the link in your confirmation mail, or your account. The page follows every parcel "
                        "by itself."
                    )
                ],
            ),
            S(
                N_("Can I buy without an account?"),
                [N_("Yes. Your order page is a link that only you have. Keep it, or keep the mail.")],
            ),
            S(
                N_("Why several parcels?"),
                [N_("Each store packs its own goods. You see one parcel per store, with its own day.")],
            ),
            S(
                N_("My payment was declined"),
                [
                    N_(
                        "Nothing is charged then. Your things stay held for a quarter of an hour, so you can "
                        "choose another way to pay."
                    )
                ],
            ),
            S(
                N_("Something is wrong with what I got"),
                [
                    N_("Write to the store named on the parcel; its page says how it takes things back."),
                    N_(
                        "If that does not help, open a case on your order's page: when a parcel did not arrive, or a "
                        "thing is not as described. The store has to answer in time, then we decide."
                    ),
                ],
            ),
        ],
    ),
    "shipping": TextPage(
        N_("Delivery"),
        N_("Every parcel names the day it arrives before you pay."),
        [
            S(
                N_("How long it takes"),
                [
                    N_(
                        "A store needs its handling days to pack, then the carrier its own. Weekends do not "
                        "count. Both stand behind the date you see on each product."
                    )
                ],
            ),
            S(
                N_("What it costs"),
                [
                    N_(
                        "Each store sets its price, and many send for free above an amount. Only that store's "
                        "goods count towards its amount."
                    )
                ],
            ),
            S(
                N_("Where stores send to"),
                [N_("At checkout you see at once if a store does not send to your country.")],
            ),
        ],
    ),
    "returns": TextPage(
        N_("Returns"),
        N_("Each store takes things back on its own terms, and at least as the law says."),
        [
            S(
                N_("How long you have"),
                [
                    N_(
                        "The days stand on every product and store page. Consumers in the European Union have at "
                        "least fourteen days from the day a parcel arrives (Directive 2011/83/EU, article 9)."
                    )
                ],
            ),
            S(
                N_("What cannot come back"),
                [
                    N_(
                        "Things made to your order, and sealed goods that were opened and are not hygienic any "
                        "more, as the same directive says (article 16)."
                    ),
                    N_(
                        "Files that you asked to get at once, before the fourteen days were over: you are asked to "
                        "agree to that before you pay (article 16(m)). If something is wrong with them, the store has "
                        "to put it right."
                    ),
                ],
            ),
        ],
    ),
    "ranking": TextPage(
        N_("How lists are ordered"),
        N_("What decides which product comes first, and what does not."),
        [
            S(
                N_("Nobody pays for a place"),
                [
                    N_(
                        "No store can buy a better place in a list or a search. What stores pay the operator "
                        "makes no difference to it."
                    )
                ],
            ),
            S(
                N_("Best match"),
                [
                    N_(
                        "When you search, the name counts most: first products that are called exactly so, then those "
                        "whose name begins so, then those with all the words in their name. Tags and categories "
                        "come next, then options, the summary, the store and the description. Words of the same "
                        "meaning are found too, after the word you typed. The number of a product, its SKU or barcode, "
                        "finds it at once."
                    ),
                    N_(
                        "Among products that fit equally well, those in stock come first, then those that buyers "
                        "rate well, that are bought often, and that are new."
                    ),
                    N_(
                        "For single words the operator can put a few products first, for example a fitting one "
                        "whose name does not have the word."
                    ),
                ],
            ),
            S(
                N_("The other orders"),
                [
                    N_("Best selling: by how many were sold. Newest: by the day they were first shown here."),
                    N_("Price: by the lowest price that any variant of a product has."),
                    N_(
                        "Best rated: by the average of all published reviews. With few reviews it is drawn "
                        "towards four stars, so that one buyer alone does not decide."
                    ),
                    N_("Collections that somebody put together keep the order they were given."),
                ],
            ),
            S(
                N_("Chosen for you"),
                [
                    N_(
                        "Lists and searches come in the same order for everybody. Only if you turn on a front page "
                        "of your own do shelves there follow what you looked at, and each says why."
                    )
                ],
            ),
        ],
    ),
    "privacy": TextPage(
        N_("Privacy"),
        N_("What this site keeps about you, and why."),
        [
            S(
                N_("What is kept"),
                [
                    N_(
                        "For an order: name, address, e-mail and what you bought, because the store has to send "
                        "it and the books have to be kept."
                    ),
                    N_("For an account: your name, address and a hash of your password. Nobody can read the password."),
                    N_(
                        "Of searches: the words and how often, without who searched. Your recent searches stay "
                        "in your browser."
                    ),
                    N_(
                        "If you turn on a front page of your own: the products you open, for 90 days. You can "
                        "clear them or turn it off on the front page at any time, and they are gone."
                    ),
                ],
            ),
            S(
                N_("Cookies"),
                [
                    N_(
                        "Only those that the shop needs: one that remembers a guest's basket, and when you sign "
                        "in, those that keep you signed in. No advertising, no tracking by others."
                    )
                ],
            ),
            S(
                N_("Your rights"),
                [
                    N_(
                        "You may ask the operator of this site for a copy of what is kept, or to erase what the "
                        "law does not require to be kept."
                    )
                ],
            ),
        ],
    ),
    "terms": TextPage(
        N_("Terms"),
        N_("The short version of how buying here works."),
        [
            S(
                N_("Who sells"),
                [N_("Each store sells its own goods. Its name stands on the product, the basket and the parcel.")],
            ),
            S(
                N_("When an order is placed"),
                [N_("When the payment went through. If anything changes before that, you are told and asked.")],
            ),
            S(
                N_("This copy is a demonstration"),
                [
                    N_(
                        "As long as it runs on the built-in test bank, no money moves and nothing is sent. The "
                        "operator replaces this text before selling."
                    )
                ],
            ),
        ],
    ),
}


class AboutState(PageState, rx.State):
    """State of the page about the shop."""

    view: TextPage = TextPage()


class HelpState(PageState, rx.State):
    """State of the help page."""

    view: TextPage = TextPage()


class ShippingState(PageState, rx.State):
    """State of the page about delivery."""

    view: TextPage = TextPage()


class ReturnsState(PageState, rx.State):
    """State of the page about returns."""

    view: TextPage = TextPage()


class RankingState(PageState, rx.State):
    """State of the page about the order of lists."""

    view: TextPage = TextPage()


class PrivacyState(PageState, rx.State):
    """State of the privacy page."""

    view: TextPage = TextPage()


class TermsState(PageState, rx.State):
    """State of the terms."""

    view: TextPage = TextPage()


STATES: dict[str, type[PageState]] = {
    "about": AboutState,
    "help": HelpState,
    "shipping": ShippingState,
    "returns": ReturnsState,
    "ranking": RankingState,
    "privacy": PrivacyState,
    "terms": TermsState,
}


def _translated(page: TextPage) -> TextPage:
    sections = [S(_(one.title), [_(text) for text in one.paragraphs]) for one in page.sections]
    return TextPage(_(page.title), _(page.lead), sections)


def text_loader(name: str) -> Loader:
    """A loader for one text."""

    def load(_session: Session, _request: PageRequest) -> Loaded:
        text = _translated(TEXTS[name])
        seo = Seo(title=f"{text.title} – {get_settings().name}", description=text.lead, canonical_path=f"/{name}")
        return Loaded(text, seo)

    return load
