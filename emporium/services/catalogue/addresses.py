"""Where a product's page is."""

from __future__ import annotations

from urllib.parse import quote


def product_path(slug: str, sku: str = "") -> str:
    """The path of a product's page, with one of its variants chosen there."""
    return f"/p/{slug}" + (f"?v={quote(sku, safe='')}" if sku else "")
