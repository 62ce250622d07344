"""Parts that several of the operator's pages share."""
