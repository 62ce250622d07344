"""Why an offer or a code did not apply: a reason code, typed data, and one plain sentence (F062)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from emporium.i18n import _, day, formats, ngettext
from emporium.money import Money, format_money


class Reason(StrEnum):
    """Stable codes; the API shows them as they are."""

    UNKNOWN = "unknown"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_COUNTRY = "wrong_country"
    SIGN_IN_FIRST = "sign_in_first"
    NOT_YOURS = "not_yours"
    USED_UP = "used_up"
    CUSTOMER_USED = "customer_used"
    NO_MATCHING_ITEM = "no_matching_item"
    NEEDS_UNITS = "needs_units"
    NEEDS_MORE = "needs_more"
    NOTHING_LEFT = "nothing_left"
    CANNOT_COMBINE = "cannot_combine"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One code or automatic offer that took nothing off. Amounts are minor units of `currency`."""

    reason: Reason
    label: str
    """What to call it: the code that was typed, else the offer's name."""
    code: str | None = None
    promotion_id: str | None = None
    currency: str = ""
    amount_minor: int = 0
    """Still missing, for `needs_more`."""
    units: int = 0
    """Still missing, for `needs_units`."""
    store_id: str | None = None
    store_name: str = ""
    other: str = ""
    """What it cannot be combined with."""
    other_id: str | None = None
    when: datetime | None = None
    """When it starts or when it ended."""

    @property
    def sentence(self) -> str:
        """The reason for people, in the reader's language."""
        return _template(self).format(
            label=self.label,
            amount=self._money(),
            currency=self.currency,
            store=self.store_name,
            other=self.other,
            units=self.units,
            day=day(self.when) if self.when else "",
        )

    def _money(self) -> str:
        if self.reason is not Reason.NEEDS_MORE:
            return ""
        return format_money(Money(self.amount_minor, self.currency), locale=formats())


def _template(refusal: Refusal) -> str:
    match refusal.reason:
        case Reason.UNKNOWN:
            return _("We do not know the code {label}. Check it for typing errors.")
        case Reason.NOT_STARTED:
            return _("{label} starts on {day}.")
        case Reason.ENDED:
            return _("{label} ended on {day}.") if refusal.when else _("{label} is over.")
        case Reason.WRONG_CURRENCY:
            return _("{label} does not work for a basket in {currency}.")
        case Reason.WRONG_COUNTRY:
            return _("{label} does not work for deliveries to this country.")
        case Reason.SIGN_IN_FIRST:
            return _("Sign in or give your e-mail address first, then {label} can be used.")
        case Reason.NOT_YOURS:
            return _("{label} is meant for another customer.")
        case Reason.USED_UP:
            return _("{label} has been used up.")
        case Reason.CUSTOMER_USED:
            return _("You have used {label} already.")
        case Reason.NO_MATCHING_ITEM if refusal.store_name:
            return _("Nothing in your basket from {store} matches {label}.")
        case Reason.NO_MATCHING_ITEM:
            return _("Nothing in your basket matches {label}.")
        case Reason.NEEDS_UNITS:
            return ngettext(
                "{label} needs {units} more matching item.", "{label} needs {units} more matching items.", refusal.units
            )
        case Reason.NEEDS_MORE if refusal.store_name:
            return _("{label} needs {amount} more from {store}.")
        case Reason.NEEDS_MORE:
            return _("{label} needs {amount} more.")
        case Reason.NOTHING_LEFT:
            return _("There is nothing left that {label} could take off.")
        case Reason.CANNOT_COMBINE:
            return _("{label} cannot be combined with {other}.")
