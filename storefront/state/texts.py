"""Pages of text: what the shop is and how it works."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.i18n import _
from emporium.settings import get_settings
from emporium.web.page import Loaded, Loader, PageRequest, PageState, Seo
from storefront.values import TextPage, TextSection

S = TextSection
TEXTS: dict[str, TextPage] = {
    "about": TextPage(
        _("About Emporium"),
        _("Many shops under one roof, one basket, one payment."),
        [
            S(
                _("What this is"),
                [
                    _(
                        "Emporium is a marketplace: independent stores sell what they make or choose, each packs and sends its own parcels, and you pay once for all of them."
                    ),
                    _(
                        "The software is free and MIT-licensed. Whoever runs this copy is the operator you deal with for the site; each store is the seller of its goods."
                    ),
                ],
            ),
            S(
                _("What we do not do"),
                [
                    _(
                        "No countdowns that mean nothing, no invented viewers, no pre-ticked boxes. Stock figures are the real ones and follow sales as they happen."
                    )
                ],
            ),
        ],
    ),
    "help": TextPage(
        _("Help"),
        _("Short answers to what people ask most."),
        [
            S(
                _("Where is my order?"),
                [
                    _(
                        "Open the link in your confirmation mail, or your account. The page follows every parcel by itself."
                    )
                ],
            ),
            S(
                _("Can I buy without an account?"),
                [_("Yes. Your order page is a link that only you have. Keep it, or keep the mail.")],
            ),
            S(
                _("Why several parcels?"),
                [_("Each store packs its own goods. You see one parcel per store, with its own day.")],
            ),
            S(
                _("My payment was declined"),
                [
                    _(
                        "Nothing is charged then. Your things stay held for a quarter of an hour, so you can choose another way to pay."
                    )
                ],
            ),
            S(
                _("Something is wrong with what I got"),
                [_("Write to the store named on the parcel; its page says how it takes things back.")],
            ),
        ],
    ),
    "shipping": TextPage(
        _("Delivery"),
        _("Every parcel names the day it arrives before you pay."),
        [
            S(
                _("How long it takes"),
                [
                    _(
                        "A store needs its handling days to pack, then the carrier its own. Weekends do not count. Both stand behind the date you see on each product."
                    )
                ],
            ),
            S(
                _("What it costs"),
                [
                    _(
                        "Each store sets its price, and many send for free above an amount. Only that store's goods count towards its amount."
                    )
                ],
            ),
            S(_("Where stores send to"), [_("At checkout you see at once if a store does not send to your country.")]),
        ],
    ),
    "returns": TextPage(
        _("Returns"),
        _("Each store takes things back on its own terms, and at least as the law says."),
        [
            S(
                _("How long you have"),
                [
                    _(
                        "The days stand on every product and store page. Consumers in the European Union have at least fourteen days from the day a parcel arrives (Directive 2011/83/EU, article 9)."
                    )
                ],
            ),
            S(
                _("What cannot come back"),
                [
                    _(
                        "Things made to your order, and sealed goods that were opened and are not hygienic any more, as the same directive says (article 16)."
                    )
                ],
            ),
        ],
    ),
    "privacy": TextPage(
        _("Privacy"),
        _("What this site keeps about you, and why."),
        [
            S(
                _("What is kept"),
                [
                    _(
                        "For an order: name, address, e-mail and what you bought, because the store has to send it and the books have to be kept."
                    ),
                    _("For an account: your name, address and a hash of your password. Nobody can read the password."),
                    _(
                        "Of searches: the words and how often, without who searched. Your recent searches stay in your browser."
                    ),
                    _(
                        "If you turn on a front page of your own: the products you open, for 90 days. You can clear them or turn it off on the front page at any time, and they are gone."
                    ),
                ],
            ),
            S(
                _("Cookies"),
                [
                    _(
                        "Only those that the shop needs: one that remembers a guest's basket, and when you sign in, those that keep you signed in. No advertising, no tracking by others."
                    )
                ],
            ),
            S(
                _("Your rights"),
                [
                    _(
                        "You may ask the operator of this site for a copy of what is kept, or to erase what the law does not require to be kept."
                    )
                ],
            ),
        ],
    ),
    "terms": TextPage(
        _("Terms"),
        _("The short version of how buying here works."),
        [
            S(
                _("Who sells"),
                [_("Each store sells its own goods. Its name stands on the product, the basket and the parcel.")],
            ),
            S(
                _("When an order is placed"),
                [_("When the payment went through. If anything changes before that, you are told and asked.")],
            ),
            S(
                _("This copy is a demonstration"),
                [
                    _(
                        "As long as it runs on the built-in test bank, no money moves and nothing is sent. The operator replaces this text before selling."
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
    "privacy": PrivacyState,
    "terms": TermsState,
}


def text_loader(name: str) -> Loader:
    """A loader for one text."""

    def load(_session: Session, _request: PageRequest) -> Loaded:
        text = TEXTS[name]
        seo = Seo(title=f"{text.title} – {get_settings().name}", description=text.lead, canonical_path=f"/{name}")
        return Loaded(text, seo)

    return load
