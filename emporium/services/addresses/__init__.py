"""Addresses: how they are written in each country, and a person's own address book (F006)."""

from emporium.services.addresses.book import (
    AddressView,
    add_address,
    change_address,
    drop_address,
    list_addresses,
    make_default,
)
from emporium.services.addresses.rules import FIELDS, AddressForm, address_form, address_problems, clean_address

__all__ = [
    "FIELDS",
    "AddressForm",
    "AddressView",
    "add_address",
    "address_form",
    "address_problems",
    "change_address",
    "clean_address",
    "drop_address",
    "list_addresses",
    "make_default",
]
