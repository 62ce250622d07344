"""The small parts: icons, marks, awnings, badges, prices, ratings, pictures, alerts."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium.ui.flow import anchor, joined, knobs, pick, styled, when
from emporium.ui.words import t

AWNING = (
    "tyrian",
    "madder",
    "cinnabar",
    "ochre",
    "saffron",
    "olive",
    "verdigris",
    "petrol",
    "lapis",
    "indigo",
    "graphite",
    "umber",
)


def icon(name: Any, extra: str = "") -> rx.Component:
    """A picture from the sprite (Lucide); always beside a word or inside something that has a name."""
    return rx.el.svg(
        rx.el.svg.use(href="/icons.svg#" + name), class_name=joined("icon", extra), custom_attrs={"aria-hidden": "true"}
    )


def drawing(name: str) -> rx.Component:
    """A drawing from the sprite, in the colours of the page: `basket` or `stall`."""
    return rx.el.svg(
        rx.el.svg.use(href=f"/icons.svg#art-{name}"),
        class_name="empty__art",
        view_box="0 0 120 110",
        custom_attrs={"aria-hidden": "true"},
    )


def hidden(text: Any) -> rx.Component:
    """Words for screen readers only."""
    return rx.el.span(text, class_name="visually-hidden")


def mark(href: str = "/", text: str = "Emporium", extra: str = "") -> rx.Component:
    """The shop's sign."""
    glyph = rx.el.svg(
        rx.el.svg.use(href="/icons.svg#mark"), class_name="mark__glyph", custom_attrs={"aria-hidden": "true"}
    )
    return anchor(glyph, rx.el.span(text), href=href, class_name=joined("mark", extra))


def awning(size: str = "") -> rx.Component:
    """The store's striped cloth; its colour comes from the nearest `data-awning`."""
    return rx.el.span(class_name=joined("awning", f"awning--{size}" if size else ""), aria_hidden="true")


def in_colours(pigment: Any) -> dict[str, Any]:
    """The attribute that gives an element a store's colours."""
    return {"data-awning": pigment}


def store_mark(initials: Any, pigment: Any, size: str = "") -> rx.Component:
    """A store's initials under a tiny awning."""
    return rx.el.span(
        rx.el.span(initials),
        class_name=joined("store-mark", f"store-mark--{size}" if size else ""),
        custom_attrs={"data-awning": pigment, "aria-hidden": "true"},
    )


def store_dot() -> rx.Component:
    """The dot in a store's colour."""
    return rx.el.i(class_name="dot dot--awning", aria_hidden="true")


def badge(text: Any, kind: Any = "", icon_name: str | None = None) -> rx.Component:
    """A word in a pill. `kind`: success, warning, danger, info, or nothing."""
    name = "badge badge--" + kind if not isinstance(kind, str) or kind else "badge"
    return rx.el.span(*([icon(icon_name)] if icon_name else []), text, class_name=name)


def price(now: Any, was: Any = "", extra: str = "") -> rx.Component:
    """What it costs, and what it cost."""
    return rx.el.span(
        when(was != "", hidden(t("Now") + " ")),
        rx.el.span(now, class_name="price__now"),
        when(was != "", rx.fragment(hidden(t("was") + " "), rx.el.s(was, class_name="price__was"))),
        class_name=joined(pick(was != "", "price price--sale", "price"), extra),
    )


def star() -> rx.Component:
    """One star."""
    return rx.el.svg(
        rx.el.svg.use(href="/icons.svg#star-full"), class_name="rating__star", custom_attrs={"aria-hidden": "true"}
    )


def rating(value: Any, reviews: Any) -> rx.Component:
    """A rating with how many said so; nothing when nobody did."""
    return when(
        value != "",
        rx.el.span(
            star(),
            hidden(t("Rated") + " "),
            rx.el.b(value),
            rx.el.span("(" + reviews + ")", aria_hidden="true"),
            hidden(" " + t("from {reviews} reviews", reviews=reviews)),
            class_name="rating",
        ),
    )


