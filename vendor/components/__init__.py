"""Parts that several of the stores' pages share."""
