"""Services that work out taxes."""

from emporium.providers.tax.base import LineAnswer, TaxLine, TaxProvider, TaxQuestion
from emporium.providers.tax.factory import get_tax_provider

__all__ = ["LineAnswer", "TaxLine", "TaxProvider", "TaxQuestion", "get_tax_provider"]
