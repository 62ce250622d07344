"""Catalogues of texts, and the made-up language that shows what is missing from them."""
