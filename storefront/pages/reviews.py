"""A person's own reviews, and the form that writes one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.services.reviews import BODY_MAX, MOST_PHOTOS, TITLE_MAX
from emporium.ui import desk_forms as forms
from emporium.ui.reviews import reply_said, review_said
from emporium.ui.words import t
from storefront.components.account_frame import account_frame


def own_reviews_page(v: Any) -> rx.Component:
    """What waits for a word, then what was said."""
    return account_frame(
        "/account/reviews",
        rx.el.h1(t("Your reviews"), class_name="t-h1"),
        ui.when(v.kept != "", ui.alert("success", v.kept, role="status")),
        ui.when(
            v.nothing,
            ui.empty(t("Nothing to review yet"), t("What you buy stands here once it has arrived."), icon_name="star"),
        ),
        rx.el.section(
            ui.each(v.waiting, to_review),
            class_name="stack own-reviews",
            aria_label=t("To review"),
        ),
        rx.el.section(
            ui.each(v.rows, own),
            ui.when(
                (v.older != "") | (v.newest != ""),
                rx.el.nav(
                    ui.when(
                        v.newest != "", ui.anchor(t("Back to the newest"), href=v.newest, class_name="btn btn--ghost")
                    ),
                    ui.when(v.older != "", ui.anchor(t("Older ones"), href=v.older, class_name="btn btn--secondary")),
                    class_name="row",
                    aria_label=t("More of your reviews"),
                ),
            ),
            aria_label=t("What you said"),
        ),
    )


def to_review(item: Any) -> rx.Component:
    """One thing that arrived."""
    return rx.el.div(
        ui.thumb(item.picture),
        rx.el.div(
            rx.el.b(item.name),
            ui.when(item.variant != "", rx.el.p(item.variant, class_name="t-small t-2")),
            rx.el.p(item.line, class_name="t-small t-3"),
            class_name="grow",
        ),
        ui.anchor(
            t("Write a review"),
            ui.hidden(" " + t("of {name}", name=item.name)),
            href=item.href,
            class_name="btn btn--secondary",
        ),
        class_name="row row--wrap to-review",
        key=item.href,
    )


def own(item: Any) -> rx.Component:
    """One review and what became of it."""
    return rx.el.article(
        rx.el.div(
            ui.anchor(item.card.product, href=item.card.product_href, class_name="link t-strong"),
            ui.badge(rx.fragment(ui.icon(item.icon), item.badge), item.tone),
            class_name="split split--wrap",
        ),
        ui.when(item.said != "", rx.el.p(item.said, class_name="t-small")),
        review_said(item.card),
        reply_said(item.card),
        ui.when(
            item.can_edit,
            rx.el.div(
                ui.anchor(
                    ui.icon("pencil", "icon--xs"), t("Change it"), ui.hidden(": " + item.card.product), href=item.href,
                    class_name="text-btn tap",
                ),
                class_name="row",
            ),
        ),
        class_name="review",
        key=item.card.id,
    )  # fmt: skip


def review_form_page(v: Any) -> rx.Component:
    """Stars, words, pictures: a real form, the browser sends it itself."""
    return rx.el.div(
        rx.el.h1(v.heading, class_name="t-h1 head-gap"),
        about(v),
        ui.native_form(
            ui.when((v.error != "") & (v.wrong == ""), ui.alert("danger", v.error, role="alert")),
            star_choice(v),
            ui.field(
                t("Title"),
                "title",
                value=v.title,
                required=False,
                error=forms.wrong(v, "title"),
                max_length=TITLE_MAX,
                hint=t("The most important thing in a few words."),
            ),
            forms.text_area(
                t("What should others know?"),
                "body",
                value=v.body,
                required=False,
                rows=6,
                max_length=BODY_MAX,
                error=forms.wrong(v, "body"),
                hint=t("What it is like to use, and who it suits. No names, no addresses."),
            ),
            ui.when(v.has_photos, rx.el.div(ui.each(v.photos, kept_photo), class_name="row row--wrap row--top")),
            photo_field(v),
            rx.el.div(
                rx.el.button(v.button, type="submit", class_name="btn btn--primary btn--lg"),
                ui.anchor(t("Your reviews"), href="/account/reviews", class_name="btn btn--ghost"),
                class_name="row row--wrap",
            ),
            action=v.action,
            class_name="stack review-form",
            id="review-form",
            custom_attrs={"encType": "multipart/form-data"},
        ),
        rx.el.p(
            t(
                "Everybody can read it, under your first name and an initial. The store can answer and "
                "cannot remove it."
            ),
            class_name="t-small t-2",
        ),
        class_name="wrap wrap--narrow pad-block stack",
    )


def about(v: Any) -> rx.Component:
    """What it is about."""
    return rx.el.div(
        ui.thumb(v.picture),
        rx.el.div(
            ui.anchor(v.product, href=v.product_href, class_name="link t-strong"),
            ui.when(v.variant != "", rx.el.p(v.variant, class_name="t-small t-2")),
            rx.el.p(ui.store_dot(), " ", v.store, class_name="t-small t-2"),
        ),
        class_name="row",
        custom_attrs={"data-awning": v.awning},
    )


def star_choice(v: Any) -> rx.Component:
    """One to five stars."""
    error = forms.wrong(v, "rating")
    return rx.el.fieldset(
        rx.el.legend(t("How many stars?"), class_name="field__label"),
        rx.el.div(
            ui.each(
                v.stars,
                lambda star: rx.el.label(
                    rx.el.input(
                        type="radio",
                        name="rating",
                        default_checked=star.chosen,
                        required=True,
                        aria_label=star.label,
                        custom_attrs={"value": star.value},
                    ),
                    ui.star(),
                    title=star.label,
                    key=star.value,
                ),
            ),
            class_name="star-choice",
        ),
        ui.when(error != "", ui.error_line(error, "rating")),
        class_name="field",
    )


def kept_photo(item: Any) -> rx.Component:
    """A photo that is there."""
    return rx.el.div(
        rx.el.img(src=item.photo.src, alt=item.photo.alt, class_name="thumb thumb--lg thumb--sq"),
        rx.el.label(rx.el.input(type="checkbox", name=item.name), rx.el.span(item.label), class_name="check t-small"),
        class_name="photo-drop",
        key=item.name,
    )


def photo_field(v: Any) -> rx.Component:
    """Pictures to hand in."""
    error = forms.wrong(v, "photos")
    return rx.el.div(
        rx.el.label(
            t("Photos"), rx.el.span(t("Optional"), class_name="field__optional"), html_for="f-photos",
            class_name="field__label",
        ),
        rx.el.input(
            id="f-photos", name="photos", type="file", multiple=True, class_name="input",
            accept="image/jpeg,image/png,image/webp", aria_invalid=ui.pick(error != "", "true", "false"),
            custom_attrs={"aria-describedby": "f-photos-error f-photos-hint"},
        ),
        ui.when(error != "", ui.error_line(error, "f-photos")),
        rx.el.p(
            t("Up to {most} of at most 8 MB. Where and when they were taken is not kept.", most=MOST_PHOTOS),
            class_name="field__hint", id="f-photos-hint",
        ),
        class_name="field",
    )  # fmt: skip
