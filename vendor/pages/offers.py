"""A store's offers: the list, and making one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from emporium import ui
from emporium.ui import desk_forms as forms
from emporium.ui.desk_offers import offer_fields, offer_table
from emporium.ui.words import t
from vendor.state.offers import VendorOffersState as State


def offers_page(v: Any) -> rx.Component:
    """The list left, the form right."""
    return rx.el.div(
        ui.page_head(t("Offers"), v.sub),
        rx.el.div(
            rx.el.section(
                ui.when(
                    v.empty,
                    ui.empty(t("No offers yet"), t("A code for your newsletter is a good first one."), icon_name="tag"),
                    offer_table(v.rows, State.stop),
                ),
                ui.list_foot(v.foot, v.older, v.newest),
                class_name="card clipped",
                aria_label=t("Offers"),
            ),
            ui.when(v.can_edit, new_offer(v)),
            class_name=ui.pick(v.can_edit, "split-view split-view--wide-list", "stack"),
        ),
        class_name="page",
    )


def new_offer(v: Any) -> rx.Component:
    """The form."""
    return ui.card(
        t("New offer"),
        "new-offer",
        rx.el.form(
            forms.general_error(v),
            offer_fields(
                v,
                ui.field(
                    t("Code"), "code", error=forms.wrong(v, "code"), span="c-3",
                    hint=t("3 to 40 letters and digits."), key=v.fresh + "k",
                ),
            ),
            rx.el.div(
                rx.el.button(t("Make the offer"), type="submit", class_name="btn btn--primary"), class_name="row"
            ),
            class_name="stack", on_submit=State.create, id="offer-form", no_validate=True,
        ),
    )  # fmt: skip
