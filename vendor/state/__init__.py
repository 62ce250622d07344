"""States and loaders of the stores' face."""