def stars(value: Any) -> rx.Component:
    """Five stars, filled as far as a rating like 4.9 goes."""
    return rx.el.span(
        class_name="stars", role="img", aria_label=t("{value} out of 5 stars", value=value), custom_attrs=knobs(v=value)
    )


def picture(
    image: Any, *, loading: Any = "lazy", sizes: str = "(min-width: 64rem) 25vw, 50vw", extra: str = "",
    first: Any = None,
) -> rx.Component:
    """An image in the right width, with its place kept free. `first`: `high` for what a page is opened for."""
    return rx.el.img(
        src=image.src,
        alt=image.alt,
        loading=loading,
        class_name=extra,
        # as attributes: Reflex would turn width and height into styles
        custom_attrs={
            "width": image.width,
            "height": image.height,
            "srcSet": image.srcset,
            "sizes": sizes,
            "decoding": "async",
            **({"fetchPriority": first} if first is not None else {}),
            **styled({"background": image.blur}),
        },
    )


def thumb(image: Any, extra: str = "", loading: Any = "lazy") -> rx.Component:
    """A small picture; a quiet field when there is none."""
    name = joined("thumb", extra)
    return when(
        image.present,
        picture(image, sizes="88px", extra=name, loading=loading),
        rx.el.span(class_name=name, aria_hidden="true"),
    )


ALERT_ICONS = {"info": "info", "success": "circle-check", "warning": "triangle-alert", "danger": "circle-alert"}


def alert(
    kind: str, title: Any, *body: rx.Component, icon_name: str | None = None, role: str | None = None
) -> rx.Component:
    """A message in the page."""
    return rx.el.div(
        icon(icon_name or ALERT_ICONS[kind]),
        rx.el.div(title, class_name="alert__title"),
        *([rx.el.div(*body, class_name="alert__body")] if body else []),
        class_name=f"alert alert--{kind}",
        **({"role": role} if role else {}),
    )


def live(text: Any = None, extra: str = "") -> rx.Component:
    """Says that what it stands beside follows by itself."""
    return rx.el.span(t("Live") if text is None else text, class_name=joined("live", extra))


def breadcrumbs(items: Any) -> rx.Component:
    """The way here. `items` are Links; the last is the page itself."""
    from emporium.ui.flow import each

    return rx.el.nav(
        rx.el.ol(
            each(
                items,
                lambda item: rx.el.li(
                    when(item.current, rx.el.span(item.text, aria_current="page"), anchor(item.text, href=item.href))
                ),
            ),
            class_name="breadcrumb",
        ),
        aria_label=t("Breadcrumb"),
    )


def section_head(title: Any, *lines: rx.Component, aside: rx.Component | None = None, id: str = "") -> rx.Component:
    """A section's title with what explains it."""
    return rx.el.div(
        rx.el.div(rx.el.h2(title, class_name="t-h2", **({"id": id} if id else {})), *lines),
        *([aside] if aside is not None else []),
        class_name="section__head",
    )


def empty(
    title: Any, text: Any, *actions: rx.Component, icon_name: str = "package-open", art: str = ""
) -> rx.Component:
    """Nothing here, and what to do about it. A page that is empty as a whole has a drawing in the icon's place."""
    return rx.el.div(
        drawing(art) if art else icon(icon_name, "icon--lg"),
        rx.el.h2(title, class_name="t-h2" if art else "t-h3"),
        rx.el.p(text),
        rx.el.div(*actions, class_name="empty__actions"),
        class_name="empty",
    )


def stock_line(text: Any, tone: Any) -> rx.Component:
    """How many there are, spoken when it changes. `tone`: nothing, low or out."""
    return rx.el.span(text, class_name="stock stock--live stock--" + tone, role="status")


def buy_bar(*told: Any, action: rx.Component) -> rx.Component:
    """At a phone's lower edge, in the place of the tabs: what it costs and the one button."""
    return rx.el.section(rx.el.div(*told, class_name="buybar__told"), action, class_name="buybar", aria_label=t("Buy"))
