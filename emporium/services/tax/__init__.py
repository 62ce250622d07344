"""Value added tax: rates by country and class, and the tax inside a price."""

from emporium.services.tax.rates import added_tax, included_tax, rate_bp

__all__ = ["added_tax", "included_tax", "rate_bp"]
