"""Offers on the dashboards: what they say, their list, and the fields that make one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from emporium.money import Money, format_money
from emporium.ui.basics import badge, icon
from emporium.ui.desk import cell, main_cell, table
from emporium.ui.desk_forms import radio, radios, wrong
from emporium.ui.flow import when
from emporium.ui.forms import field

HEADS = (("Offer", ""), ("Code", ""), ("Used", "num"), ("Ends", ""), ("State", ""), ("", "fit"))


def offer_words(kind: str, percent_bp: int, amounts: Mapping[str, int], least: Mapping[str, int]) -> str:
    """What an offer does: `10% off, from €50.00`."""
    if kind == "percent":
        said = f"{percent_bp / 100:g}% off" if percent_bp else "Percentage by steps"
    elif kind == "fixed":
        said = " or ".join(_money(amount, currency) for currency, amount in sorted(amounts.items()))
        said = f"{said} off" if said else "Amount by steps"
    elif kind == "free_shipping":
        said = "Free delivery"
    else:
        said = f"Buy some, get more at {percent_bp / 100:g}% off"
    from_ = " or ".join(_money(amount, currency) for currency, amount in sorted(least.items()))
    return f"{said}, from {from_}" if from_ else said


def _money(minor: int, currency: str) -> str:
    return format_money(Money(minor, currency))


def offer_state(
    *, active: bool, starts_at: datetime | None, ends_at: datetime | None, used: int, limit: int | None
) -> tuple[str, str, str]:
    """Word, tone and icon of an offer's state today."""
    now = datetime.now(UTC)
    if not active:
        return "Switched off", "", "circle-slash"
    if ends_at is not None and ends_at <= now:
        return "Ended", "", "circle-slash"
    if limit is not None and used >= limit:
        return "Used up", "warning", "inbox"
    if starts_at is not None and starts_at > now:
        return "Starts later", "info", "calendar-clock"
    return "Running", "success", "check"


def offer_table(rows: Any, stop: Any, codes: Any = None, *, owners: bool = False) -> rx.Component:
    """The list. `stop` switches one off, `codes` fetches its codes as a file."""

    def row(item: Any) -> rx.Component:
        return rx.el.tr(
            main_cell(rx.el.b(item.name), rx.el.small(item.what)),
            *([cell(item.owner, label="Paid by")] if owners else []),
            cell(rx.el.span(item.code, class_name="t-mono"), label="Code"),
            cell(
                item.used,
                when(
                    item.per_customer != "", rx.el.span(item.per_customer, class_name="t-small t-3 give-note")
                ),
                label="Used",
                extra="num",
            ),
            cell(item.ends, label="Ends"),
            cell(badge(rx.fragment(icon(item.icon), item.status), item.tone), label="State"),
            cell(
                rx.el.span(
                    *(
                        [
                            when(
                                item.can_list,
                                rx.el.button(
                                    icon("download", "icon--sm"), "Codes", type="button", on_click=codes(item.id),
                                    class_name="btn btn--ghost btn--sm", aria_label="Codes of " + item.name,
                                ),
                            )
                        ]
                        if codes is not None
                        else []
                    ),
                    when(
                        item.can_stop,
                        rx.el.button(
                            "Switch off", type="button", on_click=stop(item.id),
                            class_name="btn btn--danger-quiet btn--sm", aria_label="Switch off " + item.name,
                        ),
                    ),
                    class_name="row row--wrap row--end",
                ),
                extra="actions",
            ),
            role="row",
            key=item.id,
            custom_attrs={"data-offer": item.name},
        )  # fmt: skip

    heads = (HEADS[0], ("Paid by", ""), *HEADS[1:]) if owners else HEADS
    return table("Offers", heads, rows, row)


def offer_fields(v: Any, *codes: rx.Component) -> rx.Component:
    """What every offer has. The field that does not belong to the chosen kind is hidden by the style sheet."""

    def typed(label: Any, name: str, span: str = "c-3", hint: str = "", **props: Any) -> rx.Component:
        return field(label, name, error=wrong(v, name), span=span, hint=hint, key=v.fresh + name, **props)

    return rx.el.div(
        typed("Name, shoppers see it", "name", span=""),
        rx.el.div(
            radios(
                "What it takes off",
                radio("kind", "percent", "A percentage", chosen=True),
                radio("kind", "fixed", "An amount"),
                radio("kind", "free_shipping", "The delivery"),
                error=wrong(v, "kind"),
                ident="f-kind",
            ),
        ),
        typed("Percent", "percent", "c-3 only-percent", "10 takes a tenth off.", inputmode="decimal"),
        typed("Amount, " + v.currency, "amount", "c-3 only-fixed", "Once for the basket.", inputmode="decimal"),
        typed("Least spend, " + v.currency, "least", hint="Empty: any.", inputmode="decimal"),
        *codes,
        typed("Uses in all", "usage_limit", hint="Empty: no limit.", inputmode="numeric"),
        typed("Uses a person", "per_customer_limit", hint="Empty: no limit.", inputmode="numeric"),
        typed("Last day, UTC", "ends", hint="Empty: no end.", type_="date"),
        class_name="form-grid offer-form",
    )
