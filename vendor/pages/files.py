"""What is sent as files: which products, what is in them, on which terms."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.i18n import N_
from emporium.services.downloads import ACCEPT
from emporium.ui import desk_forms as forms
from emporium.ui.words import t
from vendor.state.files import VendorFilesState as State

HEADS = ((N_("Product"), ""), (N_("Sent as"), ""), ("", "fit"))


def files_page(v: Any) -> rx.Component:
    """Products left; the chosen one's files and terms right."""
    return rx.el.div(
        ui.page_head(t("Stock"), v.sub),
        ui.tabs(v.tabs, t("About stock")),
        rx.el.div(
            products(v),
            rx.el.div(ui.when(v.chosen, chosen(v), nothing()), class_name="stack", id="files"),
            class_name="split-view split-view--wide-list",
        ),
        class_name="page",
    )


def products(v: Any) -> rx.Component:
    """Every product, those with files first."""
    return rx.el.section(
        rx.el.div(
            ui.search("/vendor/stock/files", t("Name of a product"), v.query, keep=v.store), class_name="list-tools"
        ),
        ui.when(
            v.empty,
            ui.empty(t("No products"), t("Add a product, or look for another name."), icon_name="package"),
            ui.table(t("Products"), HEADS, v.rows, product),
        ),
        ui.list_foot(v.foot, v.older, v.newest),
        class_name="card",
        aria_label=t("Products"),
    )


def product(row: Any) -> rx.Component:
    """One product."""
    return rx.el.tr(
        ui.main_cell(
            ui.anchor(
                rx.el.b(row.name),
                href=row.href,
                class_name="link link--quiet",
                aria_current=ui.pick(row.chosen, "true", "false"),
            ),
            media=ui.thumb(row.picture, "thumb--sm thumb--sq"),
        ),
        ui.cell(
            ui.when(row.files != "", rx.el.span(row.files), rx.el.span(t("A parcel"), class_name="t-3")),
            label=t("Sent as"),
        ),
        ui.cell(
            ui.anchor(
                t("Change"),
                rx.el.span(" ", row.name, class_name="visually-hidden"),
                href=row.href,
                class_name="btn btn--secondary btn--sm",
            ),
            label="",
            extra="fit",
        ),
        role="row",
        key=row.id,
    )


def nothing() -> rx.Component:
    """No product is chosen yet."""
    return ui.card(
        t("Sell files"),
        "sell-files",
        rx.el.p(
            t(
                "Patterns, books, music, pictures: choose a product, say that it is sent as files and add them. Buyers "
                "download them right after payment; you need not do anything."
            ),
            class_name="t-small t-2",
        ),
    )


def chosen(v: Any) -> rx.Component:
    """One product: a parcel still, or its files."""
    return ui.when(v.digital, rx.fragment(files(v), terms(v), back(v)), turn(v))


def turn(v: Any) -> rx.Component:
    """It is a parcel; it can become files."""
    return ui.card(
        v.product,
        "turn",
        rx.el.p(t("It is delivered in a parcel."), class_name="t-small t-2"),
        ui.when(v.error != "", ui.alert("danger", v.error, role="alert")),
        ui.when(
            v.can_edit,
            rx.fragment(
                rx.el.button(
                    t("Send it as files"), type="button", id="make-files", class_name="btn btn--primary",
                    on_click=State.set_digital(True),
                ),
                rx.el.p(
                    t("It has no weight and no stock to count then, and cannot be bought until it has a file."),
                    class_name="t-small t-2",
                ),
            ),
        ),
    )  # fmt: skip


def files(v: Any) -> rx.Component:
    """Its files in order, and one more."""
    return ui.card(
        v.product,
        "product-files",
        ui.when(
            v.no_files,
            ui.alert("warning", t("It cannot be bought yet"), rx.el.p(t("Add the first file.")), role="status"),
        ),
        ui.when(v.error != "", ui.alert("danger", v.error, role="alert")),
        rx.el.div(
            rx.el.ul(ui.each(v.files, lambda one: file(one, v.can_edit)), class_name="plain-list stack"),
            ui.when(v.can_edit, rx.fragment(rx.el.hr(), upload(v))),
            class_name="stack",
        ),
    )


