"""Taxes: rates by country and class, zones, tax ids, and the tax inside or on top of a price."""

from emporium.services.tax.basket import BasketTax, TaxedThing, tax_basket
from emporium.services.tax.ids import EUROPEAN_UNION, REVERSE_CHARGE, checked_tax_id, shifts_tax
from emporium.services.tax.rates import added_tax, included_tax, rate_bp
from emporium.services.tax.regions import ASKED_EVERYWHERE, region_name, regions_of
from emporium.services.tax.working import Taxed, taxed, taxed_at
from emporium.services.tax.zones import Zone, built_in, drop_zone, set_zone, taxed_regions, zone_of, zones

__all__ = [
    "ASKED_EVERYWHERE",
    "EUROPEAN_UNION",
    "REVERSE_CHARGE",
    "BasketTax",
    "Taxed",
    "TaxedThing",
    "Zone",
    "added_tax",
    "built_in",
    "checked_tax_id",
    "drop_zone",
    "included_tax",
    "rate_bp",
    "region_name",
    "regions_of",
    "set_zone",
    "shifts_tax",
    "tax_basket",
    "taxed",
    "taxed_at",
    "taxed_regions",
    "zone_of",
    "zones",
]
