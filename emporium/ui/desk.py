"""What the dashboards are made of: sidebar, top bar, page head, cards, tables, feeds, tasks, sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from emporium.ui.basics import hidden, icon, live, store_mark
from emporium.ui.flow import anchor, each, joined, pick, when
from emporium.ui.forms import hidden_field, native_form
from emporium.ui.words import t


def nav_item(item: Any) -> rx.Component:
    """A line of the sidebar."""
    return anchor(
        icon(item.icon),
        rx.el.span(item.text),
        when(
            item.count != "",
            rx.el.span(item.count, hidden(" " + t("open")), class_name=pick(item.hot, "count count--hot", "count")),
        ),
        href=item.href,
        class_name="nav-item",
        aria_current=pick(item.current, "page", "false"),
    )


def nav_group(group: Any) -> rx.Component:
    """Lines of the sidebar under a word."""
    return rx.fragment(
        when(group.label != "", rx.el.div(group.label, class_name="sidebar__label")), each(group.links, nav_item)
    )


def person_foot(shell: Any, face: str) -> rx.Component:
    """Who is signed in, colours, and the way out."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(
                rx.el.span(shell.person_initials, class_name="avatar avatar--sm", aria_hidden="true"),
                rx.el.span(shell.person, class_name="t-clip"),
                class_name="row",
            ),
            rx.el.span(colour_switch(), sign_out(face), class_name="row nowrap"),
            class_name="split",
        ),
        class_name="sidebar__foot",
    )


def colour_switch() -> rx.Component:
    """Light or dark."""
    return rx.el.button(
        icon("sun-moon", "icon--sm"),
        class_name="btn btn--ghost btn--icon btn--sm",
        type="button",
        aria_label=t("Switch between light and dark"),
        on_click=rx.toggle_color_mode,
    )


def sign_out(face: str) -> rx.Component:
    """A real form, as signing in is."""
    return native_form(
        hidden_field("face", face),
        rx.el.button(
            icon("log-out", "icon--sm"),
            class_name="btn btn--ghost btn--icon btn--sm",
            type="submit",
            aria_label=t("Sign out"),
        ),
        action="/auth/logout",
    )


def store_chooser(shell: Any) -> rx.Component:
    """Whose dashboard this is; with a list when there are several."""
    sign = rx.fragment(
        store_mark(shell.store.initials, shell.store.awning),
        rx.el.span(
            rx.el.b(shell.store.name, class_name="t-sign"),
            rx.el.span(shell.store.line, class_name="t-xs t-2"),
            class_name="grow sidebar__name",
        ),
    )
    return when(
        shell.several,
        rx.el.details(
            rx.el.summary(
                sign, hidden(t(", switch store")), icon("chevrons-up-down", "icon--sm"), class_name="sidebar__store"
            ),
            rx.el.div(
                each(
                    shell.others,
                    lambda other: anchor(
                        store_mark(other.initials, other.awning, "sm"),
                        rx.el.span(other.name, rx.el.br(), rx.el.span(other.line, class_name="t-xs t-2")),
                        href=other.href,
                        class_name="menu__item",
                    ),
                ),
                class_name="menu menu--stores",
            ),
            class_name="chooser",
        ),
        rx.el.div(sign, class_name="sidebar__store sidebar__store--only"),
    )


def sidebar(shell: Any, top: rx.Component, *, face: str, label: str, extra: str = "", **props: Any) -> rx.Component:
    """The frame's left side on wide screens."""
    return rx.el.aside(
        top,
        rx.el.nav(each(shell.groups, nav_group), class_name="sidebar__nav", aria_label=label),
        person_foot(shell, face),
        class_name=joined("sidebar", extra),
        aria_label=t("{label} navigation", label=label),
        **props,
    )


def topbar(
    shell: Any,
    title: Any,
    *aside: rx.Component,
    action: str,
    placeholder: str,
    face: str,
    extra: str = "",
    sign: rx.Component | None = None,
) -> rx.Component:
    """Menu on phones, search, what is live."""
    return rx.el.header(
        rx.el.details(
            rx.el.summary(icon("menu"), hidden(t("Menu")), class_name="btn btn--ghost btn--icon"),
            rx.el.div(
                each(shell.groups, nav_group),
                each(shell.others, lambda other: anchor(other.name, href=other.href, class_name="nav-item")),
                person_foot(shell, face),
                class_name="menu menu--nav",
            ),
            class_name="chooser only-touch",
        ),
        rx.el.span(
            *([sign] if sign is not None else []), rx.el.b(title, class_name="t-sign"), class_name="only-touch row"
        ),
        search(action, placeholder, shell.search, keep=shell.store.slug, ident="desk-search", extra="only-desk"),
        rx.el.div(*aside, class_name="topbar__tools"),
        class_name=joined("topbar", extra),
    )


