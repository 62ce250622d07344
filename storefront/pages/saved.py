"""What a shopper keeps: lists, stores, searches; and a list that was shared."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui.words import t
from storefront.components import saving
from storefront.state.saved import SavedState as State


def saved_page(v: Any) -> rx.Component:
    """Things first, then stores, then searches."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("Saved"), class_name="t-h1"),
            ui.when(v.signed_in, rx.fragment(), rx.el.p(sign_in_line(), class_name="t-small t-2")),
            class_name="split split--wrap head-gap",
        ),
        ui.when(v.stop != "", stopping(v)),
        ui.when(v.error != "", ui.alert("warning", v.error, role="alert")),
        things(v),
        followed(v),
        searches(v),
        ui.when(v.signed_in, news(v)),
        class_name="wrap pad-block",
    )


def sign_in_line() -> rx.Component:
    """Why a guest might sign in."""
    return rx.fragment(
        t("Kept in this browser.") + " ", ui.anchor(t("Sign in"), href="/login?next=/saved", class_name="link"),
        " " + t("to keep it everywhere."),
    )  # fmt: skip


def stopping(v: Any) -> rx.Component:
    """Somebody came from a letter to end such letters."""
    return ui.when(
        v.stopped,
        ui.alert("success", t("We do not write to you about what you keep any more."), role="status"),
        ui.alert(
            "info",
            t("No more letters about what you keep?"),
            rx.el.button(
                t("Stop these letters"), type="button", class_name="btn btn--primary btn--sm", id="stop-news",
                on_click=State.stop_news,
            ),
        ),
    )  # fmt: skip


def things(v: Any) -> rx.Component:
    """The list that is shown."""
    return rx.el.section(
        rx.el.nav(
            ui.each(
                v.lists,
                lambda tab: ui.anchor(
                    tab.text,
                    rx.el.span(tab.count, class_name="t-num"),
                    href=tab.href,
                    class_name="chip",
                    aria_current=ui.pick(tab.current, "page", "false"),
                ),
            ),
            class_name="chips head-gap",
            aria_label=t("Your lists"),
        ),
        ui.when(v.first, rx.fragment(), rx.el.h2(v.name, class_name="t-h2 head-gap")),
        ui.when(
            v.nothing,
            ui.empty(
                t("Nothing kept here yet"),
                t("Press the heart on anything you like, and it waits here for you."),
                ui.anchor(t("Browse all products"), href="/search", class_name="btn btn--primary"),
                icon_name="heart",
            ),
            rx.el.ul(ui.each(v.things, lambda one: thing(v, one)), class_name="grid grid--products plain-list"),
        ),
        ui.when(v.gone != "", rx.el.p(v.gone, class_name="t-small t-2")),
        tools(v),
        class_name="stack",
        aria_label=t("Products"),
    )


def thing(v: Any, one: Any) -> rx.Component:
    """A product, what changed since, and what to do with it."""
    return rx.el.li(
        ui.product_card(one.card),
        ui.when(one.note != "", rx.el.p(one.note, class_name="t-small t-2")),
        rx.el.div(
            ui.when(
                one.variant_id != "",
                rx.el.button(
                    t("Add to basket"),
                    ui.hidden(": "),
                    ui.hidden(one.card.name),
                    type="button",
                    class_name="btn btn--secondary btn--sm",
                    on_click=State.add(one.variant_id),
                ),
                ui.anchor(
                    ui.pick(one.card.sold_out, t("See it"), t("Choose")),
                    ui.hidden(": "),
                    ui.hidden(one.card.name),
                    href=one.card.href,
                    class_name="btn btn--secondary btn--sm",
                ),
            ),
            rx.el.button(
                t("Remove"),
                ui.hidden(" "),
                ui.hidden(one.card.name),
                type="button",
                class_name="text-btn",
                on_click=State.take_off(one.product_id),
            ),
            class_name="row row--wrap",
        ),
        ui.when(v.has_others, moving(v, one)),
        class_name="saved-thing",
    )


def moving(v: Any, one: Any) -> rx.Component:
    """To another list."""
    return rx.el.select(
        rx.el.option(t("Move to …"), value=""),
        ui.each(v.others, lambda other: rx.el.option(other.text, value=other.href)),
        aria_label=t("Move {name}", name=one.card.name),
        class_name="select select--quiet",
        value="",
        on_change=lambda chosen: State.move(one.product_id, chosen),
    )


def tools(v: Any) -> rx.Component:
    """Make, rename, share, delete."""
    return rx.el.div(
        rx.el.form(
            rx.el.label(t("New list"), html_for="new-list", class_name="visually-hidden"),
            rx.el.input(
                id="new-list", name="name", class_name="input", placeholder=t("Name of a new list"), max_length=60,
                auto_complete="off", required=True,
            ),
            rx.el.button(t("Make a list"), type="submit", class_name="btn btn--secondary"),
            class_name="row",
            on_submit=State.make_list,
            reset_on_submit=True,
        ),
        ui.when(v.list_id != "", sharing(v)),
        ui.when(v.first, rx.fragment(), own_list(v)),
        class_name="split split--wrap split--top saved-tools",
    )  # fmt: skip


