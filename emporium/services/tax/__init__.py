"""Value added tax: rates by country and class, and the tax inside a price."""

from emporium.services.tax.rates import included_tax, rate_bp

__all__ = ["included_tax", "rate_bp"]