def search(
    action: Any,
    placeholder: str,
    value: Any,
    *,
    keep: Any = "",
    tab: Any = "",
    ident: str = "list-search",
    extra: str = "",
) -> rx.Component:
    """A search field that is a real form; it keeps the store and the tab."""
    return native_form(
        icon("search"),
        rx.el.label(placeholder, html_for=ident, class_name="visually-hidden"),
        rx.el.input(
            id=ident,
            name="q",
            type="search",
            default_value=value,
            placeholder=placeholder,
            class_name="search__input",
            auto_complete="off",
            enter_key_hint="search",
            key=value,
        ),
        when(keep != "", hidden_field("store", keep)),
        when(tab != "", hidden_field("tab", tab)),
        action=action,
        method="get",
        class_name=joined("search", extra),
        role="search",
    )


def tabbar(shell: Any) -> rx.Component:
    """The ways around on a phone."""
    return rx.el.nav(
        each(
            shell.phone,
            lambda item: anchor(
                icon(item.icon),
                rx.el.span(item.text),
                when(item.count != "", rx.el.span(item.count, class_name="count count--hot", aria_hidden="true")),
                href=item.href,
                aria_current=pick(item.current, "page", "false"),
            ),
        ),
        class_name="tabbar",
        aria_label=t("Sections"),
    )


def dashboard(
    side: rx.Component, top: rx.Component, inner: rx.Component, bar: rx.Component, *more: rx.Component
) -> rx.Component:
    """A dashboard: sidebar, top bar, page, tab bar."""
    return rx.el.div(
        anchor(t("Skip to content"), href="#main", class_name="skip-link"),
        rx.el.div(side, rx.el.div(top, rx.el.main(inner, id="main"), class_name="desk__page"), class_name="desk"),
        bar,
        *more,
        class_name="face-desk desk-frame",
    )


def page_head(title: Any, sub: Any = "", *actions: rx.Component, trail: rx.Component | None = None) -> rx.Component:
    """A page's title with what it is about and what can be done."""
    return rx.el.div(
        rx.el.div(
            *([trail] if trail is not None else []),
            rx.el.h1(title),
            when(sub != "", rx.el.p(sub)),
            class_name="grow page-head__text",
        ),
        *([rx.el.div(*actions, class_name="page-head__actions")] if actions else []),
        class_name="page-head",
    )


def card(
    title: Any,
    ident: str,
    *body: rx.Component,
    aside: rx.Component | None = None,
    flush: bool = False,
    foot: rx.Component | None = None,
) -> rx.Component:
    """A white card with a title."""
    return rx.el.section(
        rx.el.div(rx.el.h2(title, id=ident), *([aside] if aside is not None else []), class_name="card__head"),
        rx.el.div(*body, class_name="card__body card__body--flush card__body--list" if flush else "card__body"),
        *([rx.el.div(foot, class_name="card__foot")] if foot is not None else []),
        class_name="card",
        aria_labelledby=ident,
    )


def tabs(items: Any, label: str) -> rx.Component:
    """Tabs that are addresses."""
    return rx.el.div(
        rx.el.nav(
            each(
                items,
                lambda item: anchor(
                    item.text,
                    when(item.count != "", rx.el.span(item.count, class_name="count")),
                    href=item.href,
                    class_name="tab",
                    aria_current=pick(item.current, "page", "false"),
                ),
            ),
            class_name="tabs",
            aria_label=label,
        ),
        class_name="tabs-holder",
    )


def segments(items: Any, label: str) -> rx.Component:
    """A choice of one, as addresses."""
    return rx.el.nav(
        each(items, lambda item: anchor(item.text, href=item.href, aria_current=pick(item.current, "true", "false"))),
        class_name="segmented",
        aria_label=label,
    )


def table(
    caption: str, heads: Sequence[tuple[str, str]], rows: Any, draw: Callable[[Any], rx.Component]
) -> rx.Component:
    """A table that becomes a list of cards on phones. `heads` are words and classes."""
    cells = [
        rx.el.th(t(word) or hidden(t("Actions")), scope="col", role="columnheader", class_name=extra)
        for word, extra in heads
    ]
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="visually-hidden"),
            rx.el.thead(rx.el.tr(*cells, role="row"), role="rowgroup"),
            rx.el.tbody(each(rows, draw), role="rowgroup"),
            class_name="table table--hover table--stack",
            role="table",
        ),
        class_name="table-wrap",
        tab_index=0,
        role="region",
        aria_label=t("{caption}, table", caption=caption),
    )


def cell(*content: Any, label: str = "", extra: str = "") -> rx.Component:
    """A cell; the label stands before it on phones."""
    attrs = {"data-label": label} if label else {}
    return rx.el.td(*content, role="cell", class_name=extra, custom_attrs=attrs)


