"""What changed between two quotes, in words, for a shopper who is asked once more (F042, C08)."""

from __future__ import annotations

from datetime import date
from typing import Any

from emporium.i18n import _, day
from emporium.money import Money, format_money


def plain_changes(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What is different, in words: prices, quantities, things that are gone, delivery (F042)."""
    currency = new["currency"]

    def money(amount: int) -> str:
        return format_money(Money(amount, currency))

    def lines(content: dict[str, Any]) -> dict[str, Any]:
        return {line.get("key", line["variant_id"]): line for parcel in content["parcels"] for line in parcel["lines"]}

    before, after = lines(old), lines(new)
    said: list[str] = []
    for variant, line in before.items():
        now = after.get(variant)
        if now is None:
            said.append(_("{line} is no longer available and was taken out of the sum.").format(line=line["name"]))
        elif now["unit_price_minor"] != line["unit_price_minor"]:
            said.append(
                _("{line} now costs {now} instead of {line2}.").format(
                    line=line["name"], now=money(now["unit_price_minor"]), line2=money(line["unit_price_minor"])
                )
            )
        elif now["quantity"] != line["quantity"]:
            said.append(
                _("{line}: {now} instead of {line2}.").format(
                    line=line["name"], now=now["quantity"], line2=line["quantity"]
                )
            )
        if now is not None and now.get("promised", "") != line.get("promised", ""):
            said.append(promise_in_words(line["name"], now.get("promised", "")))
    said += [
        _("{line} was added.").format(line=line["name"]) for variant, line in after.items() if variant not in before
    ]
    old_parcels = {parcel["store_id"]: parcel for parcel in old["parcels"]}
    for parcel in new["parcels"]:
        was = old_parcels.get(parcel["store_id"])
        if was is not None and was["shipping_minor"] != parcel["shipping_minor"]:
            said.append(
                _("Delivery from {parcel} now costs {parcel2} instead of {was}.").format(
                    parcel=parcel["store"], parcel2=money(parcel["shipping_minor"]), was=money(was["shipping_minor"])
                )
            )
    off_before, off_now = (sum(parcel.get("discount_minor", 0) for parcel in one["parcels"]) for one in (old, new))
    if off_before != off_now:
        said.append(
            _("{off_now} is taken off instead of {off_before}.").format(
                off_now=money(off_now), off_before=money(off_before)
            )
        )
    if not said and old["country"] != new["country"]:
        said.append(_("The country changed, and the tax with it."))
    tax_before, tax_now = (sum(parcel["tax_minor"] for parcel in one["parcels"]) for one in (old, new))
    if not said and tax_before != tax_now:
        said.append(
            _("The tax in it is {tax_now} instead of {tax_before}.").format(
                tax_now=money(tax_now), tax_before=money(tax_before)
            )
        )
    return said


def promise_in_words(name: str, day_: str) -> str:
    """What is said when the day of a line changes."""
    if not day_:
        return _("{name} is in stock again.").format(name=name)
    return _("{name} is not there yet. It is promised for {day}.").format(name=name, day=day(as_date(day_)))


def as_date(value: str) -> date:
    """A day from a quote's text."""
    return date.fromisoformat(value)