def sharing(v: Any) -> rx.Component:
    """A link for others, or none."""
    return ui.when(
        v.shared != "",
        rx.el.div(
            ui.anchor(t("The list as others see it"), href=v.shared, class_name="link", id="shared-link"),
            rx.el.button(
                t("Make it private"), type="button", class_name="text-btn", id="unshare", on_click=State.share(False)
            ),
            class_name="row row--wrap",
        ),
        rx.el.button(
            ui.icon("share-2", "icon--sm"),
            t("Share this list"),
            type="button",
            class_name="btn btn--ghost",
            id="share",
            on_click=State.share(True),
        ),
    )


def own_list(v: Any) -> rx.Component:
    """A list with a name can get another one, or go."""
    return rx.el.details(
        rx.el.summary(t("Rename or delete"), class_name="text-btn"),
        rx.el.form(
            rx.el.label(t("Name"), html_for="list-name", class_name="visually-hidden"),
            rx.el.input(
                id="list-name", name="name", default_value=v.name, key=v.list_id, class_name="input", max_length=60,
                required=True,
            ),
            rx.el.button(t("Rename"), type="submit", class_name="btn btn--secondary btn--sm"),
            rx.el.button(
                t("Delete the list"), type="button", class_name="btn btn--danger btn--sm", id="delete-list",
                on_click=State.delete,
            ),
            class_name="row row--wrap",
            on_submit=State.rename,
        ),
    )  # fmt: skip


def followed(v: Any) -> rx.Component:
    """Stores."""
    return rx.el.section(
        rx.el.h2(t("Stores you follow"), class_name="t-h2", id="followed"),
        ui.when(
            v.has_stores,
            rx.el.div(ui.each(v.stores, store), class_name="grid grid--stores"),
            rx.el.p(
                t("None yet.") + " ", ui.anchor(t("Look along the street"), href="/stores", class_name="link"),
                " " + t("and follow those whose new things you do not want to miss."), class_name="t-2",
            ),
        ),
        class_name="stack section section--tight",
        aria_labelledby="followed",
    )  # fmt: skip


def store(one: Any) -> rx.Component:
    """A store, and the way out."""
    return ui.store_card_with(
        one.card,
        lambda card: rx.el.button(
            t("Unfollow"),
            ui.hidden(" "),
            ui.hidden(card.store.name),
            type="button",
            class_name="btn btn--secondary btn--sm",
            on_click=State.unfollow(one.store_id),
        ),
    )


def searches(v: Any) -> rx.Component:
    """Searches."""
    return rx.el.section(
        rx.el.h2(t("Searches you keep"), class_name="t-h2", id="searches"),
        ui.when(
            v.has_searches,
            rx.el.ul(
                ui.each(
                    v.searches,
                    lambda one: rx.el.li(
                        ui.anchor(ui.icon("search", "icon--sm"), one.title, href=one.href, class_name="row link"),
                        rx.el.button(
                            t("Delete"),
                            ui.hidden(" "),
                            ui.hidden(one.title),
                            type="button",
                            class_name="text-btn",
                            on_click=State.forget_search(one.id),
                        ),
                        class_name="split",
                    ),
                ),
                class_name="stack plain-list",
            ),
            rx.el.p(t("None yet. Any search or list has a button to keep it as you narrowed it."), class_name="t-2"),
        ),
        class_name="stack section section--tight",
        aria_labelledby="searches",
    )


def news(v: Any) -> rx.Component:
    """The daily letter."""
    return rx.el.section(
        rx.el.h2(t("Tell me"), class_name="t-h2", id="news"),
        rx.el.label(
            rx.el.input(type="checkbox", id="want-news", checked=v.news, on_change=State.choose_news),
            rx.el.span(t("Write to me when something I keep costs less, is there again or is new")),
            class_name="check",
        ),
        rx.el.p(t("One letter a day at most, and none when there is no news."), class_name="t-small t-2"),
        class_name="stack section section--tight",
        aria_labelledby="news",
    )


def shared_page(v: Any) -> rx.Component:
    """Somebody's list."""
    return rx.el.div(
        rx.el.div(rx.el.h1(v.title, class_name="t-h1"), rx.el.p(v.line, class_name="t-2"), class_name="head-gap"),
        ui.when(
            v.nothing,
            ui.empty(t("There is nothing on this list"), t("Perhaps later."), icon_name="heart"),
            saving.grid(v.cards),
        ),
        class_name="wrap pad-block",
    )
