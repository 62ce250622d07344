"""Parts that several storefront pages share."""