def main_cell(*content: rx.Component, media: rx.Component | None = None) -> rx.Component:
    """The first cell of a row, which spans the card on phones."""
    return rx.el.td(
        rx.el.span(*([media] if media is not None else []), rx.el.span(*content), class_name="cell-main"),
        role="cell",
        class_name="span",
    )


def step_button(verb: str, name: Any, act: Any, disabled: Any, *, up: bool = False) -> rx.Component:
    """Moves a row one place up or down."""
    return rx.el.button(
        icon("chevron-down", "icon--sm icon--turned" if up else "icon--sm"), type="button", on_click=act,
        class_name="btn btn--ghost btn--icon btn--sm", aria_label=verb + ": " + name, disabled=disabled,
    )  # fmt: skip


def list_foot(text: Any, older: Any, newest: Any, label: str = "") -> rx.Component:
    """What is shown, and the way to older rows. Two on a page have labels of their own."""
    return rx.el.div(
        rx.el.span(text),
        rx.el.nav(
            when(newest != "", anchor(t("Back to the newest"), href=newest, class_name="btn btn--ghost btn--sm")),
            when(
                older != "",
                anchor(
                    t("Older"),
                    icon("chevron-right", "icon--sm icon--flip"),
                    href=older,
                    class_name="btn btn--secondary btn--sm",
                ),
            ),
            class_name="row",
            aria_label=label or t("Pages"),
        ),
        class_name="list-foot",
    )


def task(item: Any) -> rx.Component:
    """Something that wants somebody."""
    return anchor(
        icon(item.icon),
        rx.el.span(rx.el.b(item.title), rx.el.br(), rx.el.span(item.text, class_name="t-small t-2")),
        rx.el.span(
            rx.el.span(item.badge, class_name="badge badge--" + item.tone),
            icon("chevron-right", "icon--sm icon--flip"),
            class_name="row",
        ),
        href=item.href,
        class_name="task",
    )


def sums(rows: Any) -> rx.Component:
    """Figures that add up to the last of them."""
    return rx.el.dl(
        each(
            rows,
            lambda row: rx.fragment(
                rx.el.dt(row.label, class_name=pick(row.total, "kv__total", "")),
                rx.el.dd(row.value, class_name=pick(row.total, "kv__total", "")),
            ),
        ),
        class_name="kv",
    )


def delta(text: Any, tone: Any, note: Any = "") -> rx.Component:
    """How a figure compares. `tone`: up, down, or nothing."""
    return rx.el.span(
        when(
            tone != "",
            rx.el.span(
                icon(pick(tone == "up", "arrow-up-right", "arrow-down-right"), "icon--xs"),
                text,
                class_name="row " + tone,
            ),
        ),
        rx.el.span(note),
        class_name="stat__delta",
    )


def figure(item: Any) -> rx.Component:
    """A figure with its name and how it compares; it leads to its rows when it has an address."""
    body = (
        rx.el.span(item.label, class_name="stat__label"),
        rx.el.span(item.value, class_name="stat__value"),
        delta(item.delta, item.tone, item.note),
    )
    return when(
        item.href != "",
        anchor(*body, href=item.href, class_name="stat stat--link"),
        rx.el.div(*body, class_name="stat"),
    )


def figures(items: Any, label: str, count: str = "4") -> rx.Component:
    """A row of figures."""
    return rx.el.section(each(items, figure), class_name=joined("stats", f"stats--{count}"), aria_label=label)


def live_mark() -> rx.Component:
    """The page follows by itself."""
    return live(t("Live"))


def desk_skeleton() -> rx.Component:
    """Where a dashboard page will stand; shown only when loading takes a while."""
    line = "skeleton skeleton--text"
    return rx.el.div(
        rx.el.span(t("Loading"), class_name="visually-hidden", role="status"),
        rx.el.div(class_name=line),
        rx.el.div(
            *[rx.el.div(rx.el.div(class_name=line), rx.el.div(class_name=line), class_name="stat") for _ in range(4)],
            class_name="stats",
        ),
        rx.el.div(*[rx.el.div(class_name=line) for _ in range(8)], class_name="card card__body stack"),
        class_name="page loading",
    )


def nothing_here(title: str, text: str, href: str, link: str) -> rx.Component:
    """A dashboard's own 404 and 403."""
    return rx.el.div(
        rx.el.section(
            rx.el.div(
                icon("package-open", "icon--lg"),
                rx.el.h1(title, class_name="t-h2"),
                rx.el.p(text),
                anchor(link, href=href, class_name="btn btn--primary"),
                class_name="empty",
            ),
            class_name="card",
        ),
        class_name="page",
    )
