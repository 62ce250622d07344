"""What is reported of sellers to tax offices: their details, their years, the files and the papers (F102)."""

from emporium.services.seller_tax.checking import differences
from emporium.services.seller_tax.details import SellerDetails, seller_details, set_seller_details
from emporium.services.seller_tax.figures import CurrencyYear, Sums
from emporium.services.seller_tax.files import all_years_csv, dac7_json
from emporium.services.seller_tax.papers import own_csv, report_paper
from emporium.services.seller_tax.reports import SellerYear, all_years, seller_year

__all__ = [
    "CurrencyYear",
    "SellerDetails",
    "SellerYear",
    "Sums",
    "all_years",
    "all_years_csv",
    "dac7_json",
    "differences",
    "own_csv",
    "report_paper",
    "seller_details",
    "seller_year",
    "set_seller_details",
]
