"""Who sells and who buys, as a paper names them (Directive 2006/112/EC, article 226(3), (4) and (5))."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import Locale, UnknownLocaleError

from emporium.settings import get_settings
from models.stores import Store


def known_locale(name: str) -> str:
    """The locale itself when CLDR knows it, else the platform's."""
    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return get_settings().locale


def country_name(code: str, locale: str) -> str:
    """`BE` -> `Belgium`; a code that CLDR does not know is printed as it is."""
    return str(Locale.parse(locale).territories.get(code.upper(), code))


def store_party(store: Store, *, locale: str) -> dict[str, Any]:
    """A store: its legal name and address when it gave them, else the name and place it trades under."""
    address = _lines(store.legal_address) or _filled(store.city, country_name(store.country, locale))
    return {
        "name": store.legal_name or store.name,
        "trade_name": store.name if store.legal_name and store.legal_name != store.name else "",
        "address": address,
        "tax_id": store.tax_id,
    }


def platform_party(*, locale: str) -> dict[str, Any]:
    """The platform."""
    settings = get_settings()
    name = settings.legal_name or settings.bank_holder or settings.name
    address = _lines(settings.legal_address) or [country_name(settings.default_country, locale)]
    return {
        "name": name,
        "trade_name": settings.name if settings.name != name else "",
        "address": address,
        "tax_id": settings.tax_id,
    }


def buyer_party(address: Mapping[str, Any], *, locale: str, tax_id: str = "") -> dict[str, Any]:
    """The shopper, by the address of the purchase, and a company's tax id."""

    def field(name: str) -> str:
        return str(address.get(name) or "").strip()

    town = " ".join(_filled(field("postcode"), field("city")))
    country = country_name(field("country"), locale) if field("country") else ""
    return {
        "name": field("name"),
        "trade_name": "",
        "address": _filled(field("line1"), field("line2"), town, field("region"), country),
        "tax_id": tax_id,
    }


def _lines(text: str) -> list[str]:
    return _filled(*text.splitlines())


def _filled(*texts: str) -> list[str]:
    return [text.strip() for text in texts if text.strip()]
