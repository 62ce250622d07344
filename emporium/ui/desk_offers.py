"""Offers on the dashboards: what they say, their list, and the fields that make one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from emporium.i18n import N_, _, any_of
from emporium.money import Money, format_money
from emporium.ui.basics import badge, icon
from emporium.ui.desk import cell, main_cell, table
from emporium.ui.desk_forms import radio, radios, wrong
from emporium.ui.flow import when
from emporium.ui.forms import field
from emporium.ui.words import t

HEADS = ((N_("Offer"), ""), (N_("Code"), ""), (N_("Used"), "num"), (N_("Ends"), ""), (N_("State"), ""), ("", "fit"))


def offer_words(kind: str, percent_bp: int, amounts: Mapping[str, int], least: Mapping[str, int]) -> str:
    """What an offer does: `10% off, from €50.00`."""
    if kind == "percent":
        said = _("{value:g}% off").format(value=percent_bp / 100) if percent_bp else _("Percentage by steps")
    elif kind == "fixed":
        said = any_of(_money(amount, currency) for currency, amount in sorted(amounts.items()))
        said = _("{said} off").format(said=said) if said else _("Amount by steps")
    elif kind == "free_shipping":
        said = _("Free delivery")
    else:
        said = _("Buy some, get more at {value:g}% off").format(value=percent_bp / 100)
    from_ = any_of(_money(amount, currency) for currency, amount in sorted(least.items()))
    return _("{said}, from {from_}").format(said=said, from_=from_) if from_ else said


def _money(minor: int, currency: str) -> str:
    return format_money(Money(minor, currency))


def offer_state(
    *, active: bool, starts_at: datetime | None, ends_at: datetime | None, used: int, limit: int | None
) -> tuple[str, str, str]:
    """Word, tone and icon of an offer's state today."""
    now = datetime.now(UTC)
    if not active:
        return _("Switched off"), "", "circle-slash"
    if ends_at is not None and ends_at <= now:
        return _("Ended"), "", "circle-slash"
    if limit is not None and used >= limit:
        return _("Used up"), "warning", "inbox"
    if starts_at is not None and starts_at > now:
        return _("Starts later"), "info", "calendar-clock"
    return _("Running"), "success", "check"


def offer_table(rows: Any, stop: Any, codes: Any = None, *, owners: bool = False) -> rx.Component:
    """The list. `stop` switches one off, `codes` fetches its codes as a file."""

    def row(item: Any) -> rx.Component:
        return rx.el.tr(
            main_cell(rx.el.b(item.name), rx.el.small(item.what)),
            *([cell(item.owner, label=t("Paid by"))] if owners else []),
            cell(rx.el.span(item.code, class_name="t-mono"), label=t("Code")),
            cell(
                item.used,
                when(item.per_customer != "", rx.el.span(item.per_customer, class_name="t-small t-3 give-note")),
                label=t("Used"),
                extra="num",
            ),
            cell(item.ends, label=t("Ends")),
            cell(badge(rx.fragment(icon(item.icon), item.status), item.tone), label=t("State")),
            cell(
                rx.el.span(
                    *(
                        [
                            when(
                                item.can_list,
                                rx.el.button(
                                    icon("download", "icon--sm"),
                                    t("Codes"),
                                    type="button",
                                    on_click=codes(item.id),
                                    class_name="btn btn--ghost btn--sm",
                                    aria_label=t("Codes of {name}", name=item.name),
                                ),
                            )
                        ]
                        if codes is not None
                        else []
                    ),
                    when(
                        item.can_stop,
                        rx.el.button(
                            t("Switch off"),
                            type="button",
                            on_click=stop(item.id),
                            class_name="btn btn--danger-quiet btn--sm",
                            aria_label=t("Switch off {name}", name=item.name),
                        ),
                    ),
                    class_name="row row--wrap row--end",
                ),
                extra="actions",
            ),
            role="row",
            key=item.id,
            custom_attrs={"data-offer": item.name},
        )

    heads = (HEADS[0], (N_("Paid by"), ""), *HEADS[1:]) if owners else HEADS
    return table(t("Offers"), heads, rows, row)


def offer_fields(v: Any, *codes: rx.Component) -> rx.Component:
    """What every offer has. The field that does not belong to the chosen kind is hidden by the style sheet."""

    def typed(label: Any, name: str, span: str = "c-3", hint: str = "", **props: Any) -> rx.Component:
        return field(label, name, error=wrong(v, name), span=span, hint=hint, key=v.fresh + name, **props)

    return rx.el.div(
        typed(t("Name, shoppers see it"), "name", span=""),
        rx.el.div(
            radios(
                t("What it takes off"),
                radio("kind", "percent", t("A percentage"), chosen=True),
                radio("kind", "fixed", t("An amount")),
                radio("kind", "free_shipping", t("The delivery")),
                error=wrong(v, "kind"),
                ident="f-kind",
            ),
        ),
        typed(t("Percent"), "percent", "c-3 only-percent", t("10 takes a tenth off."), inputmode="decimal"),
        typed(
            t("Amount, {currency}", currency=v.currency),
            "amount",
            "c-3 only-fixed",
            t("Once for the basket."),
            inputmode="decimal",
        ),
        typed(t("Least spend, {currency}", currency=v.currency), "least", hint=t("Empty: any."), inputmode="decimal"),
        *codes,
        typed(t("Uses in all"), "usage_limit", hint=t("Empty: no limit."), inputmode="numeric"),
        typed(t("Uses a person"), "per_customer_limit", hint=t("Empty: no limit."), inputmode="numeric"),
        typed(t("Last day, UTC"), "ends", hint=t("Empty: no end."), type_="date"),
        class_name="form-grid offer-form",
    )