def file(one: Any, can_edit: Any) -> rx.Component:
    """One file: what it is, and what can be done with it."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                rx.el.b(one.name), rx.el.br(), rx.el.span(one.detail, class_name="t-small t-2"), class_name="grow"
            ),
            ui.when(
                can_edit,
                rx.el.span(
                    ui.when(
                        one.first,
                        rx.fragment(),
                        rx.el.button(
                            t("Up"), ui.hidden(" " + one.name), type="button", class_name="text-btn tap",
                            on_click=State.move_up(one.id),
                        ),
                    ),
                    ui.when(
                        one.sold,
                        rx.fragment(),
                        rx.el.button(
                            t("Remove"), ui.hidden(" " + one.name), type="button",
                            class_name="text-btn text-btn--danger tap", on_click=State.remove(one.id),
                        ),
                    ),
                    class_name="row",
                ),
            ),
            class_name="split split--top",
        ),
        ui.when(can_edit, forms.step(t("Rename or replace"), rename(one), replace(one), open=one.error != "")),
        key=one.id,
    )  # fmt: skip


def rename(one: Any) -> rx.Component:
    """What buyers read."""
    return rx.el.form(
        ui.hidden_field("file", one.id),
        ui.field(t("Name that buyers read"), "name", value=one.name, prefix="n" + one.id, key=one.id + one.name),
        rx.el.button(t("Save"), type="submit", class_name="btn btn--secondary btn--sm"),
        class_name="stack stack--tight",
        on_submit=State.rename,
        no_validate=True,
    )


def replace(one: Any) -> rx.Component:
    """A new version, which those who bought it get too: a real form, the browser sends the file itself."""
    return ui.native_form(
        file_field(t("New version"), "r" + one.id, one.error),
        rx.el.p(t("Whoever bought it downloads this one from now on."), class_name="field__hint"),
        rx.el.button(t("Replace"), type="submit", class_name="btn btn--secondary btn--sm"),
        action=one.action,
        class_name="stack stack--tight",
        custom_attrs={"encType": "multipart/form-data"},
    )


def upload(v: Any) -> rx.Component:
    """One more file."""
    return ui.native_form(
        file_field(t("Add a file"), "add", v.file_error),
        ui.field(t("Name that buyers read"), "name", prefix="add", required=False, hint=t("Empty: the file's own.")),
        rx.el.p(v.kinds, class_name="field__hint"),
        rx.el.button(t("Add it"), type="submit", id="add-file", class_name="btn btn--primary"),
        action=v.action,
        class_name="stack",
        custom_attrs={"encType": "multipart/form-data"},
    )


def file_field(label: Any, prefix: Any, error: Any) -> rx.Component:
    """A file of a kind that can be sold."""
    ident = prefix + "-file"
    return rx.el.div(
        rx.el.label(label, html_for=ident, class_name="field__label"),
        rx.el.input(
            id=ident, name="file", type="file", class_name="input", required=True, accept=ACCEPT,
            aria_invalid=ui.pick(error != "", "true", "false"), custom_attrs={"aria-describedby": ident + "-error"},
        ),
        ui.when(error != "", ui.error_line(error, ident)),
        class_name="field",
    )  # fmt: skip


def terms(v: Any) -> rx.Component:
    """How often, and for how long."""

    def number(label: str, name: str, value: Any, hint: str) -> rx.Component:
        return ui.field(
            label, name, value=value, inputmode="numeric", error=ui.pick(v.term_wrong == name, v.term_error, ""),
            key=v.product_id + name + value, hint=hint,
        )  # fmt: skip

    return ui.card(
        t("How often, and how long"),
        "terms",
        rx.el.form(
            number(t("Downloads of each file"), "limit", v.limit, t("For each one that is bought.")),
            number(t("Days"), "days", v.days, t("Counted from the payment.")),
            rx.el.p(t("For whoever buys it from now on."), class_name="t-small t-2"),
            ui.when(v.can_edit, rx.el.button(t("Save"), type="submit", class_name="btn btn--primary")),
            class_name="stack",
            on_submit=State.set_terms,
            id="terms-form",
            no_validate=True,
        ),
    )


def back(v: Any) -> rx.Component:
    """A parcel after all, while nobody bought it."""
    return ui.when(
        v.can_edit & v.no_files,
        rx.el.button(
            t("Deliver it in a parcel after all"),
            type="button",
            class_name="text-btn",
            on_click=State.set_digital(False),
        ),
    )
